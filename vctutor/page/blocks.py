"""Blocks of a chapter, each laid out by itself at a width. Questions are in ``card``, for they have a state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from vctutor.course.model import (
    Block,
    BrokenBlock,
    Callout,
    Code,
    Derivation,
    Diagram,
    Flow,
    Formula,
    Prose,
    Section,
    SimulationRef,
    Table,
)
from vctutor.i18n import N_, _
from vctutor.lazy import LazyModule
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Laid, Target, targets_of
from vctutor.styled_text import Line, Span, crop, width
from vctutor.typesetting import typeset
from vctutor.typesetting.prose import lay_prose, lay_prose_marked, literal

if TYPE_CHECKING:
    from vctutor.page import code, derivation, flow, table
else:  # not every page has one
    code, derivation, flow, table = (
        LazyModule(f"vctutor.page.{name}") for name in ("code", "derivation", "flow", "table")
    )


def lay_block(block: Block, cells: int, glyphs: Glyphs) -> Laid:
    """Lay a block out in ``cells`` columns; its targets carry the block's place."""
    lay = _LAYOUTS.get(type(block))
    laid = lay(block, cells, glyphs) if lay else Laid(())
    targets = tuple(replace(target, place=block.place) for target in laid.targets)
    return Laid(laid.lines, targets)


def lay_text(text: str, cells: int, glyphs: Glyphs, role: str = "") -> Laid:
    """Lay prose out, its formulas, links and terms as targets."""
    lines, marks = lay_prose_marked(text, cells, ascii=glyphs.ascii, base_role=role)
    return Laid(tuple(lines), tuple(targets_of(marks)))


def _prose(block: Prose, cells: int, glyphs: Glyphs) -> Laid:
    return lay_text(block.text, cells, glyphs)


def _section(block: Section, cells: int, glyphs: Glyphs) -> Laid:
    laid = lay_text(block.title, cells, glyphs, "heading")
    rule = min(cells, max((width(line) for line in laid.lines), default=0))
    return Laid((*laid.lines, (Span(glyphs.horizontal * rule, "rule"),)), laid.targets)


def _formula(block: Formula, cells: int, glyphs: Glyphs) -> Laid:
    latex = block.formula.strip()
    lines = typeset(latex, form="display", width=cells, ascii=glyphs.ascii)
    wide = max((width(line) for line in lines), default=0)
    target = Target("formula", 0, 0, max(1, wide), height=max(1, len(lines)), value=latex)
    # As in a book: set in from the left, and centred where the column is wide.
    return Laid(tuple(lines), (target,)).indented(max(0, (cells - wide) // 2))


# The title of each kind of callout.
CALLOUTS = {
    "insight": N_("Insight"),
    "convention": N_("Convention"),
    "warning": N_("Warning"),
    "example": N_("Example"),
    "key idea": N_("Key idea"),
}


def _callout(block: Callout, cells: int, glyphs: Glyphs) -> Laid:
    kind = block.kind.split()[0]
    role = f"callout {kind}"
    name = f"{glyphs.callout(block.kind)} {_(CALLOUTS[block.kind])}"
    head = lay_text(
        f"{name}. {block.title}" if block.title else name,
        max(1, cells - 2),
        glyphs,
        f"{role} strong",
    )
    body = lay_text(block.text, max(1, cells - 2), glyphs)
    bar = Span(glyphs.bar + " ", role)
    lines = tuple((bar, *line) for line in (*head.lines, *body.lines))
    targets = (
        *(target.moved(0, 2) for target in head.targets),
        *(target.moved(len(head.lines), 2) for target in body.targets),
    )
    return Laid(lines, targets)


def _diagram(block: Diagram, cells: int, glyphs: Glyphs) -> Laid:
    drawn = block.text.rstrip("\n").split("\n")
    if max(map(len, drawn), default=0) > cells or (glyphs.ascii and not block.text.isascii()):
        # A block that does not fit, or whose characters the terminal lacks, is replaced by a sentence.
        return lay_text(block.say, cells, glyphs, "muted")
    left = max(0, (cells - max(map(len, drawn), default=0)) // 2)
    return Laid(tuple((Span(" " * left + line, "chart node"),) for line in drawn))


def _simulation(block: SimulationRef, cells: int, glyphs: Glyphs) -> Laid:
    title = block.title or block.name.replace("-", " ")
    invitation = _("Try it: {title}").format(title=title)
    label = f"{glyphs.play} {invitation}"
    key = "[s]"
    room = max(1, cells - len(key) - 1)
    text = crop((Span(label, "simulation strong"),), room)
    gap = Span(" " * max(1, cells - width(text) - len(key)), "simulation")
    head: Line = (*text, gap, Span(key, "simulation key"))
    target = Target("simulation", 0, 0, cells, value=block.name)
    caption = (
        lay_text(block.caption, max(1, cells - 2), glyphs).indented(2)
        if block.caption
        else Laid(())
    )
    return Laid(
        (crop(head, cells), *caption.lines),
        (target, *(mark.moved(1) for mark in caption.targets)),
    )


def _derivation(block: Derivation, cells: int, glyphs: Glyphs) -> Laid:
    return derivation.lay_derivation(block, cells, glyphs)


def _table(block: Table, cells: int, glyphs: Glyphs) -> Laid:
    return table.lay_table(block, cells, glyphs)


def _code(block: Code, cells: int, glyphs: Glyphs) -> Laid:
    return code.lay_code(block, cells, glyphs)


def _flow(block: Flow, cells: int, glyphs: Glyphs) -> Laid:
    return flow.lay_flow(block, cells, glyphs)


def _broken(block: BrokenBlock, cells: int, glyphs: Glyphs) -> Laid:
    bar = Span(glyphs.bar + " ", "error")
    room = max(1, cells - 2)
    lines: list[Line] = [
        (bar, Span(_("This part of the chapter could not be read."), "error strong"))
    ]
    for problem in block.problems:
        lines += [(bar, *line) for line in _verbatim(str(problem), room, "error")]
    for source in block.source.rstrip("\n").split("\n"):
        lines.append((bar, *crop((Span(source, "code"),), room)))
    return Laid(tuple(crop(line, cells) for line in lines))


def _verbatim(text: str, cells: int, role: str) -> list[Line]:
    """Wrap text as it is, without interpreting markup."""
    escaped = literal(text)
    return lay_prose(escaped, cells, base_role=role)


def _captioned(
    lay: Callable[[Any, int, Glyphs], Laid], *, ruled: bool = False, centred: bool = False
) -> Callable[[Any, int, Glyphs], Laid]:
    """Return the layout with the block's caption below.

    Args:
        lay: the layout of the block itself.
        ruled: separate the two by a rule as wide as the block instead of an empty line.
        centred: put a caption of one line under the middle of the column.
    """

    def with_caption(block: Any, cells: int, glyphs: Glyphs) -> Laid:
        laid = lay(block, cells, glyphs)
        if not block.caption or not laid.lines:
            return laid
        caption = lay_text(block.caption, cells, glyphs, "caption")
        if centred and len(caption.lines) == 1:
            caption = caption.indented((cells - width(caption.lines[0])) // 2)
        wide = max(map(width, laid.lines))
        between: Line = (Span(glyphs.horizontal * wide, "rule"),) if ruled else ()
        below = (target.moved(len(laid.lines) + 1) for target in caption.targets)
        return Laid((*laid.lines, between, *caption.lines), (*laid.targets, *below))

    return with_caption


_LAYOUTS: dict[type[Block], Callable[[Any, int, Glyphs], Laid]] = {
    Prose: _prose,
    Section: _section,
    Formula: _formula,
    Callout: _callout,
    Table: _captioned(_table, ruled=True),
    Code: _captioned(_code),
    Flow: _captioned(_flow, centred=True),
    Diagram: _captioned(_diagram, centred=True),
    Derivation: _derivation,
    SimulationRef: _simulation,
    BrokenBlock: _broken,
}
