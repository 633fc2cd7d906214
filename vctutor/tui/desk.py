"""The desk: every question card of the chapter on show, and which one the keys go to. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from vctutor.course.model import Chapter, Question
from vctutor.grading import sitting as sit
from vctutor.grading.sitting import Sitting
from vctutor.page.card import CardView
from vctutor.progress.projection import Progress


class Desk:
    """The cards of one chapter at a time. Sittings are kept when the reader turns to another chapter."""

    def __init__(
        self, progress: Callable[[], Progress], answered: Callable[[str, Sitting], None]
    ) -> None:
        """Take credits from ``progress``; ``answered`` is told each judged answer with its item."""
        self._progress = progress
        self._answered = answered
        self._sittings: dict[str, Sitting] = {}
        self._notes: dict[str, str] = {}
        self._questions: tuple[Question, ...] = ()
        self._chapter = ""
        self.active: str | None = None
        self.reading = ""
        self.caret: tuple[int, str] | None = None

    def lay_out(self, chapter: Chapter) -> None:
        """Put the cards of a chapter on the desk."""
        self._chapter = chapter.id
        self._questions = chapter.questions
        self.active = None
        for question in self._questions:
            self._sittings.setdefault(self.item(question.id), sit.begin(question))

    def item(self, question: str) -> str:
        """Return the name under which a question of this chapter is recorded."""
        return f"{self._chapter}/{question}"

    def sitting(self, question: str) -> Sitting:
        """Return where the reader stands with a question of this chapter."""
        return self._sittings[self.item(question)]

    @property
    def current(self) -> Sitting | None:
        """The sitting the keys go to."""
        return self.sitting(self.active) if self.active else None

    def views(self) -> Mapping[str, CardView]:
        """Return what each card shows."""
        return {
            question.id: self._view(number, question)
            for number, question in enumerate(self._questions, 1)
        }

    def _view(self, number: int, question: Question) -> CardView:
        item = self.item(question.id)
        known = self._progress().questions.get(item)
        active = question.id == self.active
        return CardView(
            self._sittings[item],
            number,
            len(self._questions),
            active,
            known.credit if known is not None and known.attempts else None,
            self._notes.get(item, ""),
            self.reading if active else "",
            self.caret if active else None,
        )

    # --- what a reader does ----------------------------------------------------------------------------------

    def activate(self, question: str | None) -> None:
        """Let the keys go to a card; None to none."""
        self.active = question
        self.reading = ""
        self.caret = None

    def unanswered(self, after: str | None) -> str | None:
        """Return the next question without a right answer, behind this one and then from the start."""
        ids = [question.id for question in self._questions]
        start = ids.index(after) + 1 if after in ids else 0
        for name in [*ids[start:], *ids[:start]]:
            known = self._progress().questions.get(self.item(name))
            if not self.sitting(name).done and (known is None or known.credit == 0):
                return name
        return None

    def change(self, change: Callable[[Sitting], Sitting]) -> None:
        """Change the active card."""
        if self.active:
            self._sittings[self.item(self.active)] = change(self.sitting(self.active))

    def point(self, shown: int) -> None:
        """Choose the option at a place, counted as shown."""
        self.change(lambda one: sit.pick(one, shown))

    def read(self) -> None:
        """Read what is typed on the active card, to show how it is read or where it can't be."""
        from vctutor.grading.live import read_answer

        sitting = self.current
        self.reading, self.caret = "", None
        if sitting is None or not sitting.typed.strip():
            return
        read = read_answer(sitting.question, sitting.variant, sitting.typed)
        self.reading = read.latex or ""
        if read.caret is not None:
            hint = f" {read.caret.suggestion}" if read.caret.suggestion else ""
            self.caret = (read.caret.position, read.caret.message + hint)

    def submit(self) -> None:
        """Have the answer of the active card judged and recorded."""
        before = self.current
        if before is None or before.done or self.active is None:
            return
        if before.offers and not before.arranges and not before.picked:
            if before.many:
                return
            before = sit.pick(before, before.cursor)
        after = sit.submit(before)
        self.reading = ""
        self.caret = None
        item = self.item(self.active)
        self._sittings[item] = after
        self._notes[item] = ""
        self._answered(item, after)

    def again(self) -> None:
        """Ask another like the active one."""
        if self.active:
            self._notes[self.item(self.active)] = ""
        self.change(sit.another)

    def note(self, item: str, text: str) -> None:
        """Show on a card what the store said of its answer."""
        self._notes[item] = text

    def retry(self) -> None:
        """Clear the verdict of a wrong answer, the variant kept."""
        self.change(lambda one: one if one.done else replace(one, verdict=None))
