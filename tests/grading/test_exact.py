"""The normal form and many digits, against sympy and mpmath."""

import random

import mpmath
import pytest
import sympy

from vctutor.grading.comparison.equivalence import Ground, compare
from vctutor.grading.comparison.exact import difference
from vctutor.grading.comparison.points import Interval, exponent_points, interval, points
from vctutor.grading.comparison.precise import NoValue, Unknown, compare_at, precise
from vctutor.maths.expression import parse, to_text

LEAVES = ["x", "y", "2", "3", "1/2", "0.1", "x^2", "1e9", "sqrt(2)"]


def expression(rng, depth):
    if depth == 0:
        return rng.choice(LEAVES)
    one, other = expression(rng, depth - 1), expression(rng, depth - 1)
    made = rng.choice(
        ["({0})+({1})", "({0})*({1})", "({0})-({1})", "({0})/({1})", "({0})^2", "-({0})"]
    )
    return made.format(one, other)


def to_sympy(text):
    return sympy.sympify(text.replace("^", "**"), rational=True)


@pytest.mark.parametrize("seed", range(150))
def test_a_zero_difference_is_a_zero_of_sympys_and_a_proof_is_none(seed):
    rng = random.Random(f"exact {seed}")
    one = expression(rng, 3)
    other = rng.choice([expression(rng, 3), str(sympy.expand(to_sympy(one))).replace("**", "^")])
    try:
        found = difference(parse(one), parse(other))
        apart = sympy.simplify(to_sympy(one) - to_sympy(other))
    except ValueError:
        return
    if found is None or apart.has(sympy.nan, sympy.zoo):
        return
    if found.zero:
        assert apart == 0
    elif found.proves:
        assert apart != 0


@pytest.mark.parametrize(
    ("key", "answer", "zero", "proves"),
    [
        ("(x^500)^2", "x^1000", True, True),
        ("x/1e300/1e300*1e300*1e300", "x", True, True),
        ("99999998/99999999", "99999999/10^8", False, True),
        ("exp(2x)", "exp(x)^2", True, True),
        ("sqrt(8)", "2sqrt(2)", True, True),
        ("(-2)^n", "-2*(-2)^(n-1)", True, True),
        ("sin(2x)", "sin(x*2)", True, False),
        ("sin(x)^2 + cos(x)^2", "1", False, False),  # a relation between atoms: nothing is proved
        ("pi", "e", False, False),
        ("pi", "355/113", False, True),
        ("0.9^50", "exp(50 ln 0.9)", False, False),
    ],
)
def test_what_the_normal_form_decides(key, answer, zero, proves):
    found = difference(parse(key), parse(answer))
    assert found.zero == zero
    assert zero or found.proves == proves


def test_the_numerator_shows_a_difference_without_cancellation():
    found = difference(parse("sin(x)"), parse("sin(x)*(1 + 1e-16)"))
    assert not found.zero and not found.proves
    assert to_text(found.numerator).count("sin(x)") == 1


@pytest.mark.parametrize("text", ["(x+y+1)^60*(x-y)^60", "(3x)^(10^6)", "1/0"])
def test_a_normal_form_that_is_too_large_is_given_up(text):
    assert difference(parse(text), parse("x")) is None


@pytest.mark.parametrize(
    "text",
    [
        "sin(1e17)",
        "exp(-1e6)",
        "ln(1 + 1e-30)",
        "sqrt(2)^3/7 - arctan(5)",
        "(5*sqrt(2) - 7)^7",
        "tanh(30) - 1",
        "sigma(-1000)",
        "softplus(-50)",
        "(1 + 1e-20)^(1e20)",
    ],
)
def test_many_digits_are_right_within_their_bound(text):
    value, error = precise(parse(text), {})
    with mpmath.workdps(200):
        plain = text.replace("^", "**").replace("ln", "log").replace("arctan", "atan")
        names = {
            name: getattr(mpmath, name) for name in ("sin", "exp", "log", "sqrt", "atan", "tanh")
        }
        names["sigma"] = lambda x: 1 / (1 + mpmath.exp(-x))
        names["softplus"] = lambda x: mpmath.log1p(mpmath.exp(x))
        numbers = __import__("re").sub(r"\d+(\.\d+)?(e-?\d+)?", r"mpf('\g<0>')", plain)
        exact = eval(numbers, {**names, "mpf": mpmath.mpf})
        assert abs(value - exact) <= 8 * error
        assert error <= abs(exact) * mpmath.mpf(10) ** -30


@pytest.mark.parametrize(
    "text", ["1/0", "ln(0)", "arcsin(2)", "sqrt(-1)", "(-8)^(1/4)", "0^(-1)", "csc(0)", "artanh(1)"]
)
def test_what_has_no_value(text):
    with pytest.raises(NoValue):
        precise(parse(text), {})


@pytest.mark.parametrize(
    "text", ["exp(exp(exp(9)))", "1/(sqrt(2)^2 - 2)", "sin(10^300)^0.5*sin(exp(900))"]
)
def test_what_would_be_too_much_work_is_left_open(text):
    with pytest.raises(Unknown):
        precise(parse(text), {})


def test_real_roots_of_negative_numbers():
    assert compare_at(parse("(-8)^(1/3)"), parse("-2"), {}) is True
    assert compare_at(parse("(-8)^(2/3)"), parse("4"), {}) is True
    assert compare_at(parse("(-2)^3"), parse("-8"), {}) is True


def test_whole_variables_are_only_compared_at_whole_numbers():
    whole = interval("0..20 whole", {})
    assert whole == Interval(0, 20, True)
    domains = (("n", whole),)
    for table in (
        points(domains, "q"),
        points(domains, "q", 1),
        exponent_points(domains, "q", frozenset("n")),
    ):
        assert (table["n"] == table["n"].round()).all()
        assert table["n"].min() >= 0 and table["n"].max() <= 20
    assert compare(parse("cos(pi*n)"), parse("(-1)^n"), Ground(domains, "q")).equal


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("x", "min(x, 31000)"),
        ("x", "x + relu(|x| - 70000)"),
        ("1", "sign(1.0000001 + sin(x) - 2e-7)"),
        ("x^2", "x^2 + exp(-1e8*(x - 2.7182)^2)"),
        ("relu(x)", "softplus(1e7*x)/1e7"),
        ("(a^b)^c", "a^(b*c)"),
        ("y*max(x, -3e5)", "x*y"),
    ],
)
def test_a_difference_in_a_corner_is_found_and_named(key, answer):
    names = sorted(parse(key).free_symbols | parse(answer).free_symbols)
    found = compare(parse(key), parse(answer), Ground(tuple((n, None) for n in names), "corner"))
    assert found.verdict == "different"
    assert found.differs_at is not None
