"""Question cards: what was begun is recorded once, and resumed."""

from __future__ import annotations

from vctutor.course.catalog import Catalog
from vctutor.grading import attempts
from vctutor.paths import shipped_course
from vctutor.progress.projection import Progress
from vctutor.tui.model.question_cards import QuestionCards

CHAPTER = Catalog.open(shipped_course()).chapter("the-gradient")


class Source:
    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress or Progress()


def question_cards(progress: Progress | None = None) -> QuestionCards:
    cards = QuestionCards(Source(progress))
    cards.show_chapter(CHAPTER)
    return cards


def test_nothing_is_begun_by_looking() -> None:
    one = question_cards()
    assert len(one.views()) == len(CHAPTER.questions)
    one.activate("check")
    one.change(lambda attempt: attempts.move(attempt, 1))
    assert one.take_drafts() == []


def test_what_is_typed_and_what_help_was_taken_is_told_once() -> None:
    one = question_cards()
    one.activate("check")
    one.change(lambda attempt: attempts.write(attempts.hint(attempt), "[6"))
    ((item, kept),) = one.take_drafts()
    assert item == "the-gradient/check"
    assert (kept["answer"], kept["hints"]) == ("[6", 1)
    assert one.take_drafts() == []
    one.change(lambda attempt: attempts.write(attempt, "[6, 4]"))
    one.submit()
    assert one.take_drafts() == []


def test_it_is_there_in_the_next_session() -> None:
    one = question_cards()
    one.activate("check")
    one.change(lambda attempt: attempts.write(attempts.hint(attempt), "[6"))
    later = question_cards(Progress(drafts=dict(one.take_drafts())))
    again = later.attempt("check")
    assert (again.typed, again.hints) == ("[6", 1)
    assert later.take_drafts() == []
    later.activate("check")
    later.change(lambda attempt: attempts.write(attempt, ""))
    assert [kept["answer"] for __, kept in later.take_drafts()] == [""]


def test_a_review_leaves_none() -> None:
    one = question_cards()
    question = next(question for question in CHAPTER.questions if question.id == "check")
    from msgspec.structs import replace

    one.show_review({"the-gradient/check": replace(question, place="the-gradient/check")}, 3)
    one.activate("the-gradient/check")
    one.change(lambda attempt: attempts.write(attempt, "[6"))
    assert one.take_drafts() == []
    one.show_chapter(CHAPTER)
    assert one.take_drafts() == []
