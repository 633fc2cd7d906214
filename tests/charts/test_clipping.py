import math

import pytest

from vctutor.charts.clipping import clip_segment, visible_pieces

BOX = (-1.0, 1.0, -1.0, 1.0)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((-2, 0), (2, 0), ((-1, 0), (1, 0))),
        ((0, 0), (0, 5), ((0, 0), (0, 1))),
        ((-2, -2), (2, 2), ((-1, -1), (1, 1))),
        ((0.5, 0.5), (0.25, -0.5), ((0.5, 0.5), (0.25, -0.5))),
        ((2, -3), (2, 3), None),
        ((-3, 0), (0, 3), None),
    ],
)
def test_clip_segment(start, end, expected):
    found = clip_segment(start, end, BOX)
    if expected is None:
        assert found is None
    else:
        assert found == (pytest.approx(expected[0]), pytest.approx(expected[1]))


def test_a_line_that_leaves_and_returns_has_two_pieces():
    line = [(-1, 0), (-0.5, 0), (-0.2, 2), (0.2, 2), (0.5, 0), (1, 0)]
    first, second = visible_pieces(line, BOX)
    assert first[0] == (-1, 0) and first[-1] == pytest.approx((-0.35, 1))
    assert second[0] == pytest.approx((0.35, 1)) and second[-1] == (1, 0)


@pytest.mark.parametrize("gap", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_breaks_a_line(gap):
    pieces = visible_pieces([(-1, 0), (-0.5, 0), (0, gap), (0.5, 0), (1, 0)], BOX)
    assert pieces == [[(-1, 0), (-0.5, 0)], [(0.5, 0), (1, 0)]]


def test_a_pole_is_not_connected():
    points = [(x / 10, 10 / (x / 10) if x else math.nan) for x in range(-9, 10, 2)]
    assert visible_pieces(points, BOX) == []
    steep = [(-0.05, -400.0), (0.05, 400.0)]
    assert visible_pieces(steep, BOX) == []


def test_a_steep_line_within_reason_is_drawn():
    assert visible_pieces([(-0.1, -2.0), (0.1, 2.0)], BOX) == [
        [pytest.approx((-0.05, -1)), pytest.approx((0.05, 1))]
    ]
