"""What simulations say at corners, poles, ends of the domain and stationary points."""

import math
from itertools import pairwise

import pytest

from vctutor.simulations.registry import get


def started(name, **values):
    sim = get(name)
    return sim, sim.start(values)


def said(name, steps=0, **values):
    sim, state = started(name, **values)
    return sim.sentence(sim.after(state, steps))


def readouts(name, **values):
    sim, state = started(name, **values)
    return {r.name: r.value for r in sim.readouts(state)}


@pytest.mark.parametrize("difference", ["forward", "central"])
@pytest.mark.parametrize(
    ("f", "slopes"), [("relu(x)", ("0", "1")), ("|x|", ("−1", "1")), ("|3x|", ("−3", "3"))]
)
def test_the_secant_at_a_corner(f, slopes, difference):
    text = said("secant", function=f, x=0, difference=difference)
    assert "no tangent" in text and "corner" in text and "error" not in text
    assert f"{slopes[0]} on the left and {slopes[1]} on the right" in text
    found = readouts("secant", function=f, x=0, difference=difference)
    assert found["derivative"] is None and found["error"] is None
    sim, state = started("secant", function=f, x=0)
    plot = sim.scene(state).panels[0]
    halves = [s for s in plot.foreground.segments if s.role == "chart tangent"]
    drawn = [(s.end[1] - s.start[1]) / (s.end[0] - s.start[0]) for s in halves]
    assert drawn == pytest.approx([float(s.replace("−", "-")) for s in slopes])


def test_the_secant_at_jumps_poles_and_gaps():
    assert "jumps" in said("secant", function="sign(x)", x=0)
    sim, state = started("secant", function="sign(x)", x=0)
    points = sim.scene(state).panels[0].background.curves[0].points
    joined = [abs(b[1] - a[1]) for a, b in pairwise(points)]
    assert max(d for d in joined if math.isfinite(d)) < 1e-9
    pole = said("secant", function="1/x", x=0)
    assert "no value" in pole and "−∞ from the left and to ∞ from the right" in pole
    assert "removable" in said("secant", function="sin(x)/x", x=0)
    assert "outside its domain" in said("secant", function="ln(x)", x=-1)
    assert "vertical" in said("secant", function="cbrt(x)", x=0)
    assert "slope is 0 and" not in said("secant", function="sqrt(x^4)", x=0)
    assert readouts("secant", function="sqrt(x^4)", x=0)["derivative"] == 0


def test_slices():
    text = said("slices", function="abs(x)+y", x=0, y=1)
    assert "corner" in text and "along x" in text
    found = readouts("slices", function="abs(x)+y", x=0, y=1)
    assert math.isnan(found["df/dx"]) and found["df/dy"] == 1
    assert math.isnan(readouts("slices", function="1/(x-y)", x=1, y=1)["f"])
    assert "no value" in said("slices", function="1/(x-y)", x=1, y=1)
    assert "cone" in said("slices", function="sqrt(x^2+y^2)", x=0, y=0)


def test_forward_reverse_and_the_linear_map():
    for f in ("abs(x1)*x2", "relu(x1)+x2"):
        text = said("forward-reverse", function=f, point=(0, 3))
        assert "no derivative" in text and "corner" in text
        assert "no derivative" in said("forward-reverse", 40, function=f, point=(0, 3))
    assert "no derivative" not in said("forward-reverse")
    text = said("linear-map", function="[abs(x1), x2]", x1=0, x2=2)
    assert "no Jacobian" in text and "corner" in text and "area" not in text
    pole = readouts("linear-map", function="[x1/x2, x1]", x1=1, x2=0)
    assert math.isnan(pole["f"][0])
    assert "no value" in said("linear-map", function="[x1/x2, x1]", x1=1, x2=0)


@pytest.mark.parametrize(
    ("f", "point", "word"),
    [
        ("saddle", (0, 0), "a saddle"),
        ("-x^2-y^2", (0, 0), "a maximum"),
        ("x^2+y^2", (0, 0), "a minimum"),
        ("x^3+y^2", (0, 0), "a saddle"),
        ("-x^4+y^2", (0, 0), "a saddle"),
        ("ln(x)+y", (-1, 1), "outside its domain"),
        ("|x|+y^2", (0, 1), "corner"),
    ],
)
def test_where_a_descent_on_a_map_begins(f, point, word):
    text = said("descent-map", function=f, start=point)
    assert word in text and "no way down" not in text


def test_descent_on_a_map_never_converges_to_an_inflection():
    sim, state = started("descent-map", function="x^3+y^2", start=(0.5, 0), alpha=0.1)
    for _ in range(3000):
        state = sim.step(state)
        assert state.outcome != "converged"
    text = said("descent-map", 1, function="ln(x)+y", start=(-1, 1))
    assert "α" not in text and "no value" in text


def test_descent_on_a_line():
    assert "outside its domain" in said("descent-line", 3, function="ln(theta)", theta=-1)
    far = said("descent-line", 1, function="exp(exp(theta))", theta=3)
    assert "far away" in far and "the loss is 1" in far
    sim, state = started("descent-line", function="e^(-theta)", theta=10)
    assert sim.after(state, 20).outcome == "flat"
    text = said("descent-line", 10, function="theta^4-3theta^2", theta=9)
    assert "can no longer be computed" not in text and "diverged" in text
    assert "a minimum" in said("descent-line", function="theta^2", theta=0)
    assert "a maximum" in said("descent-line", function="-theta^2", theta=0)
    assert "one side" in said("descent-line", function="theta^3", theta=0)
    assert "corner" in said("descent-line", function="|theta|", theta=0)


def test_taylor_on_and_beyond_the_edge():
    at_edge = said("taylor-fit", function="ln(1+x)", probe=1)
    assert "diverges" not in at_edge and "does not decide" in at_edge
    for probe in (1, -1):
        assert "diverges" not in said("taylor-fit", function="arctan(x)", probe=probe, order=15)
    assert "diverges" in said("taylor-fit", function="sigmoid", centre=1, probe=4.4)
    assert "diverges" not in said("taylor-fit", function="sigmoid", centre=1, probe=4.28)
    beyond = said("taylor-fit", function="|x|", centre=1, probe=-1)
    assert "another function beyond 0" in beyond
    assert "no Taylor polynomial" in said("taylor-fit", function="|x|", centre=0, order=1)
    assert "no Taylor polynomial" not in said("taylor-fit", function="x^2 abs(x)", order=2)
