"""A normal form that decides equality without points: quotients of polynomials with exact rational coefficients.

What is no sum, product, quotient or whole power is an *atom*: a variable, a constant, ``sin(u)`` of a normal form u.
Two expressions whose difference has the numerator 0 are equal wherever both have a value, whatever the atoms are. A
numerator that is not 0 proves a difference only where no relation holds between its atoms, see `Difference.proves`.

Numbers are exact: ``0.1`` is 1/10, and numerals with more digits than a float holds keep them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from vctutor.maths.tree import (
    Call,
    Constant,
    Expression,
    Negate,
    Number,
    Numeral,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)

# Bounds on the work: a normal form is given up, never computed in part.
_MOST_TERMS = 200
_MOST_PRODUCTS = 40_000  # pairs of terms multiplied for one normal form
_MOST_BITS = 12_000  # of a coefficient
_LARGEST_EXPONENT = 10**6
_LARGEST_PRIME = 1_000

Atom: TypeAlias = tuple[object, ...]
Monomial: TypeAlias = frozenset[tuple[Atom, Fraction]]
Terms: TypeAlias = dict[Monomial, Fraction]

_ONE: Monomial = frozenset()


class TooLarge(Exception):
    """The normal form would need more work than it is worth."""


@dataclass(frozen=True)
class Ratio:
    """A numerator over a denominator, which is not 0."""

    top: Terms
    bottom: Terms


@dataclass(frozen=True)
class Difference:
    """The normal form of a difference.

    Attributes:
        zero: whether it vanishes, so that the two are equal wherever both have a value.
        proves: whether a difference that does not vanish proves the two different. It does where all atoms are
            variables, roots of primes, exponentials of different monomials and at most one of pi and e: between
            these there is no algebraic relation (Lindemann; Besicovitch for the roots).
        numerator: as an expression, whose value at a point shows the difference without cancellation.
    """

    zero: bool
    proves: bool
    numerator: Expression


def difference(
    key: Expression, answer: Expression, parameters: Iterable[tuple[str, float]] = ()
) -> Difference | None:
    """Return the normal form of ``answer - key``, or None where it would be too large.

    Args:
        key: a scalar.
        answer: a scalar.
        parameters: names with a known value, which is put in exactly.
    """
    form = _Form({name: number(value) for name, value in parameters})
    try:
        one, other = form.ratio(answer), form.ratio(key)
        top = _added(
            form.times(one.top, other.bottom),
            form.times(_scaled(other.top, Fraction(-1)), one.bottom),
        )
    except TooLarge:
        return None
    atoms = {atom for monomial in top for atom, __ in monomial}
    constants = sum(atom in (("constant", "pi"), ("e", _ONE)) for atom in atoms)
    proves = constants <= 1 and all(map(_independent, atoms))
    return Difference(not top, proves, form.expression(top))


def _independent(atom: Atom) -> bool:
    if atom[0] == "e":
        return all(inner[0] == "symbol" for inner, __ in atom[1])  # type: ignore[attr-defined]
    return atom[0] in ("symbol", "prime", "constant")


def number(value: float) -> Fraction:
    """Return the number that was typed for a float: the shortest decimal that reads as it."""
    return Fraction(repr(value))


def exact_value(node: Number) -> Fraction:
    """Return the number a numeral stands for."""
    return Fraction(node.digits) if isinstance(node, Numeral) else number(node.value)


class _Form:
    """Computes normal forms; remembers which expression each atom stands for."""

    def __init__(self, parameters: Mapping[str, Fraction]) -> None:
        self.parameters = parameters
        self.meant: dict[Atom, Expression] = {}
        self.products = 0

    def ratio(self, node: Expression) -> Ratio:
        match node:
            case Number():
                return _number(exact_value(node))
            case Symbol(name=name):
                known = self.parameters.get(name)
                return _number(known) if known is not None else self.atom(("symbol", name), node)
            case Constant(name="pi"):
                return self.atom(("constant", "pi"), node)
            case Constant():
                return self.exponential(_number(Fraction(1)), node)
            case Negate(operand=operand):
                inner = self.ratio(operand)
                return Ratio(_scaled(inner.top, Fraction(-1)), inner.bottom)
            case Sum(terms=terms):
                total = self.ratio(terms[0])
                for term in terms[1:]:
                    total = self.plus(total, self.ratio(term))
                return total
            case Product(factors=factors):
                product = self.ratio(factors[0])
                for factor in factors[1:]:
                    other = self.ratio(factor)
                    product = Ratio(
                        self.times(product.top, other.top), self.times(product.bottom, other.bottom)
                    )
                return product
            case Quotient(numerator=top, denominator=bottom):
                return self.over(self.ratio(top), self.ratio(bottom))
            case Call(function="exp", arguments=(inner,)):
                return self.exponential(self.ratio(inner), inner)
            case Call(function="sqrt", arguments=(inner,)):
                return self.power(inner, Number(0.5), node)
            case Power(base=Constant(name="e"), exponent=exponent):
                return self.exponential(self.ratio(exponent), exponent)
            case Power(base=base, exponent=exponent):
                return self.power(base, exponent, node)
            case Call(function=name, arguments=arguments):
                inner_forms = tuple(_frozen(self.ratio(one)) for one in arguments)
                return self.atom((name, *inner_forms), node)
        raise TooLarge

    def atom(self, atom: Atom, node: Expression) -> Ratio:
        self.meant.setdefault(atom, node)
        return Ratio({frozenset(((atom, Fraction(1)),)): Fraction(1)}, {_ONE: Fraction(1)})

    def plus(self, one: Ratio, other: Ratio) -> Ratio:
        if one.bottom == other.bottom:
            return Ratio(_added(one.top, other.top), one.bottom)
        top = _added(self.times(one.top, other.bottom), self.times(other.top, one.bottom))
        return Ratio(top, self.times(one.bottom, other.bottom))

    def over(self, one: Ratio, other: Ratio) -> Ratio:
        if not other.top:  # no value anywhere
            raise TooLarge
        if len(other.top) == 1:  # a monomial goes up with negative exponents
            ((monomial, coefficient),) = other.top.items()
            powers, number = _raised(monomial, Fraction(-1))
            turned = {powers: number / coefficient}
            return Ratio(self.times(self.times(one.top, other.bottom), turned), one.bottom)
        return Ratio(self.times(one.top, other.bottom), self.times(one.bottom, other.top))

    def exponential(self, exponent: Ratio, node: Expression) -> Ratio:
        """Return e to a normal form: a product of one power for each of its terms."""
        if list(exponent.bottom) != [_ONE]:
            return self.atom(("exp", _frozen(exponent)), Call("exp", (node,)))
        unit = exponent.bottom[_ONE]
        powers = []
        for monomial, coefficient in exponent.top.items():
            atom = ("e", monomial)
            self.meant.setdefault(
                atom,
                Call("exp", (self.expression({monomial: Fraction(1)}),))
                if monomial
                else Constant("e"),
            )
            powers.append((atom, coefficient / unit))
        return Ratio({frozenset(powers): Fraction(1)}, {_ONE: Fraction(1)})

    def power(self, base: Expression, exponent: Expression, node: Expression) -> Ratio:
        raised, inner = self.ratio(exponent), self.ratio(base)
        whole = _constant(raised)
        if whole is not None and whole.denominator == 1:
            return self.whole_power(inner, int(whole))
        value = _constant(inner)
        if whole is not None and value is not None and value > 0:
            rooted = _rooted(value, whole)
            if rooted is not None:
                for atom, __ in next(iter(rooted)):
                    self.meant.setdefault(atom, Number(float(atom[1])))  # type: ignore[arg-type]
                return Ratio(rooted, {_ONE: Fraction(1)})
        # u^(v + 2) is u^2 u^v: the whole part of the exponent is taken out.
        constant = (
            raised.top.get(_ONE, Fraction(0)) if list(raised.bottom) == [_ONE] else Fraction(0)
        )
        unit = raised.bottom.get(_ONE, Fraction(1))
        shift = (constant / unit).__floor__() if constant else 0
        if shift and abs(shift) <= _LARGEST_EXPONENT:
            rest = Ratio(_added(raised.top, {_ONE: -shift * unit}), raised.bottom)
            left: Expression = Power(base, Sum((exponent, Number(float(-shift)))))
            once = self.atom(("power", _frozen(inner), _frozen(rest)), left)
            factor = self.whole_power(inner, shift)
            return Ratio(self.times(once.top, factor.top), self.times(once.bottom, factor.bottom))
        return self.atom(("power", _frozen(inner), _frozen(raised)), node)

    def whole_power(self, base: Ratio, count: int) -> Ratio:
        if count < 0:
            return self.whole_power(self.over(_number(Fraction(1)), base), -count)
        if count > _LARGEST_EXPONENT:
            raise TooLarge
        return Ratio(self.raised(base.top, count), self.raised(base.bottom, count))

    def raised(self, terms: Terms, count: int) -> Terms:
        if len(terms) == 1:
            ((monomial, coefficient),) = terms.items()
            if (
                abs(coefficient.numerator) | coefficient.denominator
            ).bit_length() * count > _MOST_BITS and abs(coefficient) != 1:
                raise TooLarge
            powers, number = _raised(monomial, Fraction(count))
            return {powers: number * coefficient**count}
        if count > 64:
            raise TooLarge
        result: Terms = {_ONE: Fraction(1)}
        for __ in range(count):
            result = self.times(result, terms)
        return result

    def times(self, one: Terms, other: Terms) -> Terms:
        if len(one) == 1 and one.get(_ONE) == 1:
            return other
        if len(other) == 1 and other.get(_ONE) == 1:
            return one
        self.products += len(one) * len(other)
        if self.products > _MOST_PRODUCTS:
            raise TooLarge
        product: Terms = {}
        for m, c in one.items():
            for n, d in other.items():
                joined, number = _joined(m, n)
                product[joined] = product.get(joined, Fraction(0)) + c * d * number
        product = {m: c for m, c in product.items() if c}
        if len(product) > _MOST_TERMS:
            raise TooLarge
        if any(
            c.numerator.bit_length() + c.denominator.bit_length() > _MOST_BITS
            for c in product.values()
        ):
            raise TooLarge
        return product

    def expression(self, terms: Terms) -> Expression:
        """Return the terms as an expression; its numbers are floats."""
        made = [self._term(monomial, coefficient) for monomial, coefficient in terms.items()]
        return Sum(tuple(made)) if len(made) > 1 else made[0] if made else Number(0.0)

    def _term(self, monomial: Monomial, coefficient: Fraction) -> Expression:
        factors: list[Expression] = [_fraction(coefficient)]
        for atom, exponent in monomial:
            power = _fraction(exponent)
            factors.append(self.meant[atom] if exponent == 1 else Power(self.meant[atom], power))
        return Product(tuple(factors)) if len(factors) > 1 else factors[0]


def _fraction(value: Fraction) -> Expression:
    try:
        top = Number(float(value.numerator))
        return top if value.denominator == 1 else Quotient(top, Number(float(value.denominator)))
    except OverflowError:
        raise TooLarge from None


def _number(value: Fraction) -> Ratio:
    return Ratio({_ONE: value} if value else {}, {_ONE: Fraction(1)})


def _constant(ratio: Ratio) -> Fraction | None:
    """Return the number that a normal form is, or None."""
    if not ratio.top:
        return Fraction(0)
    if list(ratio.top) == [_ONE] and list(ratio.bottom) == [_ONE]:
        return ratio.top[_ONE] / ratio.bottom[_ONE]
    return None


def _frozen(ratio: Ratio) -> tuple[object, ...]:
    """Return a ratio as a value that is equal for equal ones; the leading coefficient below is 1."""
    lead = ratio.bottom[_ONE] if list(ratio.bottom) == [_ONE] else Fraction(1)
    top = frozenset((m, c / lead) for m, c in ratio.top.items())
    bottom = frozenset((m, c / lead) for m, c in ratio.bottom.items())
    return top, bottom


def _added(one: Terms, other: Terms) -> Terms:
    total = dict(one)
    for monomial, coefficient in other.items():
        total[monomial] = total.get(monomial, Fraction(0)) + coefficient
    return {monomial: c for monomial, c in total.items() if c}


def _scaled(terms: Terms, factor: Fraction) -> Terms:
    return {monomial: c * factor for monomial, c in terms.items()}


def _raised(monomial: Monomial, exponent: Fraction) -> tuple[Monomial, Fraction]:
    """Return a power of a monomial, and the number that whole powers of roots of primes leave."""
    return _folded({atom: power * exponent for atom, power in monomial})


def _joined(one: Monomial, other: Monomial) -> tuple[Monomial, Fraction]:
    """Return the product of two monomials, and the number that whole powers of roots of primes leave."""
    if not one:
        return other, Fraction(1)
    if not other:
        return one, Fraction(1)
    powers = dict(one)
    for atom, power in other:
        powers[atom] = powers.get(atom, Fraction(0)) + power
    return _folded(powers)


def _folded(powers: dict[Atom, Fraction]) -> tuple[Monomial, Fraction]:
    """Return powers with those of primes between 0 and 1, which alone are independent, and the number left over."""
    number = Fraction(1)
    for atom in [atom for atom in powers if atom[0] == "prime"]:
        whole = powers[atom].__floor__()
        if abs(whole) > _MOST_BITS:
            raise TooLarge
        number *= Fraction(int(atom[1])) ** whole  # type: ignore[call-overload]
        powers[atom] -= whole
    return frozenset((atom, power) for atom, power in powers.items() if power), number


def _rooted(value: Fraction, exponent: Fraction) -> Terms | None:
    """Return a fractional power of a positive number as a number times roots of primes, or None for large primes."""
    powers: dict[int, Fraction] = {}
    for part, sign in ((value.numerator, 1), (value.denominator, -1)):
        left, prime = part, 2
        while left > 1:
            if prime > _LARGEST_PRIME:
                if left > 10**9:
                    return None
                prime = _least_divisor(left)
            while left % prime == 0:
                powers[prime] = powers.get(prime, Fraction(0)) + sign * exponent
                left //= prime
            prime += 1
    number = Fraction(1)
    roots = []
    for prime, power in powers.items():
        whole = power.__floor__()
        if abs(whole) * prime.bit_length() > _MOST_BITS:
            return None
        number *= Fraction(prime) ** whole
        if power - whole:
            roots.append((("prime", prime), power - whole))
    return {frozenset(roots): number}


def _least_divisor(value: int) -> int:
    return next((d for d in range(_LARGEST_PRIME, int(value**0.5) + 2) if value % d == 0), value)
