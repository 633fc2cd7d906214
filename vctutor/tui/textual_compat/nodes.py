"""What the public interface of Textual does not say of a widget or a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode
    from textual.screen import Screen
    from textual.strip import Strip
    from textual.widget import Widget


def is_closing(node: MessagePump) -> bool:
    """Return whether a node is being removed or has been: it handles no further messages."""
    return node._closing or node._closed


def is_exiting(app: App[Any]) -> bool:
    """Return whether an application has been asked to end."""
    return app._exit


def bindings_for(node: DOMNode, key: str) -> list[Binding]:
    """Return the bindings that a node has for a key, the inherited ones included."""
    return node._bindings.key_to_bindings.get(key, [])


def forget_cancelled_waiter(screen: Screen[Any]) -> None:
    """Let a screen close although whoever awaits its result was cancelled; Textual would raise InvalidStateError."""
    callback = screen._result_callbacks[-1]
    if callback.future is not None and callback.future.done():
        callback.future = None


def apply_line_filters(widget: Widget, strips: list[Strip]) -> list[Strip]:
    """Return rows as `Widget.render_lines` would filter them, for widgets that override it."""
    for line_filter in widget.get_line_filters():
        strips = [strip.apply_filter(line_filter, widget.background_colors[1]) for strip in strips]
    return strips
