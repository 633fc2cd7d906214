"""What stands beside the text until its simulation is reached: the parts of the chapter and what is in them. Pure."""

from __future__ import annotations

from collections.abc import Collection

from vctutor.course.model import Chapter, Question, Section, SimulationRef
from vctutor.i18n import _
from vctutor.page.blocks import lay_text
from vctutor.page.chapter_layout import TOP
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Laid, Target
from vctutor.styled_text import Line, Span, crop, pad, width


def lay_outline(
    chapter: Chapter,
    here: str,
    read: Collection[str],
    solved: Collection[str],
    cells: int,
    glyphs: Glyphs,
) -> Laid:
    """Lay out the parts of a chapter, each with what is read and answered in it, and its simulations.

    Args:
        chapter: the chapter.
        here: the place of the part that is being read.
        read: the places of the parts read to their end.
        solved: the ids of the questions answered right.
        cells: the width.
        glyphs: what it is drawn with.
    """
    lines: list[Line] = [(Span(_("In this chapter"), "muted"),), ()]
    targets: list[Target] = []
    for place, title, questions, simulations in _parts(chapter):
        targets.append(Target("link", len(lines), 0, cells, place=place, value=place))
        done = sum(question.id in solved for question in questions)
        lines.append(
            _part(title, place == here, place in read, done, len(questions), cells, glyphs)
        )
        for ref in simulations:
            targets.append(Target("simulation", len(lines), 0, cells, place=ref.place))
            name = ref.title or ref.name.replace("-", " ")
            lines.append(
                crop((Span(f"  {glyphs.play} {name} ", "second"), Span("s", "key")), cells)
            )
    return Laid(tuple(lines), tuple(targets))


def _parts(
    chapter: Chapter,
) -> list[tuple[str, str, list[Question], list[SimulationRef]]]:
    """Return each part's place and title, with its questions and simulations."""
    parts: list[tuple[str, str, list[Question], list[SimulationRef]]] = [
        (TOP, chapter.title, [], [])
    ]
    for block in chapter.body:
        if isinstance(block, Section):
            parts.append((block.place, block.title, [], []))
        elif isinstance(block, Question):
            parts[-1][2].append(block)
        elif isinstance(block, SimulationRef):
            parts[-1][3].append(block)
    return parts


def _part(
    title: str, here: bool, read: bool, done: int, count: int, cells: int, glyphs: Glyphs
) -> Line:
    mark = glyphs.right if read else " "
    tail = f" {done}/{count}" if count else ""
    room = max(1, cells - len(tail) - 2)
    role = "strong accent" if here else ""
    shown = lay_text(title, 400, glyphs, role).lines
    name = crop(shown[0] if shown else (), room)
    head: Line = (Span(f"{mark} ", "success"), *name)
    gap = max(0, cells - width(head) - len(tail))
    return (*pad(head, width(head) + gap), Span(tail, "muted"))
