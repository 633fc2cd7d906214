import pytest

from vctutor.charts.ticks import ticks
from vctutor.simulations.scene import Axis


@pytest.mark.parametrize(
    ("low", "high", "most", "texts"),
    [
        (-4, 4, 5, ["−4", "−2", "0", "2", "4"]),
        (0, 10, 6, ["0", "2", "4", "6", "8", "10"]),
        (0.12, 0.31, 5, ["0.15", "0.20", "0.25", "0.30"]),
        (0, 9.4, 3, ["0", "2", "4", "6", "8"]),
        (0, 9.4, 2, ["0", "5"]),
        (0, 2e6, 5, ["0", "5e5", "1e6", "1.5e6", "2e6"]),
        (0, 2e-6, 3, ["0", "1e−6", "2e−6"]),
    ],
)
def test_ticks_are_round_and_about_as_many_as_fit(low, high, most, texts):
    assert [text for _, text in ticks(Axis(low, high), most)] == texts


def test_ticks_stand_where_they_say():
    for value, text in ticks(Axis(-3.7, 8.1), 8):
        assert value == pytest.approx(float(text.replace("−", "-")))
        assert -3.7 <= value <= 8.1


def test_log_ticks_are_powers_of_ten():
    found = ticks(Axis(1e-12, 1, log=True), 4)
    assert [text for _, text in found] == ["10⁻¹²", "10⁻⁸", "10⁻⁴", "1"]
    assert [value for value, _ in found] == pytest.approx([1e-12, 1e-8, 1e-4, 1])


def test_ascii_ticks():
    texts = [t for _, t in ticks(Axis(1e-3, 1, log=True), 4, ascii=True)]
    assert texts == ["1e-3", "1e-2", "1e-1", "1e0"]
    assert [t for _, t in ticks(Axis(-1, 1), 3, ascii=True)] == ["-1", "0", "1"]


def test_own_ticks_are_kept_and_thinned():
    axis = Axis(0, 9, ticks=tuple((n, f"n{n}") for n in range(20)))
    assert [t for _, t in ticks(axis, 5)] == ["n0", "n2", "n4", "n6", "n8"]


def test_an_axis_without_length_has_no_ticks():
    assert ticks(Axis(1, 1), 5) == []
    assert ticks(Axis(0, float("inf")), 5) == []
