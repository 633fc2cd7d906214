"""Contour maps: the window, the levels, and the field of arrows that point downhill."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from vctutor.maths.geometry import contour_lines
from vctutor.simulations.functions import ScalarFunction, function
from vctutor.simulations.scene import Arrow, Axis, Contour, Layer, Plot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_GRID = 61
_LEVELS = 7


class View(Struct, frozen=True):
    """A window onto the plane: its centre and half its width and height."""

    x: float
    y: float
    half_width: float
    half_height: float

    def zoomed(self, factor: float) -> View:
        """Return the window widened by a factor around its centre."""
        return View(self.x, self.y, self.half_width * factor, self.half_height * factor)

    def holds(self, point: tuple[float, float]) -> bool:
        """Return whether a point is inside."""
        return (
            abs(point[0] - self.x) <= self.half_width and abs(point[1] - self.y) <= self.half_height
        )


def fitted(view: View, aspect: float) -> View:
    """Return the window made wider or higher to fill a place of this aspect (width over height).

    At most to twice its size, and in steps of a quarter, so that a small change of the place keeps
    what was drawn.
    """
    wanted = max(0.25, round(4 * aspect) / 4) * view.half_height / view.half_width
    if wanted >= 1:
        return View(view.x, view.y, view.half_width * min(wanted, 2.0), view.half_height)
    return View(view.x, view.y, view.half_width, view.half_height * min(1 / wanted, 2.0))


@lru_cache(maxsize=4)
def background(text: str, title: str, view: View, arrows: bool = True) -> Plot:
    """Return the map of a function of x and y.

    Args:
        text: the function.
        title: how it is called.
        view: what to show.
        arrows: whether to draw the field of steepest descent.
    """
    f = function(text, ("x", "y"))
    return Plot(
        Axis(view.x - view.half_width, view.x + view.half_width, "x"),
        Axis(view.y - view.half_height, view.y + view.half_height, "y"),
        Layer(contours=contours(f, view), arrows=field(f, view) if arrows else ()),
        title=f"f = {title}",
        equal=True,
    )


def contours(f: ScalarFunction, view: View) -> tuple[Contour, ...]:
    """Return the lines of equal height in a window, at round levels that spread over it."""
    import numpy as np

    xs = np.linspace(view.x - view.half_width, view.x + view.half_width, _GRID)
    ys = np.linspace(view.y - view.half_height, view.y + view.half_height, _GRID)
    z = f.on(*np.meshgrid(xs, ys))
    levels = round_levels(z)
    found = []
    for place, drawn in enumerate(contour_lines(xs, ys, z, levels)):
        lines = tuple(tuple(map(tuple, line.tolist())) for line in drawn.lines)
        role = f"chart contour{1 + round(7 * place / max(len(levels) - 1, 1))}"
        found.append(Contour(drawn.level, lines, role, f"{drawn.level:g}".replace("-", "−")))
    return tuple(found)


def round_levels(z: NDArray[np.float64]) -> tuple[float, ...]:
    """Return levels with few digits near evenly spread quantiles of the heights; none for a constant."""
    import numpy as np

    heights = z[np.isfinite(z)]
    if heights.size == 0 or float(np.ptp(heights)) <= 1e-12 * max(
        1.0, float(np.abs(heights).max())
    ):
        return ()
    # The square makes room at the bottom, where a descent ends.
    shares = ((np.arange(_LEVELS) + 0.6) / _LEVELS) ** 1.35
    # The quantiles, without np.quantile, which imports the masked arrays.
    wanted = np.interp(shares, np.linspace(0, 1, heights.size), np.sort(heights))
    gaps = np.diff(wanted)
    levels = []
    for place, level in enumerate(wanted.tolist()):
        near = float(min(gaps[max(place - 1, 0) : place + 1]))
        levels.append(_rounded(level, near / 2))
    return tuple(sorted(set(levels)))


def _rounded(value: float, tolerance: float) -> float:
    """The number with the fewest digits within a tolerance of a value."""
    if abs(value) <= tolerance:
        return 0.0
    for digits in range(1, 9):
        rounded = float(f"{value:.{digits - 1}e}")
        if abs(rounded - value) <= tolerance:
            return rounded
    return value


def field(f: ScalarFunction, view: View) -> tuple[Arrow, ...]:
    """Return arrows against the gradient on a grid.

    The length grows with the square root of the slope: a factor of a hundred in steepness is one of
    ten in length, so that flat places still show their way.
    """
    across, up = 7, max(3, round(7 * view.half_height / view.half_width * 0.9))
    step_x, step_y = 2 * view.half_width / across, 2 * view.half_height / up
    places = [
        (
            view.x - view.half_width + (i + 0.5) * step_x,
            view.y - view.half_height + (j + 0.5) * step_y,
        )
        for i in range(across)
        for j in range(up)
    ]
    slopes = [(x, y, *f.gradient(x, y)) for x, y in places]
    sizes = [math.hypot(gx, gy) for __, __, gx, gy in slopes]
    steepest = max((size for size in sizes if math.isfinite(size)), default=0.0)
    if steepest == 0:
        return ()
    longest = 0.55 * min(step_x, step_y)
    arrows = []
    for (x, y, gx, gy), size in zip(slopes, sizes, strict=True):
        if math.isfinite(size) and size > 1e-9 * steepest:
            length = longest * math.sqrt(size / steepest) / size
            arrows.append(Arrow((x, y), (x - gx * length, y - gy * length)))
    return tuple(arrows)
