"""Arrow heads: which character points a way, as the eye sees it."""

from __future__ import annotations

import math

_HEADS = "→↗↑↖←↙↓↘"


def head(right: float, up: float) -> str:
    """Return the character that points most nearly this way.

    Args:
        right: how far to the right, in dots (which are as wide as high).
        up: how far up, in dots.
    """
    return _HEADS[round(math.atan2(up, right) / (math.pi / 4)) % 8]


def edge(right: int, up: int) -> str:
    """Return the mark for what lies beyond an edge: -1, 0 or 1 to the right and up."""
    if up:
        return "▴" if up > 0 else "▾"
    return "▸" if right > 0 else "◂"
