"""Characters not allowed in a course file: control characters and invisible ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from vctutor.errors import nearest
from vctutor.i18n import N_, _

REPLACEMENT = "\ufffd"

# Controls (C0 but tab and newline, DEL, C1), zero-width and filler characters, marks that turn the direction
# of writing, the line separators, tag characters, and code points that stand for no character.
_CLASS = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)

# Those among them that Python takes for printable, below the tags and selectors of plane 14.
_PRINTABLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
_PLANE_14 = "\U000e0000"

_NAMES = {
    "\x00": N_("a null character"),
    "\x07": N_("a bell"),
    "\x08": N_("a backspace"),
    "\x0b": N_("a vertical tab"),
    "\x0c": N_("a form feed"),
    "\x1b": N_("an escape character"),
    "\u00ad": N_("a soft hyphen"),
    "\u200b": N_("a zero-width space"),
    "\u2060": N_("a zero-width space"),
    "\ufeff": N_("a zero-width space"),
}


@cache
def _forbidden() -> re.Pattern[str]:
    """Return the pattern of a forbidden character, made when it is first needed: a start seldom needs it."""
    return re.compile(_CLASS)


def _harmless(text: str) -> bool:
    """Return whether a text surely has no forbidden character: cheap, and right for nearly all that is shown."""
    return text.isprintable() and (
        text.isascii() or (_PRINTABLE.isdisjoint(text) and max(text) < _PLANE_14)
    )


def forbidden(text: str) -> re.Match[str] | None:
    """Return the first forbidden character of ``text``, or None."""
    if _harmless(text):
        return None
    return _forbidden().search(text)


def every_forbidden(text: str, limit: int) -> list[re.Match[str]]:
    """Return the forbidden characters of ``text``, at most ``limit`` of them."""
    return list(islice(_forbidden().finditer(text), limit))


def clean(text: str) -> str:
    """Return ``text``, as long as before, with each forbidden character shown as U+FFFD."""
    return text if _harmless(text) else _forbidden().sub(REPLACEMENT, text)


def without(text: str) -> str:
    """Return ``text`` without its forbidden characters."""
    return text if _harmless(text) else _forbidden().sub("", text)


def describe(character: str) -> str:
    """Return what to call a forbidden character in a message."""
    code = f"U+{ord(character):04X}"
    if character in _NAMES:
        return f"{_(_NAMES[character])} ({code})"
    if "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069":
        return _("a character that turns the direction of writing ({code})").format(code=code)
    if character < "\xa0":
        return _("a control character ({code})").format(code=code)
    return _("an invisible character ({code})").format(code=code)


def near_word(word: str, known: Sequence[str]) -> str | None:
    """Return the known word most like ``word``; none is sought for what is too long to be a slip."""
    return nearest(word, list(known)) if len(word) <= 60 else None


def quoted(text: str, limit: int = 40) -> str:
    """Return ``text`` fit to be quoted in a one-line message: cleaned, on one line, shortened."""
    line = " ".join(clean(text[: 4 * limit]).split())
    return f"'{line if len(line) <= limit else line[: limit - 1] + '…'}'"
