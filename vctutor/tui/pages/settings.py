"""The page of settings: each takes effect at once, and all are saved when the page closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content

from vctutor.errors import VctutorError
from vctutor.i18n import N_, _
from vctutor.page.blocks import lay_text
from vctutor.settings import CHOICES, WIDTHS, Settings, checked
from vctutor.styled_text import Line, Span, pad
from vctutor.tui.pages.overlay import Overlay
from vctutor.tui.pages.prompt import PromptScreen
from vctutor.tui.services import Look
from vctutor.tui.widgets.drawn import Drawn
from vctutor.typesetting.prose import literal

ROWS = {
    "theme": N_("Colours of everything. ← → goes through them."),
    "text_width": N_("The widest a line of text gets, in cells."),
    "characters": N_(
        "What is drawn with: auto asks the terminal's encoding; takes effect at the next start."
    ),
    "colours": N_(
        "Whether colours are used: auto does unless NO_COLOR is set; takes effect at the next start."
    ),
    "motion": N_("Whether a simulation may run by itself."),
    "course": N_(
        "The directory of the course to open; empty opens the one that comes along. Enter types it."
    ),
}

NAMES = {
    "theme": N_("theme"),
    "text_width": N_("text width"),
    "characters": N_("characters"),
    "colours": N_("colours"),
    "motion": N_("motion"),
    "course": N_("course"),
}


class SettingsScreen(Overlay[Settings]):
    """Changes settings. It returns them as they are when it closes."""

    BINDINGS = [
        Binding("escape,q,comma", "close", "close", show=False),
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
        Binding("left,h", "change(-1)", "less", show=False),
        Binding("right,l,space", "change(1)", "more", show=False),
        Binding("enter,e", "type", "type", show=False),
    ]

    def __init__(
        self,
        look: Look,
        settings: Settings,
        apply: Callable[[Settings], None],
        where: str,
        *,
        kiosk: bool = False,
    ) -> None:
        """Show ``settings``.

        Args:
            look: what the page is drawn with.
            settings: the settings as they are.
            apply: called with the settings after each change.
            where: the file they are saved in.
            kiosk: whether the course is the host's, and can't be chosen.
        """
        super().__init__(look)
        self.settings = settings
        self._apply = apply
        self.where = where
        self._rows = {name: help for name, help in ROWS.items() if name != "course" or not kiosk}
        self._cursor = 0

    def compose(self) -> ComposeResult:
        """Yield the frame and the rows in it."""
        with Vertical(id="sheet", classes="settings"):
            yield Drawn(self.look)

    def on_mount(self) -> None:
        """Name the frame."""
        sheet = self.query_one("#sheet")
        sheet.border_title = _("Settings")
        keys = _("↑ ↓ choose · ← → change · enter types · esc keeps them")
        sheet.border_subtitle = self.look.glyphs.text(keys)
        self.call_after_refresh(self.redraw)

    def on_resize(self) -> None:
        """Draw for another size."""
        self.call_after_refresh(self.redraw)

    def redraw(self) -> None:
        """Draw the rows."""
        drawn = self.query_one(Drawn)
        cells = max(20, drawn.size.width)
        text = self.look.glyphs.text
        left, right = "<>" if self.look.glyphs.ascii else "◂▸"
        lines: list[Line] = []
        for place, (name, help) in enumerate(self._rows.items()):
            here = place == self._cursor
            value = getattr(self.settings, name)
            shown = {True: _("yes"), False: _("no"), "": _("none")}.get(value, str(value))
            role = "chosen" if here else ""
            head = Span(f" {_(NAMES[name]):<12} ", f"{role} {'strong' if here else ''}".strip())
            lines.append(
                pad(
                    (
                        head,
                        Span(f"{left} {shown} {right}" if here else f"  {shown}", f"{role} accent"),
                    ),
                    cells,
                    role,
                )
            )
            if here:
                lines += [
                    (Span("   "), *line)
                    for line in lay_text(text(_(help)), cells - 4, self.look.glyphs, "muted").lines
                ]
        lines += [(), (Span(_(" Kept in {where}").format(where=self.where), "muted"),)]
        keys = _(
            "Keys are bound anew there, under [keys], by the names that the page of keys shows."
        )
        lines += [
            (Span(" "), *line)
            for line in lay_text(literal(keys), cells - 2, self.look.glyphs, "muted").lines
        ]
        drawn.show(lines)

    @property
    def _chosen(self) -> str:
        return list(self._rows)[self._cursor]

    def action_close(self) -> None:
        """Close, and keep the settings."""
        self.dismiss(self.settings)

    def action_move(self, rows: int) -> None:
        """Choose another setting."""
        self._cursor = (self._cursor + rows) % len(self._rows)
        self.redraw()

    def action_change(self, direction: int) -> None:
        """Change the chosen setting by one."""
        value = getattr(self.settings, self._chosen)
        if self._chosen == "theme":
            self._set(_after(sorted(self.app.available_themes), value, direction))
        elif self._chosen in CHOICES:
            self._set(_after(CHOICES[self._chosen], value, direction))
        elif isinstance(value, bool):
            self._set(not value)
        elif isinstance(value, int):
            self._set(min(WIDTHS[1], max(WIDTHS[0], value + 2 * direction)))
        else:
            self.action_type()

    def action_type(self) -> None:
        """Type the chosen setting; one with choices takes the next of them."""
        if self._chosen != "course":
            self.action_change(1)
            return

        def take(text: str | None) -> None:
            if text is not None:
                self._set(text.strip())

        page = PromptScreen(self.look, _("Directory of the course"), self.settings.course)
        self.app.push_screen(page, take)

    def _set(self, value: Any) -> None:
        try:
            self.settings = replace(self.settings, **{self._chosen: checked(self._chosen, value)})
        except VctutorError as error:
            self.query_one("#sheet").border_subtitle = Content(str(error))
            return
        self._apply(self.settings)
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Choose the setting that was clicked; a click on the chosen one changes it."""
        drawn = self.query_one(Drawn)
        y = event.screen_y - drawn.region.y
        place = y if y <= self._cursor else y - (len(drawn.lines) - len(self._rows) - 2)
        if y >= 0 and 0 <= place < len(self._rows):
            if place == self._cursor:
                self.action_change(1)
            else:
                self._cursor = place
                self.redraw()


def _after(values: Any, value: Any, direction: int) -> Any:
    listed = list(values)
    place = listed.index(value) if value in listed else 0
    return listed[(place + direction) % len(listed)]
