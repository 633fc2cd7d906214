"""A plot: its background drawn once, its foreground at each step."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec.structs import replace

from vctutor.charts.arrows import edge, head
from vctutor.charts.ascii import spelled
from vctutor.charts.canvas import Canvas
from vctutor.charts.clipping import Position, clip_segment, visible_pieces
from vctutor.charts.frame import Frame, draw_axes, frame
from vctutor.charts.labels import label_contour, label_near
from vctutor.charts.raster import Stroke, rasterise
from vctutor.simulations.scene import Arrow, Bar, Contour, Curve, Layer, Plot, Point, Segment

_EIGHTHS = " ▁▂▃▄▅▆▇█"


def draw_plot(plot: Plot, width: int, height: int, *, ascii: bool = False) -> Canvas:
    """Return a plot drawn on a canvas of this size."""
    still = replace(plot, foreground=Layer(), weight=1.0)
    if ascii:
        still = _spelled(still)
    canvas, place = _background(still, width, height, ascii)
    if plot.foreground == Layer():
        return canvas
    canvas = canvas.copy()
    draw_layer(canvas, place, plot.foreground, ascii=ascii)
    return canvas


def _spelled(plot: Plot) -> Plot:
    x, y = (replace(axis, label=spelled(axis.label)) for axis in (plot.x, plot.y))
    return replace(plot, x=x, y=y, title=spelled(plot.title))


@lru_cache(maxsize=6)
def _background(plot: Plot, width: int, height: int, ascii: bool) -> tuple[Canvas, Frame]:
    canvas = Canvas(width, height)
    place = frame(plot, width, height, ascii=ascii)
    draw_axes(canvas, plot, place)
    draw_layer(canvas, place, plot.background, ascii=ascii)
    return canvas, place


def draw_layer(canvas: Canvas, place: Frame, layer: Layer, *, ascii: bool = False) -> None:
    """Draw a layer into a frame: bars, lines, arrow heads, points, and then the labels around them."""
    for bar in layer.bars:
        _draw_bar(canvas, place, bar)
    strokes: list[Stroke] = []
    contours = _legible(place, layer.contours)
    for contour in contours:
        strokes += _contour_strokes(place, contour)
    for curve in layer.curves:
        strokes += _curve_strokes(place, curve)
    for segment in layer.segments:
        strokes += _segment_strokes(place, segment)
    # A field of shafts drawn with characters hides the lines: then their heads must do.
    if not (ascii and len(layer.arrows) > 8):
        for arrow in layer.arrows:
            strokes += _arrow_strokes(place, arrow)
    left, right, bottom, top = place.box
    cells = rasterise(strokes, (left, right), (bottom, top), place.width, place.height)
    canvas.dots(cells, place.column, place.row)
    for arrow in layer.arrows:
        _draw_head(canvas, place, arrow)
    for label in layer.labels:
        at = place.place(label.x, label.y)
        if place.contains(at):
            column, row = place.cell(at)
            shift = {"left": 0, "centre": len(label.text) // 2, "right": len(label.text) - 1}[
                label.anchor
            ]
            first = max(
                place.column, min(column - shift, place.column + place.width - len(label.text))
            )
            canvas.put(first, row, label.text, label.role)
    for point in layer.points:
        _draw_point(canvas, place, point, ascii=ascii)
    _write_labels(canvas, place, replace(layer, contours=contours))


def _legible(place: Frame, contours: tuple[Contour, ...]) -> tuple[Contour, ...]:
    """Every third contour, without its label, where all of them would run together."""
    if place.width >= 24 and place.height >= 8:
        return contours
    return tuple(replace(contour, label="") for contour in contours[1::3])


def _curve_strokes(place: Frame, curve: Curve) -> list[Stroke]:
    scaled = [place.place(x, y) for x, y in curve.points]
    pieces: Iterable[Sequence[Position]] = visible_pieces(scaled, place.box)
    if curve.dashed:
        pieces = [dash for piece in pieces for dash in _dashes(place, piece)]
    return [Stroke(piece, curve.role) for piece in pieces]


def _contour_strokes(place: Frame, contour: Contour) -> list[Stroke]:
    strokes = []
    for line in contour.lines:
        scaled = [place.place(x, y) for x, y in line]
        strokes += [Stroke(piece, contour.role) for piece in visible_pieces(scaled, place.box)]
    return strokes


def _segment_strokes(place: Frame, segment: Segment) -> list[Stroke]:
    ends = place.place(*segment.start), place.place(*segment.end)
    if not all(math.isfinite(part) for end in ends for part in end):
        return []
    cut = clip_segment(*ends, place.box)
    if cut is None:
        return []
    pieces = _dashes(place, cut) if segment.dashed else [cut]
    return [Stroke(piece, segment.role) for piece in pieces]


def _dashes(place: Frame, points: Sequence[Position]) -> list[Sequence[Position]]:
    """Cut a line into strokes of three dots and gaps of three."""
    left, right, bottom, top = place.box
    per_x, per_y = (2 * place.width - 1) / (right - left), (4 * place.height - 1) / (top - bottom)
    dashes: list[Sequence[Position]] = []
    gone = 0.0
    for (x0, y0), (x1, y1) in pairwise(points):
        length = max(abs(x1 - x0) * per_x, abs(y1 - y0) * per_y)
        if length == 0:
            continue
        at = 0.0
        while at < length:
            inside = (gone + at) % 6
            until = min(length, at + ((3 if inside < 3 else 6) - inside) + 1e-9)
            if inside < 3:
                # From dot to dot: a stroke one shorter than its dots.
                ends = (at, max(at, until - 1))
                dashes.append(
                    [(x0 + (x1 - x0) * t / length, y0 + (y1 - y0) * t / length) for t in ends]
                )
            at = until
        gone += length
    return dashes


def _arrow_strokes(place: Frame, arrow: Arrow) -> list[Stroke]:
    return _segment_strokes(place, Segment(arrow.start, arrow.end, arrow.role))


def _draw_head(canvas: Canvas, place: Frame, arrow: Arrow) -> None:
    start, end = place.place(*arrow.start), place.place(*arrow.end)
    if not place.contains(start) or not all(map(math.isfinite, end)):
        return
    cut = clip_segment(start, end, place.box)
    tip = end if cut is None else cut[1]
    if not place.contains(tip):
        return
    left, right, bottom, top = place.box
    across = (end[0] - start[0]) * (2 * place.width - 1) / (right - left)
    up = (end[1] - start[1]) * (4 * place.height - 1) / (top - bottom)
    if across or up:
        canvas.put(*place.cell(tip), head(across, up), arrow.role)


def _draw_point(canvas: Canvas, place: Frame, point: Point, *, ascii: bool) -> None:
    at = place.place(point.x, point.y)
    if any(map(math.isnan, at)):
        return
    if place.contains(at):
        canvas.put(*place.cell(at), point.ascii if ascii else point.glyph, point.role)
    elif point.role == "chart point":
        left, right, bottom, top = place.box
        beyond_x = (at[0] > right) - (at[0] < left)
        beyond_y = (at[1] > top) - (at[1] < bottom)
        canvas.put(*place.cell(place.clamped(at)), edge(beyond_x, beyond_y), point.role)


def _draw_bar(canvas: Canvas, place: Frame, bar: Bar) -> None:
    x, y = place.place(bar.x, bar.y)
    base = place.place(bar.x, bar.base)[1]
    left, right, bottom, top = place.box
    if not left <= x <= right or math.isnan(y):
        return
    base = bottom if math.isnan(base) else base
    low, high = sorted((min(max(y, bottom), top), min(max(base, bottom), top)))
    column = place.cell((x, bottom))[0]
    first = (low - bottom) / (top - bottom) * place.height * 8
    last = max((high - bottom) / (top - bottom) * place.height * 8, first + 1)
    for up in range(place.height):
        filled = min(last, up * 8 + 8) - up * 8
        if filled < 0.5 or up * 8 + 8 <= first:
            continue
        # A bar that hangs from the base has its ragged end below, which the eighths can't draw.
        eighths = 8 if up * 8 < first - 4 else max(1, round(filled))
        canvas.put(column, place.row + place.height - 1 - up, _EIGHTHS[min(8, eighths)], bar.role)


def _write_labels(canvas: Canvas, place: Frame, layer: Layer) -> None:
    for point in layer.points:
        at = place.place(point.x, point.y)
        if point.label and place.contains(at):
            label_near(canvas, place, [place.cell(at)], point.label, point.role)
    for contour in layer.contours:
        if contour.label:
            label_contour(canvas, place, _level_cells(place, contour), contour.label, contour.role)
    for curve in layer.curves:
        if curve.label:
            scaled = [place.place(x, y) for x, y in curve.points]
            visible = [place.cell(at) for at in scaled if place.contains(at)]
            label_near(canvas, place, _label_order(visible), curve.label, curve.role)
    straight: tuple[Segment | Arrow, ...] = (*layer.segments, *layer.arrows)
    for line in straight:
        if line.label:
            ends = place.place(*line.start), place.place(*line.end)
            cut = (
                clip_segment(*ends, place.box)
                if all(math.isfinite(v) for e in ends for v in e)
                else None
            )
            if cut is not None:
                (x0, y0), (x1, y1) = cut
                cells = [
                    place.cell((x0 + (x1 - x0) * t, y0 + (y1 - y0) * t))
                    for t in (1.0, 0.85, 0.7, 0.5, 0.3, 0.0)
                ]
                label_near(canvas, place, cells, line.label, line.role)


def _label_order(cells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The end of a curve first, then back along it, and its beginning last."""
    distinct = list(dict.fromkeys(reversed(cells)))
    return distinct[:: max(1, len(distinct) // 24)]


def _level_cells(place: Frame, contour: Contour) -> list[tuple[int, int]]:
    """The cells where a contour runs level, those of its longest piece first."""
    found: list[tuple[int, int]] = []
    for line in sorted(contour.lines, key=len, reverse=True):
        inside = [at for x, y in line if place.contains(at := place.place(x, y))]
        flat = []
        for before, at, after in zip(inside, inside[1:], inside[2:], strict=False):
            (c0, r0), (c1, r1) = place.dot(before), place.dot(after)
            flat.append((abs(r1 - r0) - abs(c1 - c0), place.cell(at)))
        flat.sort(key=lambda pair: pair[0])
        found += [cell for _, cell in flat]
    return found
