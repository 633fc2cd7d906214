"""Keys that come in one go with the one that opens a field are typed in it, in a real terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Start = Callable[..., Any]

# What is typed in one go, and what the screen shows once it has been dealt with.
OPENED = {
    "a question's field": ("1", "a86420", "86420"),
    "a question's field by enter": ("1#difference-quotient", "a\x1b[27u\r86420", "86420"),
    "a question chosen by tab": ("1#difference-quotient", "\t\r86420", "86420"),
    "a value in the panel": ("1", "se86420", "86420"),
    "a prediction": ("0", "s 86420", "I expect 86420"),
    "the search": ("1", "/86420", "86420"),
    "a note": ("1", "m86420", "86420"),
    "a function to differentiate": ("1", "D86420", "86420"),
    "a command by its name": ("1", "\x1086420", "86420"),
    "the number of a variant": ("1#difference-quotient", "a\x1b[27uV86420", "86420"),
}


@pytest.mark.parametrize("place, keys, typed", OPENED.values(), ids=OPENED.keys())
def test_what_is_typed_behind_the_key_is_in_the_field(
    tutor: Start, place: str, keys: str, typed: str
) -> None:
    terminal = tutor("open", place, size=(120, 40)).ready()
    terminal.send(keys)
    terminal.wait_for(lambda shown: f"chapter {place[0]} of" in shown and typed in shown)
