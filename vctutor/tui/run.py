"""Runs one session of the tutor: acquires the terminal, runs the application, closes the store."""

from __future__ import annotations

import asyncio
import os
import sys

from vctutor.course.catalog import Catalog
from vctutor.progress.store import Store
from vctutor.tui.app import Options, TutorApp
from vctutor.tui.failures import Failures
from vctutor.tui.terminal.capabilities import kind_of, terminal_encoding

FAST_CLOSE = (
    0.8  # seconds for closing the store where the terminal is gone or a signal ends the program
)


def run(catalog: Catalog, store: Store, options: Options) -> int:
    """Run the tutor on the terminal of standard input and output, and return the exit code.

    It is 0 where the reader left, 1 after a failure in the program, 128 and the number of the signal that ended it.
    The store is closed.
    """
    failures = Failures(store.directory, store.now)
    terminal = None
    if os.name == "posix":
        from vctutor.tui.terminal.terminal_owner import TerminalOwner

        terminal = TerminalOwner(
            0,
            1,
            encoding=terminal_encoding(os.environ, sys.stdout.encoding),
            modest=kind_of(os.environ.get("TERM")) == "modest",
            save=store.close,
        )
    code = 1
    try:
        app = TutorApp(catalog, store, options, terminal=terminal, failures=failures)
        asyncio.run(_run(app))
        code = app.return_code or 0
    except Exception as error:
        failures.report(error)
    finally:
        if terminal is not None:
            terminal.close()
    if terminal is not None and terminal.code is not None:
        code = terminal.code
        saved = store.close(FAST_CLOSE)
    else:
        saved = store.close()
    if failures.fatal:
        _print_error(failures.message(saved))
        code = code or 1
    elif not saved:
        from vctutor.progress.notices import lost

        _print_error(f"vctutor: {lost()}")
    return code


async def _run(app: TutorApp) -> None:
    app.watch_exceptions()
    await app.run_async()


def _print_error(message: str) -> None:
    try:
        print(message, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        # Nobody is there to read it, nor what Python would try to write of it once more at its end.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
