"""The desk: every question card on show, and which one the keys go to. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

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


class Views(Mapping[str, "CardView"]):
    """What cards show, by place: found out when one is first asked for."""

    def __init__(self, find: Callable[[], dict[str, CardView]]) -> None:
        """Ask ``find`` when it is time."""
        self._find = find
        self._found: dict[str, CardView] | None = None

    def _all(self) -> dict[str, CardView]:
        if self._found is None:
            self._found = self._find()
        return self._found

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

    A card goes by its place on the page. Where the reader stands with a question is kept under its item,
    ``chapter/question``, also while another chapter is on show.
    """

    def __init__(
        self, progress: Callable[[], Progress], answered: Callable[[str, Attempt], None]
    ) -> None:
        """Take credits from ``progress``; ``answered`` is told each judged answer with its item."""
        self._progress = progress
        self._answered = answered
        self._sittings: dict[str, Attempt] = {}
        self._notes: dict[str, str] = {}
        self._items: dict[str, str] = {}
        self._anew = False
        self._recorded: dict[str, Attempt] = {}
        self._waiting: list[tuple[str, Question, int]] = []
        self.active: str | None = None
        self.reading = ""
        self.caret: tuple[int, str] | None = None

    def lay_out(self, chapter: Chapter) -> None:
        """Put the cards of a chapter on the desk."""
        self._clear({one.place: f"{chapter.id}/{one.id}" for one in chapter.questions}, anew=False)
        self._waiting = [(f"{chapter.id}/{one.id}", one, 0) for one in chapter.questions]

    def lay_out_review(self, questions: Mapping[str, Question], seed: int) -> None:
        """Put questions on the desk to be asked again, each in the variant of ``seed``.

        Args:
            questions: item -> question, whose place is its item.
            seed: from 1; questions without variants are asked as they are.
        """
        self._clear({question.place: item for item, question in questions.items()}, anew=True)
        for item, question in questions.items():
            self._sittings.pop(item, None)
            self._waiting.append((item, question, seed if question.vary else 0))

    def _clear(self, items: dict[str, str], *, anew: bool) -> None:
        self._items = items
        self._anew = anew
        self._notes = {}
        self._waiting = []
        self.activate(None)

    def _seat(self) -> None:
        """Begin with the questions, when something of them is first wanted: a page may be shown for long before."""
        waiting, self._waiting = self._waiting, []
        for item, question, seed in waiting:
            self._sit_down(item, question, seed)

    def _sit_down(self, item: str, question: Question, seed: int) -> None:
        """Begin with a question; one whose variants can't be drawn gets no card, and ``vctutor check`` tells why."""
        known = self._sittings.get(item)
        if known is None or known.question.place != question.place:
            try:
                self._sittings[item] = self._begun(item, question, seed)
            except CourseError:
                self._items.pop(question.place, None)
            else:
                self._recorded[item] = self._sittings[item]

    def _begun(self, item: str, question: Question, seed: int) -> Attempt:
        """Return the attempt as it was left, in another session too; a review begins anew."""
        progress = self._progress()
        draft, last = progress.drafts.get(item), progress.questions.get(item)
        if self._anew:
            return attempts.begin(question, seed)
        if draft:
            return attempts.take_up(question, draft)
        if last is not None and last.last:
            return attempts.resume(question, last.last)
        return attempts.begin(question, seed)

    def drafts(self) -> list[tuple[str, dict[str, Any]]]:
        """Return what was begun, and not answered, since this was asked last: items, and what to record of each."""
        if self._anew:
            return []
        found = []
        for item, attempt in self._sittings.items():
            reviewed = attempt.question.place == item
            kept = attempts.unanswered(attempt)
            if not (attempt.done or reviewed) and kept != attempts.unanswered(
                self._recorded.get(item, attempt)
            ):
                self._recorded[item] = attempt
                found.append((item, kept))
        return found

    def attempt(self, place: str) -> Attempt:
        """Return where the reader stands with the question at a place."""
        self._seat()
        return self._sittings[self._items[place]]

    @property
    def current(self) -> Attempt | None:
        """The attempt the keys go to."""
        return self.attempt(self.active) if self.active else None

    @property
    def places(self) -> tuple[str, ...]:
        """The places of the cards, in the order of the page."""
        self._seat()
        return tuple(self._items)

    def views(self) -> Mapping[str, CardView]:
        """Return what each card shows, by its place; it is found out when a card is first looked at."""
        return Views(self._views)

    def _views(self) -> dict[str, CardView]:
        return {place: self._view(number, place) for number, place in enumerate(self.places, 1)}

    def _view(self, number: int, place: str) -> CardView:
        item = self._items[place]
        known = None if self._anew else self._progress().questions.get(item)
        active = place == self.active
        return card.CardView(
            self._sittings[item],
            number,
            len(self._items),
            active,
            known.credit if known is not None and known.attempts else None,
            self._notes.get(item, ""),
            self.reading if active else "",
            self.caret if active else None,
        )

    # --- what a reader does ---------------------------------------------------------------------------------

    def activate(self, place: str | None) -> None:
        """Let the keys go to a card; None to none."""
        self.active = place if place is not None and place in self.places else None
        self.reading = ""
        self.caret = None

    def unanswered(self, after: str | None) -> str | None:
        """Return the place of the next question without a right answer: behind one, and then from the start."""
        places = list(self.places)
        start = places.index(after) + 1 if after in places else 0
        return next((p for p in [*places[start:], *places[:start]] if not self._solved(p)), None)

    def _solved(self, place: str) -> bool:
        if self.attempt(place).done:
            return True
        known = self._progress().questions.get(self._items[place])
        return not self._anew and known is not None and known.solved

    def change(self, change: Callable[[Attempt], Attempt]) -> None:
        """Change the active card."""
        if self.active:
            self._sittings[self._items[self.active]] = change(self.attempt(self.active))

    def point(self, shown: int) -> None:
        """Choose the option at a place, counted as shown."""
        self.change(lambda one: attempts.pick(one, shown))

    def read(self) -> None:
        """Read what is typed on the active card, to show how it is read or where it can't be."""
        from vctutor.grading.preview import read_answer

        attempt = self.current
        self.reading, self.caret = "", None
        if attempt is None or not attempt.typed.strip():
            return
        read = read_answer(attempt.question, attempt.variant, attempt.typed)
        self.reading = read.latex or ""
        if read.caret is not None:
            hint = f": {read.caret.suggestion}" if read.caret.suggestion else ""
            self.caret = (read.caret.position, read.caret.message + hint)

    def submit(self) -> None:
        """Have the answer of the active card judged and recorded."""
        before = self.current
        if before is None or before.done or self.active is None:
            return
        if before.offers and not before.arranges and not before.picked:
            if before.many:
                return
            before = attempts.pick(before, before.cursor)
        item = self._items[self.active]
        try:
            after = attempts.submit(before)
        except CourseError as error:
            from vctutor.grading.verdict import Verdict
            from vctutor.typesetting.prose import literal

            # The author's mistake costs this card alone: it is shown there, and nothing is recorded.
            why = _("This question can't be judged, for it has a mistake: {why}").format(why=error)
            self._sittings[item] = replace(before, verdict=Verdict("undecided", literal(why)))
            return
        self.reading = ""
        self.caret = None
        self._sittings[item] = self._recorded[item] = after
        self._notes[item] = ""
        self._answered(item, after)

    def again(self) -> None:
        """Ask another like the active one."""
        if self.active:
            self._notes[self._items[self.active]] = ""
        self.change(attempts.another)

    def draw(self, seed: int) -> None:
        """Ask the variant of the active question that has this number.

        Raises:
            CourseError: it can't be drawn.
        """
        if self.active and self.current:
            drawn = attempts.begin(self.current.question, seed)
            self._notes[self._items[self.active]] = ""
            self.change(lambda __: drawn)

    def note(self, item: str, text: str) -> None:
        """Show on a card what the store said of its answer."""
        self._notes[item] = text
