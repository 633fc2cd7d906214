"""The application's side of the guard: how it ends, what exceptions do, and what is kept from the terminal."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.filter import LineFilter
from textual.widget import MountError
from textual.worker import WorkerFailed

from vctutor.i18n import _
from vctutor.tui.failures import Failures
from vctutor.tui.filters import ControlFilter, EncodingFilter, NoColourFilter, visible
from vctutor.tui.textual_compat.terminal_diff import CellDisplay
from vctutor.tui.textual_compat.typed_ahead import TypedAhead

if TYPE_CHECKING:
    from vctutor.tui.terminal.terminal_owner import TerminalOwner

LEAVING = 6.0  # seconds that leaving may take when the reader asks for it; the store needs four at the worst


class ResilientApp(TypedAhead, CellDisplay):
    """An application that always ends when it is told to, and lets nothing reach the terminal but what is drawn."""

    def __init__(
        self,
        *,
        guard: TerminalOwner | None = None,
        failures: Failures | None = None,
        colours: bool = True,
        plain: bool = False,
        kiosk: bool = False,
    ) -> None:
        """Run on the terminal that ``guard`` holds; without one, on Textual's own driver, as tests and Windows do.

        Args:
            guard: holds the terminal.
            failures: where exceptions are kept.
            colours: whether any colour may reach the terminal.
            plain: whether only ASCII may, as far as the terminal's encoding has no more.
            kiosk: whether nothing may be done but learning.
        """
        super().__init__(driver_class=_guarded_driver() if guard else None)
        self.guard = guard
        self.failures = failures
        self.kiosk = kiosk
        self.no_color = not colours
        self._last_filters: list[LineFilter] = [] if colours else [NoColourFilter()]
        if guard is not None and (plain or guard.encoding != "utf-8"):
            drawn = guard.encoding if guard.encoding != "utf-8" else "ascii"
            self._last_filters.append(EncodingFilter(drawn))
        self._control = ControlFilter()

    # --- what reaches the terminal ------------------------------------------------------------------------

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line passes: Textual's filters for colours only where there are colours.

        On a terminal the cells drop what is not drawn, each text once, which costs far less than every line anew; and
        nothing drawn here has colours that depend on the terminal.
        """
        if not self.is_headless:
            return self._last_filters
        own = [] if self.no_color else super().get_line_filters()
        return [self._control, *own, *self._last_filters]

    def copy_to_clipboard(self, text: str) -> None:
        """Copy text without characters that do something where it is pasted; old terminals have no clipboard."""
        if self.guard is None or not self.guard.modest:
            super().copy_to_clipboard("\n".join(map(visible, text.split("\n"))))

    def _set_pointer_shape(self, shape: str) -> None:
        """Leave the mouse pointer alone: not every terminal takes the sequence for one."""

    def redraw(self) -> None:
        """Draw everything anew, on a terminal that may show anything."""
        self._cells = None
        if self._batch_count:  # something is being arranged, and nothing is drawn meanwhile
            self.call_later(self.redraw)
        elif self.screen_stack:
            self._display(self.screen, self.screen._compositor.render_update(full=True))

    # --- the end --------------------------------------------------------------------------------------------

    def save_position(self) -> None:
        """Record where the reader is; for the application to say how."""

    def end(self, code: int) -> None:
        """Leave with an exit code, with what the reader did kept."""
        if self._exit:
            return
        try:
            self.save_position()
        finally:
            self.exit(return_code=code)

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """Leave; should something hold that up, the guard ends the process."""
        super().exit(result, return_code, message)
        if self.guard is not None:
            self.guard.end_within(LEAVING, return_code)

    def action_leave(self) -> None:
        """Leave from where the course can't be reached."""
        self.end(0)

    async def action_quit(self) -> None:
        """Leave."""
        self.end(0)

    # --- exceptions -----------------------------------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        """End because of an exception, wherever it came from; whoever started the application tells the reader."""
        if _closed_while_searching(error):
            return
        if self._exit and isinstance(error, LATE):
            # The reader has left, and a message that came late missed a part that went first.
            if self.failures is not None:
                self.failures.report(error, fatal=False)
            return
        first = self._exception is None
        self._return_code = 1
        if first:
            self._exception = error
            self._exception_event.set()
        if self.guard is not None:
            self.guard.end_within(LEAVING / 2, 1)
        if self.failures is not None:
            cause = error.error if isinstance(error, WorkerFailed) else error
            self.failures.report(cause)
        if first:
            try:
                self.save_position()
            except Exception as another:
                if self.failures is not None:
                    self.failures.report(another)
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Print nothing: there may be anything in it."""
        self._exit_renderables.clear()

    def watch_exceptions(self) -> None:
        """Have exceptions of tasks and threads end the application too. Called in the running loop."""
        import asyncio

        loop = asyncio.get_running_loop()

        def of_task(_: Any, context: dict[str, Any]) -> None:
            self._unexpected(context.get("exception"))

        def of_thread(args: threading.ExceptHookArgs) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._unexpected, args.exc_value)

        loop.set_exception_handler(of_task)
        threading.excepthook = of_thread

    def _unexpected(self, error: BaseException | None) -> None:
        if isinstance(error, Exception):
            if self._exit:  # it is over already, and a part that went first was missed
                if self.failures is not None:
                    self.failures.report(error, fatal=False)
            else:
                self._handle_exception(error)

    # --- what is not done -----------------------------------------------------------------------------------

    def action_suspend_process(self) -> None:
        """Stop, with all that was started with it, as ctrl+z does anywhere; not in a kiosk."""
        if self.guard is not None and self._driver is not None and self._driver.can_suspend:
            os.kill(0, signal.SIGTSTP)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open nothing; what a widget would open is shown."""
        self.notify(url, title=_("Link"), markup=False)

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Write no file."""

    def save_screenshot(
        self, filename: str | None = None, path: str | None = None, time_format: str | None = None
    ) -> str:
        """Write no file."""
        return ""

    def deliver_screenshot(
        self, filename: str | None = None, path: str | None = None, time_format: str | None = None
    ) -> str | None:
        """Write no file."""
        return None

    async def action_simulate_key(self, key: str) -> None:
        """Press no key."""


# What a message meets that comes when the parts of the screen are being taken away.
LATE = (NoMatches, MountError, ScreenStackError, WorkerFailed)


def _closed_while_searching(error: Exception) -> bool:
    """Return whether it is the command palette's search, which missed that the palette was closed meanwhile."""
    return (
        isinstance(error, WorkerFailed)
        and isinstance(error.error, NoMatches)
        and "CommandList" in str(error.error)
    )


def _guarded_driver() -> type[Driver]:
    from vctutor.tui.textual_compat.driver import GuardedDriver

    return GuardedDriver
