"""The terminal: kind, size, colours, encoding."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from vctutor.doctor.findings import Finding
from vctutor.i18n import N_, _
from vctutor.tui.terminal.capabilities import (
    SMALLEST,
    draws_unicode,
    has_colours,
    kind_of,
    terminal_encoding,
)

KINDS = {
    "useless": N_("which can't be drawn on"),
    "modest": N_("an old or bare terminal"),
    "full": N_("which can all that is needed"),
}


def look_at_terminal(environment: Mapping[str, str], python: str | None) -> Iterator[Finding]:
    """Yield the findings about the terminal.

    Args:
        environment: the environment variables.
        python: the encoding that Python chose for its output.
    """
    yield _streams()
    yield _size()
    term = environment.get("TERM", "")
    kind, unset = kind_of(term), _("not set")
    yield Finding(
        "TERM",
        term,
        f"{term or unset}, {_(KINDS[kind])}",
        {
            "useless": _(
                "Set TERM to what your terminal is, such as xterm-256color; or use 'vctutor read'."
            ),
            "modest": _(
                "Only ASCII and the plainest sequences are used. Another terminal shows more."
            ),
        }.get(kind, ""),
        ok=kind != "useless",
    )
    colours = _colours(environment)
    yield Finding(
        N_("colours"),
        colours,
        {0: _("none"), 1 << 24: _("16 million")}.get(colours, str(colours)),
        ""
        if colours >= 256
        else _("NO_COLOR asks for none; nothing is told by colour alone.")
        if environment.get("NO_COLOR")
        else _(
            "Everything is told by shape and weight too; TERM=xterm-256color shows more, if the "
            "terminal can."
        ),
    )
    encoding = terminal_encoding(environment, python)
    yield Finding(
        N_("encoding"),
        encoding,
        encoding,
        ""
        if encoding == "utf-8"
        else _("Choose a UTF-8 locale for real formulas, such as export LC_ALL=C.UTF-8."),
    )
    unicode = draws_unicode(environment, python)
    yield Finding(
        N_("characters"),
        "unicode" if unicode else "ascii",
        _("Unicode: formulas and charts at their best")
        if unicode
        else _("ASCII: plainer formulas and charts"),
        "" if unicode else _("Needs a UTF-8 locale and a terminal with a full font."),
    )


def _streams() -> Finding:
    streams = ((0, _("input")), (1, _("output")))
    closed = [name for number, name in streams if not _is_terminal(number)]
    return Finding(
        N_("terminal"),
        not closed,
        _("{names} is not one").format(names=_(" and ").join(closed))
        if closed
        else _("input and output are one"),
        ""
        if not closed
        else _("The tutor needs both; 'vctutor read', 'list' and 'sim' need neither."),
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
            advice = _(
                "Enlarge the window to {least} at least; 100x30 shows the list beside the text."
            ).format(least=least)
        elif columns < 100:
            advice = _("From 100 columns on the list and the simulation stand beside the text.")
        return Finding(N_("size"), [columns, rows], f"{columns}x{rows}", advice, ok=not small)
    return Finding(N_("size"), None, _("not known"), "")


def _colours(environment: Mapping[str, str]) -> int:
    if not has_colours(environment):
        return 0
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return 1 << 24
    term = environment.get("TERM", "")
    return 256 if "256" in term or "kitty" in term else 16
