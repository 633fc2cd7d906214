"""Reading the fields of a mapping: every mistake is recorded with its place, and reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from vctutor.course.characters import near_word, quoted
from vctutor.course.model import Position, Problem
from vctutor.course.nodes import (
    BrokenNode,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    Source,
    kind_of,
    places_of,
)
from vctutor.i18n import _

T = TypeVar("T")

TextKind = Literal["prose", "latex", "expression", "plain"]

MAX_PROBLEMS = 500
MAX_VALUES = 50_000  # of all ranges of a file together
MAX_ENTRIES = 100  # of a list, where nothing else is said: it is laid out, or judged, in one go


class PlacedText:
    """A text of a course file and its position, for the checks of its content. Treat it as frozen.

    Attributes:
        kind: prose, LaTeX, an expression, or plain text.
        text: the text, without white space at its ends.
        varies: whether ``{a}`` in it stands for a parameter of a question.
        node: its scalar.
        source: its file.
    """

    __slots__ = ("_places", "kind", "node", "source", "text", "varies")

    def __init__(
        self, kind: TextKind, text: str, varies: bool, node: ScalarNode, source: Source
    ) -> None:
        """Take a text and its scalar."""
        self.kind = kind
        self.text = text
        self.varies = varies
        self.node = node
        self.source = source
        self._places: Sequence[int] | None = None

    def position(self, offset: int) -> Position:
        """Return where the character at ``offset`` of the text stands in the file."""
        if self._places is None:
            self._places = places_of(self.source, self.node, self.text)
        return self.source.position(self._places[max(0, min(offset, len(self.text)))])


class Collector:
    """Collects what parsing one file yields besides the model: problems, texts and the nodes of blocks.

    Attributes:
        source: the file.
        problems: all mistakes so far.
        texts: every text read.
        places: the node of each block, by its place.
    """

    def __init__(self, source: Source) -> None:
        """Start with nothing found."""
        self.source = source
        self.problems: list[Problem] = []
        self.texts: list[PlacedText] = []
        self.places: dict[str, MappingNode] = {}
        self._values = 0

    def problem(self, node: Node, message: str, suggestion: str | None = None) -> None:
        """Record a mistake at a node."""
        self.at(self.source.position(node.start), message, suggestion)

    def at(self, position: Position, message: str, suggestion: str | None = None) -> None:
        """Record a mistake at a place; a file full of them is cut off at a number no author has to read."""
        if not self.full:
            self.problems.append(Problem(position, message, suggestion))

    @property
    def full(self) -> bool:
        """Whether so many problems were found that no more are kept."""
        return len(self.problems) >= MAX_PROBLEMS

    def spend(self, values: int) -> bool:
        """Return whether the file may still have so many values in its ranges, and count them."""
        self._values += values
        return self._values <= MAX_VALUES

    # --- single values -------------------------------------------------------------------------------------

    def text(self, node: Node, what: str, kind: TextKind = "prose", varies: bool = False) -> str:
        """Return a scalar's text, as the author typed it; numbers and words such as ``true`` are texts too."""
        if isinstance(node, BrokenNode):
            return ""
        if not isinstance(node, ScalarNode):
            message = _("{what} must be a text, not {found}")
            if node.flow:
                message = _(
                    "{what} must be a text, not {found}; a text that starts with {{ or [ needs "
                    "'single quotes'"
                )
            elif isinstance(node, MappingNode):
                message = _(
                    "{what} must be a text, not {found}; a text that holds a colon and a space needs "
                    "'single quotes'"
                )
            self.problem(node, message.format(what=what, found=kind_of(node)))
            return ""
        text = node.text.strip() if kind != "plain" else node.text.strip("\n").rstrip()
        if not text and node.style != "*":
            self.problem(node, _("{what} is empty").format(what=what))
        elif text:
            text = text.replace("\t", " ")
            self.texts.append(PlacedText(kind, text, varies, node, self.source))
        return text

    def number(self, node: Node, what: str) -> float | None:
        """Return a number, or None where there is none."""
        value = node.value if isinstance(node, ScalarNode) else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        self.wrong_type(node, what, _("a number"))
        return None

    def wrong_type(self, node: Node, what: str, wanted: str) -> None:
        """Record that a value is not of the kind that is wanted; what could not be read at all is recorded already."""
        if isinstance(node, BrokenNode) or (isinstance(node, ScalarNode) and node.style == "*"):
            return
        found = kind_of(node)
        if isinstance(node, ScalarNode) and node.value is not None:
            found = quoted(node.text)
        self.problem(
            node,
            _("{what} must be {wanted}, not {found}").format(what=what, wanted=wanted, found=found),
        )

    def items(self, node: Node, what: str, wanted: str = "", most: int = MAX_ENTRIES) -> list[Node]:
        """Return the items of a list that holds at least one; those beyond ``most`` are a mistake and left out."""
        if not isinstance(node, SequenceNode):
            self.wrong_type(node, what, wanted or _("a list"))
            return []
        if not node.items:
            self.problem(node, _("{what} is empty").format(what=what))
        if len(node.items) > most:
            message = _("{what} has more than {most:,} entries")
            self.problem(node.items[most], message.format(what=what, most=most))
        return node.items[:most]

    def texts_of(
        self,
        node: Node,
        what: str,
        kind: TextKind = "prose",
        varies: bool = False,
        wanted: str = "",
    ) -> tuple[str, ...]:
        """Return the texts of a list; ``wanted`` says what stands there otherwise, if more than a list."""
        return tuple(
            self.text(item, _("an entry of {what}").format(what=what), kind, varies)
            for item in self.items(node, what, wanted)
        )


class Fields:
    """The fields of one mapping.

    Args:
        collector: where mistakes go.
        node: the mapping, or whatever stands there instead, which is reported.
        what: what the mapping is, such as ``a question``.
        known: the keys it may have; None for any.
        varies: whether ``{a}`` in its texts stands for a parameter.
    """

    def __init__(
        self,
        collector: Collector,
        node: Node,
        what: str,
        known: Sequence[str] | None = None,
        varies: bool = False,
    ) -> None:
        """Report what stands there instead of a mapping, and every unknown key."""
        self.collector = collector
        self.what = what
        self.varies = varies
        self.node = node
        self.entries: dict[str, Node] = {}
        self._meant: set[str] = set()
        if not isinstance(node, MappingNode):
            collector.wrong_type(node, what, _("a mapping of keys and values"))
            return
        self.entries = node.entries
        if known is not None:
            for key in node.entries:
                if key not in known and not collector.full:
                    self._unknown(node, key, list(known))

    def _unknown(self, node: MappingNode, key: str, known: list[str]) -> None:
        """Report a key that the mapping can't have, and remember which one was meant."""
        message = odd_key(key) or glued_key(key, known) or cut_text(node, key)
        near = None if message else near_word(key, known)
        if message is None:
            message = (
                _("{what} has no key {key}")
                if near
                else _("{what} has no key {key}; it has {known}")
            ).format(what=self.what, key=quoted(key), known=", ".join(known))
        self._meant.add(near or key.partition(":")[0])
        self.collector.problem(node.keys[key], message, near)

    def __contains__(self, name: str) -> bool:
        """Return whether the field is given."""
        return name in self.entries

    def get(self, name: str, required: bool = False) -> Node | None:
        """Return a field's node; where it is missing, None, which is a mistake if it is required."""
        node = self.entries.get(name)
        if name in self._meant:  # recorded where it is misspelt
            return node
        if node is None and required and isinstance(self.node, MappingNode):
            self.collector.problem(
                self.node, _("{what} needs '{name}'").format(what=self.what, name=name)
            )
        return node

    def read(self, name: str, reader: Callable[[Node], T], default: T) -> T:
        """Return what ``reader`` makes of a field, or the default where it is missing."""
        node = self.entries.get(name)
        return default if node is None else reader(node)

    def text(self, name: str, kind: TextKind = "prose") -> str:
        """Return a text that must be there."""
        node = self.get(name, required=True)
        return "" if node is None else self.collector.text(node, f"'{name}'", kind, self.varies)

    def text_or_none(self, name: str, kind: TextKind = "prose") -> str | None:
        """Return a text that may be missing."""
        node = self.entries.get(name)
        return None if node is None else self.collector.text(node, f"'{name}'", kind, self.varies)

    def texts(self, name: str, kind: TextKind = "prose", required: bool = False) -> tuple[str, ...]:
        """Return a list of texts; a single text serves as a list of one."""
        node = self.get(name, required)
        if node is None:
            return ()
        if isinstance(node, ScalarNode):
            return (self.collector.text(node, f"'{name}'", kind, self.varies),)
        return self.collector.texts_of(node, f"'{name}'", kind, self.varies)

    def items(self, name: str, required: bool = False, most: int = MAX_ENTRIES) -> list[Node]:
        """Return the items of a list, at most ``most``."""
        node = self.get(name, required)
        return [] if node is None else self.collector.items(node, f"'{name}'", most=most)

    def flag(self, name: str, default: bool) -> bool:
        """Return true or false."""
        node = self.entries.get(name)
        if node is None:
            return default
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return node.value
        near = None
        if isinstance(node, ScalarNode):
            near = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(
                node.text.lower()
            )
        self.collector.problem(node, _("'{name}' must be true or false").format(name=name), near)
        return default

    def number(self, name: str, default: float, least: float | None = None) -> float:
        """Return a number, not below ``least``."""
        node = self.entries.get(name)
        value = None if node is None else self.collector.number(node, f"'{name}'")
        if node is not None and value is not None and least is not None and value < least:
            self.collector.problem(
                node, _("'{name}' must be at least {least:g}").format(name=name, least=least)
            )
        return default if value is None else value

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """Return a whole number between two bounds."""
        node = self.entries.get(name)
        if node is None:
            return default
        value = node.value if isinstance(node, ScalarNode) else None
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.collector.wrong_type(
            node,
            f"'{name}'",
            _("a whole number from {least} to {most}").format(least=least, most=most),
        )
        return default

    def one_of(self, name: str, known: Sequence[str], default: str | None) -> str:
        """Return one of some words; the field must be there where there is no default."""
        node = self.get(name, required=default is None)
        fallback = default if default is not None else known[0]
        return (
            fallback if node is None else one_of(self.collector, node, f"'{name}'", known, fallback)
        )


def odd_key(key: str) -> str | None:
    """Return what is wrong with a key that begins or ends with a space that is none; else None."""
    from vctutor.course.advice import odd_space

    left, right = key[:1], key[-1:]
    odd = next((one for one in (left, right) if one.isspace() and one not in " \t"), None)
    return None if odd is None else odd_space(odd)


def glued_key(key: str, known: Sequence[str]) -> str | None:
    """Return what is wrong with a key such as ``number:2*a``, whose colon has no space after it; else None."""
    name, colon, __ = key.partition(":")
    if not colon or name not in known:
        return None
    return _("a space is missing after '{name}:'").format(name=name)


def cut_text(node: MappingNode, key: str) -> str | None:
    """Return what is wrong with a key that is the rest of a text with a comma, between braces; else None."""
    value = node.entries[key]
    no_colon = isinstance(value, ScalarNode) and value.style == "" and value.end == value.start
    if not (node.flow and no_colon and next(iter(node.entries)) != key):
        return None
    return _("{key} follows a comma; a text that holds a comma needs 'single quotes'").format(
        key=quoted(key)
    )


def one_of(collector: Collector, node: Node, what: str, known: Sequence[str], default: str) -> str:
    """Return one of the known words; anything else is reported with the nearest."""
    word = node.text.strip() if isinstance(node, ScalarNode) else None
    if word in known:
        return str(word)
    if word is None:
        collector.wrong_type(node, what, _("one of {known}").format(known=", ".join(known)))
    else:
        near = near_word(word, list(known))
        message = (
            _("{what} can't be {word}")
            if near
            else _("{what} can't be {word}; it is one of {known}")
        ).format(what=what, word=quoted(word), known=", ".join(known))
        collector.problem(node, message, near)
    return default
