"""The tree itself: equality, symbols, shapes."""

import pytest

from vctutor.maths.expression import (
    Call,
    Expression,
    ShapeError,
    Symbol,
    Vector,
    parse,
    shape,
    to_text,
    walk,
)
from vctutor.maths.tree import Product


def test_equal_trees_are_equal_and_hash_alike():
    assert parse("2x + 1") == parse("2 x+1")
    assert hash(parse("2x + 1")) == hash(parse("2*x + 1"))
    assert parse("x + y") != parse("y + x")
    assert parse("max(x, y)") != parse("min(x, y)")
    assert parse("[x, y]") != parse("[[x, y]]")
    assert parse("x") != "x"


def test_nodes_are_frozen():
    with pytest.raises(AttributeError):
        parse("x").name = "y"


def test_free_symbols_and_size():
    e = parse("x^2 sin(pi y) + e")
    assert e.free_symbols == {"x", "y"}
    assert e.size == len(list(walk(e))) == 10
    assert to_text(e) == "x^2 sin(pi*y) + e"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("x", ()),
        ("[1, 2, 3]", (3,)),
        ("[[1, 2, 3], [4, 5, 6]]", (2, 3)),
        ("-2[x, y]/3 + [1, 1]", (2,)),
    ],
)
def test_shapes(typed, expected):
    assert shape(parse(typed)) == expected


@pytest.mark.parametrize(
    "e",
    [
        Call("sin", (Vector((Symbol("x"),)),)),
        Product((Vector((Symbol("x"),)), Vector((Symbol("x"),)))),
        Vector((Vector((Symbol("x"),)),)),
    ],
)
def test_shapes_that_have_no_meaning(e: Expression):
    with pytest.raises(ShapeError):
        shape(e)
