"""The reading pane: one widget that draws a whole page line by line and scrolls it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from vctutor.i18n import _
from vctutor.page.model import Page, Target
from vctutor.settings import TEXT_WIDTH
from vctutor.styled_text import Line, Span, crop
from vctutor.tui.command_dispatch import CommandDispatch, bindings
from vctutor.tui.commands import BY_ID
from vctutor.tui.model.navigation import Spot
from vctutor.tui.textual_compat.nodes import apply_line_filters
from vctutor.tui.textual_compat.scroll_bar import Scrolled
from vctutor.tui.textual_compat.typed_ahead import KeyTarget
from vctutor.tui.widgets.drawn import strip_of

if TYPE_CHECKING:
    from vctutor.tui.services import Look

CACHED_STRIPS = 100  # more than the rows of a tall window
EMPTY = Page(1, (), (), ())
# What a typed answer may begin with beside the digits of the options, by its key.
BEGINNINGS = {
    "0": "0",
    "minus": "-",
    "full_stop": ".",
    "left_parenthesis": "(",
    "left_square_bracket": "[",
}


class Reader(KeyTarget, CommandDispatch, Scrolled, can_focus=True):
    """Shows a `Page`, scrolls it, and selects its targets.

    Attributes:
        page: the page on show.
        current: the selected target; None for none.
        widest: the maximum width of a line of text, in cells.
        revealed: the derivations that are shown a step at a time.
        following: whether `followed` is called when another line is at the top.
        card_keys: returns whether a command of the active card can be done now.
        card_key: carries out a command of the active card.
        acted: called with the target to act on; by default it posts `Acted`.
        followed: called when another line is at the top.
        fitted: called in a layout pass with the new number of cells for text; by default it posts `Resized`.
        shown: called when the pane was hidden and is visible again.
    """

    BINDINGS = [
        *(
            Binding(str(digit), f"option({digit})", f"option {digit}", show=False)
            for digit in range(1, 10)
        ),
        *(
            Binding(key, f"begin('{char}')", f"begin with {char}", show=False)
            for key, char in BEGINNINGS.items()
        ),
        *bindings("card", "text"),
    ]

    class Resized(Message):
        """The text has room for another number of cells."""

        def __init__(self, cells: int) -> None:
            """Hold the new number of ``cells``."""
            super().__init__()
            self.cells = cells

    class Moved(Message):
        """Another line is at the top."""

    class Acted(Message):
        """A target is to be acted on: its formula shown large, its link opened."""

        def __init__(self, target: Target) -> None:
            """Hold the ``target``."""
            super().__init__()
            self.target = target

    class Copying(Message):
        """The LaTeX of the chosen formula is wanted."""

    def __init__(self, look: Look) -> None:
        """Create an empty pane."""
        super().__init__()
        self._look = look
        self.page = EMPTY
        self.current: Target | None = None
        self.widest = TEXT_WIDTH
        # Callbacks and not messages, so that their effect is there when the next key is handled.
        self.card_keys: Callable[[str], bool] = lambda command: False
        self.card_key: Callable[[str], object] = lambda command: None
        self.acted: Callable[[Target], object] = lambda one: self.post_message(self.Acted(one))
        self.following = True
        self.followed: Callable[[], object] = lambda: self.post_message(self.Moved())
        self.fitted: Callable[[int], object] = lambda cells: self.post_message(self.Resized(cells))
        self.shown: Callable[[], object] = lambda: None
        self.revealed: Collection[str] = ()
        self.command_table: Mapping[str, Callable[[], object]] = {
            "text.down": lambda: self.move(1),
            "text.up": lambda: self.move(-1),
            "text.page-down": lambda: self.turn(1),
            "text.page-up": lambda: self.turn(-1),
            "text.top": lambda: self.scroll_to(y=0, animate=False, immediate=True),
            "text.bottom": self._scroll_to_bottom,
            "target.next": lambda: self.step(1),
            "target.previous": lambda: self.step(-1),
            "target.act": self._activate_current,
            "target.copy": lambda: self.post_message(self.Copying()),
        }
        self._room = 0
        self._strips: dict[int, Strip] = {}
        self._drawn: tuple[object, int, object] = ((), 0, None)

    # --- what is shown -------------------------------------------------------------------------------------

    @property
    def cells(self) -> int:
        """How many cells a line of text may take."""
        return max(1, min(self.widest, self._room - 2 if self._room < 60 else self._room - 4))

    @property
    def margin(self) -> int:
        """How many cells stand on the left of the text."""
        return max(0, (self._room - self.cells) // 2)

    def show(self, page: Page, spot: Spot | None = None) -> None:
        """Show a page at a spot; None keeps the line at the top where the page is the one before, changed."""
        before = self.page
        self.page = page
        if self.virtual_size.height != len(page.lines):
            self.set_virtual_height(len(page.lines))
        if self.current is not None:
            self.current = self._same(self.current)
        if spot is not None:
            self.go_to(spot)
        if before.lines is not page.lines:
            self._refresh_changed(before)

    def _refresh_changed(self, before: Page) -> None:
        top = self.scroll_offset.y
        for y in range(top, top + self.size.height):
            old = before.lines[y] if y < len(before.lines) else None
            new = self.page.lines[y] if y < len(self.page.lines) else None
            if old != new:
                self.refresh_line(y)

    def _same(self, target: Target) -> Target | None:
        """Return the target of the new page that corresponds to one of the page before."""
        for other in self.page.targets:
            if (other.kind, other.place, other.value) == (target.kind, target.place, target.value):
                return other
        return None

    def render_line(self, y: int) -> Strip:
        """Return the row at ``y`` of the window."""
        return self._row(y + self.scroll_offset.y, self.size.width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return rows of the window, without Textual's search of each for a border, padding or tint: there is none."""
        top, width = self.scroll_offset.y, self.outer_size.width
        strips = apply_line_filters(self, [self._row(top + y, width) for y in crop.line_range])
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _row(self, number: int, width: int) -> Strip:
        """Return a line of the page as a strip. Strips are cached: most lines stay in sight when it scrolls."""
        line: Line = self.page.lines[number] if number < len(self.page.lines) else ()
        styles = self._look.styles
        lines, cells, drawn_styles = self._drawn
        if self.page.lines is not lines or width != cells or styles is not drawn_styles:
            self._strips, self._drawn = {}, (self.page.lines, width, styles)
        strip = self._strips.get(number)
        if strip is None:
            if len(self._strips) >= CACHED_STRIPS:
                self._strips.clear()
            shown = (Span(" " * self.margin), *line) if line else ()
            strip = self._strips[number] = strip_of(shown, width, styles)
        return self._marked(strip, number)

    def _marked(self, strip: Strip, number: int) -> Strip:
        """Return a row with the target that the keys go to made visible."""
        target = self.current
        if target is None or target.kind in ("question", "field") or not self.has_focus:
            return strip
        if number == target.line - 1:
            return self._hinted(strip, target)
        if not target.line <= number < target.line + target.height:
            return strip
        left, right = target.start + self.margin, target.end + self.margin
        before, inside, after = strip.divide([left, right, strip.cell_length])
        lit = self._look.styles.style("focus")
        shown = Strip([Segment(segment.text, lit) for segment in inside], inside.cell_length)
        return Strip.join([before, shown, after])

    def hint(self, target: Target) -> str:
        """Return what enter does with a target that does not say so itself; empty for any other."""
        whole = target.kind == "derivation" and target.place not in self.revealed
        return _("enter: one step at a time") if whole else ""

    def _hinted(self, strip: Strip, target: Target) -> Strip:
        """Return the row above the chosen target: where it is empty, it says what enter does with the target."""
        number = target.line - 1
        hint = "" if self.page.lines[number] else self.hint(target)
        if not hint:
            return strip
        styles = self._look.styles
        left = max(target.start, target.end - len(hint))
        line = (Span(" " * (self.margin + left)), Span(hint, "muted"))
        return strip_of(crop(line, strip.cell_length), strip.cell_length, styles)

    # --- where the reader is -------------------------------------------------------------------------------

    def spot(self) -> Spot:
        """Return where the line at the top is."""
        top = self.scroll_offset.y
        block = self.page.block_at(top)
        if block is None:
            return Spot("")
        return Spot(block.place, top - block.line)

    def line_of(self, spot: Spot) -> int:
        """Return the line of a spot; the first where the page has no such place."""
        block = self.page.find(spot.place)
        return block.line + min(spot.offset, self.page.reach(block) - 1) if block else 0

    def spot_on(self, page: Page) -> Spot:
        """Return the spot at the top as it is on another page of the same chapter, of another width."""
        spot = self.spot()
        here, there = self.page.find(spot.place), page.find(spot.place)
        if here is None or there is None or here.height == there.height:
            return spot
        return Spot(spot.place, round(spot.offset * there.height / max(1, here.height)))

    def go_to(self, spot: Spot) -> None:
        """Scroll a spot to the top."""
        self.scroll_to(y=self.line_of(spot), animate=False, force=True, immediate=True)

    def progress(self) -> float:
        """Return how much of the page lies above the last line shown, from 0 to 1."""
        seen = self.scroll_offset.y + self.size.height
        return min(1.0, seen / max(1, len(self.page.lines)))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Call `followed` when another line is at the top."""
        super().watch_scroll_y(old_value, new_value)
        if self.following and round(old_value) != round(new_value):
            self.followed()

    def resized(self) -> None:
        """Call `fitted` where the width changed."""
        room = self.scrollable_content_region.width
        if room != self._room:
            self._room = room
            self.refresh()  # the margin may be another, though every line is the same
            self.fitted(self.cells)

    # --- moving --------------------------------------------------------------------------------------------

    def move(self, lines: int) -> None:
        """Scroll by so many lines, at once."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True)

    def turn(self, pages: int) -> None:
        """Scroll by so many windows, keeping two lines in sight."""
        self.move(pages * max(1, self.size.height - 2))

    # --- things to act on ----------------------------------------------------------------------------------

    def choose(self, target: Target | None, *, at: int | None = None) -> None:
        """Select a target, and scroll it into sight, or the line ``at`` to the top; None selects none."""
        before = self.current
        self.current = target
        for old in (before, target):
            if old is not None:
                self._refresh_target(old)
        if at is not None:
            self.scroll_to(y=max(0, at), animate=False, immediate=True)
        elif target is not None:
            self.reveal(target)

    def reveal(self, target: Target) -> None:
        """Scroll as little as it takes to show a target."""
        top, height = self.scroll_offset.y, self.size.height
        first = target.line - bool(self.hint(target))
        if first < top or target.height >= height:
            self.scroll_to(y=max(0, target.line - 1), animate=False, immediate=True)
        elif target.line + target.height > top + height:
            goal = target.line + target.height - height + 1
            self.scroll_to(y=min(goal, target.line), animate=False, immediate=True)

    def stops(self) -> list[Target]:
        """Return the targets that the tab key visits, from top to bottom."""
        kinds = ("formula", "simulation", "question", "link", "term", "derivation")
        inside = {target.place for target in self.page.targets if target.kind == "question"}
        stops = [
            target
            for target in self.page.targets
            if target.kind in kinds and (target.kind == "question" or target.place not in inside)
        ]
        return sorted(stops, key=lambda target: (target.line, target.start))

    def step(self, direction: int) -> Target | None:
        """Choose the next target (1) or the one before (-1), beginning from what is in sight."""
        stops = self.stops()
        if not stops:
            return None
        if self.current in stops:
            index = stops.index(self.current) + direction
        elif direction > 0:
            top = self.scroll_offset.y
            index = next((i for i, stop in enumerate(stops) if stop.line >= top), 0)
        else:
            bottom = self.scroll_offset.y + self.size.height
            index = max((i for i, stop in enumerate(stops) if stop.line < bottom), default=-1)
        self.choose(stops[index % len(stops)])
        return self.current

    def on_click(self, event: events.Click) -> None:
        """Act on what was clicked."""
        line = event.y + self.scroll_offset.y
        target = self.page.target_at(line, event.x - self.margin)
        if target is not None:
            self.post_message(self.Acted(target))

    def on_show(self) -> None:
        """Call `shown`."""
        self.shown()

    def on_focus(self) -> None:
        """Show the chosen target again."""
        if self.current:
            self._refresh_target(self.current)

    def on_blur(self) -> None:
        """Stop showing the chosen target."""
        if self.current:
            self._refresh_target(self.current)

    def _refresh_target(self, target: Target) -> None:
        """Redraw a target, and the row above it, which may show its hint."""
        self.refresh_lines(max(0, target.line - 1), target.height + 1)

    # --- keys -----------------------------------------------------------------------------------------------

    def can(self, command: str) -> bool:
        """Return whether a command can be done now: those of the cards, where the active one allows it."""
        if BY_ID[command].home == "card":
            return self.card_keys(command)
        return command != "text.down" or bool(self.page.lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key may act. Digits that no card takes open chapters."""
        if action == "option":
            return self.card_keys("option.pick") or self.card_keys("answer.type")
        if action == "begin":
            return self.card_keys("answer.type")
        return super().check_action(action, parameters)

    async def action_command(self, command: str) -> None:
        """Carry a command out; those of the cards are the screen's."""
        if BY_ID[command].home == "card":
            self.card_key(command)
        else:
            await super().action_command(command)

    def action_option(self, number: int) -> None:
        """Choose an option of the active card by its number."""
        self.card_key(f"option.{number}")

    def action_begin(self, typed: str) -> None:
        """Begin the answer of the active card with a character."""
        self.card_key(f"begin.{typed}")

    def _scroll_to_bottom(self) -> None:
        self.scroll_to(y=len(self.page.lines), animate=False, immediate=True)

    def _activate_current(self) -> None:
        if self.current is not None:
            self.acted(self.current)
