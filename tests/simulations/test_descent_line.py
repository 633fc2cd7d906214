import math

import pytest

from vctutor.maths.expression import ParseError
from vctutor.simulations.descent_line import DescentLine

SIM = DescentLine()


def run(steps, **values):
    state = SIM.start(values)
    states = [state]
    for _ in range(steps):
        state = SIM.step(state)
        states.append(state)
    return states


def test_the_numbers_of_chapter_0():
    states = run(3)
    assert [s.theta for s in states] == pytest.approx([3, 2.4, 1.92, 1.536], abs=1e-12)
    assert [s.slope for s in states] == pytest.approx([6, 4.8, 3.84, 3.072], abs=1e-12)


@pytest.mark.parametrize("alpha", [0.05, 0.1, 0.3, 0.7, 0.99, 1.05, 1.2])
def test_each_step_multiplies_theta_by_1_minus_2_alpha(alpha):
    for k, state in enumerate(run(12, alpha=alpha)):
        theta = 3 * (1 - 2 * alpha) ** k
        assert state.theta == pytest.approx(theta, rel=1e-9, abs=1e-15)
        assert state.loss == pytest.approx(theta**2, rel=1e-9, abs=1e-15)


def test_a_half_lands_in_one_step():
    state = run(1, alpha=0.5)[-1]
    assert state.theta == 0 and state.outcome == "landed" and SIM.done(state)
    assert "in one step" in SIM.sentence(state)


def test_one_bounces_for_ever():
    states = run(40, alpha=1)
    assert {s.theta for s in states} == {3.0, -3.0}
    assert all(s.outcome == "bouncing" for s in states[1:])
    assert "bounces" in SIM.sentence(states[1]) and "−3" in SIM.sentence(states[1])
    assert not SIM.done(states[-1])


def test_more_diverges_and_is_stopped_before_it_overflows():
    states = run(400, alpha=1.05)
    assert states[1].outcome == "diverging"
    assert "diverges" in SIM.sentence(states[2]) and "= 1." in SIM.sentence(states[2])
    assert states[-1].outcome == "lost" and SIM.done(states[-1])
    assert states[-1].step == states[-2].step
    assert math.isfinite(states[-1].theta)


def test_convergence_is_said():
    states = run(60, alpha=0.2)
    assert states[1].outcome == "falling"
    assert states[-1].outcome == "converged" and SIM.done(states[-1])
    assert "converged" in SIM.sentence(states[-1])


def test_overshooting_is_said():
    states = run(1, alpha=0.8)
    assert states[1].outcome == "overshot" and "beyond the lowest point" in SIM.sentence(states[1])


def test_the_double_well_has_two_minima_and_the_start_decides():
    right, left = (
        run(80, loss="double well", alpha=0.1),
        run(80, loss="double well", alpha=0.1, theta=-1),
    )
    for states, sign in ((right, 1), (left, -1)):
        theta = states[-1].theta
        assert math.copysign(1, theta) == sign
        assert theta**3 - 4 * theta + 0.5 == pytest.approx(0, abs=1e-5)
    assert left[-1].loss < right[-1].loss


def test_a_plateau_is_no_minimum():
    state = run(1, loss="plateau", theta=6)[-1]
    assert state.outcome == "flat" and "plateau" in SIM.sentence(state)
    assert state.slope == pytest.approx(6 * math.exp(-18), rel=0.01)


def test_the_readers_own_loss_by_theta_or_x():
    for text in ("(theta - 1)^2 + 3", "(x - 1)^2 + 3"):
        states = run(1, function=text)
        assert states[0].loss == 7 and states[1].theta == pytest.approx(3 - 0.1 * 4)
    with pytest.raises(ParseError):
        run(0, function="(q - 1)^2")
    back = SIM.change(run(1, function="x^4")[-1], "loss", "theta^2")
    assert back.values["function"] == "" and back.loss == 9


def test_a_new_alpha_goes_on_from_here_and_a_new_theta_begins_again():
    state = SIM.change(run(2)[-1], "alpha", 0.5)
    assert state.theta == pytest.approx(1.92) and state.step == 2
    assert SIM.step(state).theta == pytest.approx(0)
    assert SIM.change(state, "theta", 1).step == 0


def test_the_view_widens_with_the_point_and_not_for_ever():
    widths = [s.half_width for s in run(200, alpha=1.2)]
    assert widths[0] == 4 and widths[-1] == 128
    assert widths == sorted(widths)
    assert run(0, theta=10)[0].half_width == 11


def test_the_scene_shows_point_tangent_and_trail():
    state = run(3)[-1]
    plot, strip = SIM.scene(state).panels
    point = plot.foreground.points[-1]
    assert (point.x, point.y, point.glyph) == (state.theta, state.loss, "●")
    (x0, y0), (x1, y1) = plot.foreground.segments[0].start, plot.foreground.segments[0].end
    assert (y1 - y0) / (x1 - x0) == pytest.approx(state.slope)
    assert [(p.x, p.y) for p in plot.foreground.points[:-1]] == list(state.trail)
    assert strip.foreground.curves[0].points[-1] == (3.0, state.loss)
    # The curve is the same value at each step, so that a chart draws it once.
    assert plot.background is SIM.scene(run(4)[-1]).panels[0].background


def test_a_step_to_the_right_is_told_with_its_sign():
    sim = DescentLine()
    right = sim.step(sim.start({"theta": -3}))
    assert "from −3 to −2.4 (+0.6)" in sim.sentence(right)
    left = sim.step(sim.start({"theta": 3}))
    assert "from 3 to 2.4 (−0.6)" in sim.sentence(left)


def test_the_own_loss_stands_over_the_curve_as_a_function():
    sim = DescentLine()
    for typed in ("sin²θ", "sin^2 x", "theta^4"):
        assert sim.scene(sim.start({"function": typed})).panels[0].title.startswith("L(θ) = ")
    assert sim.scene(sim.start({"loss": "plateau"})).panels[0].title == "plateau"
