"""The derivatives of an expression as lines of styled text: what ``vctutor diff`` prints and the application shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from vctutor.errors import UsageError, VctutorError, nearest
from vctutor.i18n import _, plural
from vctutor.maths.expression import (
    Expression,
    Matrix,
    ParseError,
    Vector,
    canonical,
    evaluate,
    parse,
    to_latex,
)
from vctutor.maths.latex import name_latex, number_latex, reading_latex
from vctutor.maths.symbolic import NAMES, SENTENCES, differentiate, hessian, jacobian
from vctutor.styled_text import Line, Span, width
from vctutor.typesetting import inline, typeset

if TYPE_CHECKING:
    from vctutor.maths.agreement import Agreement, JacobianAgreement
    from vctutor.maths.reverse import TapeRow


def read_point(text: str) -> dict[str, float]:
    """Read a point such as ``x=2, y=pi/2``; names are canonical, values are numbers or expressions of numbers.

    Raises:
        UsageError: a part is no ``name=value``, a name is given twice, or a value can't be read.
    """
    point: dict[str, float] = {}
    for part in text.split(","):
        name, sign, value = part.partition("=")
        name = canonical(name.strip())
        if not sign or not name or not value.strip():
            raise UsageError(
                _("'{part}' is no coordinate").format(part=part.strip()), _("write x=2,y=1")
            )
        if name in point:
            raise UsageError(
                _("{name} is given twice").format(name=name), _("write each variable once")
            )
        try:
            number = evaluate(parse(value, ()), {})
        except ParseError as error:
            raise UsageError(
                _("the value of {name} can't be read: {message}").format(
                    name=name, message=error.message
                ),
                error.hint,
            ) from None
        if not isinstance(number, float):
            raise UsageError(
                _("the value of {name} is no number").format(name=name),
                _("write a number, such as 2 or pi/2"),
            )
        point[name] = number
    return point


def variables_of(
    e: Expression, by: Sequence[str] | None, at: Mapping[str, float] | None
) -> tuple[str, ...]:
    """Return the variables to differentiate by: those named, or all that occur, or ``x`` where none does.

    Raises:
        UsageError: the point leaves a variable without a value, or has a name that does not occur.
    """
    free = sorted(e.free_symbols)
    names = (
        tuple(dict.fromkeys(map(canonical, by))) if by else tuple(free) or tuple(at or ()) or ("x",)
    )
    if at is not None:
        missing = [name for name in dict.fromkeys((*free, *names)) if name not in at]
        if missing:
            raise UsageError(
                _("the point has no value for {missing}").format(missing=", ".join(missing)),
                _("add {missing}=...").format(missing=missing[0]),
            )
        strange = [name for name in at if name not in (*free, *names)]
        if strange:
            near = nearest(strange[0], list(free))
            raise UsageError(
                _("there is no {strange} in the expression").format(strange=strange[0]),
                _("did you mean {near}?").format(near=near)
                if near
                else _("its variables are {names}").format(names=", ".join(free) or _("none")),
            )
    return names


class DerivativePage:
    """The parts of the page, each a list of lines no wider than ``cells`` where that can be."""

    def __init__(
        self, e: Expression, names: Sequence[str], *, cells: int = 80, ascii: bool = False
    ) -> None:
        """Prepare the page of an expression.

        Args:
            e: a scalar expression or a vector.
            names: the canonical names of the variables to differentiate by.
            cells: how wide lines may be.
            ascii: whether to draw with ASCII characters alone.

        Raises:
            VctutorError: the expression is a matrix.
        """
        if isinstance(e, Matrix):
            raise VctutorError(
                _("a matrix is not differentiated here"),
                _("give its entries as a vector: [a, b, c, d]"),
            )
        self.e = e
        self.names = tuple(names)
        self.cells = cells
        self.ascii = ascii

    # -- formulas

    def _formula(self, latex: str, indent: int = 2) -> list[Line]:
        lines = typeset(latex, width=max(20, self.cells - indent), ascii=self.ascii)
        return [(Span(" " * indent), *line) for line in lines]

    def _inline(self, latex: str) -> Line:
        return inline(latex, ascii=self.ascii)

    def partial(self, name: str) -> str:
        """Return the LaTeX of the sign of one derivative: df/dx, or ∂f/∂x where there are several variables."""
        alone = len(self.names) == 1 and self.e.free_symbols <= set(self.names)
        d = "d" if alone else "\\partial "
        space = "\\," if alone and name_latex(name).startswith("\\") else ""
        return f"\\frac{{{d}f}}{{{d}{space}{name_latex(name)}}}"

    def function(self) -> list[Line]:
        """Return f(x, y) = ..."""
        names = sorted(self.e.free_symbols | set(self.names))
        listed = ", ".join(map(name_latex, names))
        return self._formula(f"f({listed}) = {reading_latex(self.e)}")

    def derivatives(self) -> list[Line]:
        """Return each partial derivative; for a vector its Jacobian."""
        if isinstance(self.e, Vector):
            return self._formula(f"J = {to_latex(jacobian(self.e, self.names))}")
        lines: list[Line] = []
        for name in self.names:
            latex = f"{self.partial(name)} = {to_latex(differentiate(self.e, name).expression)}"
            lines += [(), *self._formula(latex)] if lines else self._formula(latex)
        return lines

    # -- rules

    def steps(self) -> list[Line]:
        """Return the rule of every step, inner parts first, for each variable."""
        lines: list[Line] = []
        entries = self.e.entries if isinstance(self.e, Vector) else (self.e,)
        for place, entry in enumerate(entries, 1):
            for name in self.names:
                title = (
                    _("entry {place}, by {name}").format(place=place, name=name)
                    if len(entries) > 1
                    else _("by {name}").format(name=name)
                )
                lines += [*([()] if lines else []), (Span(title, "subheading"),)]
                lines += self._steps_of(entry, name)
        return lines

    def _steps_of(self, e: Expression, name: str) -> Iterable[Line]:
        sign = "d" if e.free_symbols <= {name} else "\\partial "
        d = f"\\frac{{{sign.strip()}}}{{{sign}{name_latex(name)}}}"
        for number, step in enumerate(differentiate(e, name).steps, 1):
            latex = f"{d}\\left({to_latex(step.of)}\\right) = {to_latex(step.result)}"
            if step.of.parts() == ():
                latex = f"{d} {to_latex(step.of)} = {to_latex(step.result)}"
            head = Span(f"  {number:>2}. ")
            why = self._because(step.rule, step.outer, step.inner)
            shown = self._inline(latex)
            gap = self.cells - width((head,)) - width(shown) - width(why) - 3
            if gap >= 0:
                yield (head, *shown, Span("   "), *why)
            else:
                yield (head, *shown)
                yield (Span("      "), *why)

    def _because(self, rule: str, outer: str, inner: Expression | None) -> Line:
        if rule == "chain" and inner is not None:
            template = _("chain rule: outside {outer}, inside {inner}")
            before, __, after = template.partition("{inner}")
            lead = Span(before.format(outer=_(NAMES.get(outer, outer))), "muted")
            return (
                lead,
                *self._inline(to_latex(inner)),
                *([Span(after, "muted")] if after else []),
            )
        if rule == "function":
            return (Span(_("derivative of {function}").format(function=outer), "muted"),)
        return (Span(_(SENTENCES[rule]), "muted"),)

    # -- at a point

    def at(self, values: Mapping[str, float]) -> list[Line]:
        """Return value and derivatives at a point by all methods, their agreement, and what the Hessian says."""
        where = ", ".join(
            f"{name_latex(name)} = {number_latex(value)}" for name, value in values.items()
        )
        title: Line = (
            (Span(_("At "), "subheading"), *self._inline(where))
            if values
            else (Span(_("Value"), "subheading"),)
        )
        if isinstance(self.e, Vector):
            return [title, *self._vector_at(values)]
        from vctutor.maths.agreement import compare

        found = compare(self.e, values, self.names)
        notes = [line for text in found.says for line in self._note(_as_sentence(text))]
        if not found.defined:
            return [title, *notes]
        lines = [title, (Span("  f = "), Span(_number(found.value), "number")), ()]
        lines += self._table(found)
        lines += [(), *self._agreement(found), *notes]
        return [*lines, (), *self.curvature(values)]

    def _table(self, found: Agreement) -> list[Line]:
        methods = {
            _("symbolic"): found.symbolic,
            _("forward"): found.forward,
            _("reverse"): found.reverse,
            _("differences"): found.central,
        }
        rows = [["", *methods]]
        for index, name in enumerate(found.names):
            rows.append([f"df/d{name}", *(_number(values[index]) for values in methods.values())])
        return _columns(rows)

    def _agreement(self, found: Agreement | JacobianAgreement) -> list[Line]:
        if not found.finite:
            return self._note(
                _("not every method returns a finite number here, so there is nothing to compare"),
                "warning",
            )
        if found.agree:
            text = (
                _("symbolic, forward and reverse agree {exact}; differences agree {near}")
                if found.comparable
                else _(
                    "symbolic, forward and reverse return the same number, but it is no derivative; "
                    "central differences take the mean of both sides"
                )
            )
            text = text.format(exact=_within(found.spread), near=_within(found.difference_error))
            return self._note(text, "success")
        return self._note(
            _(
                "they disagree: by {spread:.0e} among the exact methods, by "
                "{difference_error:.0e} for differences, which go wrong where a function bends "
                "sharply or is not smooth"
            ).format(spread=found.spread, difference_error=found.difference_error),
            "warning",
        )

    def _vector_at(self, values: Mapping[str, float]) -> list[Line]:
        from vctutor.maths.agreement import compare_jacobian

        assert isinstance(self.e, Vector)
        found = compare_jacobian(self.e, values, self.names)
        notes = [line for text in found.says for line in self._note(_as_sentence(text))]
        if not found.defined:
            return notes
        value = " \\\\ ".join(number_latex(_rounded(v)) for v in found.value.tolist())
        rows = " \\\\ ".join(
            " & ".join(number_latex(_rounded(v)) for v in row) for row in found.reverse.tolist()
        )
        lines = self._formula(f"f = \\begin{{bmatrix}} {value} \\end{{bmatrix}}")
        lines += [(), *self._formula(f"J = \\begin{{bmatrix}} {rows} \\end{{bmatrix}}"), ()]
        return [*lines, *self._agreement(found), *notes]

    def curvature(self, values: Mapping[str, float]) -> list[Line]:
        """Return the Hessian, its value at the point, its eigenvalues and what they say."""
        from vctutor.maths.agreement import curvature

        found = curvature(self.e, values, self.names)
        rows = " \\\\ ".join(
            " & ".join(number_latex(_rounded(v)) for v in row) for row in found.matrix.tolist()
        )
        numbers = f"\\begin{{bmatrix}} {rows} \\end{{bmatrix}}"
        if not found.eigenvalues:
            return [(Span(_("Hessian"), "subheading"),), *self._note(_as_sentence(found.text))]
        try:
            symbols = to_latex(hessian(self.e, self.names))
        except VctutorError:  # too large to be written down; its numbers are not
            symbols = numbers
        whole = f"H = {symbols} = {numbers}"
        if max(map(width, self._formula(whole)), default=0) > self.cells or symbols == numbers:
            whole = f"H = {numbers}"
        lines: list[Line] = [(Span(_("Hessian"), "subheading"),), *self._formula(whole)]
        shown = ", ".join(_number(_rounded(v)) for v in found.eigenvalues)
        text = _("eigenvalues {shown}: {found}").format(shown=shown, found=found.text)
        return [*lines, (), *self._note(text)]

    def tape(self, values: Mapping[str, float]) -> list[Line]:
        """Return the tape after its backward pass, and the count of operations.

        Raises:
            UsageError: the expression is a vector.
        """
        if isinstance(self.e, Vector):
            raise UsageError(_("the tape is listed for one output"), _("give a single expression"))
        from vctutor.maths.agreement import compare

        found = compare(self.e, values, self.names)
        if not found.defined:  # what would be listed are derivatives of nothing
            return [
                (Span(_("Tape"), "subheading"),),
                *self._note(_("the function has no value here")),
            ]
        rows = [["", _("operation"), _("value"), _("local derivatives"), _("adjoint")]]
        rows += [self._tape_row(row) for row in found.rows]
        counts = found.counts
        template = plural(
            "{value} operation for the value, {both} with the gradient",
            "{value} operations for the value, {both} with the gradient",
            int(counts.function),
        )
        template += _(": {ratio:.1f} times as many") if counts.function else ""
        ratio = counts.ratio if counts.function else 0.0
        said = template.format(value=counts.function, both=counts.gradient, ratio=ratio)
        return [(Span(_("Tape"), "subheading"),), *_columns(rows), (), *self._note(said)]

    def _tape_row(self, row: TapeRow) -> list[str]:
        partials = ", ".join(_number(float(p)) for p in row.partials or ())
        adjoint = "" if row.adjoint is None else _number(float(row.adjoint))
        return [row.name, _operation(row, self.ascii), _number(float(row.value)), partials, adjoint]

    def _note(self, text: str, role: str = "") -> list[Line]:
        import textwrap

        return [(Span(f"  {line}", role),) for line in textwrap.wrap(text, max(20, self.cells - 2))]


def _as_sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _within(error: float) -> str:
    return _("to {error:.0e}").format(error=error) if error else _("exactly")


_SIGNS = {"add": "+", "subtract": "−", "multiply": "×", "divide": "÷", "power": "^"}
_PLAIN_SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "^"}


def _operation(row: TapeRow, ascii: bool) -> str:
    if row.operation in ("input", "constant"):
        return _("input") if row.operation == "input" else _("constant")
    signs = _PLAIN_SIGNS if ascii else _SIGNS
    if row.operation in signs and len(row.operands) == 2:
        return f" {signs[row.operation]} ".join(row.operands)
    if row.operation == "negate":
        return ("-" if ascii else "−") + row.operands[0]
    return f"{row.operation}({', '.join(row.operands)})"


def _number(value: float) -> str:
    return f"{value + 0.0:.8g}"


def _rounded(value: float) -> float:
    """Return a value as eight digits show it, without a negative zero."""
    return float(f"{value:.8g}") + 0.0


def _columns(rows: list[list[str]]) -> list[Line]:
    """Return a table whose first two columns are left and whose numbers are aligned on the right."""
    sizes = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    words = rows[0][1] == _("operation")
    lines: list[Line] = []
    for number, row in enumerate(rows):
        role = "table head" if number == 0 else ""
        cells = [
            text.ljust(size) if i == 0 or (i == 1 and words) else text.rjust(size)
            for i, (text, size) in enumerate(zip(row, sizes, strict=True))
        ]
        lines.append((Span("  " + "   ".join(cells).rstrip(), role),))
    return lines
