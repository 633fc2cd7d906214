"""What simulations say, in words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from vctutor.line_mode.vocabulary import in_words
from vctutor.simulations.registry import NAMES, get


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("θ = 2.4", "theta equals 2.4"),
        ("by 0.1 × 6 = 0.6.", "by 0.1 times 6 equals 0.6."),
        ("(−0.6)", "(minus 0.6)"),
        ("∂L/∂w = 10", "the partial derivative of L with respect to w equals 10"),
        ("dL/dθ", "the derivative of L with respect to theta"),
        ("|∇f| = 10", "the length of the gradient of f equals 10"),
        ("∇f = (6, 8)", "the gradient of f equals 6, 8"),
        ("x₁² + y³", "x 1 squared plus y cubed"),
        ("2⁻⁵", "2 to the power minus 5"),
        ("1.2e−7", "1.2 times ten to the power minus 7"),
        ("f(x, y)", "f of x, y"),
        ("XᵀX", "X transpose X"),
        ("α ≈ 5 %", "alpha is about 5 percent"),
    ],
)
def test_signs(shown: str, told: str) -> None:
    assert in_words(shown) == told


@pytest.mark.parametrize("name", NAMES)
def test_no_sign_is_left_in_what_a_simulation_says(name: str) -> None:
    simulation = get(name)
    state: Any = simulation.start()
    for _ in range(simulation.default_steps):
        told = in_words(simulation.sentence(state))
        told += "".join(in_words(f"{r.label} = {r.text()}") for r in simulation.readouts(state))
        assert not re.search(r"[^\x00-\x7f]", told), told
        if simulation.done(state):
            break
        state = simulation.step(state)
