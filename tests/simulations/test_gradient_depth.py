import math

import numpy as np
import pytest

from vctutor.simulations.gradient_depth import GradientDepth, network, verdict

SIM = GradientDepth()

SQUASH = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
}


def arrived(**values):
    return SIM.act(SIM.start(values), "back")


def readouts(state):
    return {readout.name: readout.value for readout in SIM.readouts(state)}


@pytest.mark.parametrize("activation", list(SQUASH))
@pytest.mark.parametrize(("depth", "scale"), [(1, 1.0), (2, 3.0), (17, 0.7), (60, 1.4)])
def test_the_sizes_are_products_of_layer_jacobians(activation, depth, scale):
    """The oracle multiplies out diag(s'(z_k)) and W_k by hand."""
    f, slope = SQUASH[activation]
    a, turns, out = network(5, 100)
    weights = turns[:depth] * scale * (2**0.5 if activation == "relu" else 1)
    slopes = []
    for weight in weights:
        z = weight @ a
        a = f(z)
        slopes.append(slope(z))
    row, expected = out, []
    for weight, diagonal in zip(weights[::-1], slopes[::-1], strict=True):
        row = row * diagonal
        expected.append(np.linalg.norm(row))
        row = row @ weight
    found = SIM.start({"depth": depth, "scale": scale, "activation": activation, "seed": 5}).sizes
    assert found == pytest.approx(expected[::-1], rel=1e-9, abs=0)


def test_the_layers_keep_lengths_and_what_enters_has_length_1():
    _, turns, out = network(0, 100)
    assert np.allclose(turns @ turns.transpose(0, 2, 1), np.eye(turns.shape[1]))
    assert np.linalg.norm(out) == pytest.approx(1)


def test_the_prediction_of_chapter_5():
    state = SIM.start()
    for _ in range(49):
        state = SIM.step(state)
    found = readouts(state)
    assert SIM.done(state) and found["layer"] == 1
    assert found["bound"] == pytest.approx(0.25**50, abs=0) and 0 < found["first"] < 0.25**50
    assert "vanishes" in SIM.sentence(state) and "7.89e−31" in SIM.sentence(state)


def test_what_the_caption_of_chapter_5_says():
    assert arrived(depth=5).sizes[0] < 1e-3
    assert arrived(activation="tanh").sizes[0] > 0.05
    assert arrived(activation="relu").sizes[0] > 0.05
    assert arrived(activation="relu", scale=1.5).sizes[0] > 1e8


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("scale", [0.5, 1.0, 4.0, 12.0])
def test_sigmoid_layers_never_leave_more_than_the_bound(seed, scale):
    state = SIM.start({"depth": 30, "scale": scale, "seed": seed})
    while not SIM.done(state):
        found = readouts(state)
        passed = 31 - state.layer
        assert found["bound"] == pytest.approx(0.25**passed * scale ** (passed - 1), abs=0)
        assert found["gradient"] <= found["bound"] * (1 + 1e-12)
        state = SIM.step(state)


def test_nothing_of_layer_1_is_told_before_it_is_reached():
    state = SIM.start()
    assert readouts(state)["first"] is None and "e−" not in SIM.sentence(state)
    (plot,) = SIM.scene(state).panels
    assert plot.y.low >= 1e-4
    assert all(len(curve.points) == 1 for curve in plot.foreground.curves)


def test_a_step_goes_back_one_layer_and_says_its_factor():
    before = SIM.start({"depth": 9, "activation": "tanh"})
    after = SIM.step(before)
    assert (before.layer, after.layer) == (9, 8)
    assert f"{after.sizes[7] / after.sizes[8]:.3g}" in SIM.sentence(after)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"activation": "relu", "scale": 2}, "explodes"),
        ({"activation": "relu"}, "survives"),
        ({"activation": "tanh", "scale": 0.5}, "vanishes"),
        ({"depth": 1}, "survives"),
    ],
)
def test_it_says_what_becomes_of_the_gradient(values, said):
    assert said in SIM.sentence(arrived(**values))


def test_verdicts():
    assert [verdict(x) for x in (1e-9, 0.5, 1e9)] == ["vanishes", "survives", "explodes"]


def test_a_change_after_the_arrival_shows_the_new_curve_beside_the_old():
    state = SIM.change(arrived(), "activation", "tanh")
    assert SIM.done(state)
    assert [label for label, _ in state.ghosts] == ["sigmoid"]
    state = SIM.change(SIM.change(state, "activation", "relu"), "scale", 1.5)
    assert [label for label, _ in state.ghosts] == ["sigmoid", "tanh"]
    (plot,) = SIM.scene(state).panels
    assert all(plot.y.low < y < plot.y.high for c in plot.foreground.curves for _, y in c.points)
    assert SIM.change(state, "depth", 20).ghosts == ()


def test_a_change_on_the_way_begins_again():
    state = SIM.change(SIM.step(SIM.start()), "scale", 2)
    assert state.step == 0 and state.layer == 50


@pytest.mark.parametrize("activation", list(SQUASH))
@pytest.mark.parametrize("scale", [0.1, 20])
def test_the_extremes_stay_in_range(activation, scale):
    state = arrived(depth=100, activation=activation, scale=scale)
    assert all(math.isfinite(size) for size in state.sizes)
    (plot,) = SIM.scene(state).panels
    assert 0 < plot.y.low < plot.y.high < math.inf
