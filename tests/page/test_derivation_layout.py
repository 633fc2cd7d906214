"""Derivations: reasons beside or below, steps told apart, shown one by one."""

from __future__ import annotations

from vctutor.course.model import Derivation, DerivationStep, Position
from vctutor.page.derivation import lay_derivation
from vctutor.page.glyphs import glyphs
from vctutor.styled_text import plain

HERE = Position("course.yaml", 1, 1)

FLAT = Derivation(
    at=HERE,
    place="d",
    title="A square",
    steps=(
        DerivationStep(formula="(a + b)^2", because="what is asked"),
        DerivationStep(formula="= a^2 + 2ab + b^2", because="multiply out"),
    ),
)
TALL = Derivation(
    at=HERE,
    place="d",
    steps=(
        DerivationStep(formula=r"\frac{x^2}{x}", because="what is asked"),
        DerivationStep(formula="= x", because="cancel"),
        DerivationStep(formula="= x"),
    ),
)


def drawn(derivation: Derivation, cells: int, shown: int | None = None) -> list[str]:
    laid = lay_derivation(derivation, cells, glyphs(False), shown)
    return [plain(line).rstrip() for line in laid.lines]


def test_reasons_stand_beside_their_formulas() -> None:
    assert drawn(FLAT, 60) == [
        "A square",
        "  (a + b)²           what is asked",
        "  = a² + 2ab + b²    multiply out",
    ]


def test_in_a_narrow_column_reasons_stand_below_and_steps_apart() -> None:
    assert drawn(FLAT, 30) == [
        "A square",
        "  (a + b)²",
        "      what is asked",
        "",
        "  = a² + 2ab + b²",
        "      multiply out",
    ]


def test_a_reason_is_level_with_the_middle_of_a_tall_formula() -> None:
    assert drawn(TALL, 60) == [
        "  x²",
        "  ──     what is asked",
        "  x",
        "",
        "  = x    cancel",
        "",
        "  = x",
    ]


def test_steps_not_yet_shown_are_announced_and_keep_the_columns() -> None:
    lines = drawn(FLAT, 60, shown=1)
    assert lines[1] == "  (a + b)²           what is asked"
    assert lines[-1].strip() == "enter: the next step (1 more)"


def test_the_whole_derivation_is_one_target() -> None:
    laid = lay_derivation(TALL, 60, glyphs(False))
    (target,) = laid.targets
    assert (target.kind, target.line, target.height) == ("derivation", 0, len(laid.lines))
