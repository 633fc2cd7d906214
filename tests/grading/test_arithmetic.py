from fractions import Fraction

import pytest

from vctutor.errors import CourseError
from vctutor.grading.arithmetic import compute, holds, names

VALUES = {"a": 3, "b": -2, "h": 0.5}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2*a*b", -12),
        ("2a + 1", 7),
        ("a/6", Fraction(1, 2)),
        ("a^2 - b**2", 5),
        ("-a^2", -9),
        ("2^-1", Fraction(1, 2)),
        ("sqrt(16)", 4),
        ("sqrt(1/4)", Fraction(1, 2)),
        ("abs(b)", 2),
        ("1e-3*a", 0.003),
        ("h*a", 1.5),
        ("max(a, b)", 3),
        ("a − 1", 2),
    ],
)
def test_value(text, value):
    assert compute(text, VALUES) == pytest.approx(value)
    assert isinstance(compute(text, VALUES), type(value))


@pytest.mark.parametrize(
    "text",
    [
        "c",
        "a/0",
        "sqrt(b)",
        "a +",
        "__import__('os')",
        "a.real",
        "10^(10^9)",
        "[1]",
        "a > b",
        "ln(0)",
    ],
)
def test_what_has_no_value_is_refused(text):
    with pytest.raises(CourseError):
        compute(text, VALUES)


def test_conditions():
    assert holds("a != b and b < 0 < a", VALUES)
    assert not holds("a == b or not a > 0", VALUES)
    assert not holds("1/(a - 3) > 0", VALUES)
    with pytest.raises(CourseError):
        holds("a = b", VALUES)


def test_names_leave_functions_and_constants_out():
    assert names("2*a*sqrt(p) + pi") == {"a", "p"}
