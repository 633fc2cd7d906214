"""With ASCII asked for, every screen is drawn in ASCII: nothing is left to what mends text for old terminals."""

from __future__ import annotations

import pytest

SCREENS = {
    "the opening page": (None, ()),
    "the list": ("4", ("c",)),
    "the glossary": ("4", ("T",)),
    "the keys": ("4", ("question_mark",)),
    "the progress": ("4", ("P",)),
    "the settings": ("4", ("comma",)),
    "marks and notes": ("4", ("B", "M")),
    "a note": ("4", ("m",)),
    "the search": ("4", ("slash", *"gradient")),
    "differentiating": ("4", ("D",)),
    "the palette": ("4", ("ctrl+p",)),
    "a choice": ("1#reading-a-slope", ("a",)),
    "a field": ("1#difference-quotient", ("a", *"3x")),
    "an order": ("0", ("a",)),
    "a formula": ("4#gradient-definition", ("tab", "enter")),
    "a review": ("4", ("r",)),
    "the panel": ("4", ("s", "e")),
    "a prediction": ("1", ("s", "space")),
    "the numbers": ("4", ("s", "y")),
    "the name of a place": ("4", ("ctrl+l",)),
}


def assert_ascii(shown):
    lines = [line for line in shown.split("\n") if not line.isascii()]
    odd = sorted({char for line in lines for char in line if not char.isascii()})
    assert not odd, "\n".join((" ".join(odd), *lines))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize("place, keys", SCREENS.values(), ids=SCREENS)
async def test_a_screen(opened, quiet, text, place, keys, size):
    async with opened(place, size=size, ascii=True) as pilot:
        await quiet(pilot)
        for key in keys:
            await pilot.press(key)
            await quiet(pilot)
        assert_ascii(text(pilot))


@pytest.mark.parametrize("number", range(10))
async def test_a_chapter(opened, quiet, text, number):
    async with opened(str(number), size=(90, 60), ascii=True) as pilot:
        reader = pilot.app.screen.reader
        await quiet(pilot)
        for _ in range(len(reader.page.lines) // 58 + 1):
            assert_ascii(text(pilot))
            await pilot.press("space")
            await quiet(pilot)
