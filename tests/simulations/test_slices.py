import math

import pytest

from vctutor.simulations.slices import Slices

SIM = Slices()


def readouts(**values):
    return {r.name: r.value for r in SIM.readouts(SIM.start(values))}


def test_the_numbers_of_chapter_3():
    found = readouts()
    assert (found["f"], found["df/dx"], found["df/dy"]) == (7, 4, 7)
    assert "steeper along y" in SIM.sentence(SIM.start())
    assert "df/dt" not in found


@pytest.mark.parametrize(("x", "y"), [(1.5, -2), (0, 0), (-3, 0.5)])
def test_partials_of_the_waves(x, y):
    found = readouts(function="waves", x=x, y=y)
    assert found["df/dx"] == pytest.approx(math.cos(x) * math.cos(y))
    assert found["df/dy"] == pytest.approx(-math.sin(x) * math.sin(y))


@pytest.mark.parametrize("t", [0, 0.5, 1.3])
def test_the_total_derivative_along_a_circle(t):
    found = readouts(path_x="2cos(t)", path_y="sin(t)", t=t)
    x, y = 2 * math.cos(t), math.sin(t)
    assert (found["x"], found["y"]) == pytest.approx((x, y))
    h = 1e-6

    def f(s):
        return 4 * math.cos(s) ** 2 * math.sin(s) + 3 * math.sin(s)

    assert found["df/dt"] == pytest.approx((f(t + h) - f(t - h)) / (2 * h), abs=1e-7)
    assert found["df/dt"] == pytest.approx(2 * x * y * -2 * math.sin(t) + (x * x + 3) * math.cos(t))


def test_half_a_path_moves_one_coordinate():
    found = readouts(path_x="t^2", t=2, y=1)
    assert (found["x"], found["y"], found["dy/dt"]) == (4, 1, 0)
    assert found["df/dt"] == pytest.approx(2 * 4 * 1 * 4)


def test_steps_move_along_x_or_along_the_path():
    state = SIM.step(SIM.start())
    assert state.point == (2.25, 1)
    on_path = SIM.step(SIM.start({"path_x": "t", "path_y": "2t"}))
    assert on_path.point == pytest.approx((0.1, 0.2))
    for _ in range(100):
        on_path = SIM.step(on_path)
    assert SIM.done(on_path) and on_path.point[0] <= 6.05


def test_the_profiles_have_the_partials_as_slopes():
    state = SIM.start({"x": 1.5, "y": -0.5})
    _, along_x, along_y = SIM.scene(state).panels
    for plot, slope, place in (
        (along_x, state.partials[0], 1.5),
        (along_y, state.partials[1], -0.5),
    ):
        (x0, y0), (x1, y1) = plot.foreground.segments[0].start, plot.foreground.segments[0].end
        assert (y1 - y0) / (x1 - x0) == pytest.approx(slope)
        assert plot.foreground.points[0].x == place
        assert plot.foreground.points[0].y == pytest.approx(state.value)
