"""Symbolic derivatives, with the rule of every step, and gradient, Jacobian and Hessian.

The rules are those of any calculus text; Deisenroth, Faisal and Ong, *Mathematics for Machine Learning*
(2020), sections 5.1 to 5.3 and 5.7, list them for the gradient, the Jacobian (row by row the gradients of the
outputs) and the Hessian. Where a function has no derivative the value is a choice, that of the large
frameworks: 0 for ``abs`` and ``relu`` at 0, half for each argument of ``max`` and ``min`` at a tie.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from vctutor.errors import VctutorError
from vctutor.i18n import N_, _
from vctutor.maths.names import canonical
from vctutor.maths.parsing.parser import parse
from vctutor.maths.printing import to_text
from vctutor.maths.simplification import simplify
from vctutor.maths.tree import (
    Call,
    Constant,
    Expression,
    Matrix,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vector,
    substitute,
)

MAX_SIZE = 5_000  # nodes of a derivative that is still worth writing down
_MAX_RAW_SIZE = 4 * MAX_SIZE  # before it is simplified


# Outer derivatives of the functions of one argument u.
OUTER = {
    name: parse(text, ["u"])
    for name, text in {
        "sin": "cos(u)",
        "cos": "-sin(u)",
        "tan": "1/cos(u)^2",
        "sec": "sin(u)/cos(u)^2",
        "csc": "-cos(u)/sin(u)^2",
        "cot": "-1/sin(u)^2",
        "arcsin": "1/sqrt(1 - u^2)",
        "arccos": "-1/sqrt(1 - u^2)",
        "arctan": "1/(1 + u^2)",
        "sinh": "cosh(u)",
        "cosh": "sinh(u)",
        "tanh": "1 - tanh(u)^2",
        "arsinh": "1/sqrt(u^2 + 1)",
        "arcosh": "1/(sqrt(u - 1) sqrt(u + 1))",
        "artanh": "1/(1 - u^2)",
        "exp": "exp(u)",
        "ln": "1/u",
        "log2": "1/(u ln(2))",
        "log10": "1/(u ln(10))",
        "sqrt": "1/(2sqrt(u))",
        "cbrt": "1/(3cbrt(u)^2)",
        "abs": "sign(u)",
        "sign": "0",
        "relu": "step(u)",
        "sigma": "sigma(u) (1 - sigma(u))",
        "softplus": "sigma(u)",
        "step": "0",
    }.items()
}

# Outer derivatives of the functions of two arguments u and v, by each.
PARTIALS = {
    name: (parse(by_u, ["u", "v"]), parse(by_v, ["u", "v"]))
    for name, (by_u, by_v) in {
        "max": ("greater(u, v)", "greater(v, u)"),
        "min": ("greater(v, u)", "greater(u, v)"),
        "greater": ("0", "0"),
    }.items()
}

# Rule -> the rule in words; the chain rule and the function say more.
SENTENCES = {
    "constant": N_("constant"),
    "variable": N_("variable"),
    "sum": N_("sum rule"),
    "constant factor": N_("constant factor rule"),
    "product": N_("product rule"),
    "quotient": N_("quotient rule"),
    "power": N_("power rule"),
    "exponential": N_("exponential rule"),
    "power with variable exponent": N_("power with variable exponent rule"),
}
# Outer derivatives that have a rule's name instead of a function's.
NAMES = {"power": N_("power"), "exponential": N_("exponential")}


class Step(Struct, frozen=True):
    """One rule applied to one part of an expression.

    Attributes:
        rule: "constant", "variable", "sum", "constant factor", "product", "quotient", "power", "exponential",
            "function", "chain" or "power with variable exponent".
        of: what is differentiated.
        by: the variable.
        result: its derivative, simplified.
        outer: for the chain rule, the rule or function of the outer derivative; for "function", its name.
        inner: for the chain rule, the inner expression.
        depth: how deep the part lies in the whole, which is 0.
    """

    rule: str
    of: Expression
    by: str
    result: Expression
    outer: str = ""
    inner: Expression | None = None
    depth: int = 0

    @property
    def sentence(self) -> str:
        """The rule in words: "chain rule: outer function sin, inner 2x"."""
        if self.rule == "chain" and self.inner is not None:
            return _("chain rule: outside {outer}, inside {inner}").format(
                outer=_(NAMES.get(self.outer, self.outer)), inner=to_text(self.inner)
            )
        if self.rule == "function":
            return _("derivative of {function}").format(function=self.outer)
        return _(SENTENCES[self.rule])


class Derivative(Struct, frozen=True):
    """A derivative and how it was found.

    Attributes:
        expression: the derivative, simplified.
        steps: the rules, inner parts before the whole, each part once; variables and constants are passed over
            but where they are all there is.
    """

    expression: Expression
    steps: tuple[Step, ...]


def differentiate(e: Expression, by: str) -> Derivative:
    """Return the derivative of a scalar expression by one variable, with every step.

    Args:
        e: a scalar expression; a vector or a matrix is differentiated entry by entry, without steps.
        by: the variable, in any spelling.

    Raises:
        VctutorError: the derivative has more than 5,000 nodes.
    """
    name = canonical(by)
    if isinstance(e, (Vector, Matrix)):
        return Derivative(
            e.rebuilt(tuple(differentiate(part, by).expression for part in e.parts())), ()
        )
    work = _Work(name)
    result = work.derive(e, 0)
    if not work.steps:
        rule = "variable" if e == Symbol(name) else "constant"
        work.steps.append(Step(rule, e, name, result))
    return Derivative(result, tuple(work.steps))


def gradient(e: Expression, names: Sequence[str] | None = None) -> tuple[Expression, ...]:
    """Return the partial derivatives of a scalar expression, in the order of ``names``.

    Args:
        e: a scalar expression.
        names: the variables; None takes those that occur, in alphabetical order.
    """
    return tuple(differentiate(e, name).expression for name in _names(e, names))


def jacobian(
    outputs: Expression | Sequence[Expression], names: Sequence[str] | None = None
) -> Matrix:
    """Return the Jacobian: row i holds the partial derivatives of output i, so its shape is outputs × names.

    Args:
        outputs: a vector, or scalar expressions.
        names: the variables; None takes those that occur, in alphabetical order.
    """
    rows = (
        outputs.parts()
        if isinstance(outputs, Vector)
        else (outputs,)
        if isinstance(outputs, Expression)
        else outputs
    )
    by = _names(Vector(tuple(rows)), names)
    return Matrix(tuple(gradient(row, by) for row in rows))


def hessian(e: Expression, names: Sequence[str] | None = None) -> Matrix:
    """Return the matrix of second derivatives, symmetric, of shape names × names."""
    by = _names(e, names)
    first = gradient(e, by)
    upper = {
        (i, j): differentiate(first[i], by[j]).expression
        for i in range(len(by))
        for j in range(i, len(by))
    }
    return Matrix(
        tuple(tuple(upper[min(i, j), max(i, j)] for j in range(len(by))) for i in range(len(by)))
    )


def _names(e: Expression, names: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(sorted(e.free_symbols)) if names is None else tuple(map(canonical, names))


class _Work(Struct):
    by: str
    steps: list[Step] = field(default_factory=list)
    known: dict[Expression, Expression] = field(default_factory=dict)

    def derive(self, e: Expression, depth: int) -> Expression:
        if e not in self.known:
            self.known[e] = self.fresh(e, depth)
        return self.known[e]

    def fresh(self, e: Expression, depth: int) -> Expression:
        if self.by not in e.free_symbols:
            return Number(0.0)
        if isinstance(e, Symbol):
            return Number(1.0)
        if isinstance(e, Negate):
            return self.note("constant factor", e, Negate(self.derive(e.operand, depth + 1)), depth)
        if isinstance(e, Sum):
            return self.note(
                "sum", e, Sum(tuple(self.derive(term, depth + 1) for term in e.terms)), depth
            )
        if isinstance(e, Product):
            return self.product(e, depth)
        if isinstance(e, Quotient):
            return self.quotient(e, depth)
        if isinstance(e, Power):
            return self.power(e, depth)
        assert isinstance(e, Call)
        return self.call(e, depth)

    def note(
        self, rule: str, e: Expression, result: Expression, depth: int, outer: str = ""
    ) -> Expression:
        """Simplify a result, keep the step and return what was found."""
        return self.keep(Step(rule, e, self.by, result, outer, None, depth))

    def keep(self, step: Step) -> Expression:
        if step.result.size <= _MAX_RAW_SIZE:
            simple = simplify(step.result)
            if simple.size <= MAX_SIZE:
                self.steps.append(replace(step, result=simple))
                return simple
        raise VctutorError(
            _("this derivative is too large to be written down"),
            _("differentiate a shorter expression"),
        )

    def chained(
        self, e: Expression, outer: str, derivative: Expression, inner: Expression, depth: int
    ) -> Expression:
        """Multiply an outer derivative by the inner one; the chain rule is named where the inner is no variable."""
        if inner == Symbol(self.by):
            rule = outer if outer in ("power", "exponential") else "function"
            return self.note(rule, e, derivative, depth, outer if rule == "function" else "")
        result = Product((derivative, self.derive(inner, depth + 1)))
        return self.keep(Step("chain", e, self.by, result, outer, inner, depth))

    def product(self, e: Product, depth: int) -> Expression:
        fixed = [factor for factor in e.factors if self.by not in factor.free_symbols]
        moving = [factor for factor in e.factors if self.by in factor.free_symbols]
        if fixed:
            rest = _product(moving)
            return self.note(
                "constant factor", e, Product((*fixed, self.derive(rest, depth + 1))), depth
            )
        terms = tuple(
            _product([*moving[:i], self.derive(factor, depth + 1), *moving[i + 1 :]])
            for i, factor in enumerate(moving)
        )
        return self.note("product", e, Sum(terms), depth)

    def quotient(self, e: Quotient, depth: int) -> Expression:
        above, below = e.numerator, e.denominator
        if self.by not in below.free_symbols:
            return self.note(
                "constant factor", e, Quotient(self.derive(above, depth + 1), below), depth
            )
        below_by = self.derive(below, depth + 1)
        if self.by not in above.free_symbols:
            return self.note(
                "quotient", e, Negate(Quotient(Product((above, below_by)), _squared(below))), depth
            )
        above_by = self.derive(above, depth + 1)
        top = Sum((Product((above_by, below)), Negate(Product((above, below_by)))))
        return self.note("quotient", e, Quotient(top, _squared(below)), depth)

    def power(self, e: Power, depth: int) -> Expression:
        base, exponent = e.base, e.exponent
        if self.by not in exponent.free_symbols:
            lower = Power(base, Sum((exponent, Number(-1.0))))
            return self.chained(e, "power", Product((exponent, lower)), base, depth)
        if self.by not in base.free_symbols:
            factor = () if base == Constant("e") else (Call("ln", (base,)),)
            return self.chained(e, "exponential", _product([e, *factor]), exponent, depth)
        base_by, exponent_by = self.derive(base, depth + 1), self.derive(exponent, depth + 1)
        inner = Sum(
            (
                Product((exponent_by, Call("ln", (base,)))),
                Quotient(Product((exponent, base_by)), base),
            )
        )
        return self.note("power with variable exponent", e, Product((e, inner)), depth)

    def call(self, e: Call, depth: int) -> Expression:
        if len(e.arguments) == 1:
            inner = e.arguments[0]
            outer = substitute(OUTER[e.function], {"u": inner})
            return self.chained(
                e, "exponential" if e.function == "exp" else e.function, outer, inner, depth
            )
        u, v = e.arguments
        by_u, by_v = (substitute(partial, {"u": u, "v": v}) for partial in PARTIALS[e.function])
        terms = (
            Product((by_u, self.derive(u, depth + 1))),
            Product((by_v, self.derive(v, depth + 1))),
        )
        return self.note("function", e, Sum(terms), depth, e.function)


def _squared(e: Expression) -> Expression:
    return Power(e, Number(2.0))


def _product(factors: list[Expression]) -> Expression:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))
