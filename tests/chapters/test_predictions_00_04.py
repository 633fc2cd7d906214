"""What chapters 0 to 4 ask the reader to predict is what their simulations then show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from vctutor.simulations.registry import get

CHAPTERS = Path(__file__).parents[2] / "chapters"


def shown(file: str, steps: int | None = None) -> dict[str, Any]:
    """The readouts of a chapter's simulation after as many steps as its prediction looks ahead."""
    chapter = yaml.safe_load((CHAPTERS / file).read_text(encoding="utf-8"))
    (block,) = [block for block in chapter["body"] if "simulation" in block]
    values = {
        name: value
        for name, value in block["simulation"].items()
        if name not in ("name", "title", "caption")
    }
    simulation = get(block["simulation"]["name"])
    state = simulation.start(values)
    for _ in range(block["predict"]["after"] if steps is None else steps):
        state = simulation.step(state)
    return {
        "answer": [float(value) for value in block["predict"].get("answer", [])],
        **{readout.name: readout.value for readout in simulation.readouts(state)},
    }


def test_the_first_step_on_the_line() -> None:
    after = shown("00-why-calculus.yaml")
    assert after["answer"] == pytest.approx([after["theta"]])


def test_the_error_of_the_secant_shrinks_and_grows_again() -> None:
    errors = [abs(shown("01-derivatives.yaml", steps)["error"]) for steps in (0, 8, 12)]
    assert errors[1] < 1e-6 < errors[2] < errors[0]


def test_order_nine_is_the_first_within_five_percent() -> None:
    off = {}
    for steps in range(9):
        after = shown("02-taylor-series.yaml", steps)
        off[after["order"]] = abs(after["polynomial"] / after["true"] - 1)
    assert min(order for order, error in off.items() if error < 0.05) == 9
    assert shown("02-taylor-series.yaml")["order"] == 9


def test_the_two_slopes() -> None:
    after = shown("03-many-variables.yaml")
    assert after["answer"] == pytest.approx([after["df/dx"], after["df/dy"]])


def test_the_first_step_on_the_map() -> None:
    after = shown("04-the-gradient.yaml")
    assert after["answer"] == pytest.approx(list(after["point"]))
