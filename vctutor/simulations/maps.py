"""Contour maps: the window, the levels, and the field of arrows that point downhill."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from vctutor.i18n import _
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
    lines, doubling = contours(f, view)
    return Plot(
        Axis(view.x - view.half_width, view.x + view.half_width, "x"),
        Axis(view.y - view.half_height, view.y + view.half_height, "y"),
        Layer(contours=lines, arrows=field(f, view) if arrows else ()),
        title=with_note(f"f = {title}", doubling),
        equal=True,
    )


def with_note(title: str, doubling: bool) -> str:
    """Return a map's title, which says where its levels are not evenly spaced."""
    return _("{title} (levels 1, 2, 5, 10, …)").format(title=title) if doubling else title


def contours(f: ScalarFunction, view: View) -> tuple[tuple[Contour, ...], bool]:
    """Return the lines of equal height in a window, and whether their levels double instead of being even."""
    import numpy as np

    xs = np.linspace(view.x - view.half_width, view.x + view.half_width, _GRID)
    ys = np.linspace(view.y - view.half_height, view.y + view.half_height, _GRID)
    z = f.on(*np.meshgrid(xs, ys))
    levels = round_levels(z)
    found = []
    for place, drawn in enumerate(contour_lines(xs, ys, z, levels.heights)):
        lines = tuple(tuple(map(tuple, line.tolist())) for line in drawn.lines)
        role = f"chart contour{1 + round(7 * place / max(len(levels.heights) - 1, 1))}"
        found.append(Contour(drawn.level, lines, role, f"{drawn.level:g}".replace("-", "−")))
    return tuple(found), levels.doubling


class Levels(NamedTuple):
    """Heights of contour lines: evenly spaced, so that lines are dense where it is steep, or each twice the last.

    Attributes:
        heights: from the lowest to the highest.
        doubling: whether each is about twice as high above the lowest point as the one before.
    """

    heights: tuple[float, ...]
    doubling: bool


def round_levels(z: NDArray[np.float64]) -> Levels:
    """Return the levels for the heights of a grid; none for a constant.

    Where even levels would leave two fifths of the window without a line, as in a narrow valley, they go by the
    series 1, 2, 5, 10, ... above the lowest point.
    """
    import numpy as np

    heights = z[np.isfinite(z)]
    low, high = _inner_range(heights)
    if high - low <= 1e-12 * max(1.0, abs(low), abs(high)):
        return Levels((), False)
    step = _round_step(high - low)
    even = [step * n for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
    even = [level for level in even if level > low + 1e-9 * step]
    first = even[0] if even else high
    if float(np.mean(heights < first)) < 0.4:
        return Levels(tuple(even), False)
    floor = float(heights.min())
    floor = 0.0 if abs(floor) < 0.01 * (high - floor) else floor
    top = math.floor(math.log10(high - floor))
    series = [m * 10.0 ** (top - down) for down in (2, 1, 0) for m in (1, 2, 5)]
    return Levels(tuple(floor + d for d in series if floor + d <= high), True)


def _inner_range(heights: NDArray[np.float64]) -> tuple[float, float]:
    """Return the range of the heights without what runs off to a pole: its last tenth, where that is far out."""
    import numpy as np

    if not heights.size:
        return 0.0, 0.0
    ordered = np.sort(heights)
    low, high = float(ordered[0]), float(ordered[-1])
    inner_low, inner_high = (
        float(ordered[ordered.size // 50]),
        float(ordered[-1 - ordered.size // 50]),
    )
    reach = inner_high - inner_low
    if high - inner_high > 20 * reach > 0:
        high = inner_high
    if inner_low - low > 20 * reach > 0:
        low = inner_low
    return low, high


def _round_step(span: float) -> float:
    """Return 1, 2 or 5 times a power of ten: the step of which the most nearly wanted number fit into a span."""
    power = 10.0 ** math.floor(math.log10(span / _LEVELS))
    return min((m * power for m in (1.0, 2.0, 5.0, 10.0)), key=lambda s: abs(span / s - _LEVELS))


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
