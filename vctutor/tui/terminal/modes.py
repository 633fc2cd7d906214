"""The modes of a terminal that the tutor turns on, and the sequences that turn every one of them off.

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

# The mouse in all its ways, also those never asked for: a terminal may have turned one on by itself.
MOUSE_OFF = "".join(f"\x1b[?{mode}l" for mode in (1000, 1002, 1003, 1006, 1015, 1016))
SYNCHRONISED_OFF = "\x1b[?2026l"
KITTY_KEYS_OFF = "\x1b[<u"  # of the alternate screen, so before leaving it
ABANDON = "\x18\x1b\\"  # ends a sequence that was cut off
LEAVE = "\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"


def entering(*, modest: bool, mouse: bool) -> str:
    """Return what takes the terminal over; a modest one is asked for no more than its screen."""
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
    """Return what gives the terminal back, with every mode off."""
    if modest:
        return LEAVE
    return f"{SYNCHRONISED_OFF}{MOUSE_OFF}\x1b[?2004l\x1b[?1004l\x1b[?2048l{KITTY_KEYS_OFF}{LEAVE}"


def raw(settings: Settings) -> Settings:
    """Return a terminal's settings changed so that every key arrives at once and as it is."""
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
