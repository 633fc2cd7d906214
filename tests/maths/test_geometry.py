"""Contours lie on their level, and are whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vctutor.maths.geometry import contour_lines

X, Y = np.linspace(-3, 3, 61), np.linspace(-2, 2, 41)


def test_a_circle_is_one_closed_line_on_its_level():
    (contour,) = contour_lines(X, Y, X[None] ** 2 + Y[:, None] ** 2, [1.0])
    (line,) = contour.lines
    assert contour.level == 1.0
    assert np.array_equal(line[0], line[-1])
    assert np.hypot(line[:, 0], line[:, 1]) == pytest.approx(np.ones(len(line)), abs=2e-3)


def test_a_line_that_leaves_the_grid_stays_open():
    (contour,) = contour_lines(X, Y, X[None] + 0 * Y[:, None], [0.25])
    (line,) = contour.lines
    assert line[:, 0] == pytest.approx(np.full(len(line), 0.25))
    assert sorted(line[[0, -1], 1]) == [-2, 2]


def test_a_linear_function_is_met_exactly():
    z = 2 * X[None] - 3 * Y[:, None] + 0.1
    for contour in contour_lines(X, Y, z, [-4.03, 0.0, 3.3]):
        for line in contour.lines:
            assert 2 * line[:, 0] - 3 * line[:, 1] + 0.1 == pytest.approx(
                np.full(len(line), contour.level)
            )


def test_saddles_join_what_the_centre_says():
    ((_, high), (_, low)) = contour_lines([0, 1], [0, 1], [[1, 0], [0, 1]], [0.4, 0.6])
    assert len(high) == len(low) == 2
    assert {tuple(np.round(line.mean(axis=0), 1)) for line in high} == {(0.2, 0.8), (0.8, 0.2)}
    assert {tuple(np.round(line.mean(axis=0), 1)) for line in low} == {(0.2, 0.2), (0.8, 0.8)}


def test_holes_and_empty_levels():
    z = X[None] ** 2 + Y[:, None] ** 2
    z[20, 40] = np.nan
    z[0, 0] = np.inf
    (there, nowhere) = contour_lines(X, Y, z, [1.0, -1.0])
    assert all(np.isfinite(line).all() for line in there.lines)
    assert nowhere.lines == ()
    with pytest.raises(ValueError, match="shape"):
        contour_lines(X, Y, z.T, [1.0])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=20, max_size=20), st.floats(-3, 3))
def test_every_crossed_edge_is_on_a_line(values, level):
    z = np.array(values, float).reshape(4, 5)
    (contour,) = contour_lines(range(5), range(4), z, [level])
    above = z >= level
    crossed = int((above[:, 1:] != above[:, :-1]).sum() + (above[1:] != above[:-1]).sum())
    points = sum(
        len(line) - (np.array_equal(line[0], line[-1]) and len(line) > 2) for line in contour.lines
    )
    degenerate = any(np.array_equal(line[0], line[-1]) for line in contour.lines)
    assert points == crossed or degenerate
