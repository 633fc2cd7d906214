"""Parse LaTeX to the tree of a formula through math-core's MathML, or report what is wrong with it.

The MathML reader is imported with the first formula, so that commands without formulas start faster.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from vctutor.i18n import _
from vctutor.typesetting.latex.problems import LatexError, LatexProblem

if TYPE_CHECKING:
    from math_core import LatexToMathML

    from vctutor.typesetting.tree import Node


@lru_cache(maxsize=64)
def parse(latex: str) -> Node:
    """Return the tree of a formula.

    Raises:
        LatexError: the formula is too long, nests too deeply, or is no LaTeX we know.
    """
    from vctutor.typesetting.latex.mathml import read

    _refuse(latex)
    return read(_mathml(latex))


def problem(latex: str) -> LatexProblem | None:
    """Return what is wrong with a piece of LaTeX, or None when it is right."""
    try:
        parse(latex)
    except LatexError as error:
        return error.problem
    return None


def _refuse(latex: str) -> None:
    """Raise LatexError for input that is unsafe for the parser or the terminal."""
    from vctutor.typesetting.latex.bounds import exceeds

    hidden = _hidden(latex)
    if hidden is not None:
        code = ord(latex[hidden])
        control = code < 32 or 127 <= code < 160
        message = (
            _("there is a control character (U+{code:04X})")
            if control
            else _("there is a character that can't be seen (U+{code:04X})")
        )
        raise LatexError(LatexProblem(hidden, 1, message.format(code=code)))
    refused = exceeds(latex)
    if refused:
        raise LatexError(LatexProblem(*refused))


def _hidden(latex: str) -> int | None:
    """Return the index of the first invisible or control character, or None."""
    if latex.isprintable():
        return None
    shown = (character.isprintable() or character in "\n\t " for character in latex)
    return next((at for at, fine in enumerate(shown) if not fine), None)


@lru_cache(maxsize=1)
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)


def _mathml(latex: str) -> str:
    """Return what math-core makes of a formula, or raise LatexError with the place in ``latex``."""
    from vctutor.typesetting.latex.rewriting import rewritten

    known, original = rewritten(latex)
    try:
        return _converter().convert_with_local_state(known, displaystyle=True)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in native code is not an Exception
        from vctutor.typesetting.latex.mistakes import explain

        wrong = explain(known, str(error))
    offset, end = original(wrong.offset), original(wrong.offset + wrong.length)
    length = max(end - offset, min(wrong.length, 1))
    raise LatexError(replace(wrong, offset=offset, length=length))
