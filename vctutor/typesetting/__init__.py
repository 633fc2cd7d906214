"""Typesetting: LaTeX in, lines of styled text out.

One tree of a formula gives four forms: ``display`` in two dimensions, ``inline`` on one line without loss of meaning,
``ascii`` in two dimensions with ASCII characters alone, and ``spoken``. Nothing here raises on any string: LaTeX that
can't be read becomes its source with the role ``error`` and, in the display forms, what is wrong with it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from vctutor.styled_text import Line, Span
from vctutor.typesetting.latex.parser import parse, problem
from vctutor.typesetting.latex.problems import LatexError, LatexProblem

Form = Literal["display", "inline", "ascii", "spoken"]

__all__ = ["Form", "LatexProblem", "inline", "problem", "spoken", "typeset"]


def typeset(
    latex: str, *, form: Form = "display", width: int | None = None, ascii: bool = False
) -> list[Line]:
    """Return a formula as lines no wider than ``width``.

    Args:
        latex: the formula, without dollar signs.
        form: ``display`` (two dimensions), ``inline`` (one line, wrapped at ``width``), ``ascii`` (``display`` in ASCII
            alone) or ``spoken`` (a phrase).
        width: cells a line may take; None sets no bound.
        ascii: draw with ASCII characters alone, whatever the form.

    Returns:
        At least one line. A formula that can't be read gives its source with the role ``error`` and, below it
        in all forms but ``spoken``, the message.
    """
    return list(_typeset(latex, form, width, ascii or form == "ascii"))


@lru_cache(maxsize=64)
def _typeset(latex: str, form: Form, width: int | None, ascii: bool) -> tuple[Line, ...]:
    from vctutor.typesetting.fit import fit, fit_formula, fit_line

    try:
        node = parse(latex)
    except LatexError as error:
        return _broken(latex, error.problem, width, quiet=form == "spoken", ascii=ascii)
    if form == "spoken":
        return fit_line((Span(spoken(latex), "math"),), width)
    if form == "inline":
        return fit_formula(inline(latex, ascii=ascii), width)
    return fit(node, width, ascii)


def inline(latex: str, *, ascii: bool = False) -> Line:
    """Return a formula on one line, as spans with the role ``math``; its source as ``error`` if it can't be read."""
    return _inline(latex, ascii)


@lru_cache(maxsize=128)
def _inline(latex: str, ascii: bool) -> Line:
    from vctutor.typesetting.linear import linear
    from vctutor.typesetting.symbols import to_line

    try:
        return to_line(linear(parse(latex), ascii=ascii))
    except LatexError:
        return (Span(_visible(latex, ascii), "error"),)


@lru_cache(maxsize=64)
def spoken(latex: str, *, brief: bool = False) -> str:
    """Return how a formula is read aloud; its source if it can't be read.

    Args:
        latex: the formula, without dollar signs.
        brief: leave out the words that only close a part or name a style; a pause stands for them.
    """
    from vctutor.typesetting.speech import speak

    try:
        return speak(parse(latex), brief=brief)
    except LatexError:
        return _visible(latex, False)


def _broken(
    latex: str, wrong: LatexProblem, width: int | None, *, quiet: bool, ascii: bool
) -> tuple[Line, ...]:
    """Return the source of a formula that can't be read and, unless ``quiet``, what is wrong with it."""
    from vctutor.typesetting.fit import fit_line

    source = fit_line((Span(_visible(latex, ascii), "error"),), width)
    if quiet:
        return source
    return (*source, *fit_line((Span(_visible(str(wrong), ascii), "muted"),), width))


def _visible(text: str, ascii: bool) -> str:
    """Return a text on one line without anything a terminal would act on."""
    from vctutor.typesetting.symbols import to_ascii

    shown = " ".join(
        "".join(character if character.isprintable() else " " for character in text).split()
    )
    return to_ascii(shown) if ascii else shown
