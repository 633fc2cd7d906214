"""The one-sided expansion of an expression along a direction."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from vctutor.maths.evaluation import CONSTANT_VALUES, SCALAR
from vctutor.maths.expansion import (
    BEYOND,
    EPSILON,
    ZERO,
    Arithmetic,
    CannotTell,
    Expansion,
    NoValue,
    constant,
    linear,
    rational,
    sign_of,
    split,
)
from vctutor.maths.taylor import SERIES
from vctutor.maths.tree import (
    Call,
    Constant,
    Expression,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)


class OneSided(Arithmetic):
    """Expands expressions at ``values + t direction``, t > 0.

    Attributes:
        special: the parts evaluated at a point where their function is not analytic, such as ``abs(x)`` at 0.
    """

    def __init__(
        self, values: Mapping[str, float], direction: Mapping[str, float], keep: int
    ) -> None:
        """Expand at a point along a direction; a direction of zeros gives the value at the point."""
        super().__init__(keep)
        self.values = values
        self.direction = direction
        self.special: dict[Expression, None] = {}
        self._known: dict[Expression, Expansion] = {}

    def of(self, e: Expression) -> Expansion:
        """Return the expansion of a scalar expression.

        Raises:
            NoValue: it has no real value on this side.
            CannotTell: the kept terms do not determine it.
        """
        if e not in self._known:
            self._known[e] = self._expand(e)
        return self._known[e]

    def _expand(self, e: Expression) -> Expansion:
        if isinstance(e, Number):
            whole = e.value == round(e.value) if math.isfinite(e.value) else False
            return constant(e.value, 0.0 if whole else 0.5 * EPSILON * abs(e.value))
        if isinstance(e, Constant):
            value = CONSTANT_VALUES[e.name]
            return constant(value, 0.5 * EPSILON * value)
        if isinstance(e, Symbol):
            return linear(self.values[e.name], self.direction.get(e.name, 0.0))
        if isinstance(e, Negate):
            return self.negative(self.of(e.operand))
        if isinstance(e, Sum):
            total = ZERO
            for term in e.terms:
                total = self.add(total, self.of(term))
            return total
        if isinstance(e, Product):
            product, *rest = map(self.of, e.factors)
            for factor in rest:
                product = self.multiply(product, factor)
            return product
        if isinstance(e, Quotient):
            return self.divide(self.of(e.numerator), self.of(e.denominator))
        if isinstance(e, Power):
            return self._power(e)
        assert isinstance(e, Call)
        return self._call(e)

    def _power(self, e: Power) -> Expansion:
        exponent = self.of(e.exponent)
        if e.base == Constant("e"):
            return self.exp(exponent)
        base = self.of(e.base)
        if base.exact_zero and e.exponent.free_symbols:
            self.special[e] = None  # beside a zero base the power may have no value
        if exponent.exact_zero or (
            exponent.order is None
            and len(exponent.terms) == 1
            and exponent.terms[0][:2] == (Fraction(0), 0)
        ):
            power = rational(exponent.terms[0].value) if exponent.terms else Fraction(0)
            if base.exact_zero and power.denominator > 1:
                self.special[e] = None
            return self.real_power(base, power)
        if base.exact_zero:
            if sign_of(exponent) > 0:
                return ZERO
            raise NoValue
        return self.exp(self.multiply(exponent, self.ln(base)))

    def _call(self, e: Call) -> Expansion:
        arguments = [self.of(argument) for argument in e.arguments]
        if e.function in _TWO:
            difference = self.add(arguments[0], self.negative(arguments[1]))
            if difference.exact_zero and e.free_symbols:
                self.special[e] = None
            return _TWO[e.function](arguments[0], arguments[1], sign_of(difference))
        a = arguments[0]
        if e.function in _SIGNED:
            if a.exact_zero and e.free_symbols:
                self.special[e] = None
            return _SIGNED[e.function](self, a, sign_of(a))
        if e.function in ("sqrt", "cbrt") and a.exact_zero:
            self.special[e] = None
            return ZERO
        if (
            e.function in _ENDS
            and not a.growth
            and a.terms[:1]
            and abs(abs(a.terms[0].value) - 1) < 8 * EPSILON
        ):
            self.special[e] = None
        if e.function in _FORMULAS:
            return _FORMULAS[e.function](self, a)
        return self.analytic(e.function, a)

    def analytic(self, name: str, a: Expansion) -> Expansion:
        """Apply a function that is analytic at the limit of its argument.

        Raises:
            NoValue: the limit is outside the domain.
            CannotTell: the argument has no finite limit.
        """
        if a.growth or (a.terms and (a.terms[0].power < 0 or a.terms[0].logs > 0)):
            return self._far(name, a)
        at, error, u = split(a)
        count = self._needed(u) + 1
        try:
            series = SERIES[name]([at, 1.0, *([0.0] * count)])
        except (ValueError, ZeroDivisionError, OverflowError):
            raise NoValue from None
        return self.compose(
            [
                (c, (n + 1) * abs(series[n + 1]) * error + 4 * EPSILON * abs(c))
                for n, c in enumerate(series[: count + 1])
                if n < count
            ],
            u,
        )

    def _far(self, name: str, a: Expansion) -> Expansion:
        """Apply a function to an argument that tends to infinity."""
        sign = sign_of(a)
        if name in ("sin", "cos"):
            self.oscillates = True
            return Expansion((), Fraction(0))
        if name == "arctan":
            limit = constant(sign * math.pi / 2, EPSILON)
            return self.add(
                limit, self.negative(self.analytic("arctan", self.real_power(a, Fraction(-1))))
            )
        if name == "arsinh":
            size = a if sign > 0 else self.negative(a)
            root = self.root(self.add(self.real_power(size, Fraction(2)), constant(1.0)))
            found = self.ln(self.add(size, root))
            return found if sign > 0 else self.negative(found)
        up, down = self.exp(a), self.exp(self.negative(a))
        if name == "sinh":
            return self.scaled(self.add(up, self.negative(down)), 0.5)
        if name == "cosh":
            return self.scaled(self.add(up, down), 0.5)
        one = constant(1.0)
        if name == "sigma":
            return self.real_power(self.add(one, down), Fraction(-1))
        if name == "softplus":
            small = self.ln(self.add(one, down if sign > 0 else up))
            return self.add(a, small) if sign > 0 else small
        if name == "tanh":
            twice = self.exp(self.scaled(a, 2.0))
            tail = self.real_power(self.add(twice, one), Fraction(-1))
            return self.add(one, self.scaled(tail, -2.0))
        raise CannotTell

    # -- functions with branch points

    def _arcsin(self, a: Expansion) -> Expansion:
        at, error, _ = split(a)
        one = constant(1.0)
        edge = self.add(one, self.negative(a if at > 0 else self.negative(a)))
        if abs(abs(at) - 1) > 4 * (error + EPSILON):
            return self.analytic("arcsin", a)
        # arcsin(1 - s) = pi/2 - 2 arcsin(sqrt(s/2)), which expands in powers of sqrt(s).
        root = self.root(self.scaled(edge, 0.5))
        found = self.add(
            constant(math.pi / 2, EPSILON), self.scaled(self.analytic("arcsin", root), -2.0)
        )
        return found if at > 0 else self.negative(found)

    def _arccos(self, a: Expansion) -> Expansion:
        return self.add(constant(math.pi / 2, EPSILON), self.negative(self._arcsin(a)))

    def _arcosh(self, a: Expansion) -> Expansion:
        if a.growth or (a.terms and a.terms[0].power < 0):
            if sign_of(a) < 0:
                raise NoValue
            root = self.root(self.add(self.real_power(a, Fraction(2)), constant(-1.0)))
            return self.ln(self.add(a, root))
        at, error, _ = split(a)
        if abs(at - 1) > 4 * (error + EPSILON):
            return self.analytic("arcosh", a)
        root = self.root(self.scaled(self.add(a, constant(-1.0)), 0.5))
        return self.scaled(self.analytic("arsinh", root), 2.0)

    def _artanh(self, a: Expansion) -> Expansion:
        one = constant(1.0)
        up = self.ln(self.add(one, a))
        return self.scaled(
            self.add(up, self.negative(self.ln(self.add(one, self.negative(a))))), 0.5
        )

    def _cbrt(self, a: Expansion) -> Expansion:
        third = Fraction(1, 3)
        if sign_of(a) < 0:
            return self.negative(self.real_power(self.negative(a), third))
        return self.real_power(a, third)

    def _over(self, above: str, below: str, a: Expansion) -> Expansion:
        top = self.analytic(above, a) if above else constant(1.0)
        return self.divide(top, self.analytic(below, a))


def _at(value: float) -> Expansion:
    return constant(value) if value else ZERO


# Functions whose domain ends at 1, where they are not analytic.
_ENDS = ("arcsin", "arccos", "arcosh")
# Functions that depend on the sign of their argument.
_SIGNED: dict[str, Callable[[OneSided, Expansion, int], Expansion]] = {
    "abs": lambda work, a, sign: a if sign >= 0 else work.negative(a),
    "relu": lambda work, a, sign: a if sign > 0 else ZERO,
    "sign": lambda work, a, sign: _at(SCALAR["sign"](float(sign))),
    "step": lambda work, a, sign: _at(SCALAR["step"](float(sign))),
}
# Functions of two arguments, by the sign of their difference.
_TWO: dict[str, Callable[[Expansion, Expansion, int], Expansion]] = {
    "max": lambda a, b, sign: a if sign >= 0 else b,
    "min": lambda a, b, sign: b if sign > 0 else a,
    "greater": lambda a, b, sign: _at(0.5 * (1 + sign)),
}
_FORMULAS: dict[str, Callable[[OneSided, Expansion], Expansion]] = {
    "exp": OneSided.exp,
    "ln": OneSided.ln,
    "log2": lambda work, a: work.scaled(work.ln(a), 1 / math.log(2)),
    "log10": lambda work, a: work.scaled(work.ln(a), 1 / math.log(10)),
    "sqrt": OneSided.root,
    "cbrt": OneSided._cbrt,
    "tan": lambda work, a: work._over("sin", "cos", a),
    "cot": lambda work, a: work._over("cos", "sin", a),
    "sec": lambda work, a: work._over("", "cos", a),
    "csc": lambda work, a: work._over("", "sin", a),
    "arcsin": OneSided._arcsin,
    "arccos": OneSided._arccos,
    "arcosh": OneSided._arcosh,
    "artanh": OneSided._artanh,
}
__all__ = ["BEYOND", "CannotTell", "NoValue", "OneSided"]
