"""What the simulation panel is made of: its messages, what it shows, and the field that lies over its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual.geometry import Region
from textual.message import Message
from textual.timer import Timer

from vctutor.course.model import SimulationRef
from vctutor.page.model import Target
from vctutor.tui.command_dispatch import Commanded
from vctutor.tui.commands import bindings
from vctutor.tui.textual_compat.typed_ahead import KeyTarget
from vctutor.tui.widgets.drawn import Drawn
from vctutor.tui.widgets.field import Field

if TYPE_CHECKING:
    from vctutor.simulations.base import State
    from vctutor.tui.widgets.simulation_panel.layout import PanelView

NAME = "simulation_panel"  # of the widget that posts the messages


class PanelBase(KeyTarget, Commanded, Drawn, can_focus=True):
    """Holds which state of a simulation is on show, and draws it; `SimulationPanel` adds what a reader can do.

    Nothing of a simulation is imported before the panel is first shown, for numpy takes its time.
    """

    BINDINGS = bindings("simulation")

    class Left(Message, namespace=NAME):
        """The reader wants back to the text."""

    class Coming(Message, namespace=NAME):
        """The simulation is being brought up, and wants the room that is kept for it."""

    class Idle(Message, namespace=NAME):
        """The simulation has not been reached, and the place for it has another size."""

    class Turned(Message, namespace=NAME):
        """The keys do something else now: something is asked, or is not any more."""

    class Went(Message, namespace=NAME):
        """A part of the chapter was chosen, while the simulation has not been reached."""

        def __init__(self, target: Target) -> None:
            """Tell its ``target``."""
            super().__init__()
            self.target = target

    class Happened(Message, namespace=NAME):
        """Something to be recorded: a function tried, parameters set, a prediction made."""

        def __init__(self, kind: str, item: str, payload: dict[str, Any]) -> None:
            """Tell the event's kind, item and payload."""
            super().__init__()
            self.kind = kind
            self.item = item
            self.payload = payload

    class Numbers(Message, namespace=NAME):
        """The reader wants the numbers as text."""

        def __init__(self, title: str, text: str) -> None:
            """Tell the simulation's title and its numbers."""
            super().__init__()
            self.title = title
            self.text = text

    class Saving(Message, namespace=NAME):
        """The reader wants the picture in a file."""

        def __init__(self, svg: str, name: str) -> None:
            """Tell the picture and the simulation's name."""
            super().__init__()
            self.svg = svg
            self.name = name

    def __init__(self, *, id: str | None = None) -> None:
        """Make an empty panel."""
        super().__init__(id=id)
        self.ref: SimulationRef | None = None
        self.item = ""
        self._loading = ""
        self.view: PanelView | None = None
        self._kept: dict[str, PanelView] = {}
        self._predicted: set[str] = set()
        self._last: dict[str, Any] | None = None
        self._targets: tuple[Target, ...] = ()
        self._timer: Timer | None = None
        self._steps_left = 0
        self._before: State | None = None  # while a value is typed: the state to go back to

    # --- drawing --------------------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draw the panel as it stands."""
        size = self.content_size
        if self.view is None or size.width < 4 or size.height < 3:
            return
        from vctutor.tui.widgets.simulation_panel.layout import lay_panel

        focused = self.has_focus or self.view.typing is not None
        laid = lay_panel(self.view, size.width, size.height, self.tutor.glyphs, focused)
        self._targets = laid.targets
        self.show(laid.lines)
        self._place_field()

    def on_resize(self) -> None:
        """Draw for another size."""
        if self.view is None:
            self.post_message(self.Idle())
        self.redraw()

    def want(self) -> None:
        """Bring the simulation up."""
        raise NotImplementedError

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether the keys go here; bring the simulation up when they first do."""
        super().watch_has_focus(has_focus)
        if self.is_attached:
            if has_focus:
                self.want()
            self.redraw()

    @property
    def asks(self) -> str:
        """What is asked now: a ``value`` of a parameter, a ``guess`` to be typed, a ``choice``; empty for nothing."""
        view = self.view
        if view is None or view.asking is None:
            return "value" if view is not None and view.typing is not None else ""
        return "choice" if view.asking.choices else "guess"

    def _set(self, **changes: Any) -> None:
        if self.view is not None:
            before = self.asks
            self.view = replace(self.view, **changes)
            self.redraw()
            if self.asks != before:
                self.post_message(self.Turned())

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.view is not None and self.view.running:
            self._set(running=False)

    # --- the field ------------------------------------------------------------------------------------------

    @property
    def field(self) -> Field | None:
        """The field, if it is open."""
        found = self.query(Field)
        return found.first(Field) if found else None

    def _open_field(self, value: str, placeholder: str) -> None:
        if self.field is None and self.is_attached:  # a key may come when the reader has just left
            field = Field(value, placeholder)
            self.mount(field)
            self.call_after_refresh(self._place_field)
            field.focus()

    def _close_field(self) -> None:
        field = self.field
        if field is not None:
            focused = field.has_focus
            field.remove()
            if focused:
                self.focus()

    def _place_field(self) -> None:
        field, view = self.field, self.view
        if field is None or view is None:
            return
        if view.asking is not None:
            found = next((target for target in self._targets if target.kind == "field"), None)
        else:
            rows = (target for target in self._targets if target.kind == "option")
            found = next((target for target in rows if target.value == str(view.cursor)), None)
        if found is not None:
            from vctutor.tui.widgets.simulation_panel.layout import field_start

            left = found.start if view.asking is not None else field_start(view, self.tutor.glyphs)
            field.place(Region(left, found.line, max(8, self.content_size.width - left), 1))
