"""Headings, callouts, diagrams, simulations, formulas and blocks that could not be read."""

from __future__ import annotations

import pytest

from vctutor.course.model import (
    Block,
    BrokenBlock,
    Callout,
    Chapter,
    Diagram,
    Formula,
    Position,
    Problem,
    Prose,
    Section,
    SimulationRef,
)
from vctutor.page.blocks import lay_block
from vctutor.page.chapter_layout import ChapterLayout, lay_blocks
from vctutor.page.glyphs import glyphs
from vctutor.styled_text import plain

HERE = Position("course.yaml", 1, 1)


def drawn(block: Block, cells: int, ascii: bool = False) -> list[str]:
    return [plain(line).rstrip() for line in lay_block(block, cells, glyphs(ascii)).lines]


def test_a_heading_is_underlined_as_far_as_it_goes() -> None:
    assert drawn(Section(at=HERE, place="s", title="The rule"), 40) == ["The rule", "────────"]


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        ("insight", "┃ ✦ Insight. So"),
        ("convention", "┃ § Convention. So"),
        ("warning", "┃ ▲ Warning. So"),
        ("example", "┃ ▷ Example. So"),
        ("key idea", "┃ ◆ Key idea. So"),
    ],
)
def test_every_kind_of_callout_has_a_word_and_a_mark_of_its_own(kind: str, head: str) -> None:
    block = Callout(at=HERE, place="c", kind=kind, title="So", text="And so it is.")  # type: ignore[arg-type]
    assert drawn(block, 40) == [head, "┃ And so it is."]
    plainly = drawn(block, 40, ascii=True)
    assert all(line.isascii() and line.startswith("| ") for line in plainly)


def test_a_callout_without_a_title_is_named_by_its_kind() -> None:
    assert drawn(Callout(at=HERE, place="c", kind="warning", text="Stop."), 40)[0] == "┃ ▲ Warning"


def test_the_formulas_of_a_callout_lie_where_they_are_drawn() -> None:
    block = Callout(at=HERE, place="c", kind="insight", title="Of $x$", text="And $y + z$.")
    laid = lay_block(block, 40, glyphs(False))
    texts = [plain(laid.lines[t.line])[t.start : t.end] for t in laid.targets]
    assert texts == ["x", "y + z"]


def test_a_number_is_nothing_to_act_on() -> None:
    block = Prose(at=HERE, place="p", text="From $x = 3$ to $-2.4$ is $5.4$.")
    (target,) = lay_block(block, 60, glyphs(False)).targets
    assert (target.kind, target.value) == ("formula", "x = 3")


def test_a_diagram_without_room_is_told() -> None:
    block = Diagram(at=HERE, place="d", text="a ──▶ b ──▶ c", say="a leads to b, and b to c.")
    assert drawn(block, 40)[0].strip() == "a ──▶ b ──▶ c"
    assert drawn(block, 12) == ["a leads to", "b, and b to", "c."]
    assert drawn(block, 40, ascii=True) == ["a leads to b, and b to c."]


def test_the_caption_of_a_diagram_stands_under_its_middle() -> None:
    block = Diagram(at=HERE, place="d", text="a -> b", say="a leads to b", caption="From a to b")
    assert drawn(block, 21) == ["       a -> b", "", "     From a to b"]


def test_a_formula_stands_in_the_middle_and_is_a_target() -> None:
    laid = lay_block(Formula(at=HERE, place="f", formula=r"\frac{a}{b}"), 21, glyphs(False))
    assert [plain(line).strip() for line in laid.lines] == ["a", "─", "b"]
    (target,) = laid.targets
    assert (target.start, target.end, target.height) == (10, 11, 3)


def test_a_simulation_shows_its_key_at_the_edge() -> None:
    block = SimulationRef(
        at=HERE, place="s", name="descent-line", title="Descent", caption="See it fall."
    )
    assert drawn(block, 40) == ["▶ Try it: Descent" + " " * 20 + "[s]", "  See it fall."]


def test_what_could_not_be_read_tells_why_and_shows_the_source() -> None:
    problem = Problem(Position("c.yaml", 3, 5), "a $ is *not* closed")
    block = BrokenBlock(at=HERE, place="b", problems=(problem,), source="text: $x")
    text = " ".join(line.removeprefix("┃ ") for line in drawn(block, 60))
    assert "could not be read" in text
    assert "a $ is *not* closed" in text
    assert "text: $x" in text


def test_space_stands_above_headings_and_not_below() -> None:
    page = lay_blocks(
        (
            Prose(at=HERE, place="a", text="One."),
            Section(at=HERE, place="s", title="Two"),
            Prose(at=HERE, place="b", text="Three."),
        ),
        40,
        glyphs(False),
    )
    assert [plain(line) for line in page.lines] == ["One.", "", "", "Two", "───", "Three."]


def test_what_to_keep_stands_apart_like_a_section() -> None:
    chapter = Chapter(
        id="c",
        title="C",
        number=1,
        goals=(),
        body=(Prose(at=HERE, place="a", text="One."),),
        summary=("All.",),
    )
    page = ChapterLayout(chapter, 40, glyphs(False)).page({}, {})
    lines = [plain(line) for line in page.lines]
    at = lines.index("What to keep")
    assert lines[at - 3 : at] == ["One.", "", ""]
    assert lines[at + 1 :] == ["────────────", "• All."]
