# ruff: noqa: E501
"""What ``vctutor check`` says of predictions: the simulation is run, and its numbers are compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from vctutor.cli.main import main

DESCENT = "name: descent-line, theta: 3, alpha: 0.1"  # one step: θ 2.4, L 5.76 (from 9), slope 4.8
MAP = "name: descent-map, start: [3, 2], alpha: 0.15"  # one step: (2.1, 0.8)


@pytest.fixture
def told(tmp_path, monkeypatch, capsys):
    """Check a course of one simulation and return what is told, without the file's name."""

    def check(simulation: str, prediction: str) -> list[str]:
        monkeypatch.chdir(tmp_path)
        Path("course.yaml").write_text(
            "title: T\nchapters:\n  - {id: a, file: a.yaml, title: A}\n", encoding="utf-8"
        )
        text = (
            f"goals: [a]\nbody:\n  - simulation: {{{simulation}}}\n    predict: {{{prediction}}}\n"
        )
        Path("a.yaml").write_text(text, encoding="utf-8")
        code = main(["check", "."])
        lines = capsys.readouterr().out.splitlines()
        assert code == (not lines[0].endswith("no mistakes"))
        return [line.removeprefix("a.yaml:") for line in lines if code]

    return check


RIGHT = [
    (DESCENT, "ask: A?, answer: 2.4"),
    (DESCENT, "ask: A?, answer: 2.4, readout: theta"),
    (DESCENT, "ask: A?, answer: 12/5"),
    (DESCENT, "ask: A?, answer: 2.5, tolerance: 0.1"),
    (DESCENT, "ask: How far does it go?, answer: 0.6"),
    (DESCENT, "ask: What does the loss do?, answer: -3.24"),
    (DESCENT, "ask: A?, answer: [2.4, 5.76], readout: [theta, L]"),
    (DESCENT, "ask: A?, answer: 1.92, after: 2"),
    (DESCENT, "ask: In which course?, answer: 1234, readout: none"),
    (MAP, "ask: A?, answer: [2.1, 0.8]"),
    (MAP, "ask: A?, answer: '[2.1, 0.8]', readout: point"),
    (MAP, "ask: A?, answer: [2.1, 0.8], readout: point"),
    (MAP, "ask: A?, answer: [2.1, 0.8, 5.69], readout: [point, f]"),
    ("name: forward-reverse, n: 100, m: 1", "ask: A?, answer: [100, 1], tolerance: 0, after: 8"),
    ("name: computation-graph", "ask: A?, answer: 10, after: 9, readout: dL/dw"),
    (DESCENT, "ask: A?, choices: [{text: B, right: true}, {text: C, say: x}]"),
]


@pytest.mark.parametrize(("simulation", "prediction"), RIGHT)
def test_what_is_shown_is_believed(told, simulation, prediction):
    assert told(simulation, prediction) == []


WRONG = [
    (
        DESCENT,
        "ask: A?, answer: 2.5",
        "4:32: after 1 step the simulation shows theta 2.4, L 5.76, dL/dtheta 4.8, none of which is 2.5;",
    ),
    (DESCENT, "ask: A?, answer: 5.76, readout: theta", "4:32: theta after 1 step is 2.4, which is not 5.76"),
    (DESCENT, "ask: A?, answer: 2.4, after: 2", "4:32: after 2 steps the simulation shows theta 1.92,"),
    (DESCENT, "ask: A?, answer: 2.4, readout: L", "4:32: L after 1 step is 5.76, which is not 2.4"),
    (
        DESCENT,
        "ask: A?, answer: 2.4, readout: thetta",
        "4:46: the simulation shows no 'thetta'; it shows theta, L, dL/dtheta (did you mean theta?)",
    ),
    (DESCENT, "ask: A?, answer: 1/0", "4:32: the answer has no finite value"),
    (DESCENT, "ask: A?, answer: 1, readout: [none, theta]", "4:45: 'none' stands alone"),
    (MAP, "ask: A?, answer: [2.1, 0.9], readout: point", "point after 1 step is [2.1, 0.8], which is not [2.1, 0.9]"),
    (MAP, "ask: A?, answer: [2.1, 0.7]", "none of which is 0.7"),
    (MAP, "ask: A?, answer: 2.1, readout: point", "the answer has 1 number, and point after 1 step has 2 numbers"),
    ("name: computation-graph", "ask: A?, answer: 10, readout: dL/dw", "the answer has 1 number, and dL/dw after 1 step has 0 numbers"),
    ("name: forward-reverse, n: 100, m: 1", "ask: A?, answer: [100, 2], tolerance: 0, after: 8, readout: [forward passes, reverse passes]", "is [100, 1], which is not [100, 2]"),
    (DESCENT, "ask: A?, readout: theta, choices: [{text: B, right: true}, {text: C, say: x}]", "4:33: 'readout' says what the 'answer' is about"),
]  # fmt: skip


@pytest.mark.parametrize(("simulation", "prediction", "wanted"), WRONG)
def test_what_is_not_shown_is_told(told, simulation, prediction, wanted):
    (line,) = told(simulation, prediction)
    assert wanted in line


def test_other_mistakes_come_first(told):
    (line,) = told(DESCENT, "ask: A?, answer: 2 +")
    assert line.startswith("4:")
    assert "simulation shows" not in line
    (line,) = told("name: descent-line, alpha: 99", "ask: A?, answer: 5")
    assert line.startswith("3:")


def test_the_names_of_the_numbers_are_listed(capsys):
    assert main(["sim", "--list", "descent-line"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "shows: theta, L, dL/dtheta"
