"""The desk: what was begun is told once, and taken up again."""

from __future__ import annotations

from vctutor.course.catalog import Catalog
from vctutor.grading import attempts
from vctutor.paths import shipped_course
from vctutor.progress.projection import Progress
from vctutor.tui.model.question_cards import QuestionCards

CHAPTER = Catalog.open(shipped_course()).chapter("the-gradient")


def desk(progress: Progress | None = None) -> QuestionCards:
    made = QuestionCards(lambda: progress or Progress(), lambda item, attempt: None)
    made.lay_out(CHAPTER)
    return made


def test_nothing_is_begun_by_looking() -> None:
    one = desk()
    assert len(one.views()) == len(CHAPTER.questions)
    one.activate("check")
    one.change(lambda attempt: attempts.move(attempt, 1))
    assert one.drafts() == []


def test_what_is_typed_and_what_help_was_taken_is_told_once() -> None:
    one = desk()
    one.activate("check")
    one.change(lambda attempt: attempts.write(attempts.hint(attempt), "[6"))
    ((item, kept),) = one.drafts()
    assert item == "the-gradient/check"
    assert (kept["answer"], kept["hints"]) == ("[6", 1)
    assert one.drafts() == []
    one.change(lambda attempt: attempts.write(attempt, "[6, 4]"))
    one.submit()
    assert one.drafts() == []


def test_it_is_there_in_the_next_session() -> None:
    one = desk()
    one.activate("check")
    one.change(lambda attempt: attempts.write(attempts.hint(attempt), "[6"))
    later = desk(Progress(drafts=dict(one.drafts())))
    again = later.attempt("check")
    assert (again.typed, again.hints) == ("[6", 1)
    assert later.drafts() == []
    later.activate("check")
    later.change(lambda attempt: attempts.write(attempt, ""))
    assert [kept["answer"] for __, kept in later.drafts()] == [""]


def test_a_review_leaves_none() -> None:
    one = desk()
    question = next(question for question in CHAPTER.questions if question.id == "check")
    from msgspec.structs import replace

    one.lay_out_review({"the-gradient/check": replace(question, place="the-gradient/check")}, 3)
    one.activate("the-gradient/check")
    one.change(lambda attempt: attempts.write(attempt, "[6"))
    assert one.drafts() == []
    one.lay_out(CHAPTER)
    assert one.drafts() == []
