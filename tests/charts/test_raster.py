from vctutor.charts.raster import Stroke, rasterise


def lit(dots):
    """The dots as a set of columns and rows of dots, from the top left."""
    places = {0x01: (0, 0), 0x02: (0, 1), 0x04: (0, 2), 0x40: (0, 3)}
    places |= {0x08: (1, 0), 0x10: (1, 1), 0x20: (1, 2), 0x80: (1, 3)}
    return {
        (2 * column + right, 4 * row + down)
        for (column, row), (bits, _) in dots.items()
        for bit, (right, down) in places.items()
        if bits & bit
    }


def test_corners_are_the_first_and_last_dots():
    dots = rasterise([Stroke([(0, 0)], "a"), Stroke([(1, 1)], "a")], (0, 1), (0, 1), 10, 5)
    assert lit(dots) == {(0, 19), (19, 0)}


def test_a_diagonal_takes_a_dot_a_column():
    dots = rasterise([Stroke([(0, 0), (1, 1)], "a")], (0, 1), (0, 1), 10, 5)
    assert lit(dots) == {(n, 19 - n) for n in range(20)}


def test_crossing_lines_keep_all_their_dots_and_the_last_role():
    flat, upright = Stroke([(0, 0.5), (1, 0.5)], "flat"), Stroke([(0.5, 0), (0.5, 1)], "upright")
    both = rasterise([flat, upright], (0, 1), (0, 1), 5, 5)
    alone = [rasterise([stroke], (0, 1), (0, 1), 5, 5) for stroke in (flat, upright)]
    assert lit(both) == lit(alone[0]) | lit(alone[1])
    crossing = set(alone[0]) & set(alone[1])
    assert crossing and all(both[cell][1] == "upright" for cell in crossing)


def test_nothing_to_draw():
    assert rasterise([], (0, 1), (0, 1), 5, 5) == {}
    assert rasterise([Stroke([(0, 0)], "a")], (0, 1), (0, 1), 0, 5) == {}
