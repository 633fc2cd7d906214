"""What a terminal can show, as its environment tells: its encoding, its characters, its colours. Pure functions."""

from __future__ import annotations

import codecs
from collections.abc import Mapping

SMALLEST = (40, 12)  # cells: what the tutor can be used in
MODEST = ("linux", "vt52", "vt100", "vt102", "vt220", "vt320", "vt420", "ansi", "cons25", "sun")
COLOURLESS = ("vt52", "vt100", "vt102", "vt220", "vt320", "vt420")
USELESS = ("", "dumb", "unknown", "network", "emacs")


def terminal_encoding(environment: Mapping[str, str], python: str | None) -> str:
    """Return the encoding that the terminal is written to and read in, by its codec's name.

    Python takes the C locale for UTF-8, since it mostly is; but whoever sets ``LC_ALL=C``, or names another character
    set in the locale, means it.

    Args:
        environment: the environment's variables.
        python: the encoding Python chose for its output; None where it is not known.
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
    """Return whether more than ASCII can be drawn: the encoding has it, and the terminal more than one old font."""
    return (
        terminal_encoding(environment, python) == "utf-8"
        and kind_of(environment.get("TERM")) != "modest"
    )


def has_colours(environment: Mapping[str, str]) -> bool:
    """Return whether colours may be used. ``NO_COLOR``, where it is not empty, asks for none: https://no-color.org."""
    term = environment.get("TERM", "")
    base = term.partition("-")[0]
    colourless = base in COLOURLESS or term.endswith(("-m", "-mono"))
    return not environment.get("NO_COLOR") and not colourless
