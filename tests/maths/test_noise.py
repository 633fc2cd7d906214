"""The random numbers are those of their sources, and spread as they should."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest

from vctutor.maths.random_numbers import normal, uniform

MASK = 2**64 - 1


def split_mix(seed: int, count: int) -> list[int]:
    """The published algorithm, a number at a time, in whole numbers of any size."""
    found = []
    for _ in range(count):
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        found.append(z ^ (z >> 31))
    return found


def test_the_reference_gives_the_published_outputs() -> None:
    # Those of the seed 1234567 in the reference implementation (Vigna, splitmix64.c).
    assert split_mix(1234567, 3) == [6457827717110365317, 3203168211198807973, 9817491932198370423]


@pytest.mark.parametrize("seed", [0, 1, 17, 2**40, 2**64 - 1])
def test_even_numbers_are_those_of_split_mix(seed: int) -> None:
    expected = [((z >> 11) + 0.5) / 2**53 for z in split_mix(seed, 50)]
    assert uniform(seed, 50).tolist() == expected


@pytest.mark.parametrize("seed", [0, 5])
def test_normal_numbers_come_of_pairs_of_even_ones(seed: int) -> None:
    even = uniform(seed, 20).tolist()
    pairs = zip(even[::2], even[1::2], strict=True)
    expected = [math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v) for u, v in pairs]
    assert normal(seed, 10).tolist() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_they_are_spread_as_the_normal_distribution_is(seed: int) -> None:
    drawn = np.sort(normal(seed, 20_000))
    law = statistics.NormalDist()
    levels = (np.arange(1, 20_001) - 0.5) / 20_000
    gap = max(abs(law.cdf(x) - level) for x, level in zip(drawn.tolist(), levels, strict=True))
    assert gap < 1.36 / math.sqrt(20_000)  # Kolmogorov and Smirnov, at 5 %
    raw = normal(seed, 20_000)
    assert abs(np.corrcoef(raw[:-1], raw[1:])[0, 1]) < 0.02


def test_a_longer_sequence_begins_with_a_shorter_one() -> None:
    assert normal(3, 100)[:40].tolist() == normal(3, 40).tolist()
    assert normal(3, 0).shape == (0,)
