"""What the screens, controllers and widgets need from the application, as small values and Protocols.

Everything here is handed to a constructor. Nobody below the application imports it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from textual.screen import Screen

    from vctutor.page.glyphs import Glyphs
    from vctutor.settings import Settings
    from vctutor.tui.styles.roles import RoleStyles


class Look:
    """What everything is drawn with.

    Attributes:
        glyphs: the characters.
        styles: the styles of the roles; replaced when the theme changes.
    """

    def __init__(self, glyphs: Glyphs, styles: RoleStyles) -> None:
        """Draw with ``glyphs`` and ``styles``."""
        self.glyphs = glyphs
        self.styles = styles


class Session(Protocol):
    """The session that the reader is in."""

    @property
    def kiosk(self) -> bool:
        """Whether strangers use the program: nothing is opened or written outside the record."""

    def refresh_progress(self) -> None:
        """Read what other sessions of the same reader recorded."""

    def end(self, code: int) -> None:
        """Leave with an exit code."""


class Preferences(Protocol):
    """The settings of the reader."""

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""

    @property
    def settings_file(self) -> str:
        """The file they are kept in, or what stands in place of one."""

    @property
    def theme(self) -> str:
        """The theme in use; another than that of the settings where those name one that does not exist."""

    def change_settings(self, settings: Settings) -> None:
        """Apply changed settings at once."""

    def save_settings(self) -> str | None:
        """Write the settings to their file; return what is wrong where they can't be."""


class Pages(Protocol):
    """Something that shows pages over the course, and copies."""

    @property
    def look(self) -> Look:
        """What pages are drawn with."""

    def show_page(self, page: Screen[Any], done: Callable[[Any], object] | None = None) -> object:
        """Show a page; ``done`` is called with its result when it closes."""

    def copy_text(self, text: str) -> None:
        """Copy text to the clipboard."""
