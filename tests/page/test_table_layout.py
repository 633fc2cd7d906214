"""Tables: whole words, rows that look alike, records where nothing else fits, captions parted from cells."""

from __future__ import annotations

from vctutor.course.model import Block, Position, Table
from vctutor.page.blocks import lay_block
from vctutor.page.columns import share
from vctutor.page.glyphs import glyphs
from vctutor.styled_text import plain

HERE = Position("course.yaml", 1, 1)


def drawn(block: Block, cells: int) -> list[str]:
    return [plain(line).rstrip() for line in lay_block(block, cells, glyphs(False)).lines]


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = (), **more: object) -> Table:
    return Table(at=HERE, place="t", columns=columns, rows=rows, **more)  # type: ignore[arg-type]


def test_columns_stand_two_cells_apart_and_keep_their_sides() -> None:
    block = table(("1", "one"), ("12", "twelve"), columns=("n", "name"), align=("right", "left"))
    assert drawn(block, 40) == [" n  name", "──────────", " 1  one", "12  twelve"]


def test_a_caption_stands_below_a_rule_as_long_as_the_table() -> None:
    block = table(("1", "one"), columns=("n", "name"), caption="Few numbers")
    assert drawn(block, 40)[-3:] == ["1  one", "───────", "Few numbers"]


def test_a_caption_keeps_its_formulas_within_reach() -> None:
    block = table(("1",), columns=("n",), caption="Where $x$ is")
    laid = lay_block(block, 40, glyphs(False))
    (target,) = [target for target in laid.targets if target.kind == "formula"]
    assert plain(laid.lines[target.line])[target.start : target.end] == "x"


def test_rows_are_parted_where_one_of_them_is_tall() -> None:
    block = table(("a", "one two three"), ("b", "four"), ("c", "five"), columns=("k", "v"))
    rows = drawn(block, 12)[2:]
    assert rows == ["a  one two", "   three", "", "b  four", "", "c  five"]


def test_no_word_and_no_formula_is_broken_while_there_is_room_for_it() -> None:
    block = table(
        ("numerical evaluation", "$x + y + z$", "about a dozen evaluations"),
        columns=("A", "B", "C"),
    )
    lines = drawn(block, 36)
    assert any("x + y + z" in line for line in lines)
    assert all(
        word in " ".join(lines) for word in ("numerical", "evaluation", "evaluations", "dozen")
    )


def test_a_heading_takes_a_second_line_before_a_cell_does() -> None:
    block = table(
        ("1", "a sentence of some length here"), columns=("factor of growth", "what you see")
    )
    lines = drawn(block, 42)
    assert lines[0].startswith("factor of  what")
    assert lines[1].startswith("growth")
    assert lines[-1] == "1          a sentence of some length here"


def test_what_fits_stays_a_table_however_narrow_its_columns() -> None:
    block = table(("L", "1", "2", "3"), columns=("v", "a", "b", "c"))
    assert drawn(block, 12)[0] == "v  a  b  c"


def test_records_name_each_cell_beside_it() -> None:
    block = table(
        ("internationalisation", "expressions can blow up"),
        ("misunderstandings", "rare, but hard to clear up"),
        columns=("Kind", "Bad"),
    )
    assert drawn(block, 30) == [
        "Kind  internationalisation",
        "Bad   expressions can blow up",
        "────────────",
        "Kind  misunderstandings",
        "Bad   rare, but hard to clear",
        "      up",
    ]


def test_records_with_long_names_have_the_cells_below() -> None:
    block = table(
        ("unfalsifiability", "counterrevolutionary"),
        columns=("The longer name", "Another longer name"),
    )
    assert drawn(block, 24) == [
        "The longer name",
        "  unfalsifiability",
        "Another longer name",
        "  counterrevolutionary",
    ]


def test_targets_of_a_record_lie_on_their_formulas() -> None:
    block = table(("unfalsifiability and", "$a + b$ counterrevolutionary"), columns=("One", "Two"))
    laid = lay_block(block, 26, glyphs(False))
    (target,) = laid.targets
    assert plain(laid.lines[target.line])[target.start : target.end] == "a + b"


def test_a_table_without_headings_has_no_rule() -> None:
    assert drawn(table(("a", "b")), 20) == ["a  b"]


def test_rows_shorter_than_the_others_are_filled_up() -> None:
    assert drawn(table(("a", "b"), ("c",)), 20) == ["a  b", "c"]


def test_share_gives_no_column_more_than_it_needs() -> None:
    assert share([3, 4], [1, 1], 20) == [3, 4]


def test_share_takes_from_the_widest_first() -> None:
    assert share([4, 30, 10], [1, 1, 1], 24) == [4, 10, 10]


def test_share_breaks_no_word() -> None:
    assert share([20, 20], [15, 2], 20) == [15, 5]


def test_share_says_where_words_have_no_room() -> None:
    assert share([20, 20], [11, 10], 20) is None
