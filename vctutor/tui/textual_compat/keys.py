"""From items of the input stream to Textual's events; what is no key, mouse event or change of focus is dropped.

Textual's own parser types the characters of every sequence that it does not know, so that the reply of a terminal acts
as keys. It only sees sequences here of which it is known what it makes of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import FOCUSIN, FOCUSOUT, XTermParser
from textual.message import Message

from vctutor.tui.terminal.input_stream import ESC, Item, Paste

_MOUSE = re.compile(r"\x1b\[<\d{1,5};-?\d{1,5};-?\d{1,5}[Mm]|\x1b\[M[\x20-\x7f]{3}")
_SYNCHRONISED = re.compile(r"\x1b\[\?2026;\d\$y")  # the only mode that is asked for
# Keys in the form of xterm and of kitty: code, modifiers and text, and the final character.
_EXTENDED = re.compile(
    r"\x1b\[(\d{0,7})(?::[\d:]*)?(?:;(\d{0,3})(?::\d*)?)?(?:;([\d:]*))?([u~ABCDEFHPQRS])"
)
_OTHER_KEY = re.compile(r"\x1b\[27;(\d{1,3});(\d{1,7})~")  # xterm's modifyOtherKeys
_PRIVATE_USE = range(0xE000, 0xF900)  # kitty's codes for keys that are no characters
_LAST_CODE = 0x10FFFF


class KeyReader:
    """Makes events of what was typed."""

    def __init__(self) -> None:
        """Begin with no button pressed."""
        self._parser = XTermParser()

    def events(self, item: Item) -> Iterator[Message]:
        """Yield the events of an item."""
        if isinstance(item, Paste):
            yield events.Paste(item.text.replace("\x00", ""))
            return
        text = item.text
        if text == ESC:
            yield events.Key("escape", ESC)
        elif len(text) == 2 and text[0] == ESC and text[1].isprintable():
            # With alt: a command, which types nothing.
            for key in self._parser.feed(text[1]):
                if isinstance(key, events.Key):
                    yield events.Key(f"alt+{key.key}", None)
        elif text.startswith(ESC):
            known = as_textual_reads(text)
            if known is not None:
                yield from map(_silent_with_alt, self._parser.feed(known))
        else:
            yield from self._parser.feed(text)


def as_textual_reads(sequence: str) -> str | None:
    """Return a whole escape sequence in the form in which Textual's parser knows it; None where it is dropped."""
    if sequence in ANSI_SEQUENCES_KEYS or sequence in (FOCUSIN, FOCUSOUT):
        return sequence
    if _MOUSE.fullmatch(sequence) or _SYNCHRONISED.fullmatch(sequence):
        return sequence
    other = _OTHER_KEY.fullmatch(sequence)
    if other is not None:
        sequence = f"{ESC}[{other[2]};{other[1]}u"
    extended = _EXTENDED.fullmatch(sequence)
    if extended is None:
        return None
    code, end = extended[1] or "1", extended[4]
    if f"{code}{end}" in FUNCTIONAL_KEYS:
        return sequence
    typed = end == "u" and 0 < int(code) <= _LAST_CODE and int(code) not in _PRIVATE_USE
    return sequence if typed else None


def _silent_with_alt(message: Message) -> Message:
    """Return a key with alt without its character: it is a command, and types nothing."""
    if isinstance(message, events.Key) and message.key.startswith("alt+"):
        return events.Key(message.key, None)
    return message
