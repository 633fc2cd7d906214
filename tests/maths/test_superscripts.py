"""Small raised characters, as they are copied from a formula."""

from __future__ import annotations

import pytest

from vctutor.maths.expression import ParseError, parse


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("x²", "x^2"),
        ("x⁻¹", "x^-1"),
        ("xⁿ", "x^n"),
        ("xⁿ⁺¹", "x^(n+1)"),
        ("eˣʸ", "e^(x*y)"),
        ("2e²ˣ", "2*e^(2*x)"),
        ("e⁻ˣ", "e^(-x)"),
        ("x⁽ⁿ⁺¹⁾", "x^(n+1)"),
        ("e⁻²ˣy", "e^(-2*x)*y"),
        ("(x+1)ᵏ", "(x+1)^k"),
    ],
)
def test_what_is_raised_is_the_exponent(typed, meant):
    assert parse(typed) == parse(meant)


@pytest.mark.parametrize(("typed", "position"), [("x⁺", 1), ("²", 0), ("x⁼¹", 1), ("x^2 + y⁽ˣ", 9)])
def test_what_is_wrong_up_there_has_its_place(typed, position):
    with pytest.raises(ParseError) as caught:
        parse(typed)
    assert caught.value.position == position


def test_an_unknown_name_up_there_is_told():
    with pytest.raises(ParseError) as caught:
        parse("xⁿ", variables=("x",))
    assert caught.value.position == 1
    assert "n" in caught.value.message


def test_a_sign_of_two_letters_is_no_exponent():
    with pytest.raises(ParseError):
        parse("x™")
