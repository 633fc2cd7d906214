"""A link out of the course: its address is shown, and a browser opened only where the reader says so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

from textual.binding import Binding

from vctutor.i18n import _
from vctutor.page.blocks import lay_text
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Page
from vctutor.styled_text import Line, Span
from vctutor.tui.pages.page_screen import PageScreen, page_of
from vctutor.tui.services import Look


def can_open(address: str, environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Return whether a browser can be opened for an address: one of the web, on the reader's own machine.

    Over ssh the browser would open on the host; without a display a browser of the terminal's would take it over.
    """
    try:
        web = urlsplit(address).scheme in ("http", "https") and bool(urlsplit(address).hostname)
    except ValueError:
        return False
    at_the_machine = not any(name in environment for name in ("SSH_CONNECTION", "SSH_TTY"))
    display = platform in ("darwin", "win32") or any(
        environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return web and at_the_machine and display


def open_browser(address: str) -> None:
    """Open a web address in a browser that can't touch this terminal."""
    subprocess.Popen(
        [sys.executable, "-I", "-m", "webbrowser", "-t", address],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


class LinkScreen(PageScreen):
    """Shows an address; ``y`` copies it, and ``o`` opens it where that is possible."""

    BINDINGS = [Binding("o", "browse", "open", show=False)]

    def __init__(self, look: Look, address: str, *, openable: bool) -> None:
        """Show ``address``; ``openable`` says whether a browser may be opened for it."""
        super().__init__(
            look,
            _("Link"),
            lambda cells: link_page(address, cells, look.glyphs, openable),
            copied=address,
        )
        self._address = address
        self._openable = openable

    def action_browse(self) -> None:
        """Open it in a browser."""
        if self._openable:
            open_browser(self._address)
            self.dismiss(None)


def link_page(address: str, cells: int, glyphs: Glyphs, openable: bool) -> Page:
    """Return what can be done with a link, and every character of its address."""
    how = (
        _("Copy it with `y`, or open it in your browser with `o`.")
        if openable
        else _("Copy it with `y`, and open it in a browser.")
    )
    what = _("This link leads out of the course.")
    advice = lay_text(f"{what} {how}", cells, glyphs).lines
    pieces = [address[at : at + cells] for at in range(0, len(address), max(1, cells))]
    lines: list[Line] = [*advice, (), *((Span(piece, "code"),) for piece in pieces)]
    return page_of(lines, cells)
