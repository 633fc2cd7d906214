"""The errors that a person may see. Each says what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from heapq import nlargest


class VctutorError(Exception):
    """An error that a person can correct.

    Attributes:
        message: what is wrong, in one line without a full stop.
        hint: what to do about it, in one line; None if there is no advice.
        exit_code: the exit code of the command line.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Create the error from a message and an optional hint."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the message and its hint in one line."""
        return self.message if self.hint is None else f"{self.message}: {self.hint}"


class UsageError(VctutorError):
    """A command was called with invalid arguments."""

    exit_code = 2


class CourseError(VctutorError):
    """A course or a chapter can't be read."""


class StoreError(VctutorError):
    """The reader's progress can't be read or written."""


MOST_COMPARED = 300  # words compared letter by letter, which takes a tenth of a millisecond each


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word most similar to ``word``, or None if none is similar.

    Words of the same letters come first, because most slips exchange two letters. Of thousands of words only the
    `MOST_COMPARED` that share most letters are compared, and what was found is kept: a course with thousands of
    chapters may hold as many references that lead nowhere.
    """
    return _nearest(word, tuple(known))


@lru_cache(maxsize=512)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    from difflib import get_close_matches

    if len(known) > MOST_COMPARED:
        letters = frozenset(word)
        known = tuple(
            nlargest(
                MOST_COMPARED,
                known,
                key=lambda one: len(letters.intersection(one)) - abs(len(one) - len(word)),
            )
        )
    found = get_close_matches(word, known, n=5, cutoff=0.6)
    alike = sorted(word)
    exchanged = [near for near in found if sorted(near) == alike]
    return next(iter(exchanged + found), None)
