"""The application: its themes, its services and its one screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.app import App, SystemCommand
from textual.screen import Screen

from vctutor.course.catalog import Catalog
from vctutor.page.glyphs import Glyphs, glyphs
from vctutor.progress.store import Store
from vctutor.tui.record import Record
from vctutor.tui.screens.course import CourseScreen
from vctutor.tui.styles.roles import RoleStyles
from vctutor.tui.styles.themes import DEFAULT, PALETTES, palette_of, textual_theme


@dataclass(frozen=True)
class Options:
    """How the application is opened.

    Attributes:
        place: where to open it, such as ``4`` or ``5#vanishing``; None where the reader left.
        theme: the name of the theme.
        ascii: whether only ASCII is drawn.
        colours: whether colours are used.
        text_width: the widest a line of text gets, in cells.
    """

    place: str | None = None
    theme: str = DEFAULT
    ascii: bool = False
    colours: bool = True
    text_width: int = 84


class TutorApp(App[None]):
    """The tutor."""

    TITLE = "vctutor"
    CSS_PATH = "styles/tutor.tcss"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-broad")]

    def __init__(self, catalog: Catalog, store: Store, options: Options) -> None:
        """Open ``catalog`` with the record kept in ``store``."""
        super().__init__()
        for name in PALETTES:
            self.register_theme(textual_theme(name))
        self.options = options
        self.glyphs: Glyphs = glyphs(options.ascii)
        self.catalog = catalog
        self.record = Record(store, self._recorded)
        self.role_styles = RoleStyles(PALETTES[DEFAULT], colours=options.colours)
        self.theme = options.theme if options.theme in self.available_themes else DEFAULT
        self._take_theme()

    def on_mount(self) -> None:
        """Follow changes of the theme."""
        self.theme_changed_signal.subscribe(self, lambda _: self._take_theme())

    def get_default_screen(self) -> Screen[None]:
        """Return the course."""
        return CourseScreen(self.catalog, self.record, self.options.place)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield the commands of the palette: ours and then the theme's and the quitting."""
        course = self.screen_stack[0] if self.screen_stack else None
        if isinstance(course, CourseScreen):
            yield from course.palette()
        for command in super().get_system_commands(screen):
            if command.title == "Theme":
                yield command

    def _take_theme(self) -> None:
        self.role_styles = RoleStyles(palette_of(self.current_theme), colours=self.options.colours)
        if self.is_running:
            self.screen.refresh(layout=False)
            for widget in self.screen.query("*"):
                widget.refresh()

    def _recorded(self) -> None:
        course = self.screen_stack[0] if self.screen_stack else None
        if isinstance(course, CourseScreen):
            course.recorded()
