import numpy as np
import pytest

from vctutor.simulations.descent_map import DescentMap

SIM = DescentMap()


def run(steps, **values):
    states = [SIM.start(values)]
    for _ in range(steps):
        states.append(SIM.step(states[-1]))
    return states


def test_the_numbers_of_chapter_4():
    first, second = run(1)
    assert first.gradient == (6, 8) and first.value == 17
    assert second.point == pytest.approx((2.1, 0.8))
    assert "(−0.6, −0.8)" in SIM.sentence(first)
    readouts = {r.name: r.value for r in SIM.readouts(first)}
    assert readouts["norm"] == pytest.approx(10)


def test_the_bowl_contracts_each_coordinate_by_its_own_factor():
    for k, state in enumerate(run(20)):
        assert state.point == pytest.approx((3 * 0.7**k, 2 * 0.4**k), abs=1e-12)


def gradient(name, p):
    x, y = p
    if name == "saddle":
        return np.array([2 * x, -2 * y])
    if name == "Rosenbrock":
        return np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])
    return np.array(
        [
            4 * x * (x * x + y - 11) + 2 * (x + y * y - 7),
            2 * (x * x + y - 11) + 4 * y * (x + y * y - 7),
        ]
    )


@pytest.mark.parametrize("name", ["saddle", "Rosenbrock", "Himmelblau"])
@pytest.mark.parametrize("momentum", [0, 0.9])
def test_named_functions_against_a_descent_written_out(name, momentum):
    states = run(40, function=name, momentum=momentum)
    alpha, p, v = states[0].values["alpha"], np.array(states[0].point), np.zeros(2)
    for state in states:
        assert state.point == pytest.approx(tuple(p), rel=1e-6, abs=1e-9)
        assert state.gradient == pytest.approx(tuple(gradient(name, p)), rel=1e-6, abs=1e-6)
        v = momentum * v - alpha * gradient(name, p)
        p = p + v


def test_himmelblau_converges_to_a_minimum_and_says_so():
    last = run(200, function="Himmelblau")[-1]
    assert last.point == pytest.approx((3, 2), abs=1e-4)
    assert last.outcome == "converged" and "converged" in SIM.sentence(last)


def test_a_saddle_on_its_axis_is_no_minimum():
    last = run(200, function="saddle", start=(2, 0))[-1]
    assert last.outcome == "stuck" and "no minimum" in SIM.sentence(last)


def test_momentum_reaches_farther_in_the_valley():
    slow, fast = (
        run(100, function="Rosenbrock")[-1],
        run(100, function="Rosenbrock", momentum=0.9)[-1],
    )
    assert fast.value < slow.value / 5


def test_too_large_a_rate_rises_and_runs_away():
    states = run(300, alpha=0.7)
    assert states[1].outcome == "rising" and "too large" in SIM.sentence(states[1])
    assert states[-1].outcome == "lost" and SIM.done(states[-1])
    assert run(1, alpha=0.49)[-1].outcome == "falling"


def test_a_named_function_brings_its_start_but_the_readers_wins():
    assert SIM.start({"function": "Rosenbrock"}).point == (-1.2, 1.0)
    assert SIM.start({"function": "Rosenbrock", "start": "0, 0"}).point == (0, 0)
    state = SIM.change(run(3)[-1], "function", "Himmelblau")
    assert state.point == (0, 0) and state.values["alpha"] == 0.01 and state.step == 0
    own = SIM.change(run(3)[-1], "function", "x^2 + x y + y^2")
    assert own.point == (3, 2) and own.values["alpha"] == 0.15


def test_alpha_and_momentum_change_on_the_way():
    state = SIM.change(run(2)[-1], "alpha", 0.2)
    assert state.step == 2 and state.values["alpha"] == 0.2
    assert SIM.change(state, "start", "1, 1").step == 0


def test_arrows_go_against_the_gradient_and_contours_lie_on_their_level():
    plot = SIM.scene(run(0)[0]).panels[0]
    assert plot.equal
    for arrow in plot.background.arrows:
        (x, y), (u, v) = arrow.start, arrow.end
        down = np.array([-2 * x, -4 * y])
        way = np.array([u - x, v - y])
        assert way @ down == pytest.approx(np.linalg.norm(way) * np.linalg.norm(down), rel=1e-9)
    assert 4 <= len(plot.background.contours) <= 8
    for contour in plot.background.contours:
        assert contour.label == f"{contour.level:g}"
        for line in contour.lines:
            for x, y in line:
                assert x * x + 2 * y * y == pytest.approx(contour.level, abs=0.06)


def test_longer_arrows_mean_steeper():
    arrows = SIM.scene(run(0)[0]).panels[0].background.arrows
    sizes = [
        (
            np.hypot(2 * a.start[0], 4 * a.start[1]),
            np.hypot(a.end[0] - a.start[0], a.end[1] - a.start[1]),
        )
        for a in arrows
    ]
    slopes, lengths = np.array(sizes).T
    assert lengths / np.sqrt(slopes) == pytest.approx(lengths[0] / np.sqrt(slopes[0]))


def test_the_view_follows_a_point_that_leaves():
    zooms = [s.zoom for s in run(30, alpha=0.55)]
    assert zooms[0] == 1 and zooms[-1] == 8
