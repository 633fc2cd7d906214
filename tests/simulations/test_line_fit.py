import math

import numpy as np
import pytest

from vctutor.simulations.line_fit import LineFit

SIM = LineFit()
X = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]])
Y = np.array([2.0, 4.0, 3.0])


def run(steps, **values):
    states = [SIM.start(values)]
    for _ in range(steps):
        states.append(SIM.step(states[-1]))
    return states


def readouts(state):
    return {readout.name: readout.value for readout in SIM.readouts(state)}


def data(state):
    points = SIM.scene(state).panels[0].foreground.points
    return np.array([[1.0, p.x] for p in points]), np.array([p.y for p in points])


def test_the_data_are_those_of_chapter_7():
    matrix, ys = data(SIM.start())
    assert matrix == pytest.approx(X) and ys == pytest.approx(Y)
    found = readouts(SIM.start())
    assert found["loss"] == 29
    assert found["condition"] == pytest.approx(np.linalg.cond(X.T @ X))
    assert round(found["condition"]) == 46
    assert found["limit"] == pytest.approx(2 / np.linalg.eigvalsh(2 * X.T @ X)[-1])


@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.06, 0.07])
def test_every_step_is_that_of_the_formula(alpha):
    w = np.zeros(2)
    for state in run(12, alpha=alpha):
        residual = X @ w - Y
        assert state.weights == pytest.approx(tuple(w), rel=1e-9, abs=1e-12)
        assert state.loss == pytest.approx(residual @ residual)
        assert state.gradient == pytest.approx(tuple(2 * X.T @ residual), abs=1e-9)
        w = w - alpha * 2 * X.T @ residual


def test_the_prediction_of_chapter_7():
    states = run(3, alpha=0.07)
    assert [round(s.loss, 1) for s in states] == [29, 49.3, 85.2, 148.8]
    assert "diverges" in SIM.sentence(states[-1]) and "0.0601" in SIM.sentence(states[-1])


def test_the_closed_form_takes_one_step():
    state = run(1, method="closed form")[-1]
    assert SIM.done(state) and "at once" in SIM.sentence(state)
    assert state.weights == pytest.approx((2, 0.5)) and state.loss == pytest.approx(1.5)
    assert state.gradient == pytest.approx((0, 0), abs=1e-10)


@pytest.mark.parametrize("seed", [0, 1, 2, 77])
@pytest.mark.parametrize(("noise", "conditioning"), [(0, 1), (1, 0.1), (3, 5)])
def test_the_closed_form_solves_the_normal_equation(seed, noise, conditioning):
    state = run(1, method="closed form", seed=seed, noise=noise, conditioning=conditioning)[-1]
    matrix, ys = data(state)
    assert matrix[:, 1] == pytest.approx(conditioning * np.array([1, 2, 3]))
    expected = np.linalg.solve(matrix.T @ matrix, matrix.T @ ys)
    assert state.weights == pytest.approx(tuple(expected), rel=1e-7, abs=1e-9)
    assert readouts(state)["condition"] == pytest.approx(
        np.linalg.cond(matrix.T @ matrix), rel=1e-6
    )


def test_a_small_alpha_comes_to_the_same_line():
    state = SIM.start({"alpha": 0.05})
    while not SIM.done(state):
        state = SIM.step(state)
    assert 370 < state.step < 390, "chapter 7 says about 380"
    assert state.weights == pytest.approx((2, 0.5), abs=1e-5)
    assert "converged" in SIM.sentence(state)


def test_the_distances_left_across_and_along_the_valley():
    """In the eigenvectors of the Hessian each step multiplies by 1 - alpha times the curvature."""
    bends, ways = np.linalg.eigh(2 * X.T @ X)
    before, after = run(7)[-2:]
    gaps = [ways.T @ (np.array(s.weights) - [2, 0.5]) for s in (before, after)]
    along, across = gaps[1] / gaps[0]
    assert [along, across] == pytest.approx(1 - 0.05 * bends)
    assert f"−{abs(across):.3f}" in SIM.sentence(after) and f"{along:.3f}" in SIM.sentence(after)


def test_stretching_the_inputs_lengthens_the_valley():
    found = readouts(SIM.start({"conditioning": 3}))
    assert round(found["condition"]) == 306 and round(found["limit"], 4) == 0.0078


def test_what_diverges_is_lost_and_another_alpha_begins_again():
    state = run(400, alpha=0.2)[-1]
    assert state.outcome == "lost" and SIM.done(state) and "diverged" in SIM.sentence(state)
    assert all(map(math.isfinite, state.weights))
    again = SIM.change(state, "alpha", 0.05)
    assert again.step == 0 and again.weights == (0, 0)


def test_another_alpha_goes_on_from_where_the_line_is():
    state = run(5)[-1]
    after = SIM.change(state, "alpha", 0.01)
    assert after.weights == state.weights and after.step == 5


def test_no_path_that_converges_leaves_the_map():
    for state in run(60, alpha=0.06):
        plot = SIM.scene(state).panels[1]
        assert plot.equal
        assert plot.x.low < state.weights[0] < plot.x.high
        assert plot.y.low < state.weights[1] < plot.y.high
        assert state.zoom == 1


def test_the_contours_are_lines_of_equal_loss():
    plot = SIM.scene(SIM.start()).panels[1]
    assert len(plot.background.contours) >= 3
    for contour in plot.background.contours:
        for line in contour.lines:
            for place in line[::7]:
                residual = X @ np.array(place) - Y
                assert residual @ residual == pytest.approx(contour.level, rel=0.08, abs=0.6)


def test_a_seed_draws_its_own_noise_and_none_leaves_the_line():
    (_, first), (_, second) = data(SIM.start({"seed": 1})), data(SIM.start({"seed": 2}))
    assert not np.allclose(first, second)
    _, exact = data(SIM.start({"seed": 1, "noise": 0}))
    assert exact == pytest.approx([2.5, 3, 3.5])
