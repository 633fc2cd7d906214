"""Answering questions on the course screen: the active card, its keys, and what becomes of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vctutor.errors import CourseError
from vctutor.i18n import _
from vctutor.lazy import LazyModule
from vctutor.page.model import Target
from vctutor.tui.course.answer_field import AnswerField
from vctutor.tui.progress_recorder import fate

if TYPE_CHECKING:
    from textual.widgets import Input

    from vctutor.grading import attempts
    from vctutor.grading.attempts import Attempt
    from vctutor.progress.store import Receipt
else:  # with the first card
    attempts = LazyModule("vctutor.grading.attempts")

CARD_MOVES = {"option.up": -1, "option.down": 1}
MOST = 999_999_999  # the largest number of a variant
STEP_MOVES = {"step.up": -1, "step.down": 1}


class Answering(AnswerField):
    """A part of the course screen: what happens between a reader and a question."""

    _left: tuple[int, str | None] = (0, None)  # the chapter and the card that was active last
    _seen = True  # whether the active card was in the window when the keys were shown last

    def can_card(self, command: str) -> bool:
        """Return whether a command of the cards can be done now."""
        attempt = self.desk.current
        if attempt is None or not self.card_in_sight():
            return False
        if command in STEP_MOVES:
            return attempt.arranges and not attempt.done
        if command in CARD_MOVES:
            return attempt.offers and not attempt.done
        if command == "option.pick":
            return attempt.offers and not attempt.arranges and not attempt.done
        if command == "answer.type":
            return not attempt.offers and not attempt.done
        if command == "answer.submit":
            return not attempt.done
        if command == "answer.hint":
            return not attempt.done and attempt.hints < len(attempt.question.hints)
        if command == "answer.solution":
            return bool(attempt.question.solution) and not attempt.solution
        if command == "answer.seed":
            return attempt.varies
        return command != "answer.another" or attempt.varies or attempt.done or attempt.solution

    def card_in_sight(self) -> bool:
        """Return whether the active card is in the window; one that isn't takes no keys."""
        return self._in_sight(self.desk.active)

    def _in_sight(self, place: str | None) -> bool:
        card = self._target("question", place) if place else None
        if card is None:
            return False
        top = self.reader.scroll_offset.y
        return top < card.line + card.height - 1 and card.line + 1 < top + self.reader.size.height

    def on_moved(self) -> None:
        """Show the keys of the card only while it is in the window."""
        super().on_moved()
        if self.desk.active is not None and self._seen != self.card_in_sight():
            self._seen = not self._seen
            self._tell_keys()

    def on_fitted(self, cells: int) -> None:
        """Keep the active card in the window, and its field open, when the text has another width."""
        seen, typing = self._seen, self.field is not None
        super().on_fitted(cells)
        if seen and self.desk.active is not None:
            self.lay_out()
            self._seen = True  # it was; laying out may have scrolled
            self._keep_card(typing)

    def on_resize(self) -> None:
        """Keep the active card in the window when that has another height."""
        typing = self.field is not None
        self.call_after_refresh(lambda: self._keep_card(typing))

    def _keep_card(self, typing: bool) -> None:
        """Bring the active card back into sight, where it was in sight before; ``typing`` opens its field again."""
        if self.desk.active is None or not self._seen:
            return
        field = self._target("field", self.desk.active)
        top = self.reader.scroll_offset.y
        hidden = field is not None and not top <= field.line < top + self.reader.size.height
        if not self.card_in_sight() or (typing and hidden):
            self.show_card()
        if typing and self.can_card("answer.type"):
            self.open_field()
        self.place_field()

    def card_command(self, command: str) -> None:
        """Do a command of the cards with the active one."""
        if not self.can_card(command):
            return
        desk = self.desk
        if command in CARD_MOVES:
            desk.change(lambda one: attempts.move(one, CARD_MOVES[command]))
        elif command in STEP_MOVES:
            desk.change(lambda one: attempts.carry(one, STEP_MOVES[command]))
        elif command == "option.pick":
            desk.change(lambda one: attempts.pick(one, one.cursor))
        elif command == "answer.hint":
            desk.change(attempts.hint)
        elif command == "answer.solution":
            desk.change(attempts.solve)
        elif command == "answer.another":
            self.close_field()
            desk.again()
        elif command == "answer.seed":
            self._ask_seed()
            return
        elif command == "answer.leave":
            self.leave_card()
            return
        elif command == "answer.submit":
            self.submit()
            return
        self.lay_out()
        self.show_card()
        if command == "answer.another" and self.can_card("answer.type"):
            self.open_field()
        self._tell_keys()
        self._follow_review()

    def submit(self) -> None:
        """Have the answer judged; a typed kind without a field open opens it first."""
        attempt = self.desk.current
        if attempt is None or attempt.done:
            return
        if not attempt.offers and self.field is None:
            self.open_field()
            return
        if not attempt.offers and not attempt.typed.strip():
            return
        self.desk.submit()
        after = self.desk.current
        if after is not None and after.done:
            self.close_field()
        self.lay_out()
        self.show_card()
        self._tell_keys()
        self._follow_review()

    def _ask_seed(self) -> None:
        """Ask which variant is wanted, and show it."""
        from vctutor.tui.pages.prompt import PromptScreen

        attempt, place = self.desk.current, self.desk.active
        if attempt is None or place is None:
            return
        self.close_field()

        def refuse(text: str) -> str | None:
            if not text.strip().isascii() or not text.strip().isdecimal():
                return _("Give a whole number, such as 7.")
            if int(text) > MOST:
                return _("The largest is {most}.").format(most=MOST)
            try:
                attempts.begin(attempt.question, int(text))
            except CourseError as error:
                return str(error)
            return None

        def take(text: str | None) -> None:
            if text is not None and self.desk.active == place:
                self.desk.draw(int(text))
                self.enter_card(place)

        hint = _("0 is the one everyone sees first; the same number is the same variant for all.")
        screen = PromptScreen(
            _("Number of the variant"),
            str(attempt.variant.seed),
            hint=hint,
            limit=12,
            refuse=refuse,
        )
        self.app.push_screen(screen, take)

    def answered(self, item: str, attempt: Attempt) -> None:
        """Record an answer that was judged, and tell on its card when it is saved."""

        def told(receipt: Receipt) -> None:
            self.desk.note(item, _(fate(receipt)))
            self.lay_out()

        review = {"review": True} if self.reviewing else {}
        self.record.add("answer", item, {**attempts.record(attempt), **review}, told)
        self._count_due()

    def _follow_review(self) -> None:
        """Where this was what a review had left, say how it went, and record that it is done."""
        from vctutor.progress.review import cards, comes_back

        place, attempt = self.desk.active, self.desk.current
        if self.review is None or place is None or attempt is None:
            return
        if self.review.note(place, attempt):
            self.record.add("review", "", self.review.payload())
            now = self.record.store.now()
            told = self.review.tell(comes_back(cards(self.record.progress), now))
            self.lay_out()
            self.tell(told)

    def card_key(self, command: str) -> None:
        """Do what a key of the active card stands for."""
        name, __, number = command.partition(".")
        if name in ("option", "begin") and self.can_card("answer.type"):
            self._begin_with(number)
        elif name == "option" and number.isdigit():
            self.desk.point(int(number) - 1)
            self.lay_out()
        else:
            self.card_command(command)

    # --- the active card ------------------------------------------------------------------------------------

    def command_question_next(self) -> None:
        """Go to the next unanswered question."""
        chapter, left = self._left
        cards = (self.desk.active, left if chapter == self.where else None)
        near = (one for one in cards if self._in_sight(one))
        here = next(near, None) or self._question_above()
        place = self.desk.unanswered(here) if self.chapter else None
        if place is None:
            self.tell(_("Every question here is answered.") if self.chapter else "")
            return
        self.enter_card(place)

    def _question_above(self) -> str | None:
        """Return the place of the last question that ends above the window, or None."""
        top = self.reader.scroll_offset.y
        questions = (target for target in self.reader.page.targets if target.kind == "question")
        above = [target.value for target in questions if target.line + target.height <= top]
        return above[-1] if above else None

    def enter_card(self, place: str, *, field: bool = True) -> None:
        """Let the keys go to a card, and open its field where the answer is typed."""
        self.close_field()
        self.remove_class("-simulating")
        self.desk.activate(place)
        self.reader.focus()
        self.lay_out()
        self.show_card()
        self._seen = True
        attempt = self.desk.current
        if field and attempt is not None and not attempt.offers and not attempt.done:
            self.open_field()
        self._tell_keys()

    def leave_card(self) -> None:
        """Let the keys go to the text again."""
        if self.desk.active is None:
            return
        self.close_field()
        self.keep_drafts()
        self._left = self.where, self.desk.active
        self.desk.activate(None)
        self.reader.choose(None)
        self.lay_out()
        self._tell_keys()

    def show_card(self) -> None:
        """Bring the active card into sight."""
        reader = self.reader
        card = self._target("question", self.desk.active or "")
        if card is None:
            return
        field = self._target("field", self.desk.active or "")
        if field is None or card.height < reader.size.height:
            reader.choose(card)
            return
        # The whole has no room: the field must be in sight, then what was said below it, then the question.
        y = top = card.line - 1
        if self._answered_so_far() or field.line >= top + reader.size.height - 1:
            y = max(top, min(field.line - 1, card.line + card.height - reader.size.height + 1))
        reader.choose(card, at=y)

    def _answered_so_far(self) -> bool:
        attempt = self.desk.current
        return attempt is not None and bool(attempt.verdict or attempt.hints or attempt.solution)

    # --- acting on a card by mouse or enter -----------------------------------------------------------------

    def act_on_question(self, target: Target) -> None:
        """Let the keys go to the card that was acted on."""
        self.enter_card(target.value)

    def act_on_option(self, target: Target) -> None:
        """Choose the option that was clicked; of an order, take it up."""
        place = target.place
        if self.desk.active != place:
            self.enter_card(place)
        shown = int(target.value)
        self.desk.change(lambda one: attempts.move(one, shown - one.cursor))
        self.desk.point(shown)
        self.lay_out()

    def act_on_button(self, target: Target) -> None:
        """Do what the button that was clicked says."""
        place = target.place
        if self.desk.active != place:
            self.enter_card(place, field=False)
        names = {
            "submit": "answer.submit",
            "hint": "answer.hint",
            "solve": "answer.solution",
            "another": "answer.another",
        }
        self.card_command(names[target.value])

    def act_on_field(self, target: Target) -> None:
        """Begin to type in the field that was clicked."""
        self.enter_card(target.place)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Have what is typed judged."""
        if event.input is self.field:
            event.stop()
            self.submit()
