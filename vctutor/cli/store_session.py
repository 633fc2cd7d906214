"""The reader's store, as commands without a screen use it: waited for, with a limit, and its notices on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from vctutor.errors import StoreError
from vctutor.i18n import _

if TYPE_CHECKING:
    from vctutor.progress.store import Store

SECONDS = 30.0

T = TypeVar("T")


def wait(future: Future[T]) -> T:
    """Return what a store's future holds.

    Raises:
        StoreError: it holds an error, or nothing comes in half a minute.
    """
    try:
        return future.result(SECONDS)
    except NotInTime:
        raise StoreError(
            _("the disk does not answer"),
            _("the progress may lie on a network drive that hangs; try again later"),
        ) from None


@contextmanager
def opened_store(course: str = "", *, needed: bool = True) -> Iterator[Store]:
    """Open the reader's store for a command and close it afterwards; what it has to tell goes to stderr.

    Args:
        course: the id of the course that the command is about.
        needed: whether there is nothing to do without it; otherwise that is told at once, and the command goes on.

    Raises:
        StoreError: it can't be opened.
    """
    from vctutor.paths import data_dir
    from vctutor.progress.notices import lost
    from vctutor.progress.store import Store

    store = Store.open(data_dir(), course=course)
    try:
        wait(store.progress())
        unusable = [notice for notice in store.notices if notice.code == "unavailable"]
        if unusable and needed:
            raise StoreError(
                unusable[0].message.rstrip("."), _("set VCTUTOR_DATA_DIR to a directory of yours")
            )
        for notice in unusable:
            print(f"vctutor: {notice}", file=sys.stderr)
        yield store
    finally:
        kept = store.close()
        for notice in store.notices:
            if notice.code != "unavailable" and (kept or notice.code != "memory"):
                print(f"vctutor: {notice}", file=sys.stderr)
        if not kept:
            print(f"vctutor: {lost()}", file=sys.stderr)
