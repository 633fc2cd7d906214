"""What ``vctutor check`` asks the other packages: formulas, simulations and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vctutor.course.checking import Checkers


def checkers() -> Checkers:
    """Return checkers that know the formulas, simulations and answers of this program."""
    from vctutor.course.checking import Checkers

    return Checkers()
