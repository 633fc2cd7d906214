"""Random numbers that are the same on every machine and in every version of every library.

numpy has better ones, at six mebibytes for its generators and the cryptography they are seeded with.
"""

from __future__ import annotations

import numpy as np

_STEP = 0x9E3779B97F4A7C15  # 2^64 divided by the golden ratio, made odd


def uniform(seed: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return numbers that are evenly spread over the open interval from 0 to 1, shape ``(count,)``.

    They are the outputs of SplitMix64 (Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators", 2014),
    of which each is reckoned by itself; those of a longer sequence begin with those of a shorter one.
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
    """Return numbers of the standard normal distribution, shape ``(count,)``.

    By the transform of Box and Muller ("A Note on the Generation of Random Normal Deviates", 1958): the first of each
    pair of even numbers gives the length, the second the angle.
    """
    even = uniform(seed, 2 * count)
    drawn: np.ndarray[tuple[int], np.dtype[np.float64]] = np.sqrt(
        -2.0 * np.log(even[::2])
    ) * np.cos(2.0 * np.pi * even[1::2])
    return drawn
