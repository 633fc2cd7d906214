"""Simplify to a form a learner recognises: like terms collected, powers merged, constants folded.

The result has the value of the original wherever that is finite. It may have one in more
places: ``x/x`` becomes ``1``. Products of sums stay factored, so ``(x^2+1)^3`` is not multiplied out, but
where multiplying a sum out makes it shorter, as in the numerator of a quotient rule, it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from vctutor.maths.coefficients import MINUS_ONE, ONE, ZERO, Coefficient, coefficient
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
)

# A term: its coefficient and its factors as base -> exponent.
Factors = dict[Expression, Expression]
Term = tuple[Coefficient, Factors]

_ONE = Number(1.0)
_EULER = Constant("e")
_MOST_EXPANDED = 24
_ODD = ("sin", "tan", "arctan", "arcsin", "sinh", "tanh", "arsinh", "artanh", "cbrt", "sign")
_EVEN = ("cos", "cosh", "abs", "sec")


@lru_cache(maxsize=1024)
def simplify(e: Expression) -> Expression:
    """Return a simpler expression with the same value wherever ``e`` has a finite one.

    ``exp(u)`` is written ``e^u``; a sum's number comes last; symbols in a product are in alphabetical order.
    """
    if isinstance(e, Vector):
        return Vector(tuple(map(simplify, e.entries)))
    if isinstance(e, Matrix):
        return e.rebuilt(tuple(map(simplify, e.parts())))
    if isinstance(e, (Sum, Product, Quotient, Negate)) and (spread := _spread(e)) is not None:
        return simplify(spread)
    if isinstance(e, Sum):
        return _sum(map(simplify, e.terms))
    if isinstance(e, Call):
        return _call(e.function, tuple(map(simplify, e.arguments)))
    if isinstance(e, (Number, Symbol, Constant)):
        return e
    return _from_term(_term(e))


def _spread(e: Expression) -> Expression | None:
    """Return a vector or matrix where ``e`` is a sum or a multiple of some; None for a scalar."""
    arrays = [
        part for part in e.parts() if isinstance(part, (Vector, Matrix)) or _holds_array(part)
    ]
    if not arrays:
        return None
    parts = [simplify(part) for part in e.parts()]
    model = next(part for part in parts if isinstance(part, (Vector, Matrix)))
    entries = [
        p.parts() if isinstance(p, (Vector, Matrix)) else [p] * len(model.parts()) for p in parts
    ]
    return model.rebuilt(tuple(e.rebuilt(row) for row in zip(*entries, strict=True)))


def _holds_array(e: Expression) -> bool:
    if isinstance(e, (Vector, Matrix)):
        return True
    return isinstance(e, (Sum, Product, Quotient, Negate)) and any(map(_holds_array, e.parts()))


# -- terms: a coefficient times powers


def _term(e: Expression) -> Term:
    """Return ``e``, whose parts may be anything, as a coefficient and simplified powers."""
    if isinstance(e, Number):
        number = coefficient(e.value)
        return (number, {}) if number.finite else (ONE, {e: _ONE})
    if isinstance(e, Negate):
        number, factors = _term(e.operand)
        return number.times(MINUS_ONE), factors
    if isinstance(e, Product):
        return _multiply(map(_term, e.factors))
    if isinstance(e, Quotient):
        below = _inverse(_term(e.denominator))
        return _multiply((_term(e.numerator), below))
    if isinstance(e, Power):
        return _power(simplify(e.base), simplify(e.exponent))
    simple = simplify(e)
    if type(simple) is not type(e) and not isinstance(simple, (Sum, Call)):
        return _term(simple)
    return ONE, {simple: _ONE}


def _multiply(terms: Iterable[Term]) -> Term:
    number = ONE
    merged: Factors = {}
    for other, given in terms:
        product = number.times(other)
        # Two numbers whose product overflows stay two numbers.
        factors = given if product.finite else {**given, _number(other): _ONE}
        number = product if product.finite else number
        for base, exponent in factors.items():
            merged[base] = _sum((merged[base], exponent)) if base in merged else exponent
    if not number.value:
        return ZERO, {}
    kept = {base: exponent for base, exponent in merged.items() if exponent != Number(0.0)}
    return _signs_and_roots(number, kept)


def _signs_and_roots(number: Coefficient, factors: Factors) -> Term:
    """Merge sign(u) with |u|, and whole powers of roots and absolute values."""
    for base in list(factors):
        if not isinstance(base, Call) or base not in factors:
            continue
        inner = base.arguments[0]
        count = _whole(factors[base])
        if base.function == "sign" and count is not None and count % 2:
            size = Call("abs", (inner,))
            if size in factors and (other := _whole(factors[size])) is not None and other % 2:
                del factors[base], factors[size]
                return _multiply(((number, factors), _power(inner, Number(float(other)))))
        if base.function in ("sqrt", "abs") and count is not None and count % 2 == 0 and count:
            del factors[base]
            halved = count // 2 if base.function == "sqrt" else count
            return _multiply(((number, factors), _power(inner, Number(float(halved)))))
    return number, factors


def _whole(e: Expression) -> int | None:
    return (
        int(e.value)
        if isinstance(e, Number) and e.value == int(e.value) and abs(e.value) < 1e6
        else None
    )


def _inverse(term: Term) -> Term:
    number, factors = term
    upside = number.power(-1)
    if upside is None:
        if not number.value or not isinstance(number.value, float):
            factors = {**factors, _number(number): _ONE}
            upside = ONE
        else:
            upside = Coefficient(1.0 / number.value, True)
    return upside, {base: _negated(exponent) for base, exponent in factors.items()}


def _negated(e: Expression) -> Expression:
    number, factors = _term(e)
    if isinstance(e, Sum):
        return _sum(_negated(term) for term in e.terms)
    return _from_term((number.times(MINUS_ONE), factors))


def _power(base: Expression, exponent: Expression) -> Term:
    """Return a simplified base to a simplified exponent as a term."""
    if exponent == Number(0.0) or base == _ONE:
        return ONE, {}
    if exponent == _ONE:
        return _term(base)
    count = _whole(exponent)
    if isinstance(base, Number) and count is not None:
        folded = coefficient(base.value).power(count)
        return (folded, {}) if folded is not None else (ONE, {base: exponent})
    if base == _EULER:
        if isinstance(exponent, Call) and exponent.function == "ln":
            return _term(exponent.arguments[0])
        return ONE, {base: exponent}
    if count is not None and isinstance(base, (Product, Quotient, Negate, Power)):
        number, factors = _term(base)
        folded = number.power(count)
        if folded is not None and (count > 0 or number.value):
            raised = [
                _raised(b, _from_term(_multiply((_term(x), _term(exponent)))))
                for b, x in factors.items()
            ]
            return _multiply([(folded, {}), *raised])
    if count is not None and isinstance(base, Call) and base.function in ("sqrt", "abs"):
        return _signs_and_roots(ONE, {base: exponent})
    return ONE, {base: exponent}


def _raised(base: Expression, exponent: Expression) -> Term:
    return _power(base, exponent) if isinstance(base, Number) else (ONE, {base: exponent})


# -- back to a tree


def _number(value: Coefficient) -> Number:
    return Number(float(value.value))


def _rank(base: Expression, exponent: Expression) -> tuple[int, str]:
    """Return what orders factors: numbers, constants, symbols, variable powers, functions, sums."""
    if isinstance(base, Number):
        return 0, ""
    if base == _EULER:
        return 3, ""
    if isinstance(base, Constant):
        return 1, base.name
    if isinstance(base, Symbol):
        return 2 if isinstance(exponent, Number) else 3, base.name
    return (4, "") if isinstance(base, Call) else (5, "")


def _from_term(term: Term) -> Expression:
    number, factors = term
    above: list[Expression] = []
    below: list[Expression] = []
    for base in sorted(factors, key=lambda base: _rank(base, factors[base])):
        exponent = factors[base]
        negative = _negative(exponent) and base != _EULER
        power = _negated(exponent) if negative else exponent
        made = base if power == _ONE else Power(base, power)
        (below if negative else above).append(made)
    minus = number.value < 0
    size = number.times(MINUS_ONE) if minus else number
    top, bottom = _halves(size)
    if not above and not below and bottom == 1:
        return Number(-top if minus else top)
    numerator = _side(-top if minus else top, above)
    if not below and bottom == 1:
        return numerator
    denominator = _side(float(bottom), below)
    if isinstance(numerator, Negate):
        return Negate(Quotient(numerator.operand, denominator))
    return Quotient(numerator, denominator)


def _halves(size: Coefficient) -> tuple[float, int]:
    """Return what goes above and below the line: a decimal stays above."""
    if isinstance(size.value, Fraction) and not size.decimal:
        return float(size.value.numerator), size.value.denominator
    return float(size.value), 1


def _side(number: float, factors: list[Expression]) -> Expression:
    if not factors:
        return Number(number)
    if number == 1:
        return factors[0] if len(factors) == 1 else Product(tuple(factors))
    if number == -1:
        return Negate(_side(1.0, factors))
    return Product((Number(number), *factors))


def _negative(e: Expression) -> bool:
    if isinstance(e, Number):
        return e.value < 0
    if isinstance(e, Negate):
        return True
    if isinstance(e, Product):
        return _negative(e.factors[0])
    return isinstance(e, Quotient) and _negative(e.numerator)


# -- sums


def _sum(terms: Iterable[Expression]) -> Expression:
    """Return the sum of simplified terms."""
    collected = _collect(_flat(terms))
    plain = _from_terms(collected)
    if not isinstance(plain, Sum) or not any(_has_sum(factors) for _, factors in collected):
        return plain
    expanded = _expanded(collected)
    if expanded is None:
        return plain
    short = _from_terms(_collect(expanded))
    return short if short.size < plain.size else plain


def _flat(terms: Iterable[Expression]) -> list[Term]:
    found: list[Term] = []
    for term in terms:
        if isinstance(term, Sum):
            found.extend(_flat(term.terms))
            continue
        number, factors = _term(term)
        only = next(iter(factors)) if len(factors) == 1 else None
        if isinstance(only, Sum) and factors[only] == _ONE:
            found.extend((number.times(n), f) for n, f in _flat(only.terms))
        else:
            found.append((number, factors))
    return found


def _key(factors: Factors) -> frozenset[tuple[Expression, Expression]]:
    return frozenset(factors.items())


def _collect(terms: list[Term]) -> list[Term]:
    numbers: dict[frozenset[tuple[Expression, Expression]], Coefficient] = {}
    kinds: dict[frozenset[tuple[Expression, Expression]], Factors] = {}
    for number, factors in terms:
        key = _key(factors)
        total = numbers[key].plus(number) if key in numbers else number
        if not total.finite:
            factors, total = {**factors, _number(number): _ONE}, ONE
            key = _key(factors)
        numbers[key] = total
        kinds.setdefault(key, factors)
    kept = [(numbers[key], kinds[key]) for key in numbers if numbers[key].value]
    return _pythagoras(kept)


def _pythagoras(terms: list[Term]) -> list[Term]:
    """Replace ``c sin(u)^2 + c cos(u)^2`` by ``c``."""
    two = Number(2.0)
    for index, (number, factors) in enumerate(terms):
        for base, exponent in factors.items():
            if not (isinstance(base, Call) and base.function == "sin" and exponent == two):
                continue
            rest = {b: x for b, x in factors.items() if b != base}
            partner = _key({**rest, Call("cos", base.arguments): two})
            for other, (value, kind) in enumerate(terms):
                if other != index and value.value == number.value and _key(kind) == partner:
                    left = [term for place, term in enumerate(terms) if place not in (index, other)]
                    return _collect([*left, (number, rest)])
    return terms


def _from_terms(terms: list[Term]) -> Expression:
    if not terms:
        return Number(0.0)
    ordered = sorted(terms, key=lambda term: not term[1])
    if ordered[0][0].value < 0:
        # A positive term first, where there is one: 1 - x rather than -x + 1.
        first = next((term for term in ordered if term[0].value > 0), None)
        if first is not None:
            ordered.remove(first)
            ordered.insert(0, first)
    made: list[Expression] = [_from_term(term) for term in ordered]
    # The number is the last of the sort, or was brought to the front.
    return made[0] if len(made) == 1 else Sum(tuple(made))


def _has_sum(factors: Factors) -> bool:
    return any(isinstance(base, Sum) and (_whole(x) or 0) > 0 for base, x in factors.items())


def _expanded(terms: list[Term]) -> list[Term] | None:
    """Return the terms multiplied out; None where they would become many."""
    found: list[Term] = []
    for number, factors in terms:
        parts: list[Term] = [(number, {b: x for b, x in factors.items() if not _opened(b, x)})]
        for base, exponent in factors.items():
            if not isinstance(base, Sum) or not _opened(base, exponent):
                continue
            for _ in range(_whole(exponent) or 0):
                inner = _flat(base.terms)
                if len(parts) * len(inner) > _MOST_EXPANDED:
                    return None
                parts = [_multiply((part, other)) for part in parts for other in inner]
        found.extend(parts)
    return found


def _opened(base: Expression, exponent: Expression) -> bool:
    return isinstance(base, Sum) and 0 < (_whole(exponent) or 0) <= 4


# -- functions

_AT_ZERO = {
    **dict.fromkeys(("sin", "tan", "arcsin", "arctan", "sinh", "tanh", "arsinh", "artanh"), 0.0),
    **dict.fromkeys(("sqrt", "cbrt", "abs", "sign", "relu", "step"), 0.0),
    **dict.fromkeys(("cos", "cosh", "sec"), 1.0),
}


def _call(name: str, arguments: tuple[Expression, ...]) -> Expression:
    if len(arguments) == 2:
        return (
            arguments[0]
            if name in ("max", "min") and arguments[0] == arguments[1]
            else Call(name, arguments)
        )
    u = arguments[0]
    if name == "exp":
        return _from_term(_power(_EULER, u))
    if u == Number(0.0) and name in _AT_ZERO:
        return Number(_AT_ZERO[name])
    if name == "ln":
        return _logarithm(u)
    if name == "sqrt":
        return _root(u)
    if isinstance(u, Number) and name in ("abs", "sign", "relu", "step"):
        from vctutor.maths.evaluation import SCALAR

        return Number(SCALAR[name](u.value))
    if name == "abs" and (isinstance(u, Call) and u.function in ("abs", "sqrt", "relu", "sigma")):
        return u
    if u == Constant("pi") and name in ("sin", "cos"):
        return Number(0.0 if name == "sin" else -1.0)
    if name in _EVEN and _negative(u):
        return Call(name, (_negated(u),))
    if name in _ODD and _negative(u):
        return _negated(Call(name, (_negated(u),)))
    return Call(name, arguments)


def _logarithm(u: Expression) -> Expression:
    if u == _ONE:
        return Number(0.0)
    if u == _EULER:
        return _ONE
    if isinstance(u, Power) and u.base == _EULER:
        return u.exponent
    return Call("ln", (u,))


def _root(u: Expression) -> Expression:
    if isinstance(u, Number) and 0 <= u.value < 1e12:
        root = round(u.value**0.5)
        if root * root == u.value:
            return Number(float(root))
    if isinstance(u, Power) and u.exponent == Number(2.0):
        return _call("abs", (u.base,))
    return Call("sqrt", (u,))
