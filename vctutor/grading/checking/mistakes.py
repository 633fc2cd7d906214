"""A mistake of a question, and how messages name the variant it was found in."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from vctutor.grading.variants import Variant
from vctutor.i18n import _

Path: TypeAlias = tuple[str | int, ...]


class Mistake(NamedTuple):
    """A mistake of a question.

    Attributes:
        message: what is wrong.
        path: leads to it from the question, such as ``("answer", "vector", 0)`` or ``("wrong", 1, "value")``.
        offset: how many characters of the text there stand before it.
    """

    message: str
    path: Path
    offset: int = 0


def named(variant: Variant) -> str:
    """Return a variant as a message names it: `` for a = 1, b = 2``; empty without parameters."""
    values = ", ".join(f"{name} = {value:g}" for name, value in variant.values.items())
    return _(" for {values}").format(values=values) if values else ""
