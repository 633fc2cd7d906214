"""A small course, and a person who types lines."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from vctutor.cli.main import main

COURSE = """
title: A small course
language: en
chapters:
  - {id: slopes, file: slopes.yaml, title: Slopes}
  - {id: bowls, file: bowls.yaml, title: Bowls}
"""
SLOPES = r"""
id: slopes
title: Slopes
goals: ['Find $f''$.']
terms:
  - {term: slope, means: How steep it is.}
summary: ['The slope of $x^2$ is $2x$.']
body:
  - section: First
    id: first
  - text: 'The slope of $x^2$ is $2x$. It is a [[slope]], see [the book](https://example.org/book).'
  - formula: '\frac{d}{dx} x^2 = 2x'
    say: the slope of x squared is two x
  - callout: {kind: warning, title: Mind the sign, text: 'Down is $-2x$.'}
  - table: {columns: ['$x$', slope], rows: [['1', '2'], ['2', '4']], caption: Some slopes}
  - question:
      id: pick
      ask: Which is the slope of $x^2$?
      answer:
        choice:
          - {text: '$x$', say: Half of it is missing.}
          - {text: '$2x$', right: true}
          - {text: '$x^3$', say: That goes up.}
        shuffle: false
      hints: [Pull the power down.]
  - question:
      id: value
      ask: 'What is the slope of ${a}x^2$ at $1$?'
      vary: {a: 2..9}
      first: {a: 3}
      answer: {number: '2*a'}
      hints: [Differentiate., 'It is ${=2*a}x$.']
      wrong:
        - {value: 'a', say: That is the value.}
      solution: 'It is ${=2*a}$.'
  - section: Second
    id: second
  - simulation: {name: descent-line, title: Down the bowl, alpha: 0.1, theta: 3}
    predict:
      ask: Where is $\theta$ after a step?
      answer: ['2.4']
      tolerance: 0.005
      after: 1
      explain: It moves by $0.6$.
  - flow:
      - {name: Slope, note: one variable}
      - {by: many variables}
      - {name: Gradient}
  - diagram:
      text: |
        ┌─┐
        │x│
        └─┘
      say: A box with $x$ in it.
  - derivation:
      title: Step by step
      steps:
        - {formula: 'y = x^2', because: This is given.}
        - {formula: "y' = 2x"}
  - code: {language: python, text: "print(2 * x)"}
  - question:
      id: all
      ask: Which are even?
      answer:
        choices: [{text: '2', right: true}, {text: '3', say: Odd.}, {text: '4', right: true}]
        shuffle: false
  - question:
      id: steps
      ask: Put the steps in order.
      answer: {order: [Look, Step, Look again]}
"""
BOWLS = """
id: bowls
title: Bowls
goals: [One goal.]
body:
  - section: Bowl
    id: bowl
  - question:
      id: gradient
      ask: What is the gradient of $x^2 + y^2$?
      answer: {vector: [2*x, 2*y], variables: [x, y]}
  - question:
      id: name
      ask: What is a slope in many variables called?
      answer: {text: [gradient, quit]}
"""


@pytest.fixture
def small_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the directory of a small course, which is the one that opens."""
    directory = tmp_path / "small"
    directory.mkdir()
    (directory / "course.yaml").write_text(COURSE)
    (directory / "slopes.yaml").write_text(SLOPES)
    (directory / "bowls.yaml").write_text(BOWLS)
    monkeypatch.setenv("VCTUTOR_COURSE", str(directory))
    return directory


@pytest.fixture
def converse(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Return a function that runs a command, types lines into it, and returns what it wrote."""

    def run(command: list[str], *lines: str, code: int = 0) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        capsys.readouterr()
        assert main(command) == code
        return capsys.readouterr().out

    return run
