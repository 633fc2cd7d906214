"""The private names of Textual, Rich and asyncio that this package uses, each with the reason.

The public interface of Textual has no way to do what is done with these. ``tests/package/test_private_names.py`` checks
that each still exists, that the package uses no others, and that nothing outside the package uses any.
"""

from __future__ import annotations

from typing import NamedTuple


class PrivateName(NamedTuple):
    """A private name of another package.

    Attributes:
        owner: the module, or the module and the class, that defines it: ``textual.app:App``.
        name: an attribute of the owner; for a class, also one that its methods assign to ``self``. Empty where the
            module itself is private.
        reason: why the package needs it.
        override: whether the package overrides it, so that Textual must call it.
    """

    owner: str
    name: str
    reason: str
    override: bool = False


APP = "textual.app:App"
SCREEN = "textual.screen:Screen"
WIDGET = "textual.widget:Widget"
PUMP = "textual.message_pump:MessagePump"

PRIVATE_NAMES = (
    # --- what is written to the terminal (terminal_diff, screen_resize) ---
    PrivateName("textual._compositor", "", "defines the updates of a screen and their maker"),
    PrivateName(APP, "_display", "every update of the terminal passes through it", override=True),
    PrivateName(
        SCREEN, "_compositor", "the screen gets a compositor that draws changed widgets only"
    ),
    PrivateName(
        "textual._compositor:Compositor", "_dirty_regions", "tells which widgets have to be drawn"
    ),
    PrivateName(APP, "_set_pointer_shape", "not every terminal has the sequence", override=True),
    # --- the layout pass (screen_resize, scroll_bar) ---
    PrivateName(
        SCREEN, "_refresh_layout", "classes for a width come before the layout", override=True
    ),
    PrivateName(SCREEN, "_callbacks", "callbacks of a closed screen go to the one below"),
    PrivateName(SCREEN, "_invoke_later", "registers a callback together with its caller"),
    PrivateName(
        "textual.scroll_view:ScrollView",
        "_size_updated",
        "a page is made for a new width before it is drawn",
        override=True,
    ),
    PrivateName(WIDGET, "_scroll_update", "updates the scroll bar without a layout pass"),
    PrivateName(
        WIDGET, "_vertical_scrollbar", "caches the scroll bar; the view has one of its own class"
    ),
    PrivateName(APP, "_start_widget", "starts the message loop of the scroll bar"),
    # --- keys (typed_ahead, fields, driver) ---
    PrivateName(PUMP, "_closing", "a widget that is being removed takes no keys"),
    PrivateName(PUMP, "_closed", "nor does one that has been removed"),
    PrivateName(WIDGET, "_forward_event", "sends a key to a widget behind the keys sent before"),
    PrivateName(SCREEN, "_forward_event", "likewise to a screen"),
    PrivateName(
        "textual.dom:DOMNode", "_bindings", "the bindings of a class with those it inherits"
    ),
    PrivateName("textual._xterm_parser", "", "turns the sequences of keys and mouse into events"),
    PrivateName("textual._keyboard_protocol", "", "names the keys that are no characters"),
    PrivateName(
        "textual._ansi_sequences",
        "",
        "defines the sequences of keys, and the marks around an update of the terminal",
    ),
    # --- the driver ---
    PrivateName(
        "textual.driver:Driver", "_auto_restart", "whether the application resumes when continued"
    ),
    PrivateName(PUMP, "_context", "callbacks of the input thread need the application's context"),
    # --- how the application ends (resilient_app) ---
    PrivateName(
        APP, "_handle_exception", "Textual would print the values of variables", override=True
    ),
    PrivateName(APP, "_print_error_renderables", "prints them", override=True),
    PrivateName(APP, "_exit", "whether the application is ending"),
    PrivateName(APP, "_exception", "the first exception, which test drivers raise"),
    PrivateName(APP, "_exception_event", "wakes a test driver that waits"),
    PrivateName(APP, "_return_code", "the exit code after an exception"),
    PrivateName(PUMP, "_close_messages_no_wait", "ends the message loop without waiting for it"),
    PrivateName(
        SCREEN, "_result_callbacks", "whoever waits for a screen's result may have given up"
    ),
    # --- the theme (app_theme) ---
    PrivateName(
        APP, "_watch_theme", "the first theme needs no second reading of the styles", override=True
    ),
    PrivateName(APP, "_refresh_truecolor_filter", "the part of it that the first theme needs"),
    # --- frames that are due (pending), for drivers of the application such as the tests ---
    PrivateName(APP, "_resize_event", "a resize that waits for a timer"),
    PrivateName(APP, "_check_resize", "handles it"),
    PrivateName(APP, "_batch_count", "whether drawing is suspended"),
    PrivateName(SCREEN, "_layout_required", "a layout pass is due"),
    PrivateName(SCREEN, "_scroll_required", "a scrolled widget is to be drawn"),
    PrivateName(SCREEN, "_repaint_required", "the screen is to be drawn"),
    PrivateName(SCREEN, "_recompose_required", "the screen is to be composed again"),
    PrivateName(SCREEN, "_dirty_widgets", "widgets are to be drawn"),
    PrivateName(SCREEN, "_on_timer_update", "does all this, which else a timer does"),
    PrivateName(
        "asyncio.base_events:BaseEventLoop", "_ready", "callbacks that the loop has yet to call"
    ),
)
