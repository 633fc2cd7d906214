from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def test_every_form_of_every_formula_looks_as_it_did_when_it_was_read_through(
    golden_file: Path, render_golden: Callable[[Path], str]
) -> None:
    drawn = render_golden(golden_file)
    if os.environ.get("VCTUTOR_GOLDEN") == "write":
        golden_file.write_text(drawn, encoding="utf-8")
    assert drawn == golden_file.read_text(encoding="utf-8")


def test_there_are_enough_formulas(golden_formulas: list[str]) -> None:
    assert len(set(golden_formulas)) >= 450


def test_no_golden_formula_is_broken(golden_formulas: list[str]) -> None:
    from vctutor.typesetting import problem

    assert [latex for latex in golden_formulas if problem(latex)] == []
