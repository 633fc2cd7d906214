"""An application that always ends when it is asked to, and writes nothing to the terminal but what is drawn."""

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
from vctutor.tui.textual_compat.app_theme import ThemedApp
from vctutor.tui.textual_compat.terminal_diff import CellDisplay
from vctutor.tui.textual_compat.typed_ahead import TypedAhead

if TYPE_CHECKING:
    from vctutor.tui.terminal.terminal_owner import TerminalOwner

EXIT_SECONDS = (
    6.0  # that leaving may take when the reader asks for it; the store needs four at worst
)


class ResilientApp(TypedAhead, CellDisplay, ThemedApp):
    """An application that ends whatever happens, and keeps everything but its drawing from the terminal."""

    def __init__(
        self,
        *,
        terminal: TerminalOwner | None = None,
        driver: type[Driver] | None = None,
        failures: Failures | None = None,
        colours: bool = True,
        plain: bool = False,
        kiosk: bool = False,
    ) -> None:
        """Run on ``terminal``; without one, on Textual's own driver, as tests and Windows do.

        Args:
            terminal: holds the terminal.
            driver: draws on it; None is Textual's own.
            failures: where exceptions are logged.
            colours: whether any colour may reach the terminal.
            plain: whether only ASCII may, unless the terminal's encoding is another small one.
            kiosk: whether the reader may start no other program and write no file.
        """
        super().__init__(driver_class=driver)
        self.terminal = terminal
        self.failures = failures
        self.kiosk = kiosk
        self.no_color = not colours
        self._last_filters: list[LineFilter] = [] if colours else [NoColourFilter()]
        if terminal is not None and (plain or terminal.encoding != "utf-8"):
            drawn = terminal.encoding if terminal.encoding != "utf-8" else "ascii"
            self._last_filters.append(EncodingFilter(drawn))
        self._control = ControlFilter()

    # --- what reaches the terminal ------------------------------------------------------------------------

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of every line; Textual's own for colours only where there are colours.

        On a terminal `Cells` drops control characters from each text once, which is far cheaper than filtering every
        line each time. Nothing drawn here has colours that depend on the terminal, so no filter for those is needed.
        """
        if not self.is_headless:
            return self._last_filters
        own = [] if self.no_color else super().get_line_filters()
        return [self._control, *own, *self._last_filters]

    def copy_to_clipboard(self, text: str) -> None:
        """Copy text without control characters, which would act where it is pasted. Old terminals have no clipboard."""
        if self.terminal is None or not self.terminal.modest:
            super().copy_to_clipboard("\n".join(map(visible, text.split("\n"))))

    def _set_pointer_shape(self, shape: str) -> None:
        pass  # not every terminal ignores a sequence that it does not know

    # --- the end --------------------------------------------------------------------------------------------

    def save_position(self) -> None:
        """Record where the reader is. The application overrides this."""

    def end(self, code: int) -> None:
        """Record the position and leave with an exit code."""
        if self._exit:
            return
        try:
            self.save_position()
        finally:
            self.exit(return_code=code)

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """Leave. Should that hang, the terminal's owner ends the process."""
        super().exit(result, return_code, message)
        if self.terminal is not None:
            self.terminal.end_within(EXIT_SECONDS, return_code)

    def action_leave(self) -> None:
        """Leave. An action of the application, for screens over the course."""
        self.end(0)

    async def action_quit(self) -> None:
        """Leave."""
        self.end(0)

    # --- exceptions -----------------------------------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        # Textual calls this for an exception in any handler, callback, timer or worker. Its own version prints a
        # traceback with the values of variables. This one logs it, and whoever runs the application tells the reader.
        if _palette_closed_while_searching(error):
            return
        if self._exit and isinstance(error, LATE):
            if self.failures is not None:
                self.failures.report(error, fatal=False)
            return
        first = self._exception is None
        self._return_code = 1
        if first:
            self._exception = error
            self._exception_event.set()
        if self.terminal is not None:
            self.terminal.end_within(EXIT_SECONDS / 2, 1)
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
        pass  # an error message may hold anything, control characters included

    def watch_exceptions(self) -> None:
        """Make exceptions of tasks and threads end the application too. Call this in the running loop."""
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
        if not isinstance(error, Exception):
            return
        if not self._exit:
            self._handle_exception(error)
        elif self.failures is not None:
            self.failures.report(error, fatal=False)

    # --- what is not done -----------------------------------------------------------------------------------

    def action_suspend_process(self) -> None:
        """Stop the process group, as ctrl+z does anywhere; not in a kiosk."""
        if self.terminal is not None and not self.kiosk:
            os.kill(0, signal.SIGTSTP)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Show the address that a widget wants to open."""
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


# What a handler raises that runs while the widgets are being removed.
LATE = (NoMatches, MountError, ScreenStackError, WorkerFailed)


def _palette_closed_while_searching(error: Exception) -> bool:
    """Return whether the palette's search worker failed because the palette was closed meanwhile.

    Textual does not cancel the worker before it removes the list that the worker fills.
    """
    return (
        isinstance(error, WorkerFailed)
        and isinstance(error.error, NoMatches)
        and "CommandList" in str(error.error)
    )
