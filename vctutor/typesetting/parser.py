"""From LaTeX to the tree of a formula, by way of math-core's MathML; and what is wrong with LaTeX that is none."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from vctutor.typesetting import tree
from vctutor.typesetting.bounds import exceeds
from vctutor.typesetting.problems import LatexError, LatexProblem
from vctutor.typesetting.rewriting import rewritten

if TYPE_CHECKING:
    from math_core import LatexToMathML

_DEEPEST_TREE = 120  # levels of MathML; each level of LaTeX makes two or three


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

    hidden = _hidden(latex)
    if hidden is not None:
        code = ord(latex[hidden])
        kind = (
            "a control character"
            if code < 32 or 127 <= code < 160
            else "a character that can't be seen"
        )
        raise LatexError(LatexProblem(hidden, 1, f"there is {kind} (U+{code:04X})"))
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


def _hidden(latex: str) -> int | None:
    """Return where the first character stands that shows nothing or that a terminal would act on."""
    if latex.isprintable():
        return None
    return next(
        (
            at
            for at, character in enumerate(latex)
            if not (character.isprintable() or character in "\n\t ")
        ),
        None,
    )


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
