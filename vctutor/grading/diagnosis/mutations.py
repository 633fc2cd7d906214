"""Slips that the key itself shows: what it becomes with one term, sign, factor, exponent or number gone wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from vctutor.i18n import N_
from vctutor.maths.tree import (
    Expression,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)

MOST = 60  # mutations tried for one entry of a key

MUTATIONS = {
    "term-sign": N_("One term has the wrong sign; the rest is right."),
    "brackets": N_(
        "The factor in front of a bracket multiplies every term in it, not only the first."
    ),
    "power-as-product": N_(
        "A power was taken for a product: $a^n$ is $a$ multiplied by itself, not $n a$."
    ),
    "exponent": N_("One exponent is off by one."),
    "turned": N_("A fraction is upside down: above and below have changed places."),
    "sum-as-product": N_("Two parts are added where they are multiplied."),
    "product-as-sum": N_("Two parts are multiplied where they are added."),
    "factor-missing": N_("A factor is missing."),
    "term-missing": N_("A term is missing."),
    "one-term": N_("That is one of the terms. The others belong to it."),
}
"""The slips by name, the more specific ones first, and what is said to each."""


def mutations(key: Expression) -> Iterator[tuple[str, Expression]]:
    """Yield the name of each slip and what it makes of a key, at most `MOST`, in the order of `MUTATIONS`."""
    found = list(islice(_mutated(key), 4 * MOST))
    order = list(MUTATIONS)
    found.sort(key=lambda pair: order.index(pair[0]))
    yield from found[:MOST]


def _mutated(node: Expression) -> Iterator[tuple[str, Expression]]:
    yield from _here(node)
    parts = node.parts()
    for place, part in enumerate(parts):
        for name, new in _mutated(part):
            yield name, node.rebuilt((*parts[:place], new, *parts[place + 1 :]))


def _here(node: Expression) -> Iterator[tuple[str, Expression]]:
    match node:
        case Sum(terms=terms):
            for place, term in enumerate(terms):
                yield "term-sign", Sum((*terms[:place], Negate(term), *terms[place + 1 :]))
                rest = (*terms[:place], *terms[place + 1 :])
                yield "term-missing", rest[0] if len(rest) == 1 else Sum(rest)
                if len(terms) > 2:
                    yield "one-term", term
            if len(terms) == 2:
                yield "product-as-sum", Product(terms)
        case Product(factors=factors):
            for place, factor in enumerate(factors):
                rest = (*factors[:place], *factors[place + 1 :])
                yield "factor-missing", rest[0] if len(rest) == 1 else Product(rest)
                if isinstance(factor, Sum) and rest:
                    others = rest[0] if len(rest) == 1 else Product(rest)
                    first, *further = factor.terms
                    yield "brackets", Sum((Product((others, first)), *further))
                    *before, last = factor.terms
                    yield "brackets", Sum((*before, Product((others, last))))
            if len(factors) == 2:
                yield "sum-as-product", Sum(factors)
        case Quotient(numerator=top, denominator=bottom):
            yield "turned", Quotient(bottom, top)
            yield "factor-missing", top
        case Power(base=base, exponent=exponent):
            yield "power-as-product", Product((exponent, base))
            yield "exponent", Power(base, Sum((exponent, Number(1.0))))
            yield "exponent", Power(base, Sum((exponent, Number(-1.0))))
            if isinstance(base, Sum):
                yield "brackets", Sum(tuple(Power(term, exponent) for term in base.terms))
