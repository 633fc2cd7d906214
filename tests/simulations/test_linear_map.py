import math
from itertools import pairwise

import numpy as np
import pytest

from vctutor.charts import draw
from vctutor.errors import UsageError
from vctutor.maths.expression import ParseError
from vctutor.simulations.linear_map import LinearMap

SIM = LinearMap()


def readouts(steps, **values):
    state = SIM.start(values)
    for _ in range(steps):
        state = SIM.step(state)
    return {readout.name: readout.value for readout in SIM.readouts(state)}


def test_the_numbers_of_chapter_6():
    found = readouts(0)
    assert found["f"] == (11, 6)
    assert (found["J1"], found["J2"]) == ((6, 1), (2, 3))
    assert found["area"] == 16
    assert found["change"] is None and found["predicted"] is None


@pytest.mark.parametrize(
    ("steps", "predicted", "exact"),
    [
        (1, (0.06, 0.02), (0.0601, 0.02)),
        (2, (0.01, 0.03), (0.01, 0.03)),
        (3, (0.07, 0.05), (0.0701, 0.0501)),
    ],
)
def test_the_steps_are_the_rows_of_the_table_of_chapter_6(steps, predicted, exact):
    found = readouts(steps)
    assert found["predicted"] == pytest.approx(predicted, abs=1e-12)
    assert found["change"] == pytest.approx(exact, abs=1e-12)


def test_half_the_nudge_has_a_quarter_of_the_error():
    errors = []
    for nudge in (0.4, 0.2, 0.1):
        found = readouts(3, nudge=nudge)
        errors.append(math.dist(found["change"], found["predicted"]))
    assert errors[0] / errors[1] == pytest.approx(4) == pytest.approx(errors[1] / errors[2])


@pytest.mark.parametrize("point", [(3, 2), (0.5, -1), (-4, 7)])
def test_polar_coordinates_scale_areas_by_the_radius(point):
    found = readouts(0, function="polar coordinates", x1=point[0], x2=point[1])
    c, s = math.cos(point[1]), math.sin(point[1])
    assert found["J1"] == pytest.approx((c, -point[0] * s))
    assert found["J2"] == pytest.approx((s, point[0] * c))
    assert found["area"] == pytest.approx(abs(point[0]))


def test_a_rotation_keeps_areas_and_is_its_own_linear_map():
    state = SIM.step(SIM.start({"function": "rotation", "nudge": 1}))
    assert "exactly" in SIM.sentence(state)
    assert readouts(0, function="rotation", x1=-7)["area"] == pytest.approx(1)


def test_the_jacobian_agrees_with_central_differences():
    def f(x1, x2):
        return np.array([np.sin(x1 * x2) + np.exp(x2), x1 / (1 + x2**2)])

    found = readouts(0, function="[sin(x1 x2) + exp(x2), x1/(1 + x2^2)]", x1=1.3, x2=0.7)
    h = 1e-6
    columns = [
        (f(1.3 + h, 0.7) - f(1.3 - h, 0.7)) / (2 * h),
        (f(1.3, 0.7 + h) - f(1.3, 0.7 - h)) / (2 * h),
    ]
    assert np.array([found["J1"], found["J2"]]) == pytest.approx(np.array(columns).T, abs=1e-8)


def corners(curve):
    return np.array([curve.points[0], curve.points[-1]])


def test_the_pictures_show_the_grid_and_its_two_images():
    state = SIM.start({"nudge": 1})
    inputs, exact, linear = (p.background.curves[:10] for p in SIM.scene(state, 2.0).panels)
    jacobian, centre = np.array([[6, 1], [2, 3]]), np.array([3, 2])
    for before, curved, straight in zip(inputs, exact, linear, strict=True):
        for place in (0, -1):
            x1, x2 = before.points[place]
            assert curved.points[place] == pytest.approx((x1**2 + x2, x1 * x2))
            moved = jacobian @ (np.array([x1, x2]) - centre)
            assert straight.points[place] == pytest.approx(tuple(moved + np.array([11, 6])))
    grid = np.concatenate([corners(curve) for curve in inputs])
    assert grid.min(axis=0) == pytest.approx([2, 1]) and grid.max(axis=0) == pytest.approx([4, 3])


@pytest.mark.parametrize("nudge", [0.001, 0.01, 1])
@pytest.mark.parametrize("aspect", [1.0, 2.0])
def test_everything_fits_and_scales_are_equal(nudge, aspect):
    state = SIM.step(SIM.start({"nudge": nudge}))
    for plot in SIM.scene(state, aspect).panels:
        assert plot.equal
        for curve in plot.background.curves:
            assert all(plot.x.low <= x <= plot.x.high for x, _ in curve.points)
            assert all(plot.y.low <= y <= plot.y.high for _, y in curve.points)
        assert len(plot.foreground.arrows) == 1


def test_a_pole_inside_the_grid_is_a_gap():
    state = SIM.start({"function": "[1/(x1 - 3.5), x2]", "nudge": 1})
    image = SIM.scene(state, 2.0).panels[1].background.curves[0].points
    assert any(math.isnan(x) for x, _ in image)
    for (x0, _), (x1, _) in pairwise(image):
        assert not x0 * x1 < 0, "no stroke from one side of the pole to the other"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[x1 + x2, 2x1 + 2x2]", "flattens"),
        ("[x2, x1]", "turns it over"),
        ("[1/(x1 - 3), x2]", "no value"),
        ("[sqrt(x1 - 10), x2]", "no value"),
    ],
)
def test_it_says_what_becomes_of_a_square(text, said):
    state = SIM.start({"function": text})
    assert said in SIM.sentence(state)
    assert len(draw(SIM.scene(SIM.step(state)), 60, 20)) == 20


def test_a_nudge_to_where_there_is_no_value_is_told():
    state = SIM.step(SIM.start({"function": "[1/(x1 - 4), x2]", "nudge": 1}))
    assert "no value" in SIM.sentence(state)


@pytest.mark.parametrize("text", ["x1", "[x1, x2, 1]", "[[x1, 1], [x2, 2]]"])
def test_what_is_no_map_of_the_plane_is_refused(text):
    with pytest.raises(UsageError, match="two components"):
        SIM.start({"function": text})


def test_a_mistake_has_a_place():
    with pytest.raises(ParseError) as caught:
        SIM.start({"function": "[x1, y]"})
    assert caught.value.position == 5


def test_a_change_keeps_the_nudge_and_the_steps_go_round():
    state = SIM.change(SIM.step(SIM.step(SIM.start())), "nudge", 0.5)
    assert "x₂ up by 0.5" in SIM.sentence(state)
    for _ in range(2):
        state = SIM.step(state)
    assert SIM.done(state) and "x₁ up by 0.5" in SIM.sentence(state)
