import math

import pytest

from vctutor.simulations.functions import function, pretty
from vctutor.simulations.sampling import capped, sample, visible_range


def pieces(text, low, high):
    found, current = [], []
    for x, y in sample(function(text, ("x",)), low, high):
        if math.isfinite(y):
            current.append(x)
        elif current:
            found.append(current)
            current = []
    return [*found, current] if current else found


@pytest.mark.parametrize(
    ("text", "breaks"),
    [("1/x", [0]), ("tan(x)", [-math.pi / 2, math.pi / 2]), ("1/(1-x)", [1]), ("step(x)", [0]),
     ("sign(x - 0.503)", [0.503]),
     ("ln(x + 5)", []), ("x^2", []), ("1/(1 + exp(-100x))", []), ("abs(x)", []), ("7", [])],
)  # fmt: skip
def test_curves_break_where_functions_jump_and_nowhere_else(text, breaks):
    found = pieces(text, -3, 3)
    assert len(found) == len(breaks) + 1
    for piece, place in zip(found, breaks, strict=False):
        assert piece[-1] <= place + 0.04 and place - piece[-1] < 0.1


def test_outside_its_domain_there_is_no_curve():
    assert pieces("sqrt(x)", -3, 3)[0][0] == pytest.approx(0, abs=0.04)
    assert sample(function("ln(x)", ("x",)), -3, -1) == ()


def test_ranges():
    low, high = visible_range([0, 1, 2, 3])
    assert (low, high) == pytest.approx((-0.24, 3.24))
    assert visible_range([]) == (-1, 1)
    assert visible_range([math.nan, math.inf]) == (-1, 1)
    low, high = visible_range([5, 5, 5])
    assert low < 5 < high and high - low == pytest.approx(5)
    low, high = visible_range([n / 10 for n in range(20)] + [1e9])
    assert high < 10
    assert visible_range([0, 1], include=[4, math.nan])[1] > 4
    assert math.isfinite(sum(visible_range([1e299, -1e308, 1e308])))


def test_histories_are_capped():
    history = ()
    for n in range(100):
        history = capped(history, (n, n), 5)
    assert history == tuple((n, n) for n in range(95, 100))


def test_functions():
    f = function("x^2 y", ("x", "y"))
    assert f(2, 3) == 12 and f.gradient(2, 3) == (12, 4)
    assert function("x^2", ("theta",), "x").derivative()(3) == 6
    assert math.isnan(function("ln(x)", ("x",))(-1))
    assert pretty("theta^2 - 2*x") == "θ² − 2·x"
    assert pretty("x^2 y + 3y") == "x²y + 3y"
    assert pretty("x^20 + x^2.5 + x y") == "x²⁰ + x^2.5 + x y"
    with pytest.raises(Exception, match="several components"):
        function("[x, 2]", ("x",))
