import math

import numpy as np
import pytest

from vctutor.simulations.secant import Secant

SIM = Secant()


def readouts(**values):
    return {r.name: r.value for r in SIM.readouts(SIM.start(values))}


@pytest.mark.parametrize("h", [1, 0.1, 0.01])
def test_the_square_by_hand(h):
    forward = readouts(h=h)
    assert forward["quotient"] == pytest.approx(2 + h) and forward["derivative"] == 2
    assert readouts(h=h, difference="central")["quotient"] == pytest.approx(2)


@pytest.mark.parametrize(
    ("name", "value", "slope"),
    [("sin", np.sin, np.cos), ("exp", np.exp, np.exp), ("ln", np.log, lambda x: 1 / x)],
)
def test_errors_shrink_with_the_first_and_the_second_power(name, value, slope):
    x = 0.7
    for h in (1e-2, 1e-3):
        found = readouts(function=name, x=x, h=h)
        assert found["derivative"] == pytest.approx(slope(x))
        assert found["quotient"] == pytest.approx((value(x + h) - value(x)) / h, rel=1e-9)
    forward = [readouts(function=name, x=x, h=h)["error"] for h in (1e-2, 1e-3)]
    central = [
        readouts(function=name, x=x, h=h, difference="central")["error"] for h in (1e-2, 1e-3)
    ]
    assert forward[0] / forward[1] == pytest.approx(10, rel=0.05)
    assert central[0] / central[1] == pytest.approx(100, rel=0.05)


def test_round_off_takes_over_and_it_is_said():
    said = {}
    state = SIM.start({"function": "sin"})
    while not SIM.done(state):
        said[state.values["h"]] = "round-off" in SIM.sentence(state)
        state = SIM.step(state)
    assert state.values["h"] == 1e-12 and state.step == 12
    assert not any(said[h] for h in said if h >= 1e-6)
    assert any(said[h] for h in said if h <= 1e-10)
    assert SIM.step(state) is state
    assert SIM.reset(state).values["h"] == 1


def test_a_kink_and_a_hole():
    assert readouts(function="relu", x=0)["quotient"] == 1
    assert readouts(function="relu", x=0, difference="central")["quotient"] == 0.5
    assert "not defined" in SIM.sentence(
        SIM.start({"function": "ln", "x": 0.5, "difference": "central"})
    )
    assert "no tangent" in SIM.sentence(SIM.start({"function": "sqrt(x)", "x": 0}))


def test_both_lines_pass_through_their_points():
    state = SIM.start({"h": 0.5})
    plot, errors = SIM.scene(state).panels
    tangent, secant = plot.foreground.segments

    def at(line, x):
        (x0, y0), (x1, y1) = line.start, line.end
        return y0 + (y1 - y0) * (x - x0) / (x1 - x0)

    assert at(tangent, 1) == pytest.approx(1) and at(tangent, 2) == pytest.approx(3)
    assert at(secant, 1) == pytest.approx(1) and at(secant, 1.5) == pytest.approx(2.25)
    mark = errors.foreground.points[0]
    assert (mark.x, mark.y) == (0.5, 0.5)
    assert all(math.isfinite(y) and y > 0 for c in errors.background.curves for _, y in c.points)
