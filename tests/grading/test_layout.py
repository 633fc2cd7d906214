import pytest

from vctutor.grading.answer_syntax import LayoutError, take_apart


@pytest.mark.parametrize(
    ("typed", "rows", "orientation"),
    [
        ("[1, 2]", [["1", "2"]], "flat"),
        ("1, 2", [["1", "2"]], "flat"),
        ("(a, f(b, c))", [["a", "f(b, c)"]], "flat"),
        ("⟨1, 2⟩", [["1", "2"]], "flat"),
        ("[1; 2]", [["1"], ["2"]], "column"),
        ("[[1], [2]]", [["1"], ["2"]], "column"),
        ("[1, 2]^T", [["1"], ["2"]], "column"),
        ("[1, 2]^\\top", [["1"], ["2"]], "column"),
        ("[1, 2]ᵀ", [["1"], ["2"]], "column"),
        ("[1; 2]'", [["1", "2"]], "row"),
        ("[[1, 2]]", [["1", "2"]], "row"),
        ("[[1, 2], [3, 4]]", [["1", "2"], ["3", "4"]], "matrix"),
        ("[1, 2], [3, 4]", [["1", "2"], ["3", "4"]], "matrix"),
        ("1, 2; 3, 4", [["1", "2"], ["3", "4"]], "matrix"),
        ("1, 2\n3, 4", [["1", "2"], ["3", "4"]], "matrix"),
        ("[[1, 2], [3, 4]]^T", [["1", "3"], ["2", "4"]], "matrix"),
        ("J = [1, 2]", [["1", "2"]], "flat"),
        ("(x+1)(x-1)", [["(x+1)(x-1)"]], "flat"),
        ("[(x+1)(x-1), 2]", [["(x+1)(x-1)", "2"]], "flat"),
        ("[1, 2,]", [["1", "2"]], "flat"),
        ("x^2", [["x^2"]], "flat"),
        ("f'(x) = 2x", [["2x"]], "flat"),
        ("∂f/∂x = 2x", [["2x"]], "flat"),
        ("dL/dw_1 = 2x", [["2x"]], "flat"),
        ("= 2x", [["2x"]], "flat"),
        ("2x = 0", [["2x = 0"]], "flat"),
    ],
)
def test_layout(typed, rows, orientation):
    layout = take_apart(typed)
    assert [[entry.text for entry in row] for row in layout.rows] == rows
    assert layout.orientation == orientation
    for row in layout.rows:
        for entry in row:
            assert typed[entry.position :].startswith(entry.text)


@pytest.mark.parametrize(
    ("typed", "position"),
    [("[1, 2", 0), ("1, 2]", 4), ("[1, , 2]", 4), ("[[1, 2], [3, 4]", 0), ("", 0)],
)
def test_what_is_no_layout(typed, position):
    with pytest.raises(LayoutError) as caught:
        take_apart(typed)
    assert caught.value.caret.position == position


def test_a_very_long_list_is_refused_at_once(make_question):
    from vctutor.course.model import VectorAnswer
    from vctutor.grading import grade
    from vctutor.grading.variants import Variant

    verdict = grade(make_question(VectorAnswer(value=("1", "2"))), Variant(), "1," * 5000)
    assert (verdict.outcome, "too long" in verdict.feedback) == ("unreadable", True)
