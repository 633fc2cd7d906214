"""How far Taylor series converge: against singularities known from theory, and their coefficients against mpmath."""

import cmath
import math
from pathlib import Path

import mpmath
import pytest

from vctutor.maths.expression import parse
from vctutor.maths.taylor_series import taylor_series

K = range(-9, 10)


def rows():
    for line in Path(__file__).with_name("taylor_radii.tsv").read_text().splitlines():
        if not line.startswith("#"):
            text, singularities, centres = line.split("\t")
            names = {"K": K, "pi": math.pi, "cmath": cmath, "math": math}
            yield text, eval(singularities or "[]", names), list(map(float, centres.split()))


ROWS = list(rows())


def test_there_are_900_pairs():
    assert sum(len(centres) for _, _, centres in ROWS) >= 900


def radius_of(text, centre):
    return taylor_series(parse(text, ["x"]), "x", centre, 8).convergence.radius


@pytest.mark.parametrize(("text", "singularities", "centres"), ROWS, ids=[row[0] for row in ROWS])
def test_the_radius_is_the_distance_of_the_nearest_singularity(text, singularities, centres):
    for centre in centres:
        true = min((abs(z - centre) for z in singularities), default=math.inf)
        found = radius_of(text, centre)
        assert math.isnan(found) or found == pytest.approx(true, rel=1e-3), centre


def test_the_radius_is_rarely_unknown():
    known = [math.isfinite(r) or r > 0 for t, _, cs in ROWS for r in [radius_of(t, cs[0])]]
    assert sum(known) >= 0.95 * len(known)


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("sin(x)/x", mpmath.sinc),
        ("(e^x-1)/x", lambda x: mpmath.expm1(x) / x),
        ("ln(1+x)/x", lambda x: mpmath.log1p(x) / x),
        ("(1-cos(x))/x^2", lambda x: (1 - mpmath.cos(x)) / x**2),
        ("x/(e^x-1)", lambda x: x / mpmath.expm1(x)),
    ],
)
@pytest.mark.parametrize("centre", [0.001, 0.01, 0.1, -0.05])
def test_coefficients_beside_a_removable_gap(text, function, centre):
    with mpmath.workdps(60):
        true = [float(c) for c in mpmath.taylor(function, mpmath.mpf(centre), 8)]
    found = taylor_series(parse(text, ["x"]), "x", centre, 8).coefficients
    assert found == pytest.approx(true, rel=1e-7, abs=1e-13)


@pytest.mark.parametrize(
    ("text", "centre", "coefficients"),
    [
        ("x^2 abs(x)", 0, (0, 0, 0, math.nan)),
        ("x|x|", 0, (0, 0, math.nan)),
        ("x sqrt(x)", 0, (0, 0, math.nan)),
        ("sin(x)/x", 0, (1, 0, -1 / 6)),
        ("|x|", 0, (0, math.nan)),
        ("|x|", 1, (1, 1, 0)),
        ("relu(x)^3", 0, (0, 0, 0, math.nan)),
        ("1/x", 0, (math.nan, math.nan)),
        ("sign(x)", 0, (math.nan, math.nan)),
    ],
)
def test_orders_that_exist_at_a_corner_or_gap(text, centre, coefficients):
    found = taylor_series(parse(text, ["x"]), "x", float(centre), len(coefficients) - 1)
    assert found.coefficients == pytest.approx(coefficients, nan_ok=True)


def test_where_the_series_is_that_of_another_function():
    found = taylor_series(parse("|x - 2| + x"), "x", 3.0, 3).convergence
    assert (found.low, found.high) == (pytest.approx(2), math.inf)
    assert math.isinf(found.radius)
