"""Predictions in the simulation panel: asked before the first step, judged, and then shown."""

from __future__ import annotations

from vctutor.course.model import Prediction
from vctutor.i18n import _
from vctutor.tui.parts import PanelPart
from vctutor.typesetting.prose import literal


class PredictingPanel(PanelPart):
    """A part of the simulation panel: what the reader expects a simulation to do."""

    def _ask_first(self) -> bool:
        """Ask the passage's prediction, where it was not asked yet; return whether it is asked now.

        It is about the passage's own parameters, and waits while the reader has set others.
        """
        view, ref = self.view, self.ref
        if view is None or ref is None or ref.predict is None or self.item in self._predicted:
            return False
        if view.asking is None and view.state.values != view.own:
            return False
        self._predicted.add(self.item)
        self._set(asking=ref.predict, option=0, said="", running=False)
        if not ref.predict.choices:
            self._open_field("", _("your guess, then enter"))
        return True

    def _go_on(self) -> None:
        self._set(asking=None, said="")

    def _guess_chosen(self) -> None:
        from vctutor.grading.prediction import judge_choice

        view = self.view
        if view is not None and view.asking is not None and view.asking.choices:
            guess = judge_choice(view.asking, view.option)
            text = view.asking.choices[view.option].text
            self._guessed(view.asking, text, bool(guess.right), guess.feedback)

    def _guess_typed(self, typed: str) -> None:
        from vctutor.grading.prediction import judge_typed

        view = self.view
        if view is None or view.asking is None:
            return
        guess = judge_typed(view.asking, typed)
        if guess.right is None:
            self._set(said=literal(guess.feedback), said_role="warning")
            return
        self._close_field()
        self._guessed(view.asking, typed, guess.right, guess.feedback)

    def _guessed(self, asked: Prediction, answer: str, right: bool, feedback: str) -> None:
        """Record a prediction, and show what happens."""
        assert self.view is not None
        self.post_message(
            self.Happened("prediction", self.item, {"answer": answer, "right": right})
        )
        state = self.view.simulation.after(self.view.state, asked.after)
        lead = _("**As you said.** ") if right else _("**Not quite.** ")
        role = "success" if right else "warning"
        self._set(asking=None, state=state, said=lead + feedback, said_role=role)
