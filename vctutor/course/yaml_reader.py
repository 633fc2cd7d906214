"""Bounded reading of YAML that keeps the place of everything.

Course files come from other people, so libyaml's *events* are read one by one and its composer, which can be made
to crash or to eat the memory, is never used. Allowed is what a chapter needs: mappings with text keys, lists, and
scalars that are null, true or false, an integer, a float or text, by the rules of YAML 1.2. Anchors, aliases, tags,
merge keys and a second document are mistakes, as are control and invisible characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from vctutor.course.advice import ESCAPES, SyntaxMistake, explain
from vctutor.course.characters import clean, describe, every_forbidden, forbidden, quoted
from vctutor.course.model import Problem, Scalar
from vctutor.course.nodes import MappingNode, Node, ScalarNode, SequenceNode, Source
from vctutor.i18n import N_, _

MAX_DEPTH = 24
MAX_NODES = 50_000
MAX_SCALAR = 64 << 10
MAX_PROBLEMS = 200
MAX_WRONG = (
    1000  # wrong bytes or characters; a file with more is no text, and cleaning it takes long
)

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)

_WORDS: dict[str, Scalar | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_MAX_DIGITS = 18
_COMMAND = re.compile(r"\\\w{,40}")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class YamlReader:
    """Reads one file. ``problems`` gathers the mistakes that leave the rest of the file readable."""

    def __init__(self, source: Source) -> None:
        """Read from this source; nothing is read yet."""
        self.source = source
        self.problems: list[Problem] = []
        self._nodes = 0

    @property
    def full(self) -> bool:
        """Whether so many mistakes were found that no more are kept."""
        return len(self.problems) >= MAX_PROBLEMS

    def problem(self, index: int, message: str, suggestion: str | None = None) -> None:
        """Record a mistake at an index of the source."""
        if not self.full:
            self.problems.append(Problem(self.source.position(index), message, suggestion))

    def read(self, start: int = 0, end: int | None = None) -> Node:
        """Return the tree of the text between two indexes, which must be at the start of lines.

        Raises:
            SyntaxMistake: it is not YAML, or is nested too deep, or is too large.
        """
        text = self.source.text[start:end]
        try:
            return self._build(yaml.parse(text, Loader=_LOADER), start)
        except yaml.MarkedYAMLError as error:
            raise explain(error, self.source, start) from None
        except (yaml.YAMLError, RecursionError) as error:
            raise SyntaxMistake(
                start, _("this is not YAML: {error}").format(error=quoted(str(error), 80))
            ) from None

    def read_key(self, start: int, end: int) -> ScalarNode:
        """Return the node of a key whose place is known."""
        text = self.source.text[start:end].rstrip()
        return ScalarNode(text, text, "", start, start + len(text))

    def _build(self, events: Iterator[Any], offset: int) -> Node:
        root: Node | None = None
        stack: list[SequenceNode | MappingNode] = []
        keys: list[
            ScalarNode | None
        ] = []  # the key that waits for its value, one for each open collection
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node: Node = self._scalar(event, offset)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                node = self._collection(event, offset, len(stack))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                stack.pop().end = event.end_mark.index + offset
                keys.pop()
                continue
            elif kind is yaml.AliasEvent:
                node = self._alias(event, offset)
            else:
                if kind is yaml.DocumentStartEvent and not self._one_document(event, root, offset):
                    break
                continue
            if not stack:
                root = node
            elif isinstance(parent := stack[-1], SequenceNode):
                parent.items.append(node)
            elif (key := keys[-1]) is None:
                keys[-1] = self._key(node, parent)
            else:
                block = not parent.flow and len(stack) > 1 and isinstance(stack[-2], SequenceNode)
                self._enter(parent, key, node, block)
                keys[-1] = None
            if isinstance(node, SequenceNode | MappingNode):
                stack.append(node)
                keys.append(None)
        return root if root is not None else ScalarNode("", None, "", offset, offset)

    def _count(self, index: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise SyntaxMistake(
                index,
                _("the file holds more than {max_nodes:,} values").format(max_nodes=MAX_NODES),
                fatal=True,
            )

    def _collection(self, event: Any, offset: int, depth: int) -> SequenceNode | MappingNode:
        index = event.start_mark.index + offset
        self._count(index)
        if depth >= MAX_DEPTH:
            raise SyntaxMistake(
                index, _("this is nested more than {max_depth} deep").format(max_depth=MAX_DEPTH)
            )
        self._no_tricks(event, index)
        made = MappingNode if type(event) is yaml.MappingStartEvent else SequenceNode
        return made(bool(event.flow_style), index)

    def _alias(self, event: Any, offset: int) -> ScalarNode:
        index = event.start_mark.index + offset
        self._count(index)
        name = quoted(f"*{event.anchor}")
        self.problem(
            index,
            _(
                "{name}: a text can't start with *; put it in 'single quotes' (there are no "
                "aliases)"
            ).format(name=name),
        )
        return ScalarNode("", None, "*", index, event.end_mark.index + offset)

    def _no_tricks(self, event: Any, index: int) -> None:
        if self.full:
            return
        if event.anchor is not None:
            name = quoted(f"&{event.anchor}")
            self.problem(
                index,
                _(
                    "{name}: a text can't start with &; put it in 'single quotes' (there are no "
                    "anchors)"
                ).format(name=name),
            )
        if event.tag is not None:
            name = quoted(event.tag)
            self.problem(
                index,
                _(
                    "{name}: a text can't start with !; put it in 'single quotes' (there are no "
                    "tags)"
                ).format(name=name),
            )

    def _one_document(self, event: Any, root: Node | None, offset: int) -> bool:
        index = event.start_mark.index + offset
        if root is not None:
            self.problem(index, _("a second document starts here (---); a course file holds one"))
            return False
        if event.version is not None or event.tags:
            self.problem(index, _("a course file has no % directives"))
        return True

    def _scalar(self, event: Any, offset: int) -> ScalarNode:
        index, end = event.start_mark.index + offset, event.end_mark.index + offset
        self._count(index)
        text, style = event.value, event.style or ""
        if event.anchor is not None or event.tag is not None:
            self._no_tricks(event, index)
        if len(text) > MAX_SCALAR:
            self.problem(
                index,
                _("this text has {count:,} characters; at most {max_scalar:,} are read").format(
                    count=len(text), max_scalar=MAX_SCALAR
                ),
            )
            text = text[:MAX_SCALAR]
        if style == '"':
            text = self._unescaped(text, index, end)
        return ScalarNode(text, text if style else self._resolve(text, index), style, index, end)

    def _resolve(self, text: str, index: int) -> Scalar | None:
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in "-+.0123456789" or len(text) > 400 or not _FLOAT.match(text):
            if len(text) > _MAX_DIGITS and _INTEGER.match(text):
                self.problem(
                    index,
                    _("this number has too many digits; put it in 'single quotes' if it is a text"),
                )
            return text
        if _INTEGER.match(text):
            if len(text.lstrip("-+")) <= _MAX_DIGITS:
                return int(text)
            self.problem(
                index,
                _(
                    "a whole number has at most {max_digits} digits; quote it if it is a text"
                ).format(max_digits=_MAX_DIGITS),
            )
            return text
        number = float(text)
        if number - number != 0:
            self.problem(index, _("{text} is too large for a number").format(text=quoted(text)))
            return text
        return number

    def _unescaped(self, text: str, start: int, end: int) -> str:
        """Report the escapes of a double-quoted text: in a course they are LaTeX that was eaten."""
        raw = self.source.text[start:end]
        for match in _ESCAPE.finditer(raw):
            if self.full:
                break
            if match[1] not in '\\"\n':
                word = _COMMAND.match(raw, match.start())
                message = _(
                    "{piece} in double quotes: YAML reads \\{letter} as {became}; put the text in "
                    "'single quotes' or under a |"
                ).format(
                    piece=quoted(word[0] if word else match[0]),
                    letter=clean(match[1]),
                    became=_(ESCAPES.get(match[1], N_("an escape"))),
                )
                self.problem(start + match.start(), message)
        return clean(text) if forbidden(text) else text

    def _key(self, node: Node, parent: MappingNode) -> ScalarNode:
        """Return the key's node; one that can't be a key is reported and gets a name that no field has."""
        if isinstance(node, ScalarNode):
            if isinstance(node.value, str):
                if node.value == "<<":
                    self.problem(node.start, _("there are no merge keys (<<) in a course file"))
                return node
            message = _("a key must be a text; put {key} in 'single quotes'")
            if parent.flow and parent.entries and node.text:
                message = _(
                    "{key} stands where a key must: between braces a comma parts entries, so that a "
                    "list needs [ ], a text with a comma 'single quotes', and a decimal a point"
                )
            self.problem(node.start, message.format(key=node.text or _("it")))
            return ScalarNode(f"\x00{node.start}", None, "", node.start, node.end)
        what = _("a list") if isinstance(node, SequenceNode) else _("a mapping")
        self.problem(
            node.start,
            _("a key must be a text, not {what}; texts that start with [ or {{ need quotes").format(
                what=what
            ),
        )
        return ScalarNode(f"\x00{node.start}", None, "", node.start, node.end)

    def _enter(self, parent: MappingNode, key: ScalarNode, value: Node, item: bool) -> None:
        name = key.text
        first = parent.keys.get(name)
        if first is not None:
            line = self.source.position(first.start).line
            message = _("{name} is given twice; the first is in line {line}")
            if item:
                message = _(
                    "{name} is given twice; the first is in line {line}; is a '- ' missing that "
                    "starts the next of the list?"
                )
            self.problem(key.start, message.format(name=quoted(name), line=line))
        elif not name.startswith("\x00"):
            parent.keys[name] = key
            parent.entries[name] = value


def decode(file: str, data: bytes) -> tuple[Source, list[Problem]]:
    r"""Return a file's text, cleaned, with ``\n`` line ends, and the problems with its characters.

    A wrong byte or a forbidden character is reported with its place and shown as U+FFFD, so that the rest is read. A
    file with more than `MAX_WRONG` of either is no text, and nothing of it is read.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = _("the file is not UTF-8 (it looks like UTF-16); save it as UTF-8")
        return Source(file, ""), [Problem(Source(file, "").position(0), message)]
    wrong = len(data) - len(data.decode("utf-8", errors="ignore").encode())
    if wrong > MAX_WRONG:  # what is before the first of them gives its place
        data = data[: _first_wrong(data) + 1]
    text = (
        data.decode("utf-8-sig", errors="surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    )
    matches = every_forbidden(text, MAX_WRONG + 1)
    if len(matches) > MAX_WRONG:
        text = text[: matches[-1].end()]
    source = Source(file, clean(text))
    problems: list[Problem] = []
    bytes_reported = False
    for match in matches[:MAX_PROBLEMS]:
        found = match[0]
        if "\ud800" <= found <= "\udfff":
            if bytes_reported:
                continue
            bytes_reported = True
            message = _("byte 0x{found:02X} is not UTF-8; save the file as UTF-8").format(
                found=ord(found) - 56320
            )
            if wrong > 1:
                message = _(
                    "byte 0x{found:02X} is not UTF-8, and {more:,} more are not; save the file as UTF-8"
                ).format(found=ord(found) - 56320, more=wrong - 1)
        else:
            message = _("{found} is not allowed in a course file").format(found=describe(found))
        problems.append(Problem(source.position(match.start()), message))
    if max(wrong, len(matches)) > MAX_WRONG:
        return Source(file, ""), problems
    return source, problems


def _first_wrong(data: bytes) -> int:
    """Return the index of the first byte that is not UTF-8; the length where there is none."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(data)
