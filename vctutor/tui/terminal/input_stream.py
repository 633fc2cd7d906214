r"""Splits what a terminal sends into runs of keys, whole escape sequences and pastes. No Textual here.

Escape sequences follow ECMA-48 (section 5.4 for control sequences, 5.6 for control strings). A sequence is only
delivered when it is complete; whoever reads keys decides whether it is a key, and everything else is dropped, so that a
reply of the terminal can never act as keys. A bracketed paste (``ESC [ 200 ~`` to ``ESC [ 201 ~``) is one item,
whatever escape sequences it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import TypeAlias

from msgspec import Struct

ESC = "\x1b"
PASTE_BEGIN, PASTE_END = "\x1b[200~", "\x1b[201~"

PASTE_LIMIT = (
    65_536  # characters kept of a paste: no field takes more, and a paste may be a whole file
)
SEQUENCE_LIMIT = 64  # characters of a control sequence; no key is longer
KEY_DELAY = 0.1  # seconds after which a single escape is the key of that name
SEQUENCE_DELAY = 0.5  # seconds after which a control sequence that was not finished is dropped
STRING_DELAY = 2.0  # seconds of silence after which a control string or a paste counts as ended

# Of a run of plain characters, everything up to the next escape.
_PLAIN = re.compile(r"[^\x1b]+")
# The part of a control sequence behind ``ESC [``: parameters, intermediates and the final character.
_CONTROL_SEQUENCE = re.compile(r"[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]")
_CONTROL_PART = re.compile(r"[\x30-\x3f]*[\x20-\x2f]*\Z")
_CONTROL_NOISE = "".join(map(chr, range(0x20, 0x40)))


class Keys(Struct, frozen=True):
    """Characters that were typed, or one complete escape sequence.

    Attributes:
        text: the characters as the terminal sent them.
    """

    text: str


class Paste(Struct, frozen=True):
    """A bracketed paste.

    Attributes:
        text: what was pasted, at most `PASTE_LIMIT` characters.
        dropped: how many characters more there were.
    """

    text: str
    dropped: int = 0


Item: TypeAlias = "Keys | Paste"


class _State(Enum):
    GROUND = auto()
    ESCAPE = auto()  # a sequence was begun
    STRING = auto()  # inside a control string, whose content is dropped
    PASTE = auto()


class InputStream:
    """Turns chunks of text, in the order in which they were read, into items."""

    def __init__(self) -> None:
        """Begin outside of any sequence."""
        self._state = _State.GROUND
        self._begun = (
            ""  # the sequence so far; in a paste or a string, what may be the beginning of its end
        )
        self._split = False  # whether the escape of the sequence came in an earlier chunk than what follows it
        self._string_ends_with_bell = False
        self._pasted: list[str] = []
        self._kept = 0
        self._dropped = 0

    @property
    def delay(self) -> float | None:
        """Seconds of silence after which `timeout` is to be called; None outside of a sequence."""
        match self._state:
            case _State.GROUND:
                return None
            case _State.ESCAPE:
                return KEY_DELAY if self._begun == ESC else SEQUENCE_DELAY
        return STRING_DELAY

    def feed(self, text: str) -> Iterator[Item]:
        """Yield the items that are complete with this chunk."""
        if self._state is _State.ESCAPE and text:
            self._split = True
        position = 0
        while position < len(text):
            match self._state:
                case _State.GROUND:
                    run = _PLAIN.match(text, position)
                    if run is not None:
                        yield Keys(run.group())
                        position = run.end()
                    else:
                        self._enter_escape()
                        position += 1
                case _State.ESCAPE:
                    position, items = self._in_escape(text, position)
                    yield from items
                case _State.STRING:
                    position = self._in_string(text, position)
                case _State.PASTE:
                    position, items = self._in_paste(text, position)
                    yield from items

    def timeout(self) -> Iterator[Item]:
        """Yield what the unfinished sequence means when nothing follows it, and begin outside of any again."""
        state, begun = self._state, self._begun
        self._leave()
        if state is _State.PASTE:
            # The end got lost: what came so far is the paste.
            self._keep(begun)
            yield self._whole_paste()
        elif state is _State.ESCAPE and begun == ESC:
            yield Keys(ESC)
        elif state is _State.ESCAPE and self._split and len(begun) == 2:
            # The escape key, and "[" or "O" typed closely behind it. In one chunk it is a key with alt.
            yield Keys(ESC)
            yield Keys(begun[1])

    # --- escape sequences -----------------------------------------------------------------------------------

    def _enter_escape(self) -> None:
        self._state, self._begun, self._split = _State.ESCAPE, ESC, False

    def _leave(self) -> None:
        self._state, self._begun = _State.GROUND, ""

    def _in_escape(self, text: str, position: int) -> tuple[int, list[Item]]:
        """Go on with a sequence; return the next position and the items that are complete."""
        character = text[position]
        if character == ESC:
            # A new sequence begins. What was begun is the escape key, or was cut off and is dropped.
            before: list[Item] = [Keys(ESC)] if self._begun == ESC else []
            self._enter_escape()
            return position + 1, before
        if self._begun == ESC:
            return self._after_escape(text, position)
        if self._begun.startswith("\x1bO"):
            return self._in_single_shift(character, position)
        return self._in_control_sequence(text, position)

    def _after_escape(self, text: str, position: int) -> tuple[int, list[Item]]:
        character = text[position]
        if character in "[O":
            self._begun += character
            return position + 1, []
        if character in "]PX^_":
            if (
                self._split
            ):  # nobody sends a reply in two parts there: the escape key and then this one
                self._leave()
                return position, [Keys(ESC)]
            self._state, self._begun = _State.STRING, ""
            self._string_ends_with_bell = character == "]"
            return position + 1, []
        split = self._split
        self._leave()
        if split:
            # A terminal sends a key with alt in one piece, so these are two keys typed one after the other.
            return position, [Keys(ESC)]
        return position + 1, [Keys(ESC + character)]

    def _in_single_shift(self, character: str, position: int) -> tuple[int, list[Item]]:
        sequence = self._begun + character
        if (
            character.isdigit() and len(sequence) < SEQUENCE_LIMIT
        ):  # modifiers, as some terminals send them
            self._begun = sequence
            return position + 1, []
        self._leave()
        return position + 1, [Keys(sequence)]

    def _in_control_sequence(self, text: str, position: int) -> tuple[int, list[Item]]:
        begun = self._begun
        if begun == "\x1b[" and text[position] in "[M":
            self._begun += text[position]  # the Linux console's function keys; a mouse event of X10
            return position + 1, []
        if begun.startswith(("\x1b[[", "\x1b[M")):
            wanted = 4 if begun[2] == "[" else 6
            more = text[position : position + wanted - len(begun)]
            self._begun += more
            return position + len(more), self._complete() if len(self._begun) == wanted else []
        found = _CONTROL_SEQUENCE.match(text, position)
        if found is not None:
            self._begun += found.group()
            if self._begun == PASTE_BEGIN:
                self._begin_paste()
                return found.end(), []
            return found.end(), self._complete()
        if _CONTROL_PART.match(text, position):
            # Beyond the limit only its length matters: it will be dropped.
            self._begun = (begun + text[position:])[: SEQUENCE_LIMIT + 1]
            return len(text), []
        # Something that is part of no control sequence: what was begun is noise.
        self._leave()
        return position + len(text[position:]) - len(text[position:].lstrip(_CONTROL_NOISE)), []

    def _complete(self) -> list[Item]:
        sequence = self._begun
        self._leave()
        return [Keys(sequence)] if len(sequence) <= SEQUENCE_LIMIT else []

    # --- control strings ------------------------------------------------------------------------------------

    def _in_string(self, text: str, position: int) -> int:
        """Drop the content of a control string; return the position behind its end, or that of the chunk's end."""
        if self._begun == ESC:
            self._begun = ""
            if text[position] == "\\":
                self._leave()
                return position + 1
            self._enter_escape()  # an escape that ends no string begins another sequence
            return position
        ends = [text.find(ESC, position)]
        if self._string_ends_with_bell:
            ends.append(text.find("\x07", position))
        found = [end for end in ends if end >= 0]
        if not found:
            return len(text)
        end = min(found)
        if text[end] == ESC:
            self._begun = ESC
        else:
            self._leave()
        return end + 1

    # --- pastes ---------------------------------------------------------------------------------------------

    def _begin_paste(self) -> None:
        self._state, self._begun = _State.PASTE, ""
        self._pasted, self._kept, self._dropped = [], 0, 0

    def _in_paste(self, text: str, position: int) -> tuple[int, list[Item]]:
        pending = len(self._begun)
        text = self._begun + text[position:]
        end = text.find(PASTE_END)
        if end >= 0:
            self._keep(text[:end])
            self._leave()
            return position + end + len(PASTE_END) - pending, [self._whole_paste()]
        # The end may have come in part.
        tail = next(n for n in range(len(PASTE_END) - 1, -1, -1) if text.endswith(PASTE_END[:n]))
        self._begun = text[len(text) - tail :]
        self._keep(text[: len(text) - tail])
        return position + len(text) - pending, []

    def _keep(self, text: str) -> None:
        part = text[: PASTE_LIMIT - self._kept]
        self._pasted.append(part)
        self._kept += len(part)
        self._dropped += len(text) - len(part)

    def _whole_paste(self) -> Paste:
        text, dropped = "".join(self._pasted), self._dropped
        self._pasted, self._kept, self._dropped = [], 0, 0
        return Paste(text, dropped)
