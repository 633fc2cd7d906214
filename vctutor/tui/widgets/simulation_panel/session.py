"""What the reader does with the simulation on show, without any widget: steps, parameters, typed values, predictions.

Nothing of a simulation is imported here before the first one is loaded, for numpy takes its time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from vctutor.course.model import Prediction, SimulationRef
from vctutor.errors import VctutorError
from vctutor.i18n import _
from vctutor.page.model import Target
from vctutor.typesetting.prose import literal

if TYPE_CHECKING:
    from vctutor.simulations.base import State
    from vctutor.tui.widgets.simulation_panel.layout import PanelView

RUN_LIMIT = 2000  # steps after which a run pauses by itself


class Event(Struct, frozen=True):
    """Something to be recorded: a function tried, parameters set, a prediction made."""

    kind: str
    item: str
    payload: dict[str, Any]


class FieldText(Struct, frozen=True):
    """A field that is needed: the text it begins with, and what it shows while it is empty."""

    value: str
    placeholder: str


class SimulationSession:
    """The simulations of one session, of which one is on show.

    Attributes:
        item: the name of that one in the record; empty before the first.
        ref: the passage's simulation.
        last: the parameters last used in another session; None where there were none.
        view: what the panel shows; None until the simulation is loaded.
        predicted: the items whose prediction was asked.
        field: the field that is needed; None for none.
    """

    def __init__(self, motion: Callable[[], bool]) -> None:
        """Begin without a simulation; ``motion`` says whether one may run by itself."""
        self.item = ""
        self.ref: SimulationRef | None = None
        self.last: dict[str, Any] | None = None
        self.view: PanelView | None = None
        self.predicted: set[str] = set()
        self.field: FieldText | None = None
        self._motion = motion
        self._views: dict[str, PanelView] = {}  # of the simulations shown before
        self._before: State | None = None  # while a value is typed: the state to go back to
        self._steps_left = 0
        self._events: list[Event] = []
        self.commands: Mapping[str, Callable[[], object]] = {
            "sim.step": self.step,
            "sim.run": self.run,
            "sim.reset": self.reset,
            "sim.up": lambda: self.move_cursor(-1),
            "sim.down": lambda: self.move_cursor(1),
            "sim.less": lambda: self.nudge(-1),
            "sim.more": lambda: self.nudge(1),
            "sim.much-less": lambda: self.nudge(-10),
            "sim.much-more": lambda: self.nudge(10),
            "sim.edit": self.edit,
            "sim.action-1": lambda: self.act(1),
            "sim.action-2": lambda: self.act(2),
            "sim.action-3": lambda: self.act(3),
        }

    def offer(self, item: str, ref: SimulationRef, last: dict[str, Any] | None) -> bool:
        """Show another simulation, as it was left in this session; return False where it is on show already."""
        if item == self.item and ref is self.ref:
            return False
        self._stop()
        self.cancel_typing()
        if self.view is not None:
            self._views[self.item] = self.view
        self.item, self.ref, self.last = item, ref, last
        self.view = self._views.get(item)
        return True

    def take_events(self) -> list[Event]:
        """Return what is to be recorded since the last call."""
        events, self._events = self._events, []
        return events

    def set(self, **changes: Any) -> None:
        """Replace fields of the view."""
        if self.view is not None:
            self.view = replace(self.view, **changes)

    @property
    def asks(self) -> str:
        """What is asked now: a ``value`` of a parameter, a ``guess`` to be typed, a ``choice``; empty for nothing."""
        view = self.view
        if view is None or view.asking is None:
            return "value" if view is not None and view.typing is not None else ""
        return "choice" if view.asking.choices else "guess"

    def can(self, command: str) -> bool:
        """Return whether a command can be done now."""
        if self.view is None:
            return command == "sim.leave"
        if command.startswith("sim.action-"):
            return int(command[-1]) <= len(self.view.simulation.actions) and not self.view.asking
        if command == "sim.run":
            return self.view.simulation.moves and not self.view.asking
        return True

    # --- stepping -------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Take one step. A prediction comes first: it is asked, or while it is asked answered."""
        view = self.view
        if view is None:
            return
        if view.asking:
            self._choose()
        elif not self._ask_prediction():
            self._stop()
            self._advance(view)

    def _advance(self, view: PanelView) -> None:
        self.set(state=view.simulation.step(view.state), said="")

    def run(self) -> None:
        """Run, or pause; where the settings allow no motion, say so."""
        view = self.view
        if view is None or self._ask_prediction():
            return
        if view.running:
            self._stop()
        elif not self._motion():
            said = _("Motion is off in the settings (`,`), so nothing runs. `space` takes a step.")
            self.set(said=said, said_role="warning")
        else:
            done = view.simulation.done(view.state)
            state = view.simulation.reset(view.state) if done else view.state
            self._steps_left = RUN_LIMIT
            self.set(state=state, running=True, said="")

    def tick(self, visible: bool) -> None:
        """Take a step of a run; it ends when the simulation does, or is not ``visible`` any more."""
        view = self.view
        if view is None or not view.running:
            return
        self._steps_left -= 1
        over = self._steps_left <= 0 or view.simulation.done(view.state)
        if over or not visible or not self._motion():
            self._stop()
        else:
            self._advance(view)

    def _stop(self) -> None:
        self.set(running=False)

    def reset(self) -> None:
        """Begin again with the parameters as they are."""
        if self.view is not None:
            self.set(state=self.view.simulation.reset(self.view.state), said="", running=False)

    def act(self, number: int) -> None:
        """Do an action of the simulation by its number, from 1."""
        view = self.view
        if view is None or number > len(view.simulation.actions) or self._ask_prediction():
            return
        state = view.simulation.act(view.state, view.simulation.actions[number - 1].name)
        self.set(state=state, said="", running=False)

    # --- parameters -----------------------------------------------------------------------------------------

    def move_cursor(self, rows: int) -> None:
        """Go to another parameter, or while a prediction is asked to another choice."""
        view = self.view
        if view is None:
            return
        if view.asking is not None:
            last = len(view.asking.choices) - 1
            self.set(option=min(max(0, last), max(0, view.option + rows)))
        else:
            self.set(cursor=(view.cursor + rows) % len(view.simulation.parameters))

    def nudge(self, presses: int) -> None:
        """Make the parameter under the cursor larger by so many presses of a key; negative makes it smaller."""
        view = self.view
        if view is None or view.asking:
            return
        parameter = view.simulation.parameters[view.cursor]
        value = view.state.values[parameter.name]
        if parameter.kind == "point":
            assert isinstance(value, tuple)
            self.change(parameter.name, parameter.nudge_point(value, presses, 0))
        else:
            self.change(parameter.name, parameter.nudge(value, presses))

    def change(self, name: str, value: object) -> None:
        """Set a parameter; where it can't be set, say what is wrong."""
        view = self.view
        assert view is not None
        try:
            state = view.simulation.change(view.state, name, value)
        except VctutorError as error:
            self.set(said=str(error), said_role="error")
            return
        if state.values != view.state.values:
            values = {
                key: list(one) if isinstance(one, tuple) else one
                for key, one in state.values.items()
            }
            self._events.append(Event("simulation", self.item, {"values": values}))
        self.set(state=state, said="")

    def click(self, target: Target, cell: int) -> None:
        """Do what was clicked: a button, a slider, a parameter, a choice."""
        word, __, rest = target.value.partition(" ")
        match word:
            case "guess":
                self.set(option=int(rest))
                self._choose()
            case "slide":
                assert self.view is not None
                place, room = map(int, rest.split())
                self.set(cursor=place)
                parameter = self.view.simulation.parameters[place]
                fraction = (cell - target.start) / max(1, room - 1)
                self.change(parameter.name, parameter.at_fraction(fraction))
            case "action":
                self.act(int(rest))
            case "step" | "run" | "reset":
                self.commands[f"sim.{word}"]()
            case _ if target.kind == "option":
                self.set(cursor=int(target.value))

    # --- a typed value or function ----------------------------------------------------------------------------

    def edit(self) -> None:
        """Type a value or a function for the parameter; while a prediction is asked, answer it."""
        view = self.view
        if view is None:
            return
        parameter = view.simulation.parameters[view.cursor]
        if view.asking is not None:
            self._answer_prediction(view.asking)
        elif parameter.kind == "choice":
            self.nudge(1)
        else:
            self._stop()
            value = view.state.values[parameter.name]
            shown = value if isinstance(value, str) else parameter.text(value)
            self._before = view.state
            self.field = FieldText(shown, "")
            self.type(shown)

    @property
    def typing(self) -> bool:
        """Whether a value is being typed."""
        return self._before is not None

    def type(self, text: str) -> None:
        """Show with what was typed so far, and how it is read; where it can't be read, what was shown last stays."""
        from vctutor.tui.widgets.simulation_panel.typing_preview import read_typed

        view, before = self.view, self._before
        if view is None or before is None:
            return
        parameter = view.simulation.parameters[view.cursor]
        state, typing = read_typed(view.simulation, before, parameter, text)
        self.set(state=state or view.state, typing=typing, said="", scrolled=0)

    def submit(self, text: str) -> None:
        """Take what was typed, where it can be read; nothing at all leaves the value before."""
        from vctutor.tui.widgets.simulation_panel.typing_preview import read_typed

        view, before = self.view, self._before
        if view is None:
            return
        if view.asking is not None:
            self._guess(view.asking, text)
            return
        parameter = view.simulation.parameters[view.cursor]
        if before is None or read_typed(view.simulation, before, parameter, text)[0] is None:
            if not text.strip():
                self.cancel_typing()
            return
        self.cancel_typing()
        self.change(parameter.name, text)
        if parameter.kind == "function":
            self._events.append(Event("function", view.simulation.name, {"function": text}))

    def cancel_typing(self) -> None:
        """Close the field; where a value was typed and not taken, go back to the one before."""
        before, self._before = self._before, None
        self.field = None
        if before is not None:
            self.set(state=before, typing=None, said="")

    # --- predictions ----------------------------------------------------------------------------------------

    def _ask_prediction(self) -> bool:
        """Ask the passage's prediction, where it was not asked yet; return whether it is asked now.

        It is about the passage's own parameters, and waits while the reader has set others.
        """
        view, ref = self.view, self.ref
        if view is None or ref is None or ref.predict is None or self.item in self.predicted:
            return False
        if view.asking is None and view.state.values != view.own:
            return False
        self.predicted.add(self.item)
        self.set(asking=ref.predict, option=0, said="", running=False)
        self._answer_prediction(ref.predict, begin=True)
        return True

    def _answer_prediction(self, asked: Prediction, *, begin: bool = False) -> None:
        if not asked.choices:
            self.field = FieldText("", _("your guess, then enter"))
        elif not begin:
            self._choose()

    def skip_prediction(self) -> bool:
        """Go on without an answer to the prediction that is asked; return False where none is."""
        if self.view is None or self.view.asking is None:
            return False
        self.set(asking=None, said="")
        return True

    def _choose(self) -> None:
        """Answer the prediction with the choice under the cursor."""
        from vctutor.grading.prediction import judge_choice

        view = self.view
        if view is not None and view.asking is not None and view.asking.choices:
            guess = judge_choice(view.asking, view.option)
            text = view.asking.choices[view.option].text
            self._show_result(view.asking, text, bool(guess.right), guess.feedback)

    def _guess(self, asked: Prediction, typed: str) -> None:
        from vctutor.grading.prediction import judge_typed

        guess = judge_typed(asked, typed)
        if guess.right is None:
            self.set(said=literal(guess.feedback), said_role="warning")
            return
        self.field = None
        self._show_result(asked, typed, guess.right, guess.feedback)

    def _show_result(self, asked: Prediction, answer: str, right: bool, feedback: str) -> None:
        """Record a prediction, and show what happens."""
        assert self.view is not None
        self._events.append(Event("prediction", self.item, {"answer": answer, "right": right}))
        state = self.view.simulation.after(self.view.state, asked.after)
        lead = _("**As you said.** ") if right else _("**Not quite.** ")
        role = "success" if right else "warning"
        self.set(asking=None, state=state, said=lead + feedback, said_role=role)
