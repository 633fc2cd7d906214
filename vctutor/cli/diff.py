"""``vctutor diff``: differentiate an expression symbolically, in forward and reverse mode, and by differences."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from vctutor.cli.arguments import SPEAK, Parser, with_speech
from vctutor.cli.line_terminal import only_ascii
from vctutor.cli.text_arguments import add_speak, is_brief
from vctutor.errors import UsageError, VctutorError
from vctutor.i18n import N_, _

if TYPE_CHECKING:
    from vctutor.maths.expression import Expression
    from vctutor.styled_text import Line

_EXAMPLES = N_("""\
  vctutor diff 'x^2*y + 3*y'
  vctutor diff 'x^2*y + 3*y' --at x=2,y=1 --tape
  vctutor diff '(x^2 + 1)^3' --steps
  vctutor diff '[x y, x + y^2]' --at x=1,y=2
  vctutor diff 'a x^2 + b x' --by x --json
  vctutor diff 'sin(x)/x' --at x=pi --speak

what may be typed: 2xy, 3x^2 or x**2, e^-x, sqrt(x), |x|, sin 2x, ln or log (natural), sigma(x), relu(x),
max(x, y), pi, greek letters by name, x1 or x_1, vectors [a, b]
""")
_SWITCHES = ("--steps", "--tape", "--speak", "--json", "--ascii", "-h", "--help")
_VALUED = ("--at", "--by", "--width")


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser(
        "diff",
        _(
            "Differentiate an expression: derivatives, rules, and numbers at a point by four "
            "methods."
        ),
        _(_EXAMPLES),
    )
    add = command.add_argument
    add(
        "expression",
        metavar="EXPRESSION",
        help=_("what to differentiate; - reads it from the input"),
    )
    add("--by", metavar="NAMES", help=_("the variables, such as x,y (default: all that occur)"))
    add("--at", metavar="POINT", help=_("a point, such as x=2,y=pi/2"))
    add("--steps", action="store_true", help=_("the rule of every step"))
    add("--tape", action="store_true", help=_("reverse mode's tape (needs --at)"))
    add("--json", action="store_true", help=_("one JSON object"))
    add_speak(command, _("in words, for a screen reader"))
    add("--width", type=int, default=80, metavar="N", help=_("cells a line may take (80)"))
    add("--ascii", action="store_true", help=_("ASCII characters only"))
    return command


def run(arguments: Sequence[str]) -> int:
    """Print the derivatives; if the expression can't be parsed, print the position of the mistake and return 2."""
    from vctutor.maths.expression import ParseError, parse
    from vctutor.page.derivative import read_point, variables_of

    options = parser().parse_args(_ordered(with_speech(list(arguments))))
    if options.tape and options.at is None:
        raise UsageError(_("--tape needs a point"), _("add --at x=2"))
    if options.width < 20:
        raise UsageError(_("the width must be at least 20"), _("leave --width out for 80"))
    by = _names(options.by)
    at = None if options.at is None else read_point(options.at)
    text = (sys.stdin.read() if options.expression == "-" else options.expression).strip()
    try:
        e = _parsed(text, [*by, *(at or ())], parse)
    except ParseError as error:
        print(f"vctutor: {error}\n{error.caret()}", file=sys.stderr)
        return 2
    names = variables_of(e, by, at)
    if options.json:
        print(json.dumps(_record(e, names, at, options), ensure_ascii=False))
    elif options.speak:
        from vctutor.cli.diff_speech import aloud

        print("\n".join(aloud(e, names, at, steps=options.steps, brief=is_brief(options))))
    else:
        print(_text(_page(e, names, at, options)))
    return 0


def _ordered(arguments: Sequence[str]) -> list[str]:
    """Return the options first, then ``--``, so that an expression may begin with a minus."""
    options: list[str] = []
    others: list[str] = []
    waiting = iter(arguments)
    for word in waiting:
        name = word.partition("=")[0]
        if word in _SWITCHES or (name in (*_VALUED, SPEAK) and "=" in word):
            options.append(word)
        elif word in _VALUED:
            options += [word, *[value for value in [next(waiting, None)] if value is not None]]
        elif word == "--":
            others += waiting
        elif re.match(r"--?[a-z]{2,}$", word):
            options.append(word)  # a mistyped option, which argparse will name
        else:
            others.append(word)
    return [*options, "--", *others]


def _names(by: str | None) -> list[str]:
    names = [name.strip() for name in (by or "").split(",") if name.strip()]
    for name in names:
        if not re.fullmatch(r"[^\W\d]\w*", name):
            raise UsageError(_("'{name}' is no variable").format(name=name), _("write --by x,y"))
    return names


def _parsed(text: str, known: list[str], parse: Any) -> Expression:
    """Parse the expression. Names of several letters in --by or --at are variables in it."""
    from vctutor.maths.expression import ParseError, canonical

    words = [name for name in map(canonical, known) if len(name) > 1]
    if not words:
        return parse(text)  # type: ignore[no-any-return]
    try:
        loose = parse(text).free_symbols
    except ParseError:
        loose = frozenset()
    # A letter that occurs alone remains a variable, although it may also be part of a word.
    letters = {c for c in text if c.isalpha() and c != "e"}
    return parse(text, {*words, *known, *loose, *letters})  # type: ignore[no-any-return]


def _page(
    e: Expression, names: tuple[str, ...], at: Mapping[str, float] | None, options: Namespace
) -> list[Line]:
    from vctutor.page.derivative import DerivativePage

    ascii = only_ascii(options.ascii)
    page = DerivativePage(e, names, cells=options.width, ascii=ascii)
    parts = [page.function(), page.derivatives()]
    if options.steps:
        parts.append(page.steps())
    if at is not None:
        parts.append(page.at(at))
    if options.tape and at is not None:
        parts.append(page.tape(at))
    lines: list[Line] = []
    for part in parts:
        lines += [*([()] if lines else []), *part]
    return lines


def _text(lines: list[Line]) -> str:
    return "\n".join("".join(span.text for span in line).rstrip() for line in lines)


def _record(
    e: Expression, names: tuple[str, ...], at: Mapping[str, float] | None, options: Namespace
) -> dict[str, Any]:
    from vctutor.maths.expression import Matrix, Vector, to_latex, to_text
    from vctutor.maths.symbolic import differentiate, hessian

    def shown(part: Expression) -> dict[str, str]:
        return {"text": to_text(part), "latex": to_latex(part)}

    if isinstance(e, Matrix):
        raise UsageError(
            _("a matrix is not differentiated here"),
            _("give its entries as a vector: [a, b, c, d]"),
        )
    found = {name: differentiate(e, name) for name in names}
    record: dict[str, Any] = {
        "expression": shown(e),
        "variables": list(names),
        "derivatives": {name: shown(d.expression) for name, d in found.items()},
    }
    if options.steps:
        record["steps"] = {
            name: [
                {
                    "rule": s.rule,
                    "of": to_text(s.of),
                    "result": to_text(s.result),
                    "because": s.sentence,
                }
                for s in d.steps
            ]
            for name, d in found.items()
        }
    if not isinstance(e, Vector):
        try:
            record["hessian"] = [[to_text(x) for x in row] for row in hessian(e, names).rows]
        except VctutorError:  # too large an expression
            record["hessian"] = None
    if at is not None:
        record["at"] = (
            _at_vector(e, at, names) if isinstance(e, Vector) else _at(e, at, names, options.tape)
        )
    return record


def _at(
    e: Expression, at: Mapping[str, float], names: tuple[str, ...], tape: bool
) -> dict[str, Any]:
    from vctutor.maths.agreement import compare, curvature

    found = compare(e, at, names)
    analysis = found.analysis
    record: dict[str, Any] = {
        "point": dict(at),
        "kind": analysis.kind,
        "value": _json(found.value) if found.defined else None,
        "choices": list(found.says),
    }
    if not found.defined:  # a function without a value has no derivative
        return {**record, "gradient": None, "agree": None, "hessian": None, "stationary": None}
    curved = curvature(e, at, names)
    record |= {
        "derivative": [None if slope is None else _json(slope) for slope in analysis.gradient],
        "gradient": {
            method: [_json(v) for v in getattr(found, method)]
            for method in ("symbolic", "forward", "reverse", "central", "complex_step")
        },
        "agree": found.agree,
        "hessian": [[_json(v) for v in row] for row in curved.matrix.tolist()],
        "eigenvalues": list(curved.eigenvalues),
        "stationary": curved.stationary,
        "curvature": curved.kind,
        "operations": {"value": found.counts.function, "gradient": found.counts.gradient},
    }
    if tape:
        record["tape"] = [
            {
                "name": row.name,
                "operation": row.operation,
                "operands": list(row.operands),
                "value": _json(row.value),
                "partials": [_json(p) for p in row.partials or ()],
                "adjoint": None if row.adjoint is None else _json(row.adjoint),
            }
            for row in found.rows
        ]
    return record


def _at_vector(e: Any, at: Mapping[str, float], names: tuple[str, ...]) -> dict[str, Any]:
    from vctutor.maths.agreement import compare_jacobian

    found = compare_jacobian(e, at, names)
    record: dict[str, Any] = {
        "point": dict(at),
        "value": [_json(v) for v in found.value.tolist()],
        "choices": list(found.says),
    }
    if not found.defined:
        return {**record, "jacobian": None, "agree": None}
    record["jacobian"] = {
        method: [[_json(v) for v in row] for row in getattr(found, method).tolist()]
        for method in ("symbolic", "forward", "reverse", "central")
    }
    return {**record, "agree": found.agree}


def _json(value: float) -> float | str:
    """Return a number for JSON; its name if it is not finite, for which JSON has no number."""
    number = float(value)
    return number if number - number == 0 else str(number)
