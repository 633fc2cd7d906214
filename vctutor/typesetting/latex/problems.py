"""What is wrong with a piece of LaTeX."""

from __future__ import annotations

from msgspec import Struct

from vctutor.i18n import _


class LatexProblem(Struct, frozen=True):
    """What is wrong with a piece of LaTeX.

    Attributes:
        offset: where the offending piece starts, in characters from 0.
        length: how long it is; 0 where something is missing at ``offset``.
        message: what is wrong, in one line.
        suggestion: the nearest thing that would be right, or None.
    """

    offset: int
    length: int
    message: str
    suggestion: str | None = None

    def __str__(self) -> str:
        """Return the message with the suggestion, if there is one."""
        return (
            _("{message} (did you mean {suggestion}?)").format(
                message=self.message, suggestion=self.suggestion
            )
            if self.suggestion
            else self.message
        )


class LatexError(ValueError):
    """LaTeX that can't be read; ``problem`` tells why."""

    def __init__(self, problem: LatexProblem) -> None:
        """Keep the problem; its message is the error's."""
        super().__init__(problem.message)
        self.problem = problem
