"""The question cards of the page: the attempt on each, and which one is active. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from msgspec.structs import replace

from vctutor.course.model import Chapter, Question
from vctutor.errors import CourseError
from vctutor.i18n import _
from vctutor.lazy import LazyModule
from vctutor.progress.projection import Progress

if TYPE_CHECKING:
    from vctutor.grading import attempts
    from vctutor.grading.attempts import Attempt
    from vctutor.page import card
    from vctutor.page.card import CardView
else:  # with the first card
    card, attempts = LazyModule("vctutor.page.card"), LazyModule("vctutor.grading.attempts")


class ProgressSource(Protocol):
    """Something that knows the reader's progress."""

    @property
    def progress(self) -> Progress:
        """The progress as known now."""


class LazyViews(Mapping[str, "CardView"]):
    """What cards show, by place; computed when one is first looked up."""

    def __init__(self, compute: Callable[[], dict[str, CardView]]) -> None:
        """Call ``compute`` once, when the first view is needed."""
        self._compute = compute
        self._views: dict[str, CardView] | None = None

    def _all(self) -> dict[str, CardView]:
        if self._views is None:
            self._views = self._compute()
        return self._views

    def __getitem__(self, place: str) -> CardView:
        """Return what the card at a place shows."""
        return self._all()[place]

    def __iter__(self) -> Iterator[str]:
        """Yield the places."""
        return iter(self._all())

    def __len__(self) -> int:
        """Return how many cards there are."""
        return len(self._all())


class QuestionCards:
    """The cards of one chapter, or of one review, at a time.

    A card is identified by its place on the page. Attempts are kept by item, ``chapter/question``, also while another
    chapter is on show.

    Attributes:
        active: the place of the card that takes the keys; None for none.
        reading: the LaTeX of the text typed on the active card; empty where it can't be read.
        caret: where that text can't be read, in cells, and what is wrong; None where it can.
    """

    def __init__(self, source: ProgressSource) -> None:
        """Take credits and drafts from the progress of ``source``."""
        self._source = source
        self._attempts: dict[str, Attempt] = {}
        self._notes: dict[str, str] = {}
        self._items: dict[str, str] = {}
        self._reviewing = False
        self._recorded: dict[str, Attempt] = {}  # as it was when a draft or an answer was recorded
        self._waiting: list[tuple[str, Question, int]] = []
        self.active: str | None = None
        self.reading = ""
        self.caret: tuple[int, str] | None = None

    def show_chapter(self, chapter: Chapter) -> None:
        """Show the cards of a chapter."""
        items = {one.place: f"{chapter.id}/{one.id}" for one in chapter.questions}
        self._clear(items, reviewing=False)
        self._waiting = [(items[one.place], one, 0) for one in chapter.questions]

    def show_review(self, questions: Mapping[str, Question], seed: int) -> None:
        """Show questions that are asked again, each in the variant of ``seed``.

        Args:
            questions: item -> question, whose place is its item.
            seed: from 1; questions without variants are asked as they are.
        """
        self._clear({question.place: item for item, question in questions.items()}, reviewing=True)
        for item, question in questions.items():
            self._attempts.pop(item, None)
            self._waiting.append((item, question, seed if question.vary else 0))

    def _clear(self, items: dict[str, str], *, reviewing: bool) -> None:
        self._items = items
        self._reviewing = reviewing
        self._notes = {}
        self._waiting = []
        self.activate(None)

    def _begin_waiting(self) -> None:
        """Begin the attempts, when the first of them is needed: a page may be shown for long before."""
        waiting, self._waiting = self._waiting, []
        for item, question, seed in waiting:
            self._begin(item, question, seed)

    def _begin(self, item: str, question: Question, seed: int) -> None:
        """Begin an attempt. A question whose variants can't be drawn gets no card; ``vctutor check`` reports it."""
        known = self._attempts.get(item)
        if known is None or known.question.place != question.place:
            try:
                self._attempts[item] = self._resumed(item, question, seed)
            except CourseError:
                self._items.pop(question.place, None)
            else:
                self._recorded[item] = self._attempts[item]

    def _resumed(self, item: str, question: Question, seed: int) -> Attempt:
        """Return the attempt as it was left, in another session too; a review begins a new one."""
        progress = self._source.progress
        draft, last = progress.drafts.get(item), progress.questions.get(item)
        if self._reviewing:
            return attempts.begin(question, seed)
        if draft:
            return attempts.take_up(question, draft)
        if last is not None and last.last:
            return attempts.resume(question, last.last)
        return attempts.begin(question, seed)

    def take_drafts(self) -> list[tuple[str, dict[str, Any]]]:
        """Return items and payloads of what was begun, and not answered, since the last call."""
        if self._reviewing:
            return []
        found = []
        for item, attempt in self._attempts.items():
            reviewed = attempt.question.place == item
            payload = attempts.unanswered(attempt)
            if not (attempt.done or reviewed) and payload != attempts.unanswered(
                self._recorded.get(item, attempt)
            ):
                self._recorded[item] = attempt
                found.append((item, payload))
        return found

    def attempt(self, place: str) -> Attempt:
        """Return the attempt on the card at a place."""
        self._begin_waiting()
        return self._attempts[self._items[place]]

    @property
    def current(self) -> Attempt | None:
        """The attempt on the active card."""
        return self.attempt(self.active) if self.active else None

    @property
    def places(self) -> tuple[str, ...]:
        """The places of the cards, in the order of the page."""
        self._begin_waiting()
        return tuple(self._items)

    def views(self) -> Mapping[str, CardView]:
        """Return what each card shows, by its place; computed when a card is first looked up."""
        return LazyViews(self._views)

    def _views(self) -> dict[str, CardView]:
        return {place: self._view(number, place) for number, place in enumerate(self.places, 1)}

    def _view(self, number: int, place: str) -> CardView:
        item = self._items[place]
        known = None if self._reviewing else self._source.progress.questions.get(item)
        active = place == self.active
        return card.CardView(
            self._attempts[item],
            number,
            len(self._items),
            active,
            known.credit if known is not None and known.attempts else None,
            self._notes.get(item, ""),
            self.reading if active else "",
            self.caret if active else None,
        )

    def allows(self, command: str) -> bool:
        """Return whether a command can be done with the active card now."""
        attempt = self.current
        if attempt is None:
            return False
        match command:
            case "step.up" | "step.down":
                return attempt.arranges and not attempt.done
            case "option.up" | "option.down":
                return attempt.offers and not attempt.done
            case "option.pick":
                return attempt.offers and not attempt.arranges and not attempt.done
            case "answer.type":
                return not attempt.offers and not attempt.done
            case "answer.submit":
                return not attempt.done
            case "answer.hint":
                return not attempt.done and attempt.hints < len(attempt.question.hints)
            case "answer.solution":
                return bool(attempt.question.solution) and not attempt.solution
            case "answer.seed":
                return attempt.varies
            case "answer.another":
                return attempt.varies or attempt.done or attempt.solution
        return True

    @property
    def helped(self) -> bool:
        """Whether the active card shows a verdict, a hint or the solution."""
        attempt = self.current
        return attempt is not None and bool(attempt.verdict or attempt.hints or attempt.solution)

    # --- what a reader does ---------------------------------------------------------------------------------

    def activate(self, place: str | None) -> None:
        """Make a card the active one; None leaves none active."""
        self.active = place if place is not None and place in self.places else None
        self.reading = ""
        self.caret = None

    def unanswered(self, after: str | None) -> str | None:
        """Return the place of the next question without a right answer: behind ``after``, then from the start."""
        places = list(self.places)
        start = places.index(after) + 1 if after in places else 0
        return next((p for p in [*places[start:], *places[:start]] if not self._solved(p)), None)

    def _solved(self, place: str) -> bool:
        if self.attempt(place).done:
            return True
        known = self._source.progress.questions.get(self._items[place])
        return not self._reviewing and known is not None and known.solved

    def change(self, change: Callable[[Attempt], Attempt]) -> None:
        """Replace the attempt on the active card by what ``change`` returns for it."""
        if self.active:
            self._attempts[self._items[self.active]] = change(self.attempt(self.active))

    def move_cursor(self, rows: int) -> None:
        """Move the cursor of the active card by so many options."""
        self.change(lambda one: attempts.move(one, rows))

    def carry_step(self, rows: int) -> None:
        """Move the step under the cursor of the active card by so many rows."""
        self.change(lambda one: attempts.carry(one, rows))

    def pick(self, shown: int | None = None) -> None:
        """Choose the option at a row of the active card, or take it back; None takes the one under the cursor."""
        self.change(lambda one: attempts.pick(one, one.cursor if shown is None else shown))

    def show_hint(self) -> None:
        """Show the next hint on the active card."""
        self.change(attempts.hint)

    def show_solution(self) -> None:
        """Show the worked solution on the active card."""
        self.change(attempts.solve)

    def write(self, typed: str) -> None:
        """Set the text typed on the active card, and read it: `reading` and `caret` say how."""
        self.change(lambda one: attempts.write(one, typed))
        self.reading, self.caret = "", None
        attempt = self.current
        if attempt is None or not attempt.typed.strip():
            return
        from vctutor.grading.preview import read_answer  # loads the parser

        read = read_answer(attempt.question, attempt.variant, attempt.typed)
        self.reading = read.latex or ""
        if read.caret is not None:
            hint = f": {read.caret.suggestion}" if read.caret.suggestion else ""
            self.caret = (read.caret.position, read.caret.message + hint)

    def submit(self) -> tuple[str, Attempt] | None:
        """Judge the answer of the active card; return its item and the attempt, None where there is no answer."""
        before = self.current
        if before is None or before.done or self.active is None:
            return None
        if not before.offers and not before.typed.strip():
            return None
        if before.offers and not before.arranges and not before.picked:
            if before.many:
                return None
            before = attempts.pick(before, before.cursor)
        item = self._items[self.active]
        self.reading, self.caret = "", None
        try:
            after = attempts.submit(before)
        except CourseError as error:
            from vctutor.grading.verdict import Verdict
            from vctutor.typesetting.prose import literal

            # The author's mistake costs this card alone: it is shown there, and nothing is recorded.
            why = _("This question can't be judged, for it has a mistake: {why}").format(why=error)
            self._attempts[item] = replace(before, verdict=Verdict("undecided", literal(why)))
            return None
        self._attempts[item] = self._recorded[item] = after
        self._notes[item] = ""
        return item, after

    def draw_another(self) -> None:
        """Ask another variant of the active question, or the same again where it has none."""
        if self.active:
            self._notes[self._items[self.active]] = ""
        self.change(attempts.another)

    def draw_variant(self, seed: int) -> None:
        """Ask the variant of the active question that has this number.

        Raises:
            CourseError: it can't be drawn.
        """
        if self.active and self.current:
            drawn = attempts.begin(self.current.question, seed)
            self._notes[self._items[self.active]] = ""
            self.change(lambda __: drawn)

    def set_note(self, item: str, text: str) -> str | None:
        """Show on a card what the store reported of its answer; return the place of a card that changes by it."""
        self._notes[item] = text
        place = next((place for place, one in self._items.items() if one == item), None)
        return place if place is not None and self._attempts[item].done else None
