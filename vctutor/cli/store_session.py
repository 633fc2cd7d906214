"""The store in a command: waits for results with a time limit and prints notices to stderr."""

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
    """Return the result of a future of the store.

    Raises:
        StoreError: the store failed, or did not finish within `SECONDS`.
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
    """Open the store for the duration of a command. Its notices go to stderr.

    Args:
        course: the id of the command's course.
        needed: whether the command can't do without the store. If it can, an unusable store is only reported.

    Raises:
        StoreError: the store is needed and unusable.
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
