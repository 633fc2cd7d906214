import pytest

from vctutor.charts.layout import divide, shares


@pytest.mark.parametrize(
    ("room", "weights", "least", "gap", "expected"),
    [
        (20, [1, 1], 5, 0, [10, 10]),
        (30, [2, 1], 5, 0, [20, 10]),
        (12, [5, 1], 5, 0, [7, 5]),
        (9, [1, 1], 5, 0, [9]),
        (16, [1, 1, 1], 5, 0, [6, 5, 5]),
        (14, [1, 1, 1], 5, 0, [7, 7]),
        (62, [1, 1], 16, 2, [30, 30]),
        (33, [1, 1], 16, 2, [33]),
        (3, [1], 5, 0, [3]),
    ],
)
def test_rooms_are_shared_by_weight_and_the_last_give_way(room, weights, least, gap, expected):
    assert shares(room, weights, least, gap) == expected


def test_shares_fill_the_room_exactly():
    for room in range(1, 80):
        for weights in ([1], [3, 1.4], [1.7, 1, 1], [1, 1, 1, 1]):
            lengths = shares(room, weights, 5, 1)
            assert sum(lengths) + len(lengths) - 1 == room
            assert len(lengths) == 1 or min(lengths) >= 4


def test_panels_stand_beside_or_below():
    assert divide(62, 20, [1, 1], side=True) == [(30, 20), (30, 20)]
    assert divide(62, 20, [1, 1], side=False) == [(62, 10), (62, 10)]
