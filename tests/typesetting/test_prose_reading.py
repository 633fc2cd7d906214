from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vctutor.typesetting.prose import ListItem, Paragraph, Piece, parse_prose, plain_prose, problems


def kinds(text: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for block in parse_prose(text) for piece in block.pieces]


def test_paragraphs_are_parted_by_blank_lines_and_joined_within() -> None:
    assert parse_prose("one\ntwo\n\nthree") == (
        Paragraph((Piece("text", "one two", "", 0),)),
        Paragraph((Piece("text", "three", "", 9),)),
    )


def test_lists_nest_one_level() -> None:
    blocks = parse_prose("Before:\n- one\n  goes on\n  - inner\n- two\n1. first\n2) second")
    assert [
        (type(block), getattr(block, "marker", ""), getattr(block, "level", 0)) for block in blocks
    ] == [
        (Paragraph, "", 0),
        (ListItem, "-", 0),
        (ListItem, "-", 1),
        (ListItem, "-", 0),
        (ListItem, "1.", 0),
        (ListItem, "2.", 0),
    ]
    assert blocks[1].pieces[0].text == "one   goes on"


def test_a_number_or_a_minus_in_mid_sentence_starts_no_list() -> None:
    assert len(parse_prose("It was in\n1984. Then")) == 1
    assert len(parse_prose("- 3 is an item")) == 1
    assert isinstance(parse_prose("-3 is none")[0], Paragraph)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b** c", [("text", "a "), ("text", "b"), ("text", " c")]),
        ("a `b*c*d` e", [("text", "a "), ("code", "b*c*d"), ("text", " e")]),
        ("[[gradient]]", [("term", "gradient")]),
        ("[[gradients|gradient]]", [("term", "gradients")]),
        ("[a b](https://x.org/y_(z))", [("link", "a b")]),
        ("2*3*4 and a * b", [("text", "2*3*4 and a * b")]),
        ("**open", [("text", "**open")]),
        ("f[x](", [("text", "f[x](")]),
        (r"\*a\* \[[b]]", [("text", "*a* [[b]]")]),
    ],
)
def test_pieces(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("$x$", ["x"]),
        ("from $5 to $10", []),
        ("$5 and $10 but $x$", ["x"]),
        ("$5x$", ["5x"]),
        ("$ x$ and $y$", ["y"]),
        ("$x$2", []),
        (r"\$x\$", []),
        (r"$\$5$", [r"\$5"]),
        ("**$x$** and *$y$*", ["x", "y"]),
        (r"$\text{if $a$}$", [r"\text{if $a$}"]),
        ("`$x$`", []),
        ("$a*b$ and $c*d$", ["a*b", "c*d"]),
        ("$[[1]]$", ["[[1]]"]),
        ("$x$, $y$; ($z$)", ["x", "y", "z"]),
        ("$a\nb$", ["a\nb"]),
    ],
)
def test_dollar_signs(text: str, formulas: list[str]) -> None:
    found = [
        piece for block in parse_prose(text) for piece in block.pieces if piece.kind == "formula"
    ]
    assert [piece.source for piece in found] == formulas
    for piece in found:
        assert text[piece.offset : piece.offset + len(piece.source)] == piece.source


def test_strong_and_emphasis_reach_over_other_pieces() -> None:
    (block,) = parse_prose("**the $x$ and *[[y]]***")
    assert [(piece.kind, piece.strong, piece.emphasis) for piece in block.pieces] == [
        ("text", True, False),
        ("formula", True, False),
        ("text", True, False),
        ("term", True, True),
    ]


def test_what_a_terminal_would_act_on_is_dropped() -> None:
    assert plain_prose("a\x1b]0;b\x07\u202ec\u200bd") == "a]0;bcd"


def test_problems_are_placed_in_the_text() -> None:
    text = "Let $x$ be.\n\nThen $\\fraq{1}{2}$ and $open."
    first, second = problems(text)
    assert text[first.offset : first.offset + first.length] == r"\fraq"
    assert first.suggestion == r"\frac"
    assert text[second.offset :] == "$open."
    assert problems("It costs $5 and $10.") == []
    assert problems("`$x` and \\$y") == []


@given(st.text(alphabet="ab *`$[]|()\\-1.\n{}é\x1b", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for block in parse_prose(text):
        for piece in block.pieces:
            assert 0 <= piece.offset <= len(text)
    for wrong in problems(text):
        assert 0 <= wrong.offset <= len(text)
    assert "\x1b" not in plain_prose(text)


def test_lists_nest_by_their_indents_and_keep_further_paragraphs() -> None:
    blocks = parse_prose("- one\n\n  more of one\n  - two\n    - three\n- four\n\nafter")
    assert [(getattr(block, "marker", None), getattr(block, "level", 0)) for block in blocks] == [
        ("-", 0),
        ("", 0),
        ("-", 1),
        ("-", 2),
        ("-", 0),
        (None, 0),
    ]


def test_three_stars_and_a_link_of_one_style() -> None:
    (block,) = parse_prose("***both*** [**all**](https://x.org)")
    assert [(p.text, p.strong, p.emphasis) for p in block.pieces] == [
        ("both", True, True),
        (" ", False, False),
        ("all", True, False),
    ]


def test_a_quotation_is_one_paragraph() -> None:
    (block,) = parse_prose("> $x$ is\n> quoted")
    assert isinstance(block, Paragraph) and block.quote
    assert "".join(piece.text for piece in block.pieces).split() == ["x", "is", "quoted"]
    assert block.pieces[1].offset == 3


@pytest.mark.parametrize(
    ("text", "piece", "says"),
    [
        (r"Use \alpha here.", r"\alpha", "outside a formula"),
        (r"\begin{aligned} a \end{aligned}", r"\begin", "outside a formula"),
        ("$50% of x$", "%", "hides"),
        ("Here $2x + 1 is open.", "$", "partner"),
        ("[**bold** x](https://x.org)", "**bold*", "link"),
    ],
)
def test_what_is_shown_raw_or_dropped_is_reported(text: str, piece: str, says: str) -> None:
    wrong = next(iter(problems(text)))
    assert text[wrong.offset : wrong.offset + wrong.length] == piece
    assert says in wrong.message


def test_money_and_paths_are_no_mistakes() -> None:
    assert problems("It costs $5, $10k or $3 million; see C:\\x and `\\alpha`.") == []
