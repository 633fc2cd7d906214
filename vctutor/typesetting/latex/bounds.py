"""Limits checked before parsing: length, nesting and attempts to define commands.

The parser recurses in native code and takes the process down with it when a formula nests too deeply, so the depth is
counted here, in one pass and on the safe side.
"""

from __future__ import annotations

import re

from vctutor.i18n import _

LONGEST = 4_000
DEEPEST = 24
MOST_BRACKETS = 200  # open at once

_TOKEN = re.compile(r"\\([a-zA-Z]+|.)|([{}^_])|(\s+)|[^\\{}^_\s]", re.DOTALL)

_DEFINING = """
def gdef edef xdef let global newcommand renewcommand providecommand DeclareMathOperator DeclarePairedDelimiter
"""
# Declarations hold until their group ends, each one level deeper than the one before.
_DECLARING = """
displaystyle textstyle scriptstyle scriptscriptstyle color bf it rm cal sf tt boldmath
"""
# Commands without an argument; the argument of any other may be a command again, with no brace between them.
_SIMPLE = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau upsilon
phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega partial nabla infty ell cdot times
cdots ldots dots vdots ddots quad qquad to le ge leq geq ne neq approx sim in top bot odot otimes oplus pm mp circ
forall exists mid int iint oint sum prod R N Z Q C prime hbar dagger rightarrow leftarrow Rightarrow Leftarrow iff
implies mapsto hline lVert rVert lvert rvert langle rangle lfloor rfloor lceil rceil notin subset subseteq cup cap
"""
DEFINITIONS = frozenset(_DEFINING.split())
_DEFINITION = re.compile(r"\\(?:" + "|".join(_DEFINING.split()) + ")(?![a-zA-Z])")
_DECLARATIONS = frozenset(_DECLARING.split())
_NO_ARGUMENT = frozenset(_SIMPLE.split())


def exceeds(latex: str) -> tuple[int, int, str] | None:
    """Return what forbids a formula to be parsed, or None.

    Returns:
        Offset and length of the offending piece, and a message.
    """
    if len(latex) > LONGEST:
        return (
            0,
            0,
            _("the formula has {count} characters, more than {longest}").format(
                count=len(latex), longest=LONGEST
            ),
        )
    if sum(map(latex.count, "\\{^_([")) <= DEEPEST and not _DEFINITION.search(latex):
        return None  # too few marks to nest that deep
    groups = [0]  # levels that each open group adds, beyond its own
    run = brackets = 0
    for token in _TOKEN.finditer(latex):
        command, mark, blank = token.groups()
        if blank:
            continue
        if command is None:
            brackets = max(brackets + (token[0] in "([") - (token[0] in ")]"), 0)
            run = run + 1 if mark in ("^", "_") else 0
            if mark == "{":
                groups.append(0)
            elif mark == "}" and len(groups) > 1:
                groups.pop()
        elif command in DEFINITIONS:
            return token.start(), len(token[0]), _("a formula can't define commands")
        elif command in ("left", "begin"):
            groups.append(0)
        elif command in ("right", "end") and len(groups) > 1:
            groups.pop()
        elif command in _DECLARATIONS:
            groups[-1] += 1
        elif command.isalpha() and command not in _NO_ARGUMENT:
            run += 1
        else:
            run = 0
        deep = len(groups) - 1 + run + sum(groups)
        if deep > DEEPEST or brackets > MOST_BRACKETS:
            return (
                token.start(),
                len(token[0]),
                _("the formula nests more than {deepest} levels deep").format(deepest=DEEPEST),
            )
    return None
