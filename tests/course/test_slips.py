from __future__ import annotations

import pytest

from vctutor.course.slips import slips_in

SLIPS = [
    ("a\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", 3, "'table' block"),
    ("Costs $5 and $10.\n\n| $|x|$ | b |\n|---|---|\n", 19, "'table' block"),
    ("## Rows\n\nThe rest", 0, "'section' block"),
    ("See ![it](a.png).", 4, "no images"),
    ("a <b>bold</b> word", 2, "HTML"),
    ("so:\n```python\nx = 1\n```", 4, "'code' block"),
    ("the [[matrix]", 4, "[[so]]"),
    ("the [[matrix and\n[[x]]", 4, "[[so]]"),
    ("see [there](4#a, [here](5)", 4, "its ) is missing"),
    ("see [there](4#a", 4, "its ) is missing"),
    ("so \\(x^2\\) is", 3, "dollar signs"),
    ("so $$x^2$$ is", 3, "$$"),
    ("a **bold word", 2, "** without"),
    ("a **bold** and **b", 15, "** without"),
    ("- **a**\n- b** c", 11, "** without"),
    ("some `code and", 5, "` without"),
]


@pytest.mark.parametrize(("text", "at", "told"), SLIPS, ids=[text for text, _, _ in SLIPS])
def test_each_slip_and_its_place(text, at, told):
    found = list(slips_in(text))
    assert found
    assert found[0].start == at
    assert told in found[0].message


@pytest.mark.parametrize(
    "text",
    [
        "The norm |x| of x\n|y| and |z|\n",
        "**bold**, *emphasis*, `code`, `a ** b`, $x**y$, 2 * 3",
        "[[matrix]] [[matrices|matrix]] [a](b) [c](4#d) [e](https://f.g/h_(i)) and $[[1, 2]$",
        "a < b, c > d, <x, y>, a <- b, #1 and C#",
        r"costs \$5, \*\* and \`, $5 and $10, \[x\]",
        "in `![x](y)`, `## z` and `$$`",
        "$\\left( x \\right)$ and $a$$b$",
        "",
    ],
)
def test_what_is_none(text):
    assert list(slips_in(text)) == []


def test_a_long_text_of_openings_is_soon_through():
    for piece in ("$", "`", "[[", "[a](", "**", "<b", "$$a", "\n\n", "![", "| a |\n", "\\("):
        assert isinstance(list(slips_in(piece * 20_000)), list)
