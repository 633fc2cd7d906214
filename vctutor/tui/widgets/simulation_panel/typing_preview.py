"""The preview of a value while it is typed in the simulation panel: how it is read, or where it can't be.

Pure: from a simulation and a text to a `Typing`, and from that to lines.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from vctutor.errors import VctutorError
from vctutor.i18n import _
from vctutor.maths.parsing.problems import ParseError
from vctutor.page.blocks import lay_text
from vctutor.page.glyphs import Glyphs
from vctutor.simulations.base import Parameter, Simulation, State, Value
from vctutor.styled_text import Line, Span, crop, width
from vctutor.styled_text import cells as text_cells
from vctutor.typesetting import inline
from vctutor.typesetting.prose import literal


class Typing(Struct, frozen=True):
    """How a typed value is read.

    Attributes:
        latex: how a function is read; empty for other values and where it can't be.
        read: how another value is read, where it was typed differently; else empty.
        wrong: what is wrong, with a suggestion where there is one; empty where nothing is.
        caret: how many cells into the text it is wrong; None where it is wrong as a whole.
    """

    latex: str = ""
    read: str = ""
    wrong: str = ""
    caret: int | None = None


def read_typed(
    simulation: Simulation[Any], before: State, parameter: Parameter, text: str
) -> tuple[State | None, Typing]:
    """Read a typed value.

    Args:
        simulation: the simulation.
        before: its state before anything was typed.
        parameter: what the value is for.
        text: what is typed so far.

    Returns:
        The state with the value, None where it can't be read; and how it was read.
    """
    if not text.strip() and parameter.default != "":
        return None, Typing()
    try:
        state = simulation.change(before, parameter.name, text)
    except VctutorError as error:
        return None, Typing(wrong=_message(error, parameter), caret=_caret(error, text))
    value = state.values[parameter.name]
    return state, Typing(latex=parameter.latex(value), read=_read(parameter, value, text))


def _message(error: VctutorError, parameter: Parameter) -> str:
    """Return what is wrong, with the parameter called as it is on the screen and not as on the command line."""
    message = str(error)
    if message.startswith(f"{parameter.name} "):
        message = _(parameter.label) + message[len(parameter.name) :]
    return message


def _read(parameter: Parameter, value: Value, text: str) -> str:
    shown = "" if parameter.kind == "function" else parameter.text(value)
    return "" if shown.strip("()") == text.strip().strip("()") else shown


def _caret(error: VctutorError, text: str) -> int | None:
    """Return the cell of the wrong character; what was read is the text without the blanks around it."""
    if not isinstance(error, ParseError):
        return None
    start = text.find(error.text) if error.text else len(text) - len(text.lstrip())
    return text_cells(text[: max(0, start) + error.position])


def lay_typing(
    typing: Typing, left: int, cells: int, glyphs: Glyphs, scrolled: int = 0
) -> tuple[Line, ...]:
    """Return the lines below the field: at least one, so that the picture above does not jump.

    Args:
        typing: what is known of the typed value.
        left: where the field starts.
        cells: the width of the panel.
        glyphs: the signs to draw with.
        scrolled: how many cells of the text are out of sight on the left.
    """
    margin = Span(" " * left)
    if typing.wrong:
        return _pointed(typing, left, cells, glyphs, scrolled)
    if typing.latex:
        return (crop((margin, *inline(typing.latex, ascii=glyphs.ascii)), cells),)
    return (crop((margin, Span(f"= {typing.read}" if typing.read else "", "muted")), cells),)


def _pointed(
    typing: Typing, left: int, cells: int, glyphs: Glyphs, scrolled: int
) -> tuple[Line, ...]:
    """Return the caret and the message: after it, before it or below it, where there is room."""
    plain = literal(typing.wrong)
    message = lay_text(plain, 1000, glyphs, "error").lines[0]
    long = width(message)
    below = lay_text(plain, cells, glyphs, "error").lines
    if typing.caret is None:
        return ((Span(" " * left), *message),) if left + long <= cells else below
    at = min(left + max(0, typing.caret - scrolled), cells - 1)
    pointer = Span("^", "error")
    if at + 2 + long <= cells:
        return ((Span(" " * at), pointer, Span(" "), *message),)
    if long + 1 <= at:
        return ((Span(" " * (at - long - 1)), *message, Span(" "), pointer),)
    return ((Span(" " * at), pointer), *below)
