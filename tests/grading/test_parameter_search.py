from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vctutor.course.model import NumberAnswer
from vctutor.errors import CourseError
from vctutor.grading import parameter_search
from vctutor.grading.arithmetic import holds
from vctutor.grading.parameter_search import GaveUpError, combinations
from vctutor.grading.variants import draw, first_variant

CONDITIONS = (
    "a != b", "a < b", "c == a + b", "a == 2", "a + b == c", "b == 1 or b == 2", "a*b > c", "c == a/b", "2 == 2",
    "not a == c", "a == b == c", "c == a/0",
)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from("abc"),
        st.lists(st.integers(0, 4), min_size=1, max_size=4).map(tuple),
        min_size=3,
    ),
    st.lists(st.sampled_from(CONDITIONS), max_size=3),
)
def test_it_finds_what_trying_all_finds_in_the_same_order(
    ranges: dict[str, tuple[int, ...]], where: list[str]
) -> None:
    rows = (dict(zip(ranges, row, strict=True)) for row in itertools.product(*ranges.values()))
    try:
        expected = [row for row in rows if all(holds(one, row) for one in where)]
    except CourseError:
        return
    assert list(combinations(ranges, where)) == expected


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (("a == 999",), {"a": 999, "b": 0, "c": 0, "d": 0}),
        (("d == a + b + c", "a + b + c == 30", "a > 20"), {"a": 21, "b": 0, "c": 9, "d": 30}),
        (("c == 998", "d == 999"), {"a": 0, "b": 0, "c": 998, "d": 999}),
    ],
)
def test_ordinary_ranges_are_searched_to_their_ends(
    where: tuple[str, ...], found: dict[str, int], make_question: Any
) -> None:
    vary = {name: tuple(range(1000)) for name in "abcd"}
    question = make_question(NumberAnswer(value="a"), vary=vary, where=where)
    assert dict(first_variant(question).values) == found
    other = draw(question, 3).values
    assert all(holds(one, other) for one in where)


def test_where_it_gives_up_it_says_so_and_does_not_say_that_there_is_nothing(
    make_question: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0

    def counted(condition: str, values: dict[str, int]) -> bool:
        nonlocal tried
        tried += 1
        return holds(condition, values)

    monkeypatch.setattr(parameter_search, "holds", counted)
    vary = {name: tuple(range(1000)) for name in "abc"}
    question = make_question(
        NumberAnswer(value="a"), vary=vary, where=("a*a + b*b + c*c == 2985989",)
    )
    with pytest.raises(CourseError, match=r"were found in 50,000 tries that satisfy"):
        first_variant(question)
    once = tried
    with pytest.raises(CourseError):
        draw(question, 7)
    assert once <= parameter_search.MAX_TRIALS
    assert tried == once  # what was searched for in vain is not searched for again


def test_nothing_is_said_where_nothing_is(make_question: Any) -> None:
    question = make_question(NumberAnswer(value="a"), vary={"a": (1, 2)}, where=("a > 2",))
    with pytest.raises(CourseError, match="no values of the parameters satisfy: a > 2"):
        first_variant(question)


def test_more_parameters_than_python_has_frames() -> None:
    ranges = {f"a{number}": (1, 2) for number in range(3000)}
    assert next(combinations(ranges, ("a2999 == 2",)))["a2999"] == 2


def test_an_unknown_name_is_said() -> None:
    with pytest.raises(CourseError, match="'z'"):
        list(combinations({"a": (1, 2)}, ("z > a",)))


def test_giving_up_is_a_mistake_of_the_course() -> None:
    assert issubclass(GaveUpError, CourseError)
