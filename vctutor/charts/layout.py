"""Dividing the room of a scene among its panels."""

from __future__ import annotations

from collections.abc import Sequence

GAP = 2
_LEAST_WIDTH = 16
_LEAST_HEIGHT = 5


def shares(room: int, weights: Sequence[float], least: int, gap: int = 0) -> list[int]:
    """Divide a length by weights.

    Args:
        room: how much there is.
        weights: one for each panel.
        least: what a panel needs; the last panels are left out until each of the others has it.
        gap: what lies between two panels.

    Returns:
        The lengths of the first panels, which with the gaps add up to ``room``; at least one.
    """
    count = len(weights)
    while count > 1 and room - gap * (count - 1) < least * count:
        count -= 1
    free = room - gap * (count - 1)
    total = sum(weights[:count])
    lengths = [
        max(least if count > 1 else 1, int(free * weight / total)) for weight in weights[:count]
    ]
    widest = lengths.index(max(lengths))
    lengths[widest] += free - sum(lengths)
    return lengths


def divide(
    width: int, height: int, weights: Sequence[float], *, side: bool
) -> list[tuple[int, int]]:
    """Return width and height of each panel that has room; side by side with a gap between them."""
    if side:
        return [(wide, height) for wide in shares(width, weights, _LEAST_WIDTH, GAP)]
    return [(width, high) for high in shares(height, weights, _LEAST_HEIGHT)]
