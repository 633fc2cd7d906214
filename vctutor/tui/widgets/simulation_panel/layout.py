"""What the simulation panel shows, as lines: the chart, numbers, parameters, buttons and the sentence.

Pure: from a `PanelView` and a size to lines and targets.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from vctutor.charts import draw
from vctutor.charts.ascii import spelled
from vctutor.course.model import Prediction
from vctutor.i18n import _
from vctutor.page.blocks import lay_text
from vctutor.page.card import LETTERS
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Laid, Target
from vctutor.page.rows import Stack, lay_buttons, lay_option
from vctutor.simulations.base import Parameter, Simulation, State, Values
from vctutor.simulations.scene import Scene, aspect_of
from vctutor.styled_text import Line, Span, crop, pad, width
from vctutor.tui.widgets.simulation_panel.typing_preview import Typing, lay_typing
from vctutor.typesetting.prose import literal

SENTENCE = 3  # lines kept for the sentence, so that the chart does not jump


class PanelView(Struct, frozen=True):
    """What the panel shows.

    Attributes:
        simulation: the simulation.
        state: where it stands.
        own: the parameters it began with, which the passage's prediction is about.
        cursor: the parameter that the keys change, by its place.
        running: whether it runs by itself.
        said: prose shown in place of the simulation's own sentence; empty for none.
        said_role: the role of that.
        asking: the prediction that waits for an answer; None for none.
        option: the choice under the cursor, while one is asked.
        typing: how the value that is typed for the parameter is read; None while none is typed.
        scrolled: how many cells of what is typed are out of sight on the left.
    """

    simulation: Simulation[Any]
    state: State
    own: Values
    cursor: int = 0
    running: bool = False
    said: str = ""
    said_role: str = "warning"
    asking: Prediction | None = None
    option: int = 0
    typing: Typing | None = None
    scrolled: int = 0


def lay_panel(view: PanelView, cells: int, height: int, glyphs: Glyphs, focused: bool) -> Laid:
    """Lay the panel out in exactly ``height`` lines of at most ``cells`` cells."""
    below = Stack()
    for part in _below(view, cells, height, glyphs, focused):
        below.add(part)
    room = max(0, height - len(below.lines))
    if room < 6 and height >= 10:
        # So low a panel shows the chart and what the keys go to; the rest is in the numbers (y).
        below = Stack()
        below.add(_one_parameter(view, cells, glyphs, focused))
        below.add(_sentence(view, cells, 2 - _typed(view, cells, glyphs), glyphs, height // 3))
        room = max(0, height - len(below.lines))
    scene: Scene = view.simulation.scene(view.state, aspect_of(cells, max(1, room)))
    chart = draw(scene, cells, room, glyphs="ascii" if glyphs.ascii else "unicode") if room else []
    lines = (*chart, *below.lines)[:height]
    return Laid(lines, tuple(target.moved(len(chart)) for target in below.targets))


def _below(
    view: PanelView, cells: int, height: int, glyphs: Glyphs, focused: bool
) -> Iterator[Laid]:
    yield _readouts(view, cells, glyphs)
    if view.asking is not None:
        yield _question(view, view.asking, cells, glyphs)
        return
    yield _parameters(view, cells, glyphs, focused)
    yield _buttons(view, cells, glyphs)
    kept = 2 if height < 24 else SENTENCE if cells >= 60 else SENTENCE + 1
    yield _sentence(view, cells, kept - _typed(view, cells, glyphs), glyphs, height // 3)


def _spelled(text: str, glyphs: Glyphs) -> str:
    return spelled(text) if glyphs.ascii else text


def _readouts(view: PanelView, cells: int, glyphs: Glyphs) -> Laid:
    """Return the numbers, as many on a line as fit."""
    rows: list[list[Span]] = [[]]
    for readout in view.simulation.readouts(view.state):
        label, text = _spelled(readout.label, glyphs), _spelled(readout.text(), glyphs)
        pair = [Span(f"{label} ", "muted"), Span(text, "strong")]
        used = width(rows[-1])
        if used and used + 3 + width(pair) > cells:
            rows.append([])
        elif used:
            rows[-1].append(Span("   "))
        rows[-1] += pair
    return Laid(tuple(crop(row, cells) for row in rows[:4]))


def _parameters(view: PanelView, cells: int, glyphs: Glyphs, focused: bool) -> Laid:
    stack = Stack()
    for place in range(len(view.simulation.parameters)):
        stack.add(_parameter(view, place, cells, glyphs, focused))
    return stack.laid()


def _one_parameter(view: PanelView, cells: int, glyphs: Glyphs, focused: bool) -> Laid:
    return _parameter(view, view.cursor, cells, glyphs, focused)


def field_start(view: PanelView, glyphs: Glyphs) -> int:
    """Return how many cells from the left a parameter's value is shown, and typed."""
    labels = (_spelled(_(one.label), glyphs) for one in view.simulation.parameters)
    return 3 + max(width((Span(label),)) for label in labels)


def _value(parameter: Parameter, view: PanelView) -> str:
    """Return a parameter's value with what it counts."""
    value = view.state.values[parameter.name]
    shown = parameter.text(value) or _("none")
    if parameter.unit is None or not isinstance(value, int | float):
        return shown
    return f"{shown} {parameter.unit(int(value))}"


def _slider_start(view: PanelView, glyphs: Glyphs) -> int:
    """Return where all sliders start: behind the longest value that has one."""
    values = view.state.values
    ranged = (p for p in view.simulation.parameters if p.fraction(values[p.name]) is not None)
    longest = max((width((Span(_value(one, view)),)) for one in ranged), default=0)
    return field_start(view, glyphs) + max(8, longest) + 1


def _below_field(view: PanelView, cells: int, glyphs: Glyphs) -> tuple[Line, ...]:
    if view.typing is None:
        return ()
    return lay_typing(view.typing, field_start(view, glyphs), cells, glyphs, view.scrolled)


def _typed(view: PanelView, cells: int, glyphs: Glyphs) -> int:
    """Return how many lines the preview of a typed value takes from the sentence."""
    return len(_below_field(view, cells, glyphs))


def _parameter(view: PanelView, place: int, cells: int, glyphs: Glyphs, focused: bool) -> Laid:
    """Return one parameter, and while its value is typed how that is read."""
    laid = _row(view, place, cells, glyphs, focused)
    if place != view.cursor:
        return laid
    return Laid((*laid.lines, *_below_field(view, cells, glyphs)), laid.targets)


def _row(view: PanelView, place: int, cells: int, glyphs: Glyphs, focused: bool) -> Laid:
    """Return one parameter: its name, its value and a slider where it has a range."""
    parameter = view.simulation.parameters[place]
    here = focused and place == view.cursor and view.asking is None
    role = "here" if here else ""
    names = field_start(view, glyphs) - 3
    value = view.state.values[parameter.name]
    label: Line = (
        Span(f"{glyphs.pointer if here else ' '} ", "accent"),
        *pad((Span(_spelled(_(parameter.label), glyphs), role or "muted"),), names),
        Span(" "),
    )
    text: Line = (
        *label,
        Span(_spelled(_value(parameter, view), glyphs), role or "strong"),
        Span(" "),
    )
    row = Target("option", 0, 0, cells, value=str(place))
    fraction = parameter.fraction(value)
    start = max(width(text), _slider_start(view, glyphs))
    room = min(24, cells - start - 2)
    if fraction is None or room < 6:
        more = _hint(parameter, cells - width(text), glyphs) if here else ""
        return Laid((crop((*text, Span(more, "muted")), cells),), (row,))
    knob = Target("button", 0, start + 1, start + 1 + room, value=f"slide {place} {room}")
    slider = _slider(fraction, room, glyphs, role)
    return Laid((crop((*pad(text, start), *slider), cells),), (row, knob))


def _hint(parameter: Parameter, room: int, glyphs: Glyphs) -> str:
    """Return what the keys do here, in the most words that there is room for."""
    if parameter.kind == "function" and parameter.choices:
        hints = [_("e types your own, ← → others"), _("e your own, ← →"), "e ← →"]
    elif parameter.kind == "function":
        hints = [_("e types your own"), _("e your own"), "e"]
    elif parameter.choices:
        hints = [_("← → changes it"), "← →"]
    else:
        hints = [_("e types it"), "e"]
    drawn = (_spelled(hint, glyphs) for hint in hints)
    return next((hint for hint in drawn if width((Span(hint),)) <= room), "")


def _slider(fraction: float, room: int, glyphs: Glyphs, role: str) -> Line:
    at = round(fraction * (room - 1))
    if glyphs.ascii:
        left, done, knob, rest, right = "<", "=", "O", "-", ">"
    else:
        left, done, knob, rest, right = "◂", "━", "●", "─", "▸"
    return (
        Span(left, "muted"),
        Span(done * at, role or "accent"),
        Span(knob, "accent strong"),
        Span(rest * (room - 1 - at), "rule"),
        Span(right, "muted"),
    )


def _buttons(view: PanelView, cells: int, glyphs: Glyphs) -> Laid:
    names = [("step", _("Step"), "space")]
    if view.simulation.moves:
        names.append(("run", _("Pause") if view.running else _("Run"), "r"))
    names.append(("reset", _("Reset"), "R"))
    names += [
        (f"action {number}", _(action.label), str(number))
        for number, action in enumerate(view.simulation.actions, 1)
    ]
    buttons = (
        (name, (Span(f"[{label}", "button"), Span(f" {key}", "button muted"), Span("]", "button")))
        for name, label, key in names
    )
    return lay_buttons(buttons, cells)


def _sentence(view: PanelView, cells: int, lines: int, glyphs: Glyphs, most: int = 0) -> Laid:
    """Return the sentence in so many lines; a message in its place, such as an explanation, gets up to ``most``."""
    text, role = (view.said, view.said_role) if view.said else (_plain(view), "")
    laid = lay_text(text, cells, glyphs, role).lines
    room = max(0, lines, min(most, len(laid)) if view.said else 0)
    return Laid((*laid[:room], *[()] * (room - len(laid))))


def _plain(view: PanelView) -> str:
    sentence = view.simulation.sentence(view.state)
    return literal(sentence)


def _question(view: PanelView, asked: Prediction, cells: int, glyphs: Glyphs) -> Laid:
    """Return a prediction that waits for an answer: the question and its choices, or the line of the field."""
    stack = Stack()
    stack.add(Laid(((Span(_("Before you look"), "hint strong"),),)))
    stack.add(lay_text(asked.ask.strip(), cells, glyphs))
    for place, choice in enumerate(asked.choices):
        here = place == view.option
        option = lay_option(
            LETTERS[place], choice.text, cells, glyphs, here=here, value=f"guess {place}"
        )
        stack.add(option)
    if not asked.choices:
        lead = Span(_("I expect "), "muted")
        used = width((lead,))
        line = (lead, *pad((), max(1, cells - used), "field"))
        stack.add(Laid((crop(line, cells),), (Target("field", 0, used, cells),)))
    advice = view.said or (_("enter answers, esc goes on without") if asked.choices else "")
    if advice:
        stack.add(lay_text(advice, cells, glyphs, view.said_role if view.said else "muted"))
    return stack.laid()
