"""Whether an expression that is right is also written in the form that was asked."""

from __future__ import annotations

from vctutor.course.model import Form
from vctutor.grading.comparison.polynomial import (
    Polynomial,
    as_polynomial,
    content,
    has_rational_root,
)
from vctutor.i18n import N_, _
from vctutor.maths.tree import (
    Expression,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    walk,
)

_SAYS = {
    "factored": N_(
        "The value is right. Write it as a product, with everything taken out of the sums."
    ),
    "expanded": N_("The value is right. Multiply it out, and collect equal powers."),
    "simplified": N_("The value is right. It can be written more simply."),
    "number": N_("The value is right. Work it out to a single number."),
}


def missed_form(form: Form, expression: Expression) -> str | None:
    """Return what to say where the expression is not in the form, or None where it is."""
    if form == "any":
        return None
    tests = {
        "factored": is_factored,
        "expanded": is_expanded,
        "simplified": is_simplified,
        "number": is_number,
    }
    return None if tests[form](expression) else _(_SAYS[form])


def is_number(expression: Expression) -> bool:
    """Return whether it is one number or one fraction, with or without a sign."""
    match expression:
        case Number():
            return True
        case Negate(operand=operand):
            return is_number(operand)
        case Quotient(numerator=Number() | Negate(operand=Number()), denominator=Number()):
            return True
    return False


def is_expanded(expression: Expression) -> bool:
    """Return whether no product or power of a sum is left, and no two like terms."""
    if any(_holds_a_sum(node) for node in walk(expression)):
        return False
    terms = expression.terms if isinstance(expression, Sum) else (expression,)
    return not any(isinstance(term, Sum) for term in terms) and _no_like_terms(terms)


def _holds_a_sum(node: Expression) -> bool:
    match node:
        case Product(factors=factors):
            return any(_is_sum(factor) for factor in factors)
        case Power(base=base, exponent=Number(value=power)):
            return _is_sum(base) and power == int(power) and power > 0
        case Quotient(numerator=top):
            return _is_sum(top)
        case Negate(operand=operand):
            return _is_sum(operand)
    return False


def _is_sum(node: Expression) -> bool:
    return isinstance(node, Sum) or (isinstance(node, Negate) and _is_sum(node.operand))


def _no_like_terms(terms: tuple[Expression, ...]) -> bool:
    monomials: list[object] = []
    for term in terms:
        polynomial = as_polynomial(term)
        monomials.append(term if polynomial is None else tuple(polynomial))
    return len(set(monomials)) == len(monomials)


def is_factored(expression: Expression) -> bool:
    """Return whether it is a product whose sums have nothing left to take out.

    A sum is done when no number and no power is common to its terms and, being a polynomial in one
    variable of degree 2 or more, it has no rational root.
    """
    match expression:
        case Negate(operand=operand):
            return is_factored(operand)
        case Product(factors=factors):
            return all(_is_irreducible(factor) for factor in factors)
        case Quotient(numerator=top, denominator=bottom):
            return is_factored(top) and is_factored(bottom)
    return _is_irreducible(expression)


def _is_irreducible(factor: Expression) -> bool:
    match factor:
        case Power(base=base):
            return _is_irreducible(base)
        case Negate(operand=operand):
            return _is_irreducible(operand)
        case Product():
            return is_factored(factor)
        case Sum():
            polynomial = as_polynomial(factor)
            return polynomial is None or _nothing_to_take_out(polynomial)
    return True


def _nothing_to_take_out(polynomial: Polynomial) -> bool:
    if len(polynomial) < 2:
        return False
    number, powers = content(polynomial)
    whole = all(c.denominator == 1 for c in polynomial.values())
    return not powers and not (whole and number > 1) and not has_rational_root(polynomial)


def is_simplified(expression: Expression) -> bool:
    """Return whether no arithmetic between numbers is left, no like terms, and nothing times one or plus zero."""
    return all(_is_tidy(node) for node in walk(expression))


def _is_tidy(node: Expression) -> bool:
    match node:
        case Sum(terms=terms):
            numbers = sum(not term.free_symbols and _rational(term) for term in terms)
            return numbers <= 1 and not _has_zero(terms) and _no_like_terms(terms)
        case Product(factors=factors):
            plain = [factor for factor in factors if _rational(factor)]
            repeated = len({_base(factor) for factor in factors}) < len(factors)
            return len(plain) <= 1 and not repeated and not (plain and _trivial(plain[0]))
        case Power(base=base, exponent=exponent):
            return not (_rational(base) and _rational(exponent)) and not _trivial(exponent)
        case Quotient(numerator=Number(value=top), denominator=Number(value=bottom)):
            from math import gcd

            whole = top == int(top) and bottom == int(bottom)
            return whole and gcd(int(top), int(bottom)) == 1 and bottom != 1
        case Quotient(numerator=top, denominator=bottom):
            return top != bottom and not _trivial(bottom)
        case Negate(operand=Negate()):
            return False
    return True


def _rational(node: Expression) -> bool:
    match node:
        case Number():
            return True
        case Negate(operand=operand):
            return _rational(operand)
        case Quotient(numerator=top, denominator=bottom):
            return _rational(top) and _rational(bottom)
    return False


def _base(factor: Expression) -> Expression:
    return factor.base if isinstance(factor, Power) else factor


def _trivial(node: Expression) -> bool:
    return isinstance(node, Number) and node.value in (0.0, 1.0)


def _has_zero(terms: tuple[Expression, ...]) -> bool:
    return any(isinstance(term, Number) and term.value == 0.0 for term in terms)
