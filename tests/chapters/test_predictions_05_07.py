"""What chapters 5 to 7 ask the reader to predict is what their simulations then show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from vctutor.simulations.registry import get

CHAPTERS = Path(__file__).parents[2] / "chapters"


def shown(file: str) -> tuple[dict[str, Any], list[dict[str, Any]], str]:
    """The prediction, the readouts at each step it looks ahead, and the last sentence."""
    chapter = yaml.safe_load((CHAPTERS / file).read_text(encoding="utf-8"))
    (block,) = [block for block in chapter["body"] if "simulation" in block]
    block = block["simulation"]
    asked = block["predict"]
    values = {
        name: value
        for name, value in block.items()
        if name not in ("name", "title", "caption", "predict")
    }
    simulation = get(block["name"])
    states = [simulation.start(values)]
    for _ in range(asked.get("after", 1)):
        states.append(simulation.step(states[-1]))
    told = [{readout.name: readout.value for readout in simulation.readouts(s)} for s in states]
    return asked, told, simulation.sentence(states[-1])


def right(asked: dict[str, Any]) -> str:
    (choice,) = [choice["text"] for choice in asked["choices"] if choice.get("right")]
    return str(choice)


def test_fifty_sigmoid_layers_leave_at_most_ten_to_the_minus_thirty() -> None:
    asked, told, sentence = shown("05-the-chain-rule.yaml")
    assert "10^{-30}" in right(asked)
    assert told[0]["first"] is None
    assert told[-1]["layer"] == 1
    assert told[-1]["bound"] == pytest.approx(0.25**50, abs=0)
    assert 0 < told[-1]["first"] < told[-1]["bound"] < 1e-30
    assert "vanishes" in sentence


def test_the_nudge_of_the_first_input() -> None:
    asked, told, _ = shown("06-the-jacobian.yaml")
    guess = [float(value) for value in asked["answer"]]
    assert told[-1]["predicted"] == pytest.approx(guess)
    assert told[-1]["change"] == pytest.approx(guess, abs=asked["tolerance"])


def test_the_loss_grows_with_every_step() -> None:
    asked, told, sentence = shown("07-matrix-gradients.yaml")
    assert right(asked) == "It grows with every step."
    losses = [readouts["loss"] for readouts in told]
    assert losses == sorted(losses) and len(set(losses)) == len(losses) > 2
    for loss in losses:
        assert f"{loss:.1f}".removesuffix(".0") in asked["ask"] + asked["explain"]
    assert "diverges" in sentence
