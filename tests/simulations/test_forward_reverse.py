import math

import pytest

from vctutor.charts import draw
from vctutor.errors import UsageError
from vctutor.simulations.forward_reverse import ForwardReverse, trace_of
from vctutor.styled_text import plain

SIM = ForwardReverse()


def complete(**values):
    state = SIM.start(values)
    while not SIM.done(state):
        state = SIM.step(state)
    return state, {r.name: r.value for r in SIM.readouts(state)}


def test_the_small_example_by_hand():
    state, found = complete()
    assert state.step == SIM.default_steps
    assert found["f"] == pytest.approx(6 + math.sin(2))
    assert found["df/dx1"] == pytest.approx(3 + math.cos(2)) == found["tangent"]
    assert found["df/dx2"] == pytest.approx(2)
    assert complete(input=2)[1]["tangent"] == pytest.approx(2)


@pytest.mark.parametrize(
    "text",
    [c.value for c in SIM.parameter("function").choices]
    + ["x1/x2 - x1^x2", "-x + max(x, y)", "exp(x)*x"],
)
def test_forward_and_reverse_agree_with_each_other_and_with_differences(text):
    trace = trace_of(text, (1.3, 0.7))
    for chosen in range(trace.inputs):
        assert trace.tangents[chosen][-1] == pytest.approx(trace.rows[chosen].adjoint or 0.0)
    h = 1e-6
    moved = [float(trace_of(text, (1.3 + s, 0.7)).rows[-1].value) for s in (h, -h)]
    assert trace.tangents[0][-1] == pytest.approx((moved[0] - moved[1]) / (2 * h), abs=1e-6)


def test_values_are_known_downwards_and_adjoints_upwards():
    state = SIM.start()
    filled = []
    while True:
        table = SIM.scene(state).panels[0]
        filled.append((sum(bool(r[1]) for r in table.rows), sum(bool(r[3]) for r in table.rows)))
        if SIM.done(state):
            break
        state = SIM.step(state)
    assert filled == [(2, 0), (3, 0), (4, 0), (5, 0), (5, 1), (5, 2), (5, 3), (5, 4), (5, 5)]
    assert SIM.step(state) is state


def test_the_costs():
    said = SIM.sentence(complete(n=1000, m=1)[0])
    assert "1000 passes forward, 1 in reverse" in said and "reverse is cheaper" in said
    assert "forward is cheaper" in SIM.sentence(complete(n=1, m=50)[0])
    assert "equal" in SIM.sentence(complete(n=5, m=5)[0])
    plot = SIM.scene(complete(n=200, m=3)[0]).panels[1]
    assert {(p.x, p.y) for p in plot.foreground.points} == {(200, 200), (200, 3)}


def test_an_expression_without_inputs_is_refused():
    with pytest.raises(UsageError, match="no input"):
        SIM.start({"function": "3 + 4"})


def test_an_input_beyond_the_last_is_the_last():
    assert complete(function="x^2", input=7)[1]["tangent"] == 4


def test_rows_are_named_as_in_the_chapter():
    trace = trace_of("x1*x2 + x1^2", (3, 2))
    assert [trace.name(row) for row in trace.rows] == ["x₁", "x₂", "v₁", "v₂", "f"]
    named = [row[0] for row in SIM.scene(SIM.start({"function": "x1*x2 + x1^2"})).panels[0].rows]
    assert named == ["x₁", "x₂", "v₁ = x₁ · x₂", "v₂ = x₁²", "f = v₁ + v₂"]
    assert trace_of("x1", (3, 2)).names == {"x1": "x₁"}


def test_its_table_in_ascii_keeps_powers_apart_from_indices():
    scene = SIM.scene(SIM.start({"function": "x1*x2 + x1^2"}))
    drawn = "\n".join(plain(line) for line in draw(scene, 60, 30, glyphs="ascii"))
    assert drawn.isascii()
    assert "v1 = x1 * x2" in drawn and "v2 = x1^2" in drawn and "f = v1 + v2" in drawn


@pytest.mark.parametrize("count, word", [(1, "1 output"), (2, "2 outputs")])
def test_what_a_parameter_counts_has_a_form_for_one(count, word):
    parameter = SIM.parameter("m")
    assert f"{count} {parameter.unit(count)}" == word
