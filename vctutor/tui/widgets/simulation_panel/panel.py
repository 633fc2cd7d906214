"""The simulation panel: one widget that shows a simulation and lets the reader change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from vctutor.course.model import SimulationRef
from vctutor.errors import VctutorError
from vctutor.i18n import _
from vctutor.page.blocks import lay_text
from vctutor.page.model import Laid, Target
from vctutor.tui.command_dispatch import CommandDispatch, bindings
from vctutor.tui.services import Look
from vctutor.tui.textual_compat.typed_ahead import KeyTarget, TypedAhead
from vctutor.tui.widgets.drawn import Drawn
from vctutor.tui.widgets.field import Field
from vctutor.tui.widgets.simulation_panel.session import FieldText, SimulationSession
from vctutor.typesetting.prose import literal

if TYPE_CHECKING:
    from vctutor.tui.widgets.simulation_panel.layout import PanelView

PACE = 0.15  # seconds a step of a run


class SimulationPanel(KeyTarget, CommandDispatch, Drawn, can_focus=True):
    """Shows one simulation at a time. The session changes what is shown; the panel draws it after each event.

    Attributes:
        session: what the reader does with the simulation.
        targets: what can be clicked, as lines and cells of the panel's content.
        loading_item: the simulation that is being loaded; empty for none.
    """

    BINDINGS = bindings("simulation")

    class Left(Message):
        """The reader left the panel for the text."""

    class Changed(Message):
        """The keys do something else now, the simulation is being loaded, or its outline has another size."""

    class Went(Message):
        """A part of the chapter was chosen in the outline."""

        def __init__(self, target: Target) -> None:
            """Name its ``target``."""
            super().__init__()
            self.target = target

    class Happened(Message):
        """Something to be recorded."""

        def __init__(self, kind: str, item: str, payload: dict[str, Any]) -> None:
            """Hold the event's kind, item and payload."""
            super().__init__()
            self.kind = kind
            self.item = item
            self.payload = payload

    class Numbers(Message):
        """The numbers are to be shown as text."""

        def __init__(self, title: str, text: str) -> None:
            """Hold the simulation's title and its numbers."""
            super().__init__()
            self.title = title
            self.text = text

    class Saving(Message):
        """The picture is to be saved in a file."""

        def __init__(self, svg: str, name: str) -> None:
            """Hold the picture and the simulation's name."""
            super().__init__()
            self.svg = svg
            self.name = name

    def __init__(self, look: Look, motion: Callable[[], bool]) -> None:
        """Create an empty panel; ``motion`` says whether a simulation may run by itself."""
        super().__init__(look)
        self.session = SimulationSession(motion)
        self.targets: tuple[Target, ...] = ()
        self.loading_item = ""
        self._timer: Timer | None = None  # of a run
        self._asked = ""  # what was asked when the panel was drawn last
        self.command_table = {
            **self.session.commands,
            "sim.leave": self._leave,
            "sim.numbers": self._show_numbers,
            "sim.save": self._save_picture,
        }

    # --- which simulation -----------------------------------------------------------------------------------

    @property
    def view(self) -> PanelView | None:
        """What is shown of the simulation; None until it is loaded."""
        return self.session.view

    @property
    def ref(self) -> SimulationRef | None:
        """The passage's simulation."""
        return self.session.ref

    @property
    def item(self) -> str:
        """The name of the simulation in the record."""
        return self.session.item

    def offer(
        self,
        item: str,
        ref: SimulationRef,
        last: dict[str, Any] | None,
        predicted: bool = False,
    ) -> None:
        """Hold the simulation of a passage ready, as it was left in this session; `request_simulation` loads it.

        Args:
            item: its name in the record.
            ref: the passage's simulation.
            last: the parameters last used in another session; None where there were none.
            predicted: whether its prediction was made already, in this session or another.
        """
        if predicted:
            self.session.predicted.add(item)
        if self.session.offer(item, ref, last):
            if self.view is not None:
                self._set_title()
            self.show_changes()

    def show_outline(self, laid: Laid) -> None:
        """Show something else while the simulation is not loaded."""
        if self.view is None:
            self.border_title = ""
            self.targets = laid.targets
            self.show(laid.lines)

    def _set_title(self) -> None:
        assert self.ref is not None
        title = self.ref.title or self.ref.name.replace("-", " ").capitalize()
        self.border_title = Content(title)  # text of a course, and no markup

    @property
    def holds_keys(self) -> bool:
        """Whether keys must wait until the simulation is loaded."""
        return self.view is None and bool(self.item) and self.loading_item == self.item

    def request_simulation(self) -> None:
        """Load the simulation, once what is on the screen has been painted."""
        if self.view is None and self.ref is not None and self.loading_item != self.item:
            self.loading_item = self.item
            self.post_message(self.Changed())
            self._set_title()
            self.targets = ()
            self.show([])
            self.call_after_refresh(self._begin_loading, self.item)

    def _begin_loading(self, item: str) -> None:
        if item != self.item:  # left meanwhile; it must be loaded when it is reached again
            self._finish_loading(item)
        elif self.is_attached:
            self.run_worker(lambda: self._load(item), thread=True, group="simulation")

    def _load(self, item: str) -> None:
        """Import and begin the simulation, on a thread of its own."""
        from vctutor.simulations.registry import get
        from vctutor.tui.widgets.simulation_panel.layout import PanelView

        ref = self.ref
        if ref is None or item != self.item:
            self.app.call_from_thread(self._finish_loading, item)
            return
        said = ""
        try:
            simulation = get(ref.name)
        except VctutorError as error:
            self.app.call_from_thread(self._refuse, item, str(error))
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
        self.app.call_from_thread(self._show_loaded, item, view)

    def _refuse(self, item: str, why: str) -> None:
        """Say that the chapter names a simulation that does not exist."""
        self._finish_loading(item)
        if item == self.item:
            cells = max(1, self.content_size.width)
            self.show(lay_text(literal(why), cells, self.look.glyphs, "error").lines)

    def _finish_loading(self, item: str) -> None:
        """Release the keys that were typed while a simulation was loaded."""
        if self.loading_item == item:
            self.loading_item = ""
        if isinstance(self.app, TypedAhead):
            self.app.release_keys(self)

    def _show_loaded(self, item: str, view: PanelView) -> None:
        self._finish_loading(item)
        if item != self.item or self.view is not None:
            return
        self.session.view = view
        self.redraw()
        if self.has_focus:
            self.post_message(self.Changed())

    # --- drawing --------------------------------------------------------------------------------------------

    def show_changes(self) -> None:
        """Show what the session changed: the drawing, the field, the timer of a run, and what is to be recorded."""
        for event in self.session.take_events():
            self.post_message(self.Happened(event.kind, event.item, event.payload))
        running = self.view is not None and self.view.running
        if running and self._timer is None:
            self._timer = self.set_interval(PACE, self.tick)
        elif not running and self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.session.field is None:
            self._close_field()
        elif self.field is None:
            self._open_field(self.session.field)
        self.redraw()
        asked, self._asked = self._asked, self.asks
        if self._asked != asked:
            self.post_message(self.Changed())

    def redraw(self) -> None:
        """Draw the panel as it stands."""
        size = self.content_size
        if self.view is None or size.width < 4 or size.height < 3:
            return
        from vctutor.tui.widgets.simulation_panel.layout import lay_panel

        focused = self.has_focus or self.view.typing is not None
        laid = lay_panel(self.view, size.width, size.height, self.look.glyphs, focused)
        self.targets = laid.targets
        self.show(laid.lines)
        self._place_field()

    def on_resize(self) -> None:
        """Draw for another size."""
        if self.view is None:
            self.post_message(self.Changed())
        self.redraw()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether the panel has the focus; load the simulation when it first does."""
        super().watch_has_focus(has_focus)
        if self.is_attached:
            if has_focus:
                self.request_simulation()
            self.redraw()

    def tick(self) -> None:
        """Take a step of a run."""
        self.session.tick(self.display)
        self.show_changes()

    # --- commands -------------------------------------------------------------------------------------------

    @property
    def asks(self) -> str:
        """What is asked now: a ``value``, a ``guess`` or a ``choice``; empty for nothing."""
        return self.session.asks

    def can(self, command: str) -> bool:
        """Return whether a command can be done now."""
        return self.session.can(command)

    async def action_command(self, command: str) -> None:
        """Carry a command out, and show what it changed."""
        await super().action_command(command)
        self.show_changes()

    def _leave(self) -> None:
        """Go back to the text; from a prediction, go on without it."""
        if not self.session.skip_prediction():
            self.post_message(self.Left())

    def _show_numbers(self) -> None:
        if self.view is not None:
            from vctutor.tui.widgets.simulation_panel.export import numbers

            text = numbers(self.view, ascii=self.look.glyphs.ascii)
            self.post_message(self.Numbers(_(self.view.simulation.title), text))

    def _save_picture(self) -> None:
        if self.view is not None:
            from vctutor.tui.widgets.simulation_panel.export import picture

            self.post_message(self.Saving(picture(self.view), self.view.simulation.name))

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked: a button, a slider, a parameter, a choice, a line of the outline."""
        field = self.field
        if field is not None and field.region.contains(event.screen_x, event.screen_y):
            return
        if self.session.typing:
            self.session.cancel_typing()
            self.show_changes()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        found = [target for target in self.targets if target.covers(offset.y, offset.x)]
        if self.view is None:
            if found:
                self.post_message(self.Went(found[0]))
            return
        self.focus()
        if found:
            self.session.click(min(found, key=lambda one: one.end - one.start), offset.x)
            self.show_changes()

    # --- the field: a value, a function, a prediction -----------------------------------------------------------

    @property
    def field(self) -> Field | None:
        """The field, if it is open."""
        found = self.query(Field)
        return found.first(Field) if found else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Draw with a value as soon as it can be read; say where it can't."""
        event.stop()
        if self.session.typing:
            self.session.type(event.value)
            self.show_changes()
            self.call_after_refresh(self._follow_field)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        event.stop()
        self.session.submit(event.value)
        self.show_changes()

    def on_field_left(self, event: Field.Left) -> None:
        """Go back to the panel's own keys, and to the value before."""
        event.stop()
        self.session.cancel_typing()
        self.session.skip_prediction()
        self.show_changes()

    def _open_field(self, text: FieldText) -> None:
        if self.is_attached:  # a key may come when the reader has just left
            field = Field(text.value, text.placeholder)
            self.mount(field)
            self.call_after_refresh(self._follow_field)
            field.focus()

    def _close_field(self) -> None:
        field = self.field
        if field is not None:
            focused = field.has_focus
            field.remove()
            if focused:
                self.focus()

    def _follow_field(self) -> None:
        """Place the field; keep the caret below it under its character where the field has scrolled."""
        field, view = self.field, self.view
        if field is None or view is None:
            return
        scrolled = round(field.scroll_offset.x)
        if view.typing is not None and scrolled != view.scrolled:
            self.session.set(scrolled=scrolled)
            self.redraw()
        else:
            self._place_field()

    def _place_field(self) -> None:
        field, view = self.field, self.view
        if field is None or view is None:
            return
        if view.asking is not None:
            found = next((target for target in self.targets if target.kind == "field"), None)
        else:
            rows = (target for target in self.targets if target.kind == "option")
            found = next((target for target in rows if target.value == str(view.cursor)), None)
        if found is not None:
            from vctutor.tui.widgets.simulation_panel.layout import field_start

            left = found.start if view.asking is not None else field_start(view, self.look.glyphs)
            field.place(Region(left, found.line, max(8, self.content_size.width - left), 1))
