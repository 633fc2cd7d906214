"""One line in, one reply out."""

from __future__ import annotations

import pytest

from vctutor.course.model import (
    ExpressionAnswer,
    ManyChoices,
    NumberAnswer,
    OneChoice,
    Option,
    OrderAnswer,
    Position,
    Question,
    TextAnswer,
)
from vctutor.errors import CourseError
from vctutor.grading.attempts import Attempt, begin
from vctutor.line_mode.replies import reply_to, worth
from vctutor.line_mode.session import SessionQuestion, run_session
from vctutor.page.text_options import TextOptions

EYE, EAR = TextOptions(), TextOptions(aloud=True)
AT = Position("here", 1, 1)


def question(**given: object) -> Question:
    whole = {
        "id": "one",
        "ask": "What?",
        "answer": NumberAnswer(value="6"),
        "at": AT,
        "place": "one",
    }
    return Question(**{**whole, **given})  # type: ignore[arg-type]


OPTIONS = (Option(text="$x$", say="No."), Option(text="$2x$", right=True), Option(text="Both"))
ONE = question(answer=OneChoice(options=OPTIONS, shuffle=False))
MANY = question(
    answer=ManyChoices(options=(*OPTIONS, Option(text="Up", right=True)), shuffle=False)
)
ORDER = question(answer=OrderAnswer(steps=("Look", "Step", "Look again")))


@pytest.mark.parametrize("typed", ["2", "b", "B", " 2. ", "2x"])
def test_an_option_by_number_letter_or_text(typed: str) -> None:
    reply = reply_to(begin(ONE), typed, EYE)
    assert reply.attempt.picked == {1} and reply.judged and reply.then == "next"
    assert reply.tone == "right"


@pytest.mark.parametrize("typed", ["7", "0", "zzz", "1 2"])
def test_no_option_costs_nothing(typed: str) -> None:
    before = begin(ONE)
    reply = reply_to(before, typed, EYE)
    assert reply.attempt == before and not reply.judged and reply.then == "stay"
    assert "Choose one, 1 to 3." in " ".join(reply.lines)


@pytest.mark.parametrize("typed", ["2, 4", "b d", "4 and 2", "bd"])
def test_several_options(typed: str) -> None:
    reply = reply_to(begin(MANY), typed, EYE)
    assert reply.attempt.picked == {1, 3} and reply.attempt.done


def test_an_order_is_typed_as_the_steps_are_shown() -> None:
    attempt = begin(ORDER)
    shown = attempt.order
    right = " ".join(str(shown.index(step) + 1) for step in range(3))
    wrong = reply_to(attempt, "1 2 3", EYE)
    assert wrong.judged and wrong.attempt.order == shown and not wrong.attempt.done
    # The steps are not shown anew after a wrong try, so their numbers stay what they were.
    assert reply_to(wrong.attempt, right, EYE).attempt.order == (0, 1, 2)
    assert not reply_to(attempt, "1 2", EYE).judged


@pytest.mark.parametrize(
    ("word", "then"),
    [("skip", "next"), ("back", "back"), ("quit", "quit"), ("Quit.", "quit"), ("again", "ask")],
)
def test_words(word: str, then: str) -> None:
    assert reply_to(begin(ONE), word, EYE).then == then


def test_single_letters_are_answers() -> None:
    of_h = question(answer=ExpressionAnswer(value="h + q", variables={"h": "", "q": ""}))
    assert reply_to(begin(of_h), "h", EYE).judged and reply_to(begin(of_h), "q", EYE).judged


def test_a_word_that_is_accepted_is_an_answer() -> None:
    text = question(answer=TextAnswer(accepted=("Skip", "hint")))
    for typed in ("skip", "hint"):
        assert reply_to(begin(text), typed, EYE).attempt.done


def test_a_hint_tells_its_price_and_the_next() -> None:
    attempt = begin(question(hints=("One.", "Two.")))
    assert worth(attempt, EYE) == ["Worth 100 % now, 75 % after a wrong try."]
    first = reply_to(attempt, "?", EYE)
    assert first.lines == ("Hint 1 of 2. One.", "Worth 85 % now, 60 % after a wrong try.")
    wrong = reply_to(first.attempt, "7", EYE)
    assert wrong.lines[-1] == "The next hint lowers the credit from 60 % to 45 %."
    second = reply_to(first.attempt, "hint", EYE).attempt
    assert reply_to(second, "hint", EYE).lines == ("There are no more hints.",)


def test_a_place_that_cannot_be_read() -> None:
    attempt = begin(question(answer=ExpressionAnswer(value="x", variables={"x": ""})))
    eye = reply_to(attempt, "2 * * x", EYE)
    assert eye.judged and eye.tone == "unsure" and eye.attempt.wrong_tries == 0
    place = next(n for n, line in enumerate(eye.lines) if line == "    2 * * x")
    assert eye.lines[place + 1] == "        ^"
    ear = reply_to(attempt, "2 * * x", EAR)
    assert "It is at character 5." in ear.lines and "    " not in "".join(ear.lines)


def test_the_reading_is_told() -> None:
    attempt = begin(question(answer=ExpressionAnswer(value="x^2 / 2", variables={"x": ""})))
    assert "Read as: x²/2" in reply_to(attempt, "x^2/2", EYE).lines
    assert (
        "Read as: the fraction x squared, over 2, end of fraction."
        in reply_to(attempt, "x^2/2", EAR).lines
    )


# --- sessions ------------------------------------------------------------------------------------------------


class Person:
    """Types what was written down for them, and keeps what was said."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.heard: list[str] = []

    def write(self, lines: object, tone: str = "") -> None:
        self.heard += lines  # type: ignore[operator]

    def ask(self, prompt: str) -> str | None:
        return self.lines.pop(0) if self.lines else None


def asked(*questions: Question) -> list[SessionQuestion]:
    return [SessionQuestion(f"a/{n}", q, f"Question {n}.") for n, q in enumerate(questions, 1)]


def test_a_session_counts_and_records() -> None:
    recorded: list[tuple[str, str]] = []

    def record(item: str, attempt: Attempt) -> str:
        assert attempt.verdict is not None
        recorded.append((item, attempt.verdict.outcome))
        return "Kept."

    person = Person("1", "2", "6", "skip")
    outcome = run_session(asked(ONE, question(), ORDER), person, EYE, record)
    assert recorded == [("a/1", "wrong"), ("a/1", "right"), ("a/2", "right")]
    assert outcome.tried == outcome.right == {"a/1", "a/2"}
    assert outcome.first == {"a/2"} and outcome.finished
    assert person.heard.count("Credit 100 %. Kept.") == 1


def test_the_end_of_the_lines_and_quitting_are_no_finish() -> None:
    for lines in ((), ("6", "quit")):
        outcome = run_session(asked(question(), ONE), Person(*lines), EYE, lambda *_: "")
        assert not outcome.finished


def test_back_goes_to_an_unfinished_question_as_it_was_left() -> None:
    hinted = question(hints=("A hint.",))
    person = Person("?", "skip", "back", "6")
    seen: list[Attempt] = []
    run_session(asked(hinted, ONE), person, EYE, lambda _, attempt: seen.append(attempt) or "")
    assert seen[0].hints == 1 and seen[0].credit == 0.85


def test_back_at_the_first_question_stays_there() -> None:
    person = Person("back", "6")
    assert run_session(asked(question()), person, EYE, lambda *_: "").right == {"a/1"}


def test_a_broken_question_is_passed_over() -> None:
    broken = question(vary={"a": (1,)}, where=("a > 2",))
    with pytest.raises(CourseError):
        begin(broken)
    person = Person("6")
    outcome = run_session(asked(broken, question()), person, EYE, lambda *_: "")
    assert outcome.right == {"a/2"}
    assert any("It can't be asked" in line for line in person.heard)
