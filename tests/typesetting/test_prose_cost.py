"""Prose is read in a time that grows with its length, whatever is left open in it."""

from __future__ import annotations

import random

import pytest

from vctutor.typesetting.prose import parse_prose, reading


def searched(text: str, start: int) -> int | None:
    """Return what `formula_end` should, by searching from each dollar sign to the end of the text."""
    if text[start + 1 : start + 2] in ("", "$") or text[start + 1].isspace():
        return None
    depth, at = 0, start + 1
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        depth += (text[at] == "{") - (text[at] == "}")
        if text[at] == "$" and depth <= 0:
            digit = text[at + 1 : at + 2].isdigit()
            return at if not text[at - 1].isspace() and not digit else None
        at += 1
    return None


def test_the_end_of_a_formula_is_that_of_a_search_from_its_start() -> None:
    rng = random.Random(1)
    seen = 0
    for __ in range(5000):
        text = "".join(rng.choice("$${}\\a 1`*") for __ in range(rng.randint(1, 24)))
        at = 0
        while at < len(text):
            if text[at] == "$":
                seen += 1
                assert reading.formula_end(text, at) == searched(text, at), (text, at)
            at += 2 if text[at] == "\\" else 1
    assert seen > 5000


@pytest.mark.parametrize("unit", ["$x^{", "$x^{$", "$\\frac{", "$"])
def test_open_formulas_are_looked_for_once_a_paragraph(unit: str) -> None:
    reading.next_dollars.cache_clear()
    parse_prose(unit * 4000)
    assert reading.next_dollars.cache_info().misses <= 1


@pytest.mark.parametrize("unit", [" *a", "*a ", "x *a, "])
def test_stars_that_never_close_are_looked_for_once_a_kind(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = 0
    closing = reading.closing_stars

    def counted(body: str, at: int, stars: str) -> bool:
        nonlocal looked
        looked += 1
        return closing(body, at, stars)

    monkeypatch.setattr(reading, "closing_stars", counted)
    parse_prose(unit * 4000)
    assert looked <= 2
