from __future__ import annotations

import pytest

from vctutor.course.references import links_in, terms_in


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a [[slope]] b", [("slope", 4)]),
        ("[[slopes|slope]]", [("slope", 9)]),
        ("[[learning\n  rate]]", [("learning rate", 2)]),
        ("`[[code]]` and $[[1, 2]]$ and [[x]]", [("x", 32)]),
        ("[[]] [[a]", []),
    ],
)
def test_terms(text, wanted):
    assert [tuple(found) for found in terms_in(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("see [there](5#vanishing).", [("5#vanishing", 12)]),
        ("[a](b) [c](d)", [("b", 4), ("d", 11)]),
        ("`[a](b)` $[a](b)$", []),
        ("f[i](x) and [[a]](b)", [("x", 5)]),
    ],
)
def test_links(text, wanted):
    assert [tuple(found) for found in links_in(text)] == wanted
