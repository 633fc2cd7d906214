"""Typing a value or a function in the simulation panel: it is drawn with as soon as it can be read."""

from __future__ import annotations

from vctutor.errors import VctutorError
from vctutor.tui.parts import PanelPart


class TypingPanel(PanelPart):
    """A part of the simulation panel: what happens to a value while it is typed, and when it is taken."""

    def _begin_typing(self) -> None:
        """Open the field of the chosen parameter."""
        view = self.view
        if view is None:
            return
        self._stop()
        parameter = view.simulation.parameters[view.cursor]
        value = view.state.values[parameter.name]
        shown = value if isinstance(value, str) else parameter.text(value)
        self._before = view.state
        self._open_field(shown, "")
        self._typed(shown)

    def _typed(self, text: str) -> None:
        """Tell how a typed value is read, and draw with it."""
        from vctutor.tui.widgets.simulation_panel.typing_preview import read_typed

        view, before = self.view, self._before
        if view is None or before is None:
            return
        parameter = view.simulation.parameters[view.cursor]
        state, typing = read_typed(view.simulation, before, parameter, text)
        self._set(state=state or view.state, typing=typing, said="", scrolled=0)
        self.call_after_refresh(self._follow_field)

    def _follow_field(self) -> None:
        """Keep the caret under its character where the field has scrolled."""
        field, view = self.field, self.view
        if field is not None and view is not None and view.typing is not None:
            scrolled = round(field.scroll_offset.x)
            if scrolled != view.scrolled:
                self._set(scrolled=scrolled)

    def _stop_typing(self) -> None:
        """Close the field; where a value was typed and not taken, go back to the one before."""
        before, self._before = self._before, None
        self._close_field()
        if before is not None:
            self._set(state=before, typing=None, said="")

    def _take(self, text: str) -> None:
        """Take what was typed, where it can be read; nothing at all leaves the value before."""
        from vctutor.tui.widgets.simulation_panel.typing_preview import read_typed

        view, before = self.view, self._before
        if view is None:
            return
        parameter = view.simulation.parameters[view.cursor]
        if before is None or read_typed(view.simulation, before, parameter, text)[0] is None:
            if not text.strip():
                self._stop_typing()
            return
        self._stop_typing()
        self._change(parameter.name, text)
        if parameter.kind == "function":
            self.post_message(self.Happened("function", view.simulation.name, {"function": text}))

    def _change(self, name: str, value: object) -> str | None:
        """Set a parameter; return what is wrong where it can't be set."""
        view = self.view
        assert view is not None
        try:
            state = view.simulation.change(view.state, name, value)
        except VctutorError as error:
            self._set(said=str(error), said_role="error")
            return str(error)
        if state.values != view.state.values:
            values = {
                key: list(one) if isinstance(one, tuple) else one
                for key, one in state.values.items()
            }
            self.post_message(self.Happened("simulation", self.item, {"values": values}))
        self._set(state=state, said="")
        return None
