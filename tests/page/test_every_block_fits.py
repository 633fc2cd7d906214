"""Every block of the course at many widths: nothing is wider than its column, and plain pages are plain."""

from __future__ import annotations

import pytest

from vctutor.course.catalog import Catalog
from vctutor.course.model import Block
from vctutor.page.blocks import lay_block
from vctutor.page.glyphs import glyphs
from vctutor.paths import shipped_course
from vctutor.styled_text import plain, width

WIDTHS = (*range(20, 49, 4), 49, 60, 75, 76, 84, 100, 120)


@pytest.fixture(scope="module")
def blocks() -> list[Block]:
    catalog = Catalog.open(shipped_course())
    chapters = [block for chapter in catalog.chapters() for block in chapter.body]
    return [*chapters, *catalog.course.opening, *catalog.course.finishing]


@pytest.mark.parametrize("cells", WIDTHS)
def test_no_line_is_wider_than_the_column(blocks: list[Block], cells: int) -> None:
    wide = [
        (block.place, plain(line))
        for block in blocks
        for line in lay_block(block, cells, glyphs(False)).lines
        if width(line) > cells
    ]
    assert wide == []


@pytest.mark.parametrize("cells", [24, 40, 76, 120])
def test_plain_pages_are_plain_and_no_wider(blocks: list[Block], cells: int) -> None:
    for block in blocks:
        for line in lay_block(block, cells, glyphs(True)).lines:
            assert plain(line).isascii(), (block.place, plain(line))
            assert width(line) <= cells, (block.place, plain(line))


@pytest.mark.parametrize("cells", [24, 40, 76, 120])
def test_every_target_lies_on_its_block(blocks: list[Block], cells: int) -> None:
    for block in blocks:
        laid = lay_block(block, cells, glyphs(False))
        for target in laid.targets:
            assert 0 <= target.start < target.end <= cells, (block.place, target)
            assert 0 <= target.line < target.line + target.height <= len(laid.lines), target
            assert target.place == block.place


@pytest.mark.parametrize("cells", [36, 49, 76])
def test_no_block_begins_or_ends_with_an_empty_line(blocks: list[Block], cells: int) -> None:
    for block in blocks:
        lines = lay_block(block, cells, glyphs(False)).lines
        if lines:
            assert plain(lines[0]).strip() and plain(lines[-1]).strip(), block.place


@pytest.mark.parametrize("cells", [1, 2, 3, 5, 9])
def test_absurd_widths_do_not_fail(blocks: list[Block], cells: int) -> None:
    for block in blocks:
        lay_block(block, cells, glyphs(False))
