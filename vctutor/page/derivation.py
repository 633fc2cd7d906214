"""Derivations: a formula a line, with its reason beside it, or below where the column is narrow."""

from __future__ import annotations

from vctutor.course.model import Derivation, DerivationStep
from vctutor.i18n import _
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Laid, Target
from vctutor.styled_text import Line, Span, pad, width
from vctutor.typesetting import typeset
from vctutor.typesetting.prose import lay_prose

GAP = 4
NARROWEST_REASON = 22


def lay_derivation(
    derivation: Derivation, cells: int, glyphs: Glyphs, shown: int | None = None
) -> Laid:
    """Lay a derivation out in ``cells`` columns, with its first ``shown`` steps; None shows all."""
    steps = derivation.steps[:shown]
    lines: list[Line] = []
    if derivation.title:
        lines += lay_prose(derivation.title, cells, ascii=glyphs.ascii, base_role="strong")
    formulas = [_formula(step, cells, glyphs) for step in derivation.steps]
    widest = max((width(line) for formula in formulas for line in formula), default=0)
    beside = cells - widest - GAP - 2 >= NARROWEST_REASON
    # An empty line follows a tall step, so that its reason is not taken for the next one's.
    apart = not beside or any(len(formula) > 1 for formula in formulas)
    for number, (formula, step) in enumerate(zip(formulas, steps, strict=False)):
        if apart and number:
            lines.append(())
        lines += (
            _beside(formula, step, widest, cells, glyphs)
            if beside
            else _below(formula, step, cells, glyphs)
        )
    hidden = len(derivation.steps) - len(steps)
    if hidden and apart:
        lines.append(())
    if hidden:
        lines.append((Span(_("  enter: the next step ({n} more)").format(n=hidden), "muted"),))
    target = Target("derivation", 0, 0, cells, height=max(1, len(lines)))
    return Laid(tuple(lines), (target,))


def _formula(step: DerivationStep, cells: int, glyphs: Glyphs) -> list[Line]:
    return typeset(
        step.formula.strip(), form="display", width=max(1, cells - 2), ascii=glyphs.ascii
    )


def _beside(
    formula: list[Line], step: DerivationStep, widest: int, cells: int, glyphs: Glyphs
) -> list[Line]:
    room = cells - widest - GAP - 2
    reason = (
        lay_prose(step.because, room, ascii=glyphs.ascii, base_role="muted") if step.because else []
    )
    # The reason stands level with the middle of its formula.
    top = max(0, (len(formula) - len(reason)) // 2)
    height = max(len(formula), top + len(reason))
    rows: list[Line] = []
    for y in range(height):
        left: Line = (Span("  "), *formula[y]) if y < len(formula) else ()
        right = reason[y - top] if top <= y < top + len(reason) else ()
        rows.append((*pad(left, widest + GAP + 2), *right) if right else left)
    return rows


def _below(formula: list[Line], step: DerivationStep, cells: int, glyphs: Glyphs) -> list[Line]:
    rows: list[Line] = [(Span("  "), *line) for line in formula]
    if step.because:
        reason = lay_prose(step.because, max(1, cells - 6), ascii=glyphs.ascii, base_role="muted")
        rows += [(Span("      "), *line) for line in reason]
    return rows
