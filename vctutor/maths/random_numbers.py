"""Pseudorandom numbers that do not depend on the machine or on library versions.

``numpy.random`` is not used because importing it costs six mebibytes of memory.
"""

from __future__ import annotations

import numpy as np

_STEP = 0x9E3779B97F4A7C15  # 2^64 divided by the golden ratio, made odd


def uniform(seed: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return numbers uniformly distributed on the open interval (0, 1), shape ``(count,)``.

    The generator is SplitMix64 (Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators", 2014). Each
    number is computed from the seed and its index alone, so a longer sequence begins with a shorter one.
    """
    place = np.arange(1, count + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):  # modulo 2^64
        z = np.uint64(seed % 2**64) + place * np.uint64(_STEP)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    even: np.ndarray[tuple[int], np.dtype[np.float64]] = (z >> np.uint64(11)).astype(np.float64)
    return (even + 0.5) / 2.0**53


def normal(seed: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return numbers with the standard normal distribution, shape ``(count,)``.

    Computed by the Box-Muller transform ("A Note on the Generation of Random Normal Deviates", 1958): the first of each
    pair of uniform numbers gives the radius, the second the angle.
    """
    even = uniform(seed, 2 * count)
    drawn: np.ndarray[tuple[int], np.dtype[np.float64]] = np.sqrt(
        -2.0 * np.log(even[::2])
    ) * np.cos(2.0 * np.pi * even[1::2])
    return drawn
