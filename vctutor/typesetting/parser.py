"""From LaTeX to the tree of a formula, by way of math-core's MathML; and what is wrong with LaTeX that is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from vctutor.typesetting import tree
from vctutor.typesetting.bounds import exceeds
from vctutor.typesetting.rewriting import rewritten

if TYPE_CHECKING:
    from math_core import LatexToMathML

_DEEPEST_TREE = 120  # levels of MathML; each level of LaTeX makes two or three
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class LatexProblem:
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
            f"{self.message} (did you mean {self.suggestion}?)" if self.suggestion else self.message
        )


class LatexError(ValueError):
    """LaTeX that can't be read; ``problem`` tells why."""

    def __init__(self, problem: LatexProblem) -> None:
        """Keep the problem; its message is the error's."""
        super().__init__(problem.message)
        self.problem = problem


@lru_cache(maxsize=1)
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)


@lru_cache(maxsize=2048)
def parse(latex: str) -> tree.Node:
    """Return the tree of a formula.

    Raises:
        LatexError: the formula is too long, nests too deeply, or is no LaTeX we know.
    """
    # Nothing of ours comes first in the process's life: reading MathML is imported with the first formula.
    from vctutor.typesetting.mathml import to_tree

    bad = _CONTROL.search(latex)
    if bad:
        raise LatexError(
            LatexProblem(bad.start(), 1, f"there is a control character (U+{ord(bad[0]):04X})")
        )
    refused = exceeds(latex)
    if refused:
        raise LatexError(LatexProblem(*refused))
    known, original = rewritten(latex)
    try:
        mathml = _converter().convert_with_local_state(known, displaystyle=True)
    except Exception as error:  # the parser's own class is not importable without loading it
        from vctutor.typesetting.mistakes import explain

        wrong = explain(known, str(error))
        offset, end = original(wrong.offset), original(wrong.offset + wrong.length)
        raise LatexError(
            replace(wrong, offset=offset, length=max(end - offset, min(wrong.length, 1)))
        ) from None
    try:
        root = ElementTree.fromstring(mathml.replace("&ApplyFunction;", "\u2061"))
        if _deeper_than(root, _DEEPEST_TREE):
            raise LatexError(LatexProblem(0, len(latex), "the formula nests too deeply"))
        return to_tree(root)
    except ElementTree.ParseError:
        raise LatexError(LatexProblem(0, len(latex), "the formula can't be laid out")) from None


def _deeper_than(root: ElementTree.Element, limit: int) -> bool:
    """Return whether a tree has more than ``limit`` levels, without recursing into it."""
    level = [root]
    for _ in range(limit):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def problem(latex: str) -> LatexProblem | None:
    """Return what is wrong with a piece of LaTeX, or None when it is right."""
    try:
        parse(latex)
    except LatexError as error:
        return error.problem
    return None
