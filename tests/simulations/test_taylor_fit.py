import math

import numpy as np
import pytest

from vctutor.simulations.taylor_fit import TaylorFit, evaluate

SIM = TaylorFit()


def readouts(**values):
    return {r.name: r.value for r in SIM.readouts(SIM.start(values))}


def test_sine_term_by_term():
    for order in range(16):
        state = SIM.start({"order": order})
        expected = [
            0 if k % 2 == 0 else (-1) ** (k // 2) / math.factorial(k) for k in range(order + 1)
        ]
        assert state.coefficients == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(
    ("name", "value"),
    [("sin", np.sin), ("cos", np.cos), ("exp", np.exp), ("sigmoid", lambda x: 1 / (1 + np.exp(-x))),
     ("ln(1+x)", np.log1p), ("1/(1-x)", lambda x: 1 / (1 - x))],
)  # fmt: skip
def test_high_orders_agree_near_the_centre(name, value):
    found = readouts(function=name, order=15, probe=0.3, centre=0.1)
    assert found["true"] == pytest.approx(value(0.3))
    assert found["polynomial"] == pytest.approx(value(0.3), abs=1e-8)


@pytest.mark.parametrize(
    ("name", "centre", "radius"),
    [("sin", 0, "everywhere"), ("exp", 1, "everywhere"), ("ln(1+x)", 0, 1), ("ln(1+x)", 1, 2),
     ("1/(1-x)", 0, 1), ("1/(1-x)", -1, 2), ("sigmoid", 0, math.pi), ("1/(1+x^2)", 0, 1),
     ("1/(1+x^2)", 1, 2**0.5), ("tan(x)", 0, math.pi / 2)],
)  # fmt: skip
def test_where_the_series_converges(name, centre, radius):
    found = readouts(function=name, centre=centre)["radius"]
    assert found == (radius if isinstance(radius, str) else pytest.approx(radius, rel=0.02))


def test_the_readouts_say_what_they_are():
    told = {r.name: (r.label, r.text()) for r in SIM.readouts(SIM.start({"order": 7, "probe": 3}))}
    off = 1 - (3 - 27 / 6 + 243 / 120 - 2187 / 5040) / math.sin(3)
    assert told["relative error"] == ("relative error", f"{100 * off:.1f} %")
    assert told["radius"] == ("converges", "everywhere")
    near = {r.name: r.label for r in SIM.readouts(SIM.start({"function": "ln(1+x)"}))}
    assert near["radius"] == "converges within"


def test_beyond_the_radius_higher_orders_are_worse_and_it_is_said():
    errors = [readouts(function="1/(1-x)", order=n, probe=-1.5)["error"] for n in (3, 7, 11, 15)]
    assert errors == sorted(errors)
    said = SIM.sentence(SIM.start({"function": "1/(1-x)", "order": 9, "probe": -1.5}))
    assert "diverges" in said and "within 1 " in said


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"order": 5}, "x − x³/6 + x⁵/120"),
        ({"function": "exp", "order": 3}, "1 + x + x²/2 + x³/6"),
        ({"function": "cos", "order": 2}, "1 − x²/2"),
        ({"function": "1/(1-x)", "order": 2, "centre": -1}, "1/2 + (x + 1)/4 + (x + 1)²/8"),
        ({"function": "sigmoid", "order": 3}, "1/2 + x/4 − x³/48"),
        ({"function": "sin", "order": 1, "centre": 1}, "0.8415 + 0.5403·(x − 1)"),
        ({"function": "2x^2 - 3x", "order": 4}, "−3x + 2x²"),
        ({"function": "0*x", "order": 4}, "0"),
    ],
)
def test_the_polynomial_is_written_out(values, text):
    assert readouts(**values)["terms"] == text


def test_its_latex():
    last = SIM.readouts(SIM.start({"order": 3}))[-1]
    assert last.latex == r"x - \frac{x^{3}}{6}"


def test_each_step_adds_an_order_until_the_last():
    state = SIM.start()
    for order in range(1, 16):
        assert len(state.coefficients) == order + 1
        assert not SIM.done(state) or order == 15
        state = SIM.step(state)
    assert len(state.coefficients) == 16 and SIM.done(state)
    assert len(SIM.reset(state).coefficients) == 2


def test_the_good_stretch_is_where_the_error_is_under_5_percent():
    for values in (
        {"order": 3},
        {"order": 7},
        {"function": "exp", "order": 2},
        {"function": "sigmoid", "order": 3},
    ):
        found = readouts(**values)
        state = SIM.start(values)
        function = {"exp": np.exp, "sigmoid": lambda x: 1 / (1 + np.exp(-x))}.get(
            values.get("function"), np.sin
        )
        inside = np.linspace(*found["good"], 50)
        floor = 0.1 * (
            1 if "function" not in values else np.exp(3) if values["function"] == "exp" else 1
        )
        error = np.abs([evaluate(state.coefficients, x) for x in inside] - function(inside))
        assert np.all(error <= 0.05 * np.maximum(np.abs(function(inside)), floor) + 1e-12)
    ends = [readouts(order=order)["good"][1] for order in (1, 3, 7)]
    assert ends == sorted(ends) and ends[0] < ends[2]
    assert readouts(function="ln(x)")["good"] is None


def test_where_there_is_no_series_it_says_so():
    state = SIM.start({"function": "ln(x)"})
    assert "no Taylor polynomial" in SIM.sentence(state)
