"""What the terminal can do."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from vctutor.doctor.findings import Finding
from vctutor.tui.terminal.capabilities import (
    SMALLEST,
    draws_unicode,
    has_colours,
    kind_of,
    terminal_encoding,
)

KINDS = {
    "useless": "which can't be drawn on",
    "modest": "an old or bare terminal",
    "full": "which can all that is needed",
}


def look_at_terminal(environment: Mapping[str, str], python: str | None) -> Iterator[Finding]:
    """Yield what is found of the terminal.

    Args:
        environment: the environment's variables.
        python: the encoding Python chose for its output.
    """
    yield _streams()
    yield _size()
    term = environment.get("TERM", "")
    kind = kind_of(term)
    yield Finding(
        "TERM",
        term,
        f"{term or 'not set'}, {KINDS[kind]}",
        {
            "useless": "Set TERM to what your terminal is, such as xterm-256color; or use 'vctutor read'.",
            "modest": "Only ASCII and the plainest sequences are used. Another terminal shows more.",
        }.get(kind, ""),
        ok=kind != "useless",
    )
    colours = _colours(environment)
    yield Finding(
        "colours",
        colours,
        {0: "none", 1 << 24: "16 million"}.get(colours, str(colours)),
        ""
        if colours >= 256
        else "NO_COLOR asks for none; nothing is told by colour alone."
        if environment.get("NO_COLOR")
        else "Everything is told by shape and weight too; TERM=xterm-256color shows more, if the terminal can.",
    )
    encoding = terminal_encoding(environment, python)
    yield Finding(
        "encoding",
        encoding,
        encoding,
        ""
        if encoding == "utf-8"
        else "Choose a UTF-8 locale for real formulas, such as export LC_ALL=C.UTF-8.",
    )
    unicode = draws_unicode(environment, python)
    yield Finding(
        "characters",
        "unicode" if unicode else "ascii",
        "Unicode: formulas and charts at their best"
        if unicode
        else "ASCII: plainer formulas and charts",
        "" if unicode else "Needs a UTF-8 locale and a terminal with a full font.",
    )


def _streams() -> Finding:
    closed = [name for number, name in ((0, "input"), (1, "output")) if not _is_terminal(number)]
    return Finding(
        "terminal",
        not closed,
        "input and output are one" if not closed else f"{' and '.join(closed)} is not one",
        ""
        if not closed
        else "The tutor needs both; 'vctutor read', 'list' and 'sim' need neither.",
    )


def _is_terminal(descriptor: int) -> bool:
    try:
        return os.isatty(descriptor)
    except OSError:
        return False


def _size() -> Finding:
    for descriptor in (1, 0, 2):
        try:
            columns, rows = os.get_terminal_size(descriptor)
        except OSError:
            continue
        small = columns < SMALLEST[0] or rows < SMALLEST[1]
        advice = ""
        if small:
            least = f"{SMALLEST[0]}x{SMALLEST[1]}"
            advice = (
                f"Enlarge the window to {least} at least; 100x30 shows the list beside the text."
            )
        elif columns < 100:
            advice = "From 100 columns on the list and the simulation stand beside the text."
        return Finding("size", [columns, rows], f"{columns}x{rows}", advice, ok=not small)
    return Finding("size", None, "not known", "")


def _colours(environment: Mapping[str, str]) -> int:
    if not has_colours(environment):
        return 0
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return 1 << 24
    term = environment.get("TERM", "")
    return 256 if "256" in term or "kitty" in term else 16
