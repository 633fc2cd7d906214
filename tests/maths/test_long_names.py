"""A run of letters is cut into names in a time that grows with its length, not with its cube."""

from __future__ import annotations

import pytest

from vctutor.maths import names


@pytest.mark.parametrize("run", ["x" * 400, "xt" * 200, "q" * 400, "x_{1}" * 80])
def test_a_long_run_is_looked_at_a_few_times_a_letter(
    run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = 0
    canonical = names.canonical

    def counted(name: str) -> str:
        nonlocal looked
        looked += len(name)
        return canonical(name)

    monkeypatch.setattr(names, "canonical", counted)
    pieces = names.segment(run, frozenset({"x", "t", "x1"}))
    assert sum(piece.length for piece in pieces) == len(run)
    assert looked <= 30 * len(run)


def test_names_with_marks_are_still_found() -> None:
    variables = frozenset({"w1", "theta", "x12"})
    found = [piece.name for piece in names.segment("w_1θx_{12}w₁", variables)]
    assert found == ["w1", "theta", "x12", "w1"]
