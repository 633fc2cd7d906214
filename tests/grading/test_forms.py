import pytest

from vctutor.grading.comparison.forms import is_expanded, is_factored, is_number, is_simplified
from vctutor.maths.expression import parse


@pytest.mark.parametrize(
    ("test", "yes", "no"),
    [
        (
            is_factored,
            [
                "6x(x+1)",
                "(x-1)(x-2)",
                "(x+1)^2",
                "x",
                "-2(x+3)",
                "x^2",
                "x^2+1",
                "6(3x+1)",
                "x(x^2+1)",
                "(a+b)(c+d)",
            ],
            [
                "6x^2+6x",
                "x^2-1",
                "x(6x+6)",
                "2x+2",
                "x^2-3x+2",
                "x^3+x",
                "(x^2-1)(x+2)",
                "(2x+2)^2",
                "x^2/2+x",
            ],
        ),
        (
            is_expanded,
            ["x^2+2x+1", "x", "3", "18x+6", "x y + x", "sin(x+1)", "e^(x+1)", "x^2 - 1/2", "-x"],
            ["(x+1)^2", "x(x+1)", "x+x", "2x+1+3x", "-(x+1)", "x^2+x*x", "(x+1)/2", "3(x+1)+2"],
        ),
        (
            is_simplified,
            ["3x", "x^2+1", "2/3", "18x+6", "6(3x+1)", "sqrt(2)x", "x/2", "1/x", "sin(x)"],
            ["x+2x", "2*3x", "4/6", "x*x", "x+0", "1x", "x^1", "2+3+x", "2^3", "x/1", "--x"],
        ),
        (
            is_number,
            ["3", "-3", "2/3", "0.5", "-2/3"],
            ["3*4", "1+1", "sqrt(4)", "2^2", "2/3/4", "pi"],
        ),
    ],
)
def test_form(test, yes, no):
    assert [text for text in yes if not test(parse(text))] == []
    assert [text for text in no if test(parse(text))] == []
