"""Contour lines of a function on a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


class ContourLines(NamedTuple):
    """The lines of one level; each is an array of points of shape ``(n, 2)``, closed ones end where they begin."""

    level: float
    lines: tuple[Floats, ...]


# For the corners above the level (1 lower left, 2 lower right, 4 upper right, 8 upper left), the pairs of
# edges (0 bottom, 1 right, 2 top, 3 left) that a line joins. 5 and 10 are saddles: the second choice is for
# a centre above the level.
_PAIRS: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((3, 0),),
    2: ((0, 1),),
    3: ((3, 1),),
    4: ((1, 2),),
    5: ((3, 0), (1, 2)),
    6: ((0, 2),),
    7: ((3, 2),),
    8: ((2, 3),),
    9: ((2, 0),),
    10: ((0, 1), (2, 3)),
    11: ((2, 1),),
    12: ((1, 3),),
    13: ((1, 0),),
    14: ((0, 3),),
}
_SADDLES_ABOVE: dict[int, tuple[tuple[int, int], ...]] = {5: ((3, 2), (1, 0)), 10: ((0, 3), (2, 1))}


def contour_lines(
    x: ArrayLike, y: ArrayLike, z: ArrayLike, levels: Sequence[float]
) -> tuple[ContourLines, ...]:
    """Return the contour lines of a function on a grid by marching squares.

    Args:
        x: the columns' coordinates, increasing, shape ``(n,)``.
        y: the rows' coordinates, increasing, shape ``(m,)``.
        z: the values, shape ``(m, n)``: ``z[j, i]`` belongs to ``(x[i], y[j])``. Squares with a corner that is
            not finite have no line.
        levels: the values to draw.

    Returns:
        One :class:`ContourLines` a level, in the order given. The method is that of Lorensen and Cline (1987) in the
        plane; a saddle is decided by the mean of its corners.

    Raises:
        ValueError: the shapes don't fit.
    """
    xs, ys, zs = (np.asarray(a, float) for a in (x, y, z))
    if zs.shape != (ys.size, xs.size):
        raise ValueError(f"z has the shape {zs.shape}, not {(ys.size, xs.size)}")
    return tuple(ContourLines(float(level), _lines(xs, ys, zs, float(level))) for level in levels)


def _lines(x: Floats, y: Floats, z: Floats, level: float) -> tuple[Floats, ...]:
    above = z >= level
    finite = np.isfinite(z)
    whole = finite[:-1, :-1] & finite[:-1, 1:] & finite[1:, 1:] & finite[1:, :-1]
    case = above[:-1, :-1] * 1 + above[:-1, 1:] * 2 + above[1:, 1:] * 4 + above[1:, :-1] * 8
    rows, columns = np.nonzero(whole & (case > 0) & (case < 15))
    width = x.size
    links: dict[int, list[int]] = {}
    for j, i in zip(rows.tolist(), columns.tolist(), strict=True):
        kind = int(case[j, i])
        pairs = _PAIRS[kind]
        if (
            kind in _SADDLES_ABOVE
            and (z[j, i] + z[j, i + 1] + z[j + 1, i] + z[j + 1, i + 1]) / 4 >= level
        ):
            pairs = _SADDLES_ABOVE[kind]
        # An edge is named by the grid point it begins at, doubled, odd for the upright ones.
        corner = 2 * (j * width + i)
        edges = (corner, corner + 3, corner + 2 * width, corner + 1)
        for a, b in pairs:
            links.setdefault(edges[a], []).append(edges[b])
            links.setdefault(edges[b], []).append(edges[a])
    return tuple(_points(chain, x, y, z, level) for chain in _chains(links))


def _chains(links: dict[int, list[int]]) -> list[list[int]]:
    """Join pairs of edges to chains: open ones first, from their ends, then the rings."""
    chains = []
    for start in [*(edge for edge, near in links.items() if len(near) == 1), *links]:
        chain = [start]
        while links.get(chain[-1]):
            here = chain[-1]
            following = links[here].pop()
            links[following].remove(here)
            chain.append(following)
        if len(chain) > 1:
            chains.append(chain)
    return chains


def _points(chain: list[int], x: Floats, y: Floats, z: Floats, level: float) -> Floats:
    edges = np.asarray(chain)
    row, column = np.divmod(edges // 2, x.size)
    upright = edges % 2
    low = z[row, column]
    high = z[row + upright, column + 1 - upright]
    part = np.clip((level - low) / np.where(high == low, 1.0, high - low), 0.0, 1.0)
    across = x[column] + part * (x[np.minimum(column + 1, x.size - 1)] - x[column])
    along = y[row] + part * (y[np.minimum(row + 1, y.size - 1)] - y[row])
    return np.column_stack((np.where(upright, x[column], across), np.where(upright, along, y[row])))
