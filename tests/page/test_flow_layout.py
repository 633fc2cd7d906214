"""Flows: on one row where there is room, with short arrows where it is tight, else in a column."""

from __future__ import annotations

import pytest

from vctutor.course.model import Flow, FlowNode, Position
from vctutor.page.blocks import lay_block
from vctutor.page.glyphs import glyphs
from vctutor.styled_text import plain, width

HERE = Position("course.yaml", 1, 1)

FOUR = Flow(
    at=HERE,
    place="f",
    nodes=(
        FlowNode(name="Derivative", note="one number in and one out"),
        FlowNode(name="Gradient", note="many in, one out", by="many variables"),
        FlowNode(name="Jacobian", note="many in, many out", by="vector outputs"),
        FlowNode(name="Backpropagation", note="layer upon layer", by="composition"),
    ),
)
THREE = Flow(
    at=HERE,
    place="f",
    nodes=(FlowNode(name="x"), FlowNode(name="z", by="w and b"), FlowNode(name="y")),
)


def drawn(flow: Flow, cells: int, ascii: bool = False) -> list[str]:
    return [plain(line).rstrip() for line in lay_block(flow, cells, glyphs(ascii)).lines]


def test_a_label_stands_over_its_arrow_where_there_is_room() -> None:
    assert [line.strip() for line in drawn(THREE, 60)] == [
        "╭───╮ w and b ╭───╮     ╭───╮",
        "│ x │ ──────▸ │ z │ ──▸ │ y │",
        "╰───╯         ╰───╯     ╰───╯",
    ]


def test_four_steps_fit_a_row_of_76() -> None:
    assert drawn(FOUR, 76) == [
        "            many variables   vector outputs     composition",
        "╭───────────────╮     ╭──────────╮     ╭──────────╮     ╭─────────────────╮",
        "│  Derivative   │ ──▸ │ Gradient │ ──▸ │ Jacobian │ ──▸ │ Backpropagation │",
        "│ one number in │     │ many in, │     │ many in, │     │   layer upon    │",
        "│  and one out  │     │ one out  │     │ many out │     │      layer      │",
        "╰───────────────╯     ╰──────────╯     ╰──────────╯     ╰─────────────────╯",
    ]


def test_boxes_of_a_row_are_of_one_height() -> None:
    flow = Flow(
        at=HERE,
        place="f",
        nodes=(FlowNode(name="Derivative", note="a slope"), FlowNode(name="G", note="a direction")),
    )
    for cells in (80, 30, 26):
        lines = drawn(flow, cells)
        assert lines[0].count("╭") == lines[-1].count("╰") in (1, 2)


def test_a_row_stands_in_the_middle() -> None:
    left = [len(line) - len(line.lstrip()) for line in drawn(FOUR, 100)[1:]]
    right = [100 - len(line) for line in drawn(FOUR, 100)[1:]]
    assert abs(left[0] - right[0]) <= 1


def test_in_a_narrow_column_each_box_stands_below_the_one_before() -> None:
    lines = drawn(THREE, 20)
    assert lines == [
        "╭───╮", "│ x │", "╰───╯", "  │  w and b", "  ▾",
        "╭───╮", "│ z │", "╰───╯", "  │", "  ▾",
        "╭───╮", "│ y │", "╰───╯",
    ]  # fmt: skip


@pytest.mark.parametrize("cells", range(20, 121))
@pytest.mark.parametrize("ascii", [False, True])
def test_no_flow_is_wider_than_its_column(cells: int, ascii: bool) -> None:
    for flow in (FOUR, THREE):
        laid = lay_block(flow, cells, glyphs(ascii)).lines
        assert max(map(width, laid)) <= cells
        shown = "\n".join(map(plain, laid))
        assert shown.isascii() or not ascii


@pytest.mark.parametrize("cells", range(24, 121, 4))
def test_every_word_of_a_flow_is_shown_whole(cells: int) -> None:
    shown = " ".join(drawn(FOUR, cells))
    for node in FOUR.nodes:
        for word in f"{node.name} {node.note} {node.by or ''}".split():
            assert word in shown


def test_labels_of_neighbouring_arrows_do_not_touch() -> None:
    flow = Flow(
        at=HERE,
        place="f",
        nodes=tuple(
            FlowNode(name="node", by="a rather long label" if n else None) for n in range(4)
        ),
    )
    for cells in range(46, 121):
        lines = drawn(flow, cells)
        assert all("labela" not in line and "longa" not in line for line in lines)
