"""Roundings of numbers that have none."""

import math

import pytest

from vctutor.grading.comparison.rounding import is_rounding, rounded_too_far


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e305])
@pytest.mark.parametrize("text", ["999", "0.5", "1.25"])
def test_a_key_that_is_no_ordinary_number_has_no_roundings(value: float, text: str) -> None:
    assert not is_rounding(value, text)
    assert not rounded_too_far(value, text)


def test_ordinary_roundings() -> None:
    assert is_rounding(math.pi, "3.14")
    assert not is_rounding(math.pi, "3.1")
    assert not is_rounding(math.pi, "3.15")
    assert rounded_too_far(math.pi, "3.1")
