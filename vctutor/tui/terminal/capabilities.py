"""What a terminal can show according to its environment: encoding, characters, colours. Pure functions."""

from __future__ import annotations

import codecs
from collections.abc import Mapping

SMALLEST = (40, 12)  # columns and rows that the tutor needs at least
MODEST = ("linux", "vt52", "vt100", "vt102", "vt220", "vt320", "vt420", "ansi", "cons25", "sun")
COLOURLESS = ("vt52", "vt100", "vt102", "vt220", "vt320", "vt420")
USELESS = ("", "dumb", "unknown", "network", "emacs")


def terminal_encoding(environment: Mapping[str, str], python: str | None) -> str:
    """Return the encoding that the terminal is written to and read in, by its codec's name.

    Python treats the C locale as UTF-8, which is usually right. An explicit ``LC_ALL=C`` or a character set that the
    locale names is respected here.

    Args:
        environment: the environment variables.
        python: the encoding that Python chose for its output; None where it is not known.
    """
    forced = environment.get("LC_ALL", "")
    if forced in ("C", "POSIX"):
        return "ascii"
    locale = forced or environment.get("LC_CTYPE") or environment.get("LANG") or ""
    named = locale.partition("@")[0].partition(".")[2]
    chosen = _codec(python) or "utf-8"
    if chosen == "utf-8" and named:
        chosen = _codec(named) or chosen
    return chosen


def _codec(name: str | None) -> str | None:
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def kind_of(term: str | None) -> str:
    """Return the kind of a terminal: ``useless``, ``modest`` (an old one, or a bare console) or ``full``."""
    name = (term or "").partition("-")[0]
    if name in USELESS:
        return "useless"
    return "modest" if name in MODEST else "full"


def draws_unicode(environment: Mapping[str, str], python: str | None) -> bool:
    """Return whether more than ASCII can be drawn: by the encoding, and by the fonts that such terminals have."""
    return (
        terminal_encoding(environment, python) == "utf-8"
        and kind_of(environment.get("TERM")) != "modest"
    )


def has_colours(environment: Mapping[str, str]) -> bool:
    """Return whether colours may be used. A ``NO_COLOR`` that is not empty forbids them: https://no-color.org."""
    term = environment.get("TERM", "")
    base = term.partition("-")[0]
    colourless = base in COLOURLESS or term.endswith(("-m", "-mono"))
    return not environment.get("NO_COLOR") and not colourless
