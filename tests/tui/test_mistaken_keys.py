"""Promise 16: an author's mistake costs one block also when its question is answered, and the record is untouched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vctutor.cli.main import main
from vctutor.paths import data_dir
from vctutor.progress.store import Store

KEYS = (
    "{number: '%s'}" % ("1+" * 300 + "1"),
    "{vector: [x, 'y+']}", "{matrix: [[1, '2*']]}", "{shape: [a, b]}", "{shape: [1/0, 2]}",
    "{expression: 'x+', variables: [x]}", "{expression: 'q*x', variables: [x]}",
    "{expression: 'foo(x)', variables: [x]}",
    "{expression: '%s', variables: [x]}" % ("(" * 60 + "x" + ")" * 60),
)  # fmt: skip
TYPED = ("1", "[1, 2]", "x")
CHAPTER = """
goals: [g]
body:
  - question: {id: broken, ask: What?, answer: %s, hints: ['{=1/0}'], solution: 'It is {=b}.'}
  - question: {id: sound, ask: And this?, answer: {number: 6}}
"""


def course(directory: Path, key: str) -> Path:
    directory.mkdir()
    (directory / "course.yaml").write_text(
        "title: C\nchapters: [{id: c, file: c.yaml, title: C}]\n"
    )
    (directory / "c.yaml").write_text(CHAPTER % key)
    return directory


def recorded() -> list[str]:
    store = Store.open(data_dir(), idle=3600.0)
    try:
        return [event.item for event in store.events(("answer",)).result(30)]
    finally:
        store.close()


@pytest.mark.parametrize("key", KEYS)
async def test_the_card_says_what_is_wrong_and_the_next_question_works(
    opened: Callable[..., Any],
    text: Callable[[Any], str],
    tmp_path: Path,
    key: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    directory = course(tmp_path / "course", key)
    assert main(["check", str(directory)]) == 1  # its author was told
    async with opened("0", course=directory) as pilot:
        mistakes = 0
        for typed in TYPED:
            await pilot.press("a", "enter", *map(named, typed), "enter")
            mistakes += "for it has a mistake" in " ".join(text(pilot).split())
            await pilot.press(*["backspace"] * len(typed), "escape", "h", "w", "escape")
        assert mistakes
        await pilot.press("G", "shift+tab", "enter", "6", "enter")
        assert "100 %" in text(pilot)
    assert "c/sound" in recorded()


def named(letter: str) -> str:
    return {
        "[": "left_square_bracket",
        "]": "right_square_bracket",
        ",": "comma",
        " ": "space",
    }.get(letter, letter)
