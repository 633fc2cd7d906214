"""Parser errors as problems: the offending piece, its position and the nearest known spelling."""

from __future__ import annotations

import re

from vctutor.i18n import N_, _
from vctutor.typesetting.latex.macros import MACROS
from vctutor.typesetting.latex.problems import LatexProblem

_REPORT = re.compile(r"(\d+): (.*)", re.DOTALL)
_TOKEN = re.compile(r"\\(?:[a-zA-Z]+\*?|.)|.", re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')

_CHEMISTRY = N_("chemical formulas are not read")
_EXPANSION = N_("a formula can't control how macros expand")
UNSUPPORTED = {
    "ce": _CHEMISTRY,
    "pu": N_("units are not read; write them in \\text"),
    "includegraphics": N_("a terminal shows no pictures in a formula"),
    "verb": N_("program text belongs in prose, between backticks"),
    "char": N_("write the character itself"),
    "CD": N_("commutative diagrams are not drawn"),
    **dict.fromkeys(("expandafter", "futurelet", "noexpand", "long"), _EXPANSION),
}
"""Commands and environments of LaTeX that can't be typeset -> the reason."""


def explain(latex: str, report: str) -> LatexProblem:
    """Turn math-core's ``offset: message`` about ``latex`` into a problem."""
    match = _REPORT.fullmatch(report.strip())
    if match is None:
        return LatexProblem(0, len(latex), _("the formula can't be read"))
    offset = _characters(latex, int(match[1]))
    token = _TOKEN.match(latex, offset)
    piece = token[0] if token else ""
    return _problem_of(latex, offset, piece, match[2])


def _characters(latex: str, offset: int) -> int:
    """Return the offset, clamped to the formula's length."""
    return min(offset, len(latex))


def _problem_of(latex: str, offset: int, piece: str, said: str) -> LatexProblem:
    quoted = [text.replace("\\\\", "\\") for text in _QUOTED.findall(said)]
    if said.startswith("Unknown command"):
        command = quoted[0] if quoted else piece
        name = command.lstrip("\\")
        if name in MACROS:
            message = _("{command} needs an argument").format(command=command)
            return LatexProblem(offset, len(piece), message)
        if name in UNSUPPORTED:
            message = _("{command} can't be typeset here: {reason}")
            message = message.format(command=command, reason=_(UNSUPPORTED[name]))
            return LatexProblem(offset, len(piece), message)
        return LatexProblem(
            offset,
            len(piece),
            _("{command} is no command known here").format(command=command),
            _command_like(command),
        )
    if said.startswith("Unknown environment"):
        name = quoted[0] if quoted else ""
        at = latex.find(name, offset) if name else offset
        near = _environment_like(name)
        if name in UNSUPPORTED:
            message = _("{command} can't be typeset here: {reason}")
            message = message.format(command=name, reason=_(UNSUPPORTED[name]))
            return LatexProblem(max(at, offset), len(name), message)
        return LatexProblem(
            max(at, offset), len(name), _("there is no environment {name}").format(name=name), near
        )
    if "end of input" in said:
        return _unfinished(latex, offset, quoted)
    if said.startswith("Unmatched closing"):
        return LatexProblem(
            offset, len(piece), _("{piece} closes what was never opened").format(piece=piece)
        )
    if said.startswith("Duplicate"):
        message = _("a second {piece} on the same symbol: put the first in braces").format(
            piece=piece
        )
        return LatexProblem(offset, len(piece), message)
    if said.startswith("Expected") and len(quoted) == 2:
        return LatexProblem(
            offset,
            len(piece),
            _("{given} stands where {wanted} must be").format(given=quoted[1], wanted=quoted[0]),
        )
    if "table-like environment" in said:
        return LatexProblem(
            offset,
            len(piece),
            _("{piece} belongs in a table such as aligned or bmatrix").format(piece=piece),
        )
    if "parenthesis after" in said:
        return LatexProblem(
            offset, len(piece), _("{piece} is no bracket").format(piece=piece or _("the end"))
        )
    if "length with units" in said:
        message = _("{piece} needs a length such as 2em").format(piece=piece)
    elif "parameter number" in said:
        message = _("a # is written \\#")
    elif "math mode" in said:
        message = _("{piece} is for text, not for formulas").format(piece=piece)
    else:
        message = _("{piece} can't stand here").format(piece=piece or _("the end"))
    return LatexProblem(offset, len(piece), message)


def _unfinished(latex: str, offset: int, quoted: list[str]) -> LatexProblem:
    """Return the problem of a formula that ends too early."""
    wanted = quoted[0] if quoted else ""
    if not wanted:
        return LatexProblem(offset, 0, _("the formula ends where an argument is needed"))
    return LatexProblem(offset, 0, _("the formula ends before {wanted}").format(wanted=wanted))


_NEAR = 0.75  # less alike is a different word more often than a slip


def _command_like(command: str) -> str | None:
    """Return the known command nearest to a misspelt one; same letters first, then similarity, then frequency."""
    from difflib import SequenceMatcher, get_close_matches

    from vctutor.typesetting.latex.commands import COMMANDS, COMMON

    word = command.lstrip("\\")
    near = get_close_matches(word, [*COMMANDS, *MACROS], n=25, cutoff=0.6)

    def likeness(name: str) -> tuple[bool, float, bool, str]:
        exchanged = sorted(name) == sorted(word)  # most slips exchange two letters
        ratio = round(SequenceMatcher(None, name, word).ratio(), 3)
        return exchanged, ratio, name in COMMON, name

    best = max(near, key=likeness, default="")
    exchanged, ratio, *__ = likeness(best)
    return f"\\{best}" if best and (exchanged or ratio >= _NEAR) else None


def _environment_like(name: str) -> str | None:
    from vctutor.errors import nearest
    from vctutor.typesetting.latex.commands import ENVIRONMENTS
    from vctutor.typesetting.latex.rewriting import REWRITTEN

    return nearest(name, [*ENVIRONMENTS, *REWRITTEN])
