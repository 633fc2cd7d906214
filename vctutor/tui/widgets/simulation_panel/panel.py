"""The simulation panel: one widget that shows a simulation and lets the reader move it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.content import Content
from textual.widgets import Input

from vctutor.course.model import SimulationRef
from vctutor.errors import VctutorError
from vctutor.i18n import _
from vctutor.page.blocks import lay_text
from vctutor.page.model import Laid, Target
from vctutor.tui.widgets.field import Field
from vctutor.tui.widgets.simulation_panel.base import PanelBase
from vctutor.tui.widgets.simulation_panel.field import TypingPanel
from vctutor.tui.widgets.simulation_panel.prediction import PredictingPanel
from vctutor.typesetting.prose import literal

if TYPE_CHECKING:
    from vctutor.tui.widgets.simulation_panel.layout import PanelView

PICTURE = (100, 32)  # cells of a saved picture
PACE = 0.15  # seconds a step of a run
LONGEST_RUN = 2000  # steps after which a run pauses by itself


class SimulationPanel(TypingPanel, PredictingPanel, PanelBase):
    """Shows one simulation at a time. The model is pure; the panel holds only which state is on show."""

    # --- which simulation -----------------------------------------------------------------------------------

    def offer(
        self,
        item: str,
        ref: SimulationRef,
        last: dict[str, Any] | None,
        predicted: bool = False,
    ) -> None:
        """Hold the simulation of a passage ready, as it was left in this session; `want` brings it up.

        Args:
            item: its name in the record.
            ref: the passage's simulation.
            last: the parameters last used in another session; None where there were none.
            predicted: whether its prediction was made already, in this session or another.
        """
        if predicted:
            self._predicted.add(item)
        if item == self.item and ref is self.ref:
            return
        self._stop()
        self._stop_typing()
        if self.view is not None:
            self._kept[self.item] = self.view
        self.item = item
        self.ref = ref
        self._last = last
        self.view = self._kept.get(item)
        if self.view is not None:
            self._entitle()
            self.redraw()

    def preview(self, laid: Laid) -> None:
        """Show something else while the simulation has not been reached."""
        if self.view is None:
            self.border_title = ""
            self._targets = laid.targets
            self.show(laid.lines)

    def _entitle(self) -> None:
        assert self.ref is not None
        title = self.ref.title or self.ref.name.replace("-", " ").capitalize()
        self.border_title = Content(title)  # text of a course, and no markup

    @property
    def wanted(self) -> bool:
        """Whether the simulation is being brought up."""
        return bool(self._loading)

    @property
    def holds_keys(self) -> bool:
        """Whether keys must wait until the simulation is there."""
        return self.view is None and bool(self.item) and self._loading == self.item

    def want(self) -> None:
        """Bring the simulation up, once what is on the screen has been drawn."""
        if self.view is None and self.ref is not None and self._loading != self.item:
            self._loading = self.item
            self.post_message(self.Coming())
            self._entitle()
            self._targets = ()
            self.show([])
            self.call_after_refresh(self._begin_loading, self.item)

    def _begin_loading(self, item: str) -> None:
        if item != self.item:  # left meanwhile; it must be loaded when it is reached again
            self._come(item)
        elif self.is_attached:
            self.run_worker(lambda: self._load(item), thread=True, group="simulation")

    def _load(self, item: str) -> None:
        """Import and begin the simulation, on a thread of its own."""
        from vctutor.simulations.registry import get
        from vctutor.tui.widgets.simulation_panel.layout import PanelView

        ref, last = self.ref, self._last
        if ref is None or item != self.item:
            self.app.call_from_thread(self._come, item)
            return
        said = ""
        try:
            simulation = get(ref.name)
        except VctutorError as error:
            self.app.call_from_thread(self._refused, item, str(error))
            return
        try:
            ranged = simulation.with_ranges(ref.ranges)
            state = ranged.start(ref.values)
            simulation = ranged
        except VctutorError as error:
            said = _(
                "The chapter sets something wrong here, so this starts from its defaults. {error}"
            ).format(error=error)
            state = simulation.start()
        view = PanelView(simulation, state, state.values, said=said)
        self.app.call_from_thread(self._loaded, item, view, last)

    def _refused(self, item: str, why: str) -> None:
        """Say that the chapter names a simulation that does not exist."""
        self._come(item)
        if item == self.item:
            cells = max(1, self.content_size.width)
            self.show(lay_text(literal(why), cells, self.tutor.glyphs, "error").lines)

    def _come(self, item: str) -> None:
        """Have the keys that waited for a simulation given out."""
        if self._loading == item:
            self._loading = ""
        self.tutor.release_keys(self)

    def _loaded(self, item: str, view: PanelView, last: dict[str, Any] | None) -> None:
        self._come(item)
        if item != self.item or self.view is not None:
            return
        self.view = view
        self.redraw()
        if self.has_focus:
            self.post_message(self.Turned())

    # --- stepping -------------------------------------------------------------------------------------------

    def can(self, command: str) -> bool:
        """Return whether a command can be done now."""
        if self.view is None:
            return command == "sim.leave"
        if command.startswith("sim.action-"):
            return int(command[-1]) <= len(self.view.simulation.actions) and not self.view.asking
        if command == "sim.run":
            return self.view.simulation.moves and not self.view.asking
        return True

    def command_sim_step(self) -> None:
        """Take one step; where a prediction is asked, ask it first."""
        view = self.view
        if view is None:
            return
        if view.asking:
            self._guess_chosen()
        elif not self._ask_first():
            self._stop()
            self._advance()

    def _advance(self) -> None:
        assert self.view is not None
        state = self.view.simulation.step(self.view.state)
        self._set(state=state, said="")

    def command_sim_run(self) -> None:
        """Run, or pause."""
        if self.view is None or self._ask_first():
            return
        if self.view.running:
            self._stop()
            return
        if self.view.simulation.done(self.view.state):
            self._set(state=self.view.simulation.reset(self.view.state))
        self._steps_left = LONGEST_RUN
        self._timer = self.set_interval(PACE, self._tick)
        self._set(running=True, said="")

    def _tick(self) -> None:
        view = self.view
        self._steps_left -= 1
        if (
            view is None
            or not self.display
            or self._steps_left <= 0
            or view.simulation.done(view.state)
        ):
            self._stop()
            return
        self._advance()

    def command_sim_reset(self) -> None:
        """Begin again with the parameters as they are."""
        if self.view is not None:
            self._stop()
            self._set(state=self.view.simulation.reset(self.view.state), said="")

    def _act(self, number: int) -> None:
        if self.view is None or number > len(self.view.simulation.actions) or self._ask_first():
            return
        action = self.view.simulation.actions[number - 1]
        self._stop()
        self._set(state=self.view.simulation.act(self.view.state, action.name), said="")

    def command_sim_action_1(self) -> None:
        """Do the first action."""
        self._act(1)

    def command_sim_action_2(self) -> None:
        """Do the second action."""
        self._act(2)

    def command_sim_action_3(self) -> None:
        """Do the third action."""
        self._act(3)

    # --- parameters -----------------------------------------------------------------------------------------

    def _move_cursor(self, rows: int) -> None:
        view = self.view
        if view is None:
            return
        if view.asking is not None:
            last = len(view.asking.choices) - 1
            self._set(option=min(max(0, last), max(0, view.option + rows)))
            return
        count = len(view.simulation.parameters)
        self._set(cursor=(view.cursor + rows) % count)

    def command_sim_up(self) -> None:
        """Choose the parameter above."""
        self._move_cursor(-1)

    def command_sim_down(self) -> None:
        """Choose the parameter below."""
        self._move_cursor(1)

    def _nudge(self, presses: int) -> None:
        view = self.view
        if view is None or view.asking:
            return
        parameter = view.simulation.parameters[view.cursor]
        value = view.state.values[parameter.name]
        if parameter.kind == "point":
            assert isinstance(value, tuple)
            self._change(parameter.name, parameter.nudge_point(value, presses, 0))
        else:
            self._change(parameter.name, parameter.nudge(value, presses))

    def command_sim_less(self) -> None:
        """Make the parameter smaller."""
        self._nudge(-1)

    def command_sim_more(self) -> None:
        """Make the parameter larger."""
        self._nudge(1)

    def command_sim_much_less(self) -> None:
        """Make the parameter smaller by ten steps."""
        self._nudge(-10)

    def command_sim_much_more(self) -> None:
        """Make the parameter larger by ten steps."""
        self._nudge(10)

    def command_sim_edit(self) -> None:
        """Type a value or a function for the parameter; while a prediction is asked, answer it."""
        view = self.view
        if view is None:
            return
        if view.asking is not None:
            self._guess_chosen()
            return
        parameter = view.simulation.parameters[view.cursor]
        if parameter.kind == "choice":
            self._nudge(1)
            return
        self._begin_typing()

    # --- the field: a value, a function, a prediction -----------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Draw a value as soon as it can be read; say where it can't."""
        event.stop()
        if self._before is not None:
            self._typed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        event.stop()
        if self.view is not None and self.view.asking is not None:
            self._guess_typed(event.value)
        else:
            self._take(event.value)

    def on_field_left(self, event: Field.Left) -> None:
        """Go back to the panel's own keys, and to the value before."""
        event.stop()
        self._stop_typing()
        if self.view is not None and self.view.asking is not None:
            self._go_on()

    # --- the rest -------------------------------------------------------------------------------------------

    def command_sim_leave(self) -> None:
        """Go back to the text; from a prediction, go on without it."""
        if self.view is not None and self.view.asking is not None:
            self._go_on()
        else:
            self.post_message(self.Left())

    def command_sim_numbers(self) -> None:
        """Show the numbers as text."""
        view = self.view
        if view is None:
            return
        parameters = [
            f"{_(one.label)} = {one.text(view.state.values[one.name])}"
            for one in view.simulation.parameters
        ]
        readouts = [f"{one.label} = {one.text()}" for one in view.simulation.readouts(view.state)]
        text = "\n".join(
            [
                _("step {n}").format(n=view.state.step),
                *parameters,
                *readouts,
                view.simulation.sentence(view.state),
            ]
        )
        if self.tutor.glyphs.ascii:
            from vctutor.charts.ascii import spelled

            text = spelled(text)
        self.post_message(self.Numbers(_(view.simulation.title), text))

    def command_sim_save(self) -> None:
        """Ask where to save the picture."""
        from vctutor.charts import draw
        from vctutor.charts.svg import as_svg
        from vctutor.simulations.scene import aspect_of

        if self.view is not None:
            scene = self.view.simulation.scene(self.view.state, aspect_of(*PICTURE))
            svg = as_svg(draw(scene, *PICTURE))
            self.post_message(self.Saving(svg, self.view.simulation.name))

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked: a button, a slider, a parameter, a choice."""
        field = self.field
        if field is not None and field.region.contains(event.screen_x, event.screen_y):
            return
        if self._before is not None:
            self._stop_typing()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        found = [target for target in self._targets if target.covers(offset.y, offset.x)]
        if self.view is None:
            if found:
                self.post_message(self.Went(found[0]))
            return
        self.focus()
        if found:
            self._clicked(min(found, key=lambda one: one.end - one.start), offset.x)

    def _clicked(self, target: Target, cell: int) -> None:
        assert self.view is not None
        word, __, rest = target.value.partition(" ")
        if word == "guess":
            self._set(option=int(rest))
            self._guess_chosen()
        elif word == "slide":
            place, room = map(int, rest.split())
            self._set(cursor=place)
            parameter = self.view.simulation.parameters[place]
            fraction = (cell - target.start) / max(1, room - 1)
            self._change(parameter.name, parameter.at_fraction(fraction))
        elif word == "action":
            self._act(int(rest))
        elif word in ("step", "run", "reset"):
            getattr(self, f"command_sim_{word}")()
        elif target.kind == "option":
            self._set(cursor=int(target.value))
