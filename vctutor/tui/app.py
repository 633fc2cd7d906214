"""The application: its themes, its services and its one screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from vctutor.course.catalog import Catalog
from vctutor.errors import VctutorError, nearest
from vctutor.i18n import _
from vctutor.page.glyphs import Glyphs, glyphs
from vctutor.progress.store import Store
from vctutor.settings import Settings, save, usable_keys
from vctutor.tui.commands import COMMANDS
from vctutor.tui.course.screen import CourseScreen
from vctutor.tui.failures import Failures
from vctutor.tui.progress_recorder import ProgressRecorder
from vctutor.tui.styles.roles import RoleStyles
from vctutor.tui.styles.themes import DEFAULT, PALETTES, palette_of, textual_theme
from vctutor.tui.terminal.capabilities import SMALLEST
from vctutor.tui.textual_compat.nodes import is_exiting
from vctutor.tui.textual_compat.resilient_app import ResilientApp

if TYPE_CHECKING:
    from vctutor.tui.terminal.terminal_owner import TerminalOwner


class Options(Struct, frozen=True):
    """How the application is opened.

    Attributes:
        place: where to open it, such as ``4`` or ``5#vanishing``; None where the reader left.
        settings: what the reader set.
        ascii: whether only ASCII is drawn.
        colours: whether colours are used.
        notices: what to tell at the start, such as settings that could not be used.
        config: the directory of the settings; None keeps them nowhere.
        kiosk: whether strangers use it: no other program, no file but the record, no other course.
    """

    place: str | None = None
    settings: Settings = field(default_factory=Settings)
    ascii: bool = False
    colours: bool = True
    notices: tuple[str, ...] = ()
    config: Path | None = None
    kiosk: bool = False


class TutorApp(ResilientApp, App[None]):
    """The tutor."""

    TITLE = "vctutor"
    BINDINGS = [Binding("ctrl+z", "suspend_process", "stop", show=False)]
    CSS_PATH = "styles/tutor.tcss"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-broad")]

    def __init__(
        self,
        catalog: Catalog,
        store: Store,
        options: Options,
        *,
        terminal: TerminalOwner | None = None,
        failures: Failures | None = None,
    ) -> None:
        """Open ``catalog`` with the record kept in ``store``, on ``terminal``."""
        super().__init__(
            terminal=terminal,
            failures=failures,
            colours=options.colours,
            plain=options.ascii,
            kiosk=options.kiosk,
        )
        for name in PALETTES:
            self.register_theme(textual_theme(name))
        self.options = options
        self.glyphs: Glyphs = glyphs(options.ascii)
        self.set_class(options.ascii, "-ascii")
        self.catalog = catalog
        self.record = ProgressRecorder(store, self._recorded)
        self.role_styles = RoleStyles(PALETTES[DEFAULT], colours=options.colours)
        self.settings = options.settings
        self.notices = list(options.notices)
        self._cover: Screen[None] | None = None  # while the window is too small
        self._take_keys()
        self.start_with_theme(self._known_theme(options.settings.theme))
        self._take_theme()

    def on_mount(self) -> None:
        """Follow changes of the theme."""
        self.theme_changed_signal.subscribe(self, lambda __: self._take_theme())

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

    def _known_theme(self, name: str) -> str:
        """Return a theme's name if there is one, else the one that comes, and tell so."""
        if name in self.available_themes:
            return name
        near = nearest(name, list(self.available_themes))
        hint = _(" (did you mean {near}?)").format(near=near) if near else ""
        self.notices.append(_("there is no theme '{name}'").format(name=name) + hint)
        return DEFAULT

    def _take_keys(self) -> None:
        """Bind the keys that the settings ask for, and tell which can't be."""
        known = {command.id: (command.home, command.keys) for command in COMMANDS}
        bound, wrong = usable_keys(self.settings.keys, known)
        self.notices += wrong
        if bound:
            self.set_keymap(bound)

    def change_settings(self, settings: Settings) -> None:
        """Take settings that were changed, at once."""
        self.settings = settings
        if self.theme != settings.theme:
            self.theme = self._known_theme(settings.theme)

    def keep_settings(self) -> str | None:
        """Write the settings to their file; return what is wrong where they can't be kept."""
        if self.options.config is None:
            return None
        try:
            save(self.options.config, self.settings)
        except VctutorError as error:
            return str(error)
        return None

    def _take_theme(self) -> None:
        self.role_styles = RoleStyles(palette_of(self.current_theme), colours=self.options.colours)
        if self.is_running:
            self.screen.refresh(layout=False)
            for widget in self.screen.query("*"):
                widget.refresh()

    def on_app_focus(self) -> None:
        """Take in what the reader did meanwhile in another window."""
        self.look()

    def look(self) -> None:
        """Take in what other sessions of the same reader did since the last look."""
        # Not begun before its turn comes: a newer look may take its place until then.
        look: Callable[[], Awaitable[None]] = self.record.look
        self.run_worker(look, group="look", exclusive=True)

    def keep_position(self) -> None:
        """Record where the reader is."""
        course = self.screen_stack[0] if self.screen_stack else None
        if isinstance(course, CourseScreen) and course.is_mounted:
            course.keep_position()

    def _recorded(self) -> None:
        course = self.screen_stack[0] if self.screen_stack else None
        if isinstance(course, CourseScreen) and course.is_running and not is_exiting(self):
            course.recorded()

    # --- screens over everything ----------------------------------------------------------------------------

    def action_command_palette(self) -> None:
        """Show the command palette."""
        from vctutor.tui.pages.overlay import Palette

        if not any(isinstance(one, Palette) for one in self.screen_stack):
            self.push_screen(Palette())

    def on_resize(self) -> None:
        """Cover everything where there is no room for the course."""
        self.call_later(self._cover_small_window)

    def _is_too_small(self) -> bool:
        return self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]

    def _cover_small_window(self) -> None:
        covered = self._cover is not None and self.screen is self._cover
        if self._is_too_small() and not covered:
            from vctutor.tui.pages.too_small import SmallScreen

            self._cover = SmallScreen()
            self.push_screen(self._cover)
        elif covered and not self._is_too_small():
            self.pop_screen()
            self._cover = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no palette where there is no room for it."""
        if action == "command_palette" and self._is_too_small():
            return False
        return super().check_action(action, parameters)
