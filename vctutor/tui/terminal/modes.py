"""The terminal modes that the tutor turns on, and the sequences that turn each of them off.

Sequences: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html and, for ``CSI > u``, kitty's keyboard protocol.
"""

from __future__ import annotations

import termios
from typing import Any, TypeAlias

Settings: TypeAlias = "list[Any]"  # what termios.tcgetattr returns

ALTERNATE_SCREEN = "\x1b[?1049h"
HIDDEN_CURSOR = "\x1b[?25l"
NO_WRAP = "\x1b[?7l"
MOUSE = "\x1b[?1000h\x1b[?1003h\x1b[?1006h"
FOCUS = "\x1b[?1004h"
PASTE = "\x1b[?2004h"
KITTY_KEYS = "\x1b[>25u"  # unambiguous escape codes, all keys as escape codes, with their text
ASK_SYNCHRONISED = "\x1b[?2026$p"

# Every mouse mode, also those never turned on here: another program may have left one on.
MOUSE_OFF = "".join(f"\x1b[?{mode}l" for mode in (1000, 1002, 1003, 1006, 1015, 1016))
SYNCHRONISED_OFF = "\x1b[?2026l"
KITTY_KEYS_OFF = (
    "\x1b[<u"  # each screen has its own stack of these, so send it before leaving the alternate one
)
ABANDON = "\x18\x1b\\"  # ends a sequence that was cut off
LEAVE = "\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"


def entering(*, modest: bool, mouse: bool) -> str:
    """Return the sequences that take the terminal over; for a modest one, only its alternate screen."""
    if modest:
        return ALTERNATE_SCREEN + HIDDEN_CURSOR + NO_WRAP
    return (
        ALTERNATE_SCREEN
        + (MOUSE if mouse else "")
        + HIDDEN_CURSOR
        + FOCUS
        + KITTY_KEYS
        + PASTE
        + NO_WRAP
        + ASK_SYNCHRONISED
    )


def leaving(*, modest: bool) -> str:
    """Return the sequences that turn every mode off and leave the alternate screen."""
    if modest:
        return LEAVE
    return f"{SYNCHRONISED_OFF}{MOUSE_OFF}\x1b[?2004l\x1b[?1004l\x1b[?2048l{KITTY_KEYS_OFF}{LEAVE}"


def raw(settings: Settings) -> Settings:
    """Return a terminal's settings in raw mode: every key arrives at once and unchanged."""
    changed = [*settings[:6], list(settings[6])]
    changed[0] &= ~(
        termios.IXON
        | termios.IXOFF
        | termios.ICRNL
        | termios.INLCR
        | termios.IGNCR
        | termios.ISTRIP
    )
    changed[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    changed[6][termios.VMIN] = 1
    changed[6][termios.VTIME] = 0
    return changed
