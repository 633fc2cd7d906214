"""Listings: coloured by kind, folded between words, comments below the code they have no room beside."""

from __future__ import annotations

import pytest

from vctutor.course.model import Code, Position
from vctutor.page.blocks import lay_block
from vctutor.page.glyphs import glyphs
from vctutor.styled_text import plain, width

HERE = Position("course.yaml", 1, 1)

TEXT = """def loss(w):
    r = model(w)    # the residual
    return r @ r
"""


def drawn(text: str, cells: int, ascii: bool = False, caption: str | None = None) -> list[str]:
    block = Code(at=HERE, place="c", language="python", text=text, caption=caption)
    return [plain(line).rstrip() for line in lay_block(block, cells, glyphs(ascii)).lines]


def test_a_listing_stands_behind_a_line() -> None:
    assert drawn(TEXT, 60) == [
        "│ def loss(w):",
        "│     r = model(w)    # the residual",
        "│     return r @ r",
    ]


def test_a_comment_comes_closer_before_it_goes_below() -> None:
    assert drawn(TEXT, 34)[1] == "│     r = model(w)  # the residual"


def test_a_comment_without_room_stands_below_its_code() -> None:
    assert drawn(TEXT, 30)[1:3] == ["│     r = model(w)", "│         # the residual"]


def test_a_comment_that_stands_alone_stays_where_it_is() -> None:
    assert drawn("    # words\nx = 1", 40) == ["│     # words", "│ x = 1"]


def test_long_code_goes_on_below_set_in_and_marked() -> None:
    assert drawn("total = first + second + third", 24) == [
        "│ total = first + …",
        "│     second + third",
    ]


def test_plain_listings_mark_it_in_plain_characters() -> None:
    lines = drawn("total = first + second + third", 24, ascii=True)
    assert lines[0].endswith("~")
    assert all(line.isascii() for line in lines)


def test_a_word_longer_than_a_line_is_broken() -> None:
    lines = drawn("x" * 30, 12)
    assert "".join(line[2:].strip(" …") for line in lines) == "x" * 30


@pytest.mark.parametrize("cells", range(4, 60))
def test_nothing_is_lost_and_nothing_too_wide(cells: int) -> None:
    text = (
        "for step in range(3):\n    p = p - 0.15 * gradient(p, more)    # one step, and the next\n"
    )
    block = Code(at=HERE, place="c", language="python", text=text)
    laid = lay_block(block, cells, glyphs(False)).lines
    assert max(map(width, laid)) <= cells
    shown = "".join(plain(line)[2:].removesuffix("…").replace(" ", "") for line in laid)
    assert shown == text.replace(" ", "").replace("\n", "")


def test_kinds_of_tokens_have_roles() -> None:
    block = Code(at=HERE, place="c", language="python", text="return 1  # one")
    (line,) = lay_block(block, 40, glyphs(False)).lines
    roles = {span.text.strip(): span.role for span in line}
    assert roles["return"] == "code keyword"
    assert roles["1"] == "code number"
    assert roles["# one"] == "code comment"


def test_an_unknown_language_is_plain_code() -> None:
    block = Code(at=HERE, place="c", language="klingon", text="Qapla'")
    (line,) = lay_block(block, 40, glyphs(False)).lines
    assert plain(line) == "│ Qapla'"
    assert line[-1].role == "code"


def test_a_caption_is_parted_from_the_code() -> None:
    assert drawn("x = 1", 40, caption="So it begins") == ["│ x = 1", "", "So it begins"]
