"""Notices: one-line messages from the store to the reader, each with a hint on what to do."""

from __future__ import annotations

from typing import Literal, NamedTuple

from vctutor.i18n import _

Code = Literal[
    "spilling",  # events go to the spill file
    "memory",  # events can be kept nowhere but in memory
    "brought-back",  # spilled events are in the store again
    "restored",  # the store was damaged, and a backup took its place
    "newer",  # the store is of a newer version and only read
    "read-only",  # the store can be read but not written
    "unavailable",  # there is no store to read
    "no-backup",  # the daily backup could not be made
    "unreadable",  # a line of a spill file is no event
    "set-aside",  # rows of the record are no valid events
    "exchanged",  # the database is another one than before
    "gone",  # the directory of the store is missing
]


class Notice(NamedTuple):
    """A fact about the store.

    Attributes:
        code: what kind of fact, for programs.
        message: for the reader, one sentence with its full stop.
        hint: what to do; empty where nothing needs doing.
    """

    code: Code
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return it all in one line."""
        return f"{self.message} {self.hint}".rstrip()


def reason(error: BaseException) -> str:
    """Return an error's text without its number, for a sentence."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return (text or type(error).__name__).rstrip(".")


def lost() -> str:
    """Return what to tell at the end where something could be kept nowhere; one line."""
    return _(
        "not everything you did could be stored anywhere, and that is lost: free some disk space or "
        "check the permissions; 'vctutor doctor' tells more"
    )
