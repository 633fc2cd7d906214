import math
import re
from itertools import pairwise

import pytest

from vctutor.charts import draw
from vctutor.charts.svg import as_svg
from vctutor.simulations.scene import (
    Arrow,
    Axis,
    Bar,
    Contour,
    Curve,
    Layer,
    Plot,
    Point,
    Scene,
    Segment,
    TextLabel,
    TraceTable,
    trail,
)  # fmt: skip
from vctutor.styled_text import plain, width

SIZES = [(20, 6), (36, 16), (60, 20), (100, 30), (200, 60)]


def parabola(**more):
    points = tuple((x / 25, (x / 25) ** 2) for x in range(-100, 101))
    return Plot(
        Axis(-4, 4, "x"), Axis(-1, 16, "y"), Layer(curves=(Curve(points, label="f"),)), **more
    )


def circles(*radii):
    turn = [n * math.pi / 40 for n in range(81)]
    return tuple(
        Contour(
            r * r, (tuple((r * math.cos(t), r * math.sin(t)) for t in turn),), label=f"{r * r:g}"
        )
        for r in radii
    )


def rows(scene, w, h, **more):
    return [plain(line) for line in draw(scene, w, h, **more)]


def where(lines, glyph):
    return [(line.index(glyph), number) for number, line in enumerate(lines) if glyph in line]


def dots(lines):
    """Columns and rows of the braille dots that are lit."""
    bits = {0x01: (0, 0), 0x02: (0, 1), 0x04: (0, 2), 0x40: (0, 3),
            0x08: (1, 0), 0x10: (1, 1), 0x20: (1, 2), 0x80: (1, 3)}  # fmt: skip
    for row, line in enumerate(lines):
        for column, c in enumerate(line):
            if 0x2800 < ord(c) < 0x2900:
                for bit, (right, down) in bits.items():
                    if (ord(c) - 0x2800) & bit:
                        yield 2 * column + right, 4 * row + down


def with_points(plot, *points, **layer):
    from msgspec.structs import replace

    return Scene((replace(plot, foreground=Layer(points=points, **layer)),))


@pytest.mark.parametrize(("w", "h"), SIZES)
@pytest.mark.parametrize("glyphs", ["unicode", "ascii"])
def test_lines_have_exactly_the_size(w, h, glyphs):
    scene = Scene((parabola(title="f"), Plot(Axis(0, 1, "t"), Axis(0, 1, "s"))))
    lines = draw(scene, w, h, glyphs=glyphs)
    assert len(lines) == h
    assert {width(line) for line in lines} == {w}
    if glyphs == "ascii":
        assert all(ord(c) < 128 for line in lines for c in plain(line))


@pytest.mark.parametrize(("w", "h"), [(1, 1), (3, 2), (0, 5), (5, 0), (9, 3)])
def test_sizes_too_small_do_not_fail(w, h):
    lines = draw(with_points(parabola(), Point(1, 1)), w, h)
    assert len(lines) == h
    assert all(width(line) == w for line in lines)


def test_the_current_point_is_drawn_over_everything():
    lines = rows(with_points(parabola(), *trail([(1, 1), (1.01, 1.02)]), Point(1, 1)), 60, 20)
    assert len(where(lines, "●")) == 1
    column, row = where(lines, "●")[0]
    # The canvas: a margin of 2 for "10", one column of axis; two rows below.
    assert column == 3 + round((1 + 4) / 8 * (2 * 57 - 1)) // 2
    assert row == 1 + (4 * 17 - 1 - round((1 + 1) / 17 * (4 * 17 - 1))) // 4


@pytest.mark.parametrize(
    ("x", "y", "mark"), [(9, 3, "▸"), (-9, 3, "◂"), (0, 90, "▴"), (0, -90, "▾"), (9, 90, "▴")]
)
def test_a_point_outside_is_marked_at_its_edge(x, y, mark):
    lines = rows(with_points(parabola(), Point(x, y)), 60, 20)
    assert len(where(lines, mark)) == 1
    assert not where(lines, "●")


def test_points_that_are_not_finite_do_not_fail():
    for x, y in [(math.nan, 1), (1, math.nan), (math.inf, 1), (1, -math.inf)]:
        draw(with_points(parabola(), Point(x, y)), 60, 20)


def test_trails_fade():
    marks = trail([(n, 0) for n in range(8)])
    assert [mark.role[-1] for mark in marks] == list("44332211")
    assert marks[-1].glyph == "•" and marks[0].glyph == "·"
    assert trail([]) == ()
    assert [mark.role for mark in trail([(0, 0)])] == ["chart trail1"]


def test_equal_scales_make_a_circle_as_wide_as_high():
    for half_width, half_height in [(5, 2.2), (2.2, 5), (3, 3)]:
        plot = Plot(
            Axis(-half_width, half_width, "x"),
            Axis(-half_height, half_height, "y"),
            Layer(curves=(Curve(circles(2)[0].lines[0]),)),
            equal=True,
        )
        for w, h in [(60, 20), (36, 16), (100, 30), (40, 40)]:
            lit = list(dots(rows(Scene((plot,)), w, h)))
            across = max(column for column, _ in lit) - min(column for column, _ in lit)
            up = max(row for _, row in lit) - min(row for _, row in lit)
            assert abs(across - up) <= 1


def test_arrows_point_where_they_go():
    plot = Plot(Axis(-4, 4), Axis(-4, 4), equal=True)
    ways = {"→": (2, 0), "↗": (2, 2), "↑": (0, 2), "↖": (-2, 2), "←": (-2, 0), "↙": (-2, -2)}
    for glyph, end in ways.items():
        lines = rows(with_points(plot, arrows=(Arrow((0, 0), end),)), 40, 20)
        assert len(where(lines, glyph)) == 1
        column, row = where(lines, glyph)[0]
        middle = where(rows(with_points(plot, Point(0, 0)), 40, 20), "●")[0]
        assert (column > middle[0]) - (column < middle[0]) == (end[0] > 0) - (end[0] < 0)
        assert (row < middle[1]) - (row > middle[1]) == (end[1] > 0) - (end[1] < 0)


def test_an_arrow_without_length_has_no_head():
    lines = rows(
        with_points(Plot(Axis(-1, 1), Axis(-1, 1)), arrows=(Arrow((0, 0), (0, 0)),)), 30, 10
    )
    assert not any(c in "→↗↑↖←↙↓↘" for line in lines for c in line)


def test_contours_carry_their_levels():
    plot = Plot(Axis(-4, 4), Axis(-4, 4), Layer(contours=circles(1, 2, 3)), equal=True)
    text = "\n".join(rows(Scene((plot,)), 60, 24))
    for level in ("1", "4", "9"):
        assert (
            f"⠒{level}" in text or f"⠤{level}" in text or f"⣀{level}" in text or f"⠉{level}" in text
        )


def test_curves_are_named_beside_them_and_labels_cover_nothing():
    lines = rows(Scene((parabola(),)), 60, 20)
    unlabelled = rows(Scene((Plot(Axis(-4, 4, "x"), Axis(-1, 16, "y"),
        Layer(curves=(Curve(parabola().background.curves[0].points),))),)), 60, 20)  # fmt: skip
    assert where(lines, "f")
    changed = [
        (a, b)
        for one, other in zip(unlabelled, lines, strict=True)
        for a, b in zip(one, other, strict=True)
        if a != b
    ]
    assert changed == [(" ", "f")] or changed == [("·", "f")]


def test_a_curve_breaks_at_a_gap():
    points = tuple((x / 10, math.nan if abs(x) < 8 else 0.5) for x in range(-40, 41))
    line = rows(Scene((Plot(Axis(-4, 4), Axis(0, 1), Layer(curves=(Curve(points),))),)), 44, 9)
    row = next(r for r in line if "⠒" in r or "⠤" in r or "⣀" in r or "⠉" in r)
    assert re.search(r"[⠁-⣿][ ·]{6,8}[⠁-⣿]", row)


def test_log_axes_make_powers_straight():
    points = tuple((10 ** (-n / 10), 10 ** (-n / 5)) for n in range(61))
    plot = Plot(Axis(1e-6, 1, "h", log=True), Axis(1e-12, 1, "e", log=True),
        Layer(curves=(Curve(points),)))  # fmt: skip
    lines = rows(Scene((plot,)), 60, 20)
    first = [min(i for i, c in enumerate(r) if 0x2800 < ord(c) < 0x2900)
             for r in lines if any(0x2800 < ord(c) < 0x2900 for c in r)]  # fmt: skip
    steps = [a - b for a, b in pairwise(first)]
    assert max(steps) - min(steps) <= 2
    zero = with_points(plot, Point(0, -1), Point(1e-3, 1e-6))
    assert len(where(rows(zero, 60, 20), "●")) == 1


def test_bars_stand_on_their_base():
    bars = tuple(Bar(n, 2.0**-n, base=1e-9) for n in range(8))
    plot = Plot(Axis(-1, 8, "layer"), Axis(0, 1, "size"), Layer(bars=bars))
    lines = rows(Scene((plot,)), 40, 14)
    heights = [
        sum(line[column] in "▁▂▃▄▅▆▇█" for line in lines)
        for column in range(40)
        if any(line[column] in "▁▂▃▄▅▆▇█" for line in lines)
    ]
    assert len(heights) == 8
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > 2 * heights[2]


def test_panels_that_have_no_room_are_left_out():
    scene = Scene((parabola(title="first"), parabola(title="second")))
    assert "second" not in "\n".join(rows(scene, 40, 9))
    assert "second" in "\n".join(rows(scene, 40, 20))
    side = Scene((parabola(title="first"), parabola(title="second")), "side")
    assert "second" not in "\n".join(rows(side, 30, 20))
    first_row = rows(side, 80, 20)[0]
    assert "first" in first_row and "second" in first_row


def test_the_background_is_drawn_once(monkeypatch):
    from vctutor.charts import plot as module

    calls = []
    real = module.rasterise
    monkeypatch.setattr(module, "rasterise", lambda s, *a: calls.append(len(s)) or real(s, *a))
    still = parabola(title="drawn once")
    for n in range(5):
        draw(with_points(still, Point(n / 5, 0)), 61, 19)
    assert sum(calls) == 1


def test_a_foreground_does_not_stain_the_background():
    plot = parabola(title="stain")
    before = draw(Scene((plot,)), 50, 15)
    draw(with_points(plot, Point(0, 8), segments=(Segment((-4, 0), (4, 16)),)), 50, 15)
    assert draw(Scene((plot,)), 50, 15) == before


def test_labels_stand_at_their_anchor():
    plot = Plot(Axis(0, 10), Axis(0, 10))
    lines = rows(with_points(plot, labels=(TextLabel(5, 5, "here", anchor="right"),)), 43, 13)
    left = rows(with_points(plot, labels=(TextLabel(5, 5, "here"),)), 43, 13)
    assert where(left, "here")[0][0] - where(lines, "here")[0][0] == 3


def test_a_table_shows_its_lit_row_in_little_room():
    table = TraceTable(
        ("n", "value"), tuple((f"row{n}", str(n)) for n in range(30)), lit=17, title="t"
    )
    lines = rows(Scene((table,)), 24, 8)
    assert any(line.startswith("▸ row17") for line in lines)
    assert len(lines) == 8


def test_dashed_lines_have_gaps():
    plot = Plot(Axis(0, 1), Axis(0, 1))
    full = rows(with_points(plot, segments=(Segment((0, 0.5), (1, 0.5)),)), 40, 12)
    dashed = rows(with_points(plot, segments=(Segment((0, 0.5), (1, 0.5), dashed=True),)), 40, 12)
    assert 0.45 < len(list(dots(dashed))) / len(list(dots(full))) < 0.55


def test_golden_parabola(golden):
    scene = with_points(
        parabola(title="x²"), *trail([(3, 9), (2.4, 5.76)]), Point(1.92, 3.6864),
        segments=(Segment((0.5, -1.8), (4, 11.7)),),
    )  # fmt: skip
    golden("parabola-60x20", draw(scene, 60, 20))
    golden("parabola-36x16-ascii", draw(scene, 36, 16, glyphs="ascii"))
    golden("parabola-20x6", draw(scene, 20, 6))


def test_golden_circles(golden):
    plot = Plot(Axis(-4, 4, "x"), Axis(-3, 3, "y"), Layer(contours=circles(1, 2, 3)), equal=True)
    scene = with_points(plot, Point(2, 1), arrows=(Arrow((2, 1), (1, 0.5)),))
    golden("circles-60x20", draw(scene, 60, 20))


def test_svg_holds_the_text_and_escapes_it():
    from xml.etree import ElementTree

    lines = draw(with_points(parabola(title="a < b & c"), Point(1, 1)), 60, 20)
    root = ElementTree.fromstring(as_svg(lines, "what <it> is"))
    texts = "".join(root.itertext())
    assert "a < b & c" in texts and "●" in texts and "what <it> is" in texts
