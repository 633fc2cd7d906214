import pytest

from vctutor.errors import UsageError
from vctutor.simulations.computation_graph import ComputationGraph

SIM = ComputationGraph()


def readouts(state):
    return {r.name: r.value for r in SIM.readouts(state)}


def run(steps, **values):
    state = SIM.start(values)
    for _ in range(steps):
        state = SIM.step(state)
    return state


def by_hand(x, w, b, y):
    r = w * x + b - y
    return {
        "loss": r * r,
        "dL/dr": 2 * r,
        "dL/da": 2 * r,
        "dL/dz": 2 * r,
        "dL/db": 2 * r,
        "dL/dw": 2 * r * x,
    }


def test_the_numbers_of_chapter_8():
    found = readouts(run(SIM.default_steps))
    assert (found["z"], found["a"], found["r"]) == (3, 3.5, 2.5)
    assert (found["loss"], found["dL/dw"], found["dL/db"]) == (6.25, 10, 5)
    assert found["check dL/dw"] == pytest.approx(10, rel=1e-7)
    assert found["check dL/db"] == pytest.approx(5, rel=1e-7)


@pytest.mark.parametrize(
    "inputs", [(1, 2, 3, 4), (-2, 0.5, 1, 3), (0, 1, 1, 1), (3, -1.5, 0.25, -6)]
)
def test_other_inputs_by_hand(inputs):
    found = readouts(run(9, **dict(zip(("x", "w", "b", "y"), inputs, strict=True))))
    for name, value in by_hand(*inputs).items():
        assert found[name] == pytest.approx(value)


def test_nothing_is_known_before_it_is_computed():
    order = ["z", "a", "r", "loss", None, "dL/dr", "dL/da", "dL/dz", "dL/dw"]
    known = set()
    for phase in range(10):
        found = readouts(run(phase))
        now = {name for name, value in found.items() if value is not None} - {"w", "b"}
        assert known <= now
        if phase and order[phase - 1]:
            assert order[phase - 1] in now - known
        known = now


def test_edges_are_lit_as_the_values_flow():
    graph = SIM.scene(run(2)).panels[0]
    assert {(e.source, e.target): e.lit for e in graph.edges if e.lit} == {
        ("z", "a"): "forward", ("b", "a"): "forward",
    }  # fmt: skip
    graph = SIM.scene(run(8)).panels[0]
    assert {(e.source, e.target): e.lit for e in graph.edges if e.lit} == {
        ("z", "a"): "backward", ("b", "a"): "backward",
    }  # fmt: skip
    assert {n.name for n in graph.nodes if n.lit} == {"z", "b"}
    assert {e.label for e in graph.edges if (e.source, e.target) == ("w", "z")} == {"2"}


def test_buttons_complete_a_pass():
    forward = SIM.act(SIM.start(), "forward")
    assert readouts(forward)["loss"] == 6.25 and readouts(forward)["dL/dw"] is None
    assert readouts(SIM.act(SIM.start(), "backward"))["dL/dw"] == 10
    with pytest.raises(UsageError):
        SIM.act(forward, "sideways")


def test_training_is_gradient_descent():
    state, w, b = SIM.start(), 1.5, 0.5
    for _ in range(5):
        state = SIM.act(state, "train")
        r = 2 * w + b - 1
        w, b = w - 0.05 * 4 * r, b - 0.05 * 2 * r
        assert (state.w, state.b) == pytest.approx((w, b))
        assert readouts(state)["loss"] == pytest.approx((2 * w + b - 1) ** 2)
    assert "Training step 5" in SIM.sentence(state) and "fell" in SIM.sentence(state)
    strip = SIM.scene(state).panels[1]
    assert len(strip.foreground.curves[0].points) == 6


def test_steps_go_on_training_after_both_passes():
    state = run(10)
    assert (state.w, state.b) == pytest.approx((1.0, 0.25)) and state.trained == 1
    assert run(19).phase == 9
    state = SIM.start()
    while not SIM.done(state):
        state = SIM.step(state)
    assert state.step < 300 and readouts(state)["loss"] < 1e-12


def test_too_large_a_rate_is_told():
    state = SIM.act(SIM.start({"alpha": 0.3}), "train")
    assert "grew" in SIM.sentence(state) and "too large" in SIM.sentence(state)


def test_a_changed_input_keeps_what_was_computed():
    state = SIM.change(run(4), "x", 3)
    assert readouts(state)["loss"] == (1.5 * 3 + 0.5 - 1) ** 2
    assert SIM.reset(SIM.act(state, "train")).w == 1.5
