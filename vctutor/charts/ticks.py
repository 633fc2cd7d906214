"""Round numbers for an axis, and how they are written."""

from __future__ import annotations

import math

from vctutor.simulations.scene import Axis

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def ticks(axis: Axis, most: int, *, ascii: bool = False) -> list[tuple[float, str]]:
    """Return about so many ticks of an axis: its own where it has some, and else round numbers.

    Args:
        axis: the axis; on a log axis the ticks are powers of ten.
        most: how many fit, at least 1.
        ascii: write ``1e-3`` in place of ``10⁻³``.
    """
    most = max(most, 1)
    if axis.ticks is not None:
        inside = [tick for tick in axis.ticks if axis.low <= tick[0] <= axis.high]
        return inside[:: max(1, math.ceil(len(inside) / most))]
    if axis.log:
        return _powers(axis.low, axis.high, most, ascii=ascii)
    return _round(axis.low, axis.high, most, ascii=ascii)


def _powers(low: float, high: float, most: int, *, ascii: bool) -> list[tuple[float, str]]:
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    stride = max(1, math.ceil((last - first + 1) / most))
    exponents = [e for e in range(first, last + 1) if e % stride == 0]
    if ascii:
        return [(10.0**e, f"1e{e}") for e in exponents]
    return [(10.0**e, "1" if e == 0 else "10" + str(e).translate(_SUPERSCRIPT)) for e in exponents]


def _round(low: float, high: float, most: int, *, ascii: bool) -> list[tuple[float, str]]:
    """Multiples of 1, 2 or 5 times a power of ten; the finest stride of which no more than `most` fit."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return []
    exponent = math.floor(math.log10(span / most)) - 1
    for power in range(exponent, exponent + 4):
        for factor in (1, 2, 5):
            stride = factor * 10.0**power
            first, last = math.ceil(low / stride - 1e-9), math.floor(high / stride + 1e-9)
            # Fewer than three say little: then a few more than asked are better.
            if last - first + 1 <= most or (
                last - first + 1 <= 1.7 * most and _count(low, high, power, factor) < 3
            ):
                return [
                    (n * stride, _written(n * stride, power, ascii=ascii))
                    for n in range(first, last + 1)
                ]
    return []


def _count(low: float, high: float, power: int, factor: int) -> int:
    """How many multiples of the next coarser round stride there are."""
    stride = {1: 2, 2: 5, 5: 10}[factor] * 10.0**power
    return math.floor(high / stride + 1e-9) - math.ceil(low / stride - 1e-9) + 1


def _written(value: float, power: int, *, ascii: bool) -> str:
    if power < -4 or power >= 5 or abs(value) >= 1e5:
        mantissa, _, exponent = f"{value + 0.0:.{_digits(value, power)}e}".partition("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        text = mantissa + (f"e{int(exponent)}" if value else "")
    else:
        text = f"{value + 0.0:.{max(0, -power)}f}"
    return text if ascii else text.replace("-", "−")


def _digits(value: float, power: int) -> int:
    return max(0, min(6, math.floor(math.log10(abs(value))) - power)) if value else 0
