from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from vctutor.course.model import (
    Chapter,
    NumberAnswer,
    OneChoice,
    Option,
    OrderAnswer,
    Position,
    Question,
)
from vctutor.progress.events import Event, answer_payload
from vctutor.progress.notebook import Shown, notebook

Make = Callable[..., Event]
AT = Position("chapter.yaml", 1, 1)
TODAY = date(2026, 3, 2)

SLOPE = Question(
    at=AT,
    id="slope-at-a-point",
    ask="What is the [[slope]] of ${a}x^2$?",
    answer=NumberAnswer(value="2*a"),
    solution="It is ${=2*a}$.",
)
CHOICE = Question(
    at=AT,
    id="which",
    ask="Which?",
    answer=OneChoice(
        options=(Option(text="$x$", right=True), Option(text="the [[gradients|gradient]]"))
    ),
)
ORDER = Question(
    at=AT, id="steps", ask="Order them.", answer=OrderAnswer(steps=("forward", "backward"))
)


def chapter(number: int = 1, name: str = "derivatives") -> Chapter:
    return Chapter(
        id=name, number=number, title="Derivatives", goals=(), body=(SLOPE, CHOICE, ORDER)
    )


def show(question: Question, seed: int) -> Shown:
    options: tuple[str, ...] = ()
    if isinstance(question.answer, OneChoice):
        options = tuple(option.text for option in question.answer.options)
    if isinstance(question.answer, OrderAnswer):
        options = question.answer.steps
    return Shown(f"{question.ask} [seed {seed}]", question.solution, options)


def written(events: list[Event], chapters: list[Chapter] | None = None) -> str:
    return notebook(
        "Vector *Calculus*", [chapter()] if chapters is None else chapters, events, show, TODAY
    )


def answered(
    make: Make, answer: Any, outcome: str, item: str = "derivatives/slope-at-a-point", **rest: Any
) -> Event:
    return make("answer", item, **answer_payload(answer, outcome=outcome, **rest))


def test_nothing_done() -> None:
    assert (
        written([])
        == "# My work: Vector *Calculus*\n\nWritten on 2026-03-02.\n\nNothing is answered or noted yet.\n"
    )


def test_a_mistake_its_explanation_and_the_worked_solution(make_event: Make) -> None:
    text = written(
        [
            answered(
                make_event, "x^2", "wrong", feedback="That is $f$ itself.\n\nDifferentiate it."
            ),
            answered(make_event, "2", "right", credit=0.75),
        ]
    )
    assert text == (
        "# My work: Vector *Calculus*\n\n"
        "Written on 2026-03-02.\n\n"
        "## 1. Derivatives\n\n"
        "### Slope at a point\n\n"
        "What is the slope of ${a}x^2$? [seed 0]\n\n"
        "- `x^2`: **not right**\n\n"
        "  That is $f$ itself.\n\n"
        "  Differentiate it.\n"
        "- `2`: **right**\n\n"
        "**Worked solution**\n\n"
        "It is ${=2*a}$.\n"
    )


def test_the_solution_of_an_open_question_is_not_given_away(make_event: Make) -> None:
    assert "Worked solution" not in written([answered(make_event, "7", "wrong")])
    assert "Worked solution" in written([answered(make_event, "7", "wrong", solution=True)])


def test_each_variant_stands_by_itself(make_event: Make) -> None:
    text = written([answered(make_event, "2", "right"), answered(make_event, "4", "right", seed=3)])
    assert "### Slope at a point\n\nWhat is the slope of ${a}x^2$? [seed 0]" in text
    assert "### Slope at a point (variant 3)\n\nWhat is the slope of ${a}x^2$? [seed 3]" in text


def test_options_and_steps_are_shown_by_their_words(make_event: Make) -> None:
    text = written(
        [
            answered(make_event, [1], "wrong", "derivatives/which"),
            answered(make_event, [1, 0], "wrong", "derivatives/steps"),
            answered(make_event, [9], "wrong", "derivatives/which"),
        ]
    )
    assert "- the gradients: **not right**" in text
    assert "- backward → forward: **not right**" in text
    assert "- ?: **not right**" in text


def test_what_could_not_be_read_is_left_out(make_event: Make) -> None:
    assert "Nothing is answered" in written([answered(make_event, "((", "unreadable")])


def test_notes_and_functions(make_event: Make) -> None:
    text = written(
        [
            make_event(
                "note", "derivatives/limit", text="# not a heading\nmore", quote="as $h \\to 0$"
            ),
            make_event("function", "", function="sin(x)`"),
        ]
    )
    assert (
        "### Notes\n\n> as $h \\to 0$\n\n- 2026-03-02 (at limit)\n\n  # not a heading\n  more\n"
        in text
    )
    assert text.endswith("## Functions tried\n\n- `` sin(x)` ``\n")


def test_chapters_without_work_are_left_out(make_event: Make) -> None:
    text = written([answered(make_event, "2", "right")], [chapter(0, "why"), chapter()])
    assert text.count("\n## ") == 1


def test_answers_to_questions_of_another_course_are_listed(make_event: Make) -> None:
    text = written([answered(make_event, "2", "right", "other/gone")])
    assert "## Questions that are not in this course\n\n- `other/gone`: right\n" in text


def test_typed_text_cannot_control_a_terminal(make_event: Make) -> None:
    text = written(
        [
            answered(make_event, "\x1b]0;x\x07\u202e2", "wrong", feedback="\x1b[31mno"),
            make_event("note", "derivatives/limit", text="a\x1b[2Jb\u2066"),
        ]
    )
    assert not [letter for letter in text if letter != "\n" and not letter.isprintable()]
