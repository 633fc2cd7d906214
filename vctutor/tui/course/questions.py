"""Answering questions: the field over the active card, the commands of cards, and what becomes of an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.geometry import Region

from vctutor.errors import CourseError
from vctutor.i18n import _
from vctutor.lazy import LazyModule
from vctutor.page.model import Target
from vctutor.tui.course.state import CourseState
from vctutor.tui.model.question_cards import QuestionCards
from vctutor.tui.services import Pages
from vctutor.tui.widgets.field import Field
from vctutor.tui.widgets.reader import Reader

if TYPE_CHECKING:
    from textual.containers import Container

    from vctutor.grading import attempts
    from vctutor.page import card
else:  # loaded with the first card
    attempts, card = LazyModule("vctutor.grading.attempts"), LazyModule("vctutor.page.card")

LARGEST_SEED = 999_999_999  # the largest number of a variant
BUTTONS = {  # the value of a button of a card -> its command
    "submit": "answer.submit",
    "hint": "answer.hint",
    "solve": "answer.solution",
    "another": "answer.another",
}


def card_target(reader: Reader, kind: str, place: str) -> Target | None:
    """Return the card of the question at a place of the page (kind ``question``), or its field (``field``)."""
    for target in reader.page.targets:
        if target.kind == kind and place == (target.value if kind == "question" else target.place):
            return target
    return None


class AnswerField:
    """Opens the field, keeps it over its line, and closes it.

    Attributes:
        field: the field, while it is open.
        left: called after the reader left the field.
    """

    def __init__(
        self,
        cards: QuestionCards,
        reader: Reader,
        container: Container,
    ) -> None:
        """Open fields in ``container``, over ``reader``."""
        self.field: Field | None = None
        self._cards = cards
        self._reader = reader
        self._container = container
        self.left: Callable[[], object] = lambda: None

    def open(self, typed: str = "") -> None:
        """Open the field of the active card; ``typed`` was typed without it and is put behind the text there."""
        attempt = self._cards.current
        if attempt is None or self.field is not None or not self._container.is_attached:
            return
        kind = str(attempt.question.answer.__struct_config__.tag)
        field = Field(attempt.typed, card.ASKS.get(kind, ""))
        # A judged answer is typed over. What was typed without the field stays when the next character comes.
        field.select_on_focus = attempt.verdict is not None and not typed
        field.leaving = lambda: self._leave(field)
        self.field = field
        self._container.mount(field)
        self.place()
        field.focus()
        if typed:
            field.value += typed
            field.cursor_position = len(field.value)

    def close(self) -> None:
        """Close the field; the typed text stays on the card."""
        field = self.field
        if field is not None:
            # Removing takes a moment, in which the next field may open.
            self.field = None
            focused = field.has_focus
            field.remove()
            if focused:
                self._reader.focus()

    def place(self) -> None:
        """Keep the field over its line; a field that is scrolled out of sight is closed."""
        if self.field is None:
            return
        reader = self._reader
        target = card_target(reader, "field", self._cards.active or "")
        top = target.line - reader.scroll_offset.y if target else -1
        if target is None or not 0 <= top < reader.size.height:
            self.close()
            return
        left = target.start + reader.margin
        above = reader.region.y - self._container.region.y
        self.field.place(Region(left, top + above, max(1, target.end - target.start), 1))

    def _leave(self, field: Field) -> None:
        """Close the field at once, so that the keys typed behind the one that left it go to the card."""
        if field is self.field:
            self.close()
            self._reader.focus()
            self.left()


class Questions:
    """Changes the cards as the reader wants, and records what was answered.

    Attributes:
        in_sight_before: whether the active card was in the window at the last refresh.
    """

    def __init__(
        self, state: CourseState, reader: Reader, field: AnswerField, pages: Pages
    ) -> None:
        """Change the cards of ``state``, which are shown in ``reader``."""
        self.in_sight_before = True
        self._state = state
        self._cards = state.cards
        self._reader = reader
        self._field = field
        self._pages = pages
        self._last_active: tuple[int, str | None] = (0, None)  # the chapter and its card
        self._changes: Mapping[str, Callable[[], object]] = {  # each brings the card into sight
            "option.up": lambda: self._cards.move_cursor(-1),
            "option.down": lambda: self._cards.move_cursor(1),
            "step.up": lambda: self._cards.carry_step(-1),
            "step.down": lambda: self._cards.carry_step(1),
            "option.pick": self._cards.pick,
            "answer.hint": self._cards.show_hint,
            "answer.solution": self._cards.show_solution,
            "answer.another": self._ask_another,
            "answer.submit": self._judge,
        }
        self.commands: Mapping[str, Callable[[], object]] = {
            **{command: partial(self._change, command) for command in self._changes},
            "answer.submit": self.submit,
            "answer.leave": self.leave,
            "answer.seed": self._ask_for_variant,
        }

    # --- commands -------------------------------------------------------------------------------------------

    def can(self, command: str) -> bool:
        """Return whether a command of the cards can be done now. A card out of sight takes no keys."""
        return self._cards.active is not None and self.in_sight and self._cards.allows(command)

    def do(self, command: str) -> None:
        """Do a command of the cards with the active one, if it can be done now."""
        if not self.can(command):
            return
        self.commands[command]()

    def press(self, command: str) -> None:
        """Do what a key of the active card stands for; ``option.3`` is a digit and ``begin.(`` another character."""
        name, __, typed = command.partition(".")
        if name in ("option", "begin") and self.can("answer.type"):
            self._field.open(typed)
        elif name == "option" and typed.isdigit():
            self._cards.pick(int(typed) - 1)
            self._state.changes.layout = True
        else:
            self.do(command)

    def submit(self) -> None:
        """Have the answer judged; a typed kind without a field opens that first."""
        attempt = self._cards.current
        if attempt is None or attempt.done:
            return
        if not attempt.offers and self._field.field is None:
            self._state.changes.field = True
        elif attempt.offers or attempt.typed.strip():
            self._change("answer.submit")

    def _change(self, command: str) -> None:
        """Change the active card, and have it shown."""
        self._changes[command]()
        self._state.changes.layout = self._state.changes.card = True
        self._note_review()

    def _judge(self) -> None:
        judged = self._cards.submit()
        if judged is None:
            return
        item, attempt = judged
        if attempt.done:
            self._field.close()
        review = {"review": True} if self._state.location.reviewing else {}
        self._state.record.add("answer", item, {**attempts.record(attempt), **review})
        self._state.changes.due = True

    def take_reports(self) -> str | None:
        """Show on the cards what the store reported of their answers; return the place of one that looks different."""
        changed = None
        for item, fate in self._state.record.take_answers():
            changed = self._cards.set_note(item, _(fate)) or changed
        return changed

    def _ask_another(self) -> None:
        self._field.close()
        self._cards.draw_another()
        self._state.changes.field = self._cards.allows("answer.type")

    def _ask_for_variant(self) -> None:
        """Ask which variant is wanted, and show it."""
        from vctutor.tui.pages.prompt import PromptScreen

        attempt, place = self._cards.current, self._cards.active
        if attempt is None or place is None:
            return
        self._field.close()

        def refuse(text: str) -> str | None:
            if not text.strip().isascii() or not text.strip().isdecimal():
                return _("Give a whole number, such as 7.")
            if int(text) > LARGEST_SEED:
                return _("The largest is {most}.").format(most=LARGEST_SEED)
            try:
                attempts.begin(attempt.question, int(text))
            except CourseError as error:
                return str(error)
            return None

        def take(text: str | None) -> None:
            if text is not None and self._cards.active == place:
                self._cards.draw_variant(int(text))
                self.enter(place)

        hint = _("0 is the one everyone sees first; the same number is the same variant for all.")
        screen = PromptScreen(
            self._pages.look,
            _("Number of the variant"),
            str(attempt.variant.seed),
            hint=hint,
            limit=12,
            refuse=refuse,
        )
        self._pages.show_page(screen, take)

    def _note_review(self) -> None:
        """Where this was the last question of a review, say how that went, and record that it is done."""
        tally, place, attempt = self._state.tally, self._cards.active, self._cards.current
        if tally is None or place is None or attempt is None:
            return
        from vctutor.progress.review import cards, comes_back  # loads fsrs

        if tally.note(place, attempt):
            record = self._state.record
            record.add("review", "", tally.payload())
            result = tally.result(comes_back(cards(record.progress), record.store.now()))
            self._state.location = replace(self._state.location, review=result)
            self._state.show_message(result)

    # --- the active card ------------------------------------------------------------------------------------

    @property
    def in_sight(self) -> bool:
        """Whether the active card is in the window."""
        return self._in_sight(self._cards.active)

    def _in_sight(self, place: str | None) -> bool:
        card = card_target(self._reader, "question", place) if place else None
        if card is None:
            return False
        top = self._reader.scroll_offset.y
        return top < card.line + card.height - 1 and card.line + 1 < top + self._reader.size.height

    def go_to_next(self) -> None:
        """Go to the next unanswered question, counted from the one in sight."""
        state = self._state
        chapter, last = self._last_active
        near = (self._cards.active, last if chapter == state.location.where else None)
        here = next((one for one in near if self._in_sight(one)), None) or self._question_above()
        place = self._cards.unanswered(here) if state.location.chapter else None
        if place is None:
            state.show_message(
                _("Every question here is answered.") if state.location.chapter else ""
            )
        else:
            self.enter(place)

    def _question_above(self) -> str | None:
        """Return the place of the last question that ends above the window, or None."""
        top = self._reader.scroll_offset.y
        questions = (target for target in self._reader.page.targets if target.kind == "question")
        above = [target.value for target in questions if target.line + target.height <= top]
        return above[-1] if above else None

    def enter(self, place: str, *, field: bool = True) -> None:
        """Make a card the active one, and open its field where the answer is typed."""
        self._field.close()
        self._cards.activate(place)
        self._reader.focus()
        changes = self._state.changes
        changes.layout = changes.card = True
        changes.field = field and self._cards.allows("answer.type")

    def leave(self) -> None:
        """Make no card the active one."""
        if self._cards.active is None:
            return
        self._field.close()
        for item, payload in self._cards.take_drafts():
            self._state.record.add("draft", item, payload)
        self._last_active = self._state.location.where, self._cards.active
        self._cards.activate(None)
        self._reader.choose(None)
        self._state.changes.layout = True

    def show(self) -> None:
        """Bring the active card into sight."""
        reader, active = self._reader, self._cards.active or ""
        card = card_target(reader, "question", active)
        if card is None:
            return
        field = card_target(reader, "field", active)
        if field is None or card.height < reader.size.height:
            reader.choose(card)
            return
        # The whole has no room: the field must be in sight, then the verdict and help below it, then the question.
        y = top = card.line - 1
        if self._cards.helped or field.line >= top + reader.size.height - 1:
            y = max(top, min(field.line - 1, card.line + card.height - reader.size.height + 1))
        reader.choose(card, at=y)

    def keep_in_sight(self, typing: bool) -> None:
        """Bring the active card back into sight, where it was in sight before; ``typing`` keeps its field open."""
        changes = self._state.changes
        if self._cards.active is None or not self.in_sight_before:
            return
        field = card_target(self._reader, "field", self._cards.active)
        top = self._reader.scroll_offset.y
        hidden = field is not None and not top <= field.line < top + self._reader.size.height
        changes.card = not self.in_sight or (typing and hidden)
        changes.field = typing and self._cards.allows("answer.type")

    # --- typing, and what is clicked ------------------------------------------------------------------------

    def write(self, typed: str) -> None:
        """Take what is typed in the field of the active card."""
        self._cards.write(typed)
        self._state.changes.layout = True

    def click_option(self, target: Target) -> None:
        """Choose the option that was clicked; of an order, pick it up."""
        if self._cards.active != target.place:
            self.enter(target.place)
        shown = int(target.value)
        attempt = self._cards.current
        if attempt is not None:
            self._cards.move_cursor(shown - attempt.cursor)
        self._cards.pick(shown)
        self._state.changes.layout = True

    def click_button(self, target: Target) -> None:
        """Do what the button that was clicked says."""
        if self._cards.active != target.place:
            self.enter(target.place, field=False)
        self.do(BUTTONS[target.value])
