"""The errors a person may see: each says what is wrong and what to do."""

from __future__ import annotations


class VctutorError(Exception):
    """Something a person can put right.

    Attributes:
        message: what is wrong, in one line, without a full stop at its end.
        hint: what to do about it, in one line; None where nothing can be advised.
        exit_code: what the command line exits with.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Tell what is wrong, and what to do about it."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the message and its hint in one line."""
        return self.message if self.hint is None else f"{self.message}: {self.hint}"


class UsageError(VctutorError):
    """A command was called with something it does not know."""

    exit_code = 2


class CourseError(VctutorError):
    """A course or a chapter can't be read."""


class StoreError(VctutorError):
    """The record of the reader's progress can't be read or written."""


def nearest(word: str, known: list[str]) -> str | None:
    """Return the known word most like ``word``, or None when none is alike.

    Of several, one of the same letters comes first: most slips exchange two of them.
    """
    from difflib import get_close_matches

    found = get_close_matches(word, known, n=5, cutoff=0.6)
    letters = sorted(word)
    exchanged = [near for near in found if sorted(near) == letters]
    return next(iter(exchanged + found), None)
