"""A conversation on a plain terminal or a pipe: lines said, lines asked for, and nothing that moves a cursor."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from vctutor.line_mode.replies import Tone

LONGEST = 20_000  # characters of a line that is typed; the rest is the next line
_COLOURS = {"head": "1", "right": "1;32", "wrong": "1;33", "unsure": "1;36"}


class LineTerminal:
    """Says and asks. Where the input is no terminal, what was read is repeated, so that the output reads as a whole."""

    def __init__(self, source: TextIO, out: TextIO, *, colours: bool = False) -> None:
        """Read lines from ``source`` and write to ``out``."""
        self._source = source
        self._out = out
        self._colours = colours
        self._echo = not source.isatty()

    def say(self, lines: Iterable[str], tone: Tone = "") -> None:
        """Write lines; the first sentence of the first is coloured by its tone."""
        for number, line in enumerate(lines):
            self._write(f"{self._painted(line, tone) if number == 0 else line}\n")

    def ask(self, prompt: str) -> str | None:
        """Return a line without the spaces around it; None at the end of the input or at ctrl+c."""
        self._write(prompt)
        try:
            line = self._source.readline(LONGEST)
        except KeyboardInterrupt:
            line = ""
        except UnicodeDecodeError:
            line = "\ufffd\n"
        if self._echo or not line.endswith("\n"):
            # What comes out of a file may hold anything, and a terminal would act on some of it.
            self._write(
                "".join(char if char.isprintable() else " " for char in line).strip() + "\n"
            )
        return line.strip() if line else None

    def _write(self, text: str) -> None:
        """Write at once; what the output has no letter for becomes a question mark."""
        encoding = getattr(self._out, "encoding", None) or "utf-8"
        self._out.write(text.encode(encoding, "replace").decode(encoding))
        self._out.flush()

    def _painted(self, line: str, tone: Tone) -> str:
        if not self._colours or not tone:
            return line
        head, stop, rest = line.partition(". ")
        return f"\x1b[{_COLOURS[tone]}m{head}{stop.rstrip()}\x1b[0m{' ' if stop else ''}{rest}"


def conversation() -> LineTerminal:
    """Return a conversation over the standard input and output."""
    return LineTerminal(sys.stdin, sys.stdout, colours=coloured(sys.stdout, os.environ))


def coloured(out: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether to use colours: on a terminal that is not dumb, unless NO_COLOR is set and not empty."""
    dumb = environment.get("TERM", "dumb") == "dumb"
    return out.isatty() and not dumb and not environment.get("NO_COLOR")


def at_a_terminal() -> bool:
    """Return whether a person sits at both ends, so that something can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def only_ascii(asked: bool) -> bool:
    """Return whether ASCII characters alone are to be written: asked for, or all that the output can hold."""
    return asked or "utf" not in (sys.stdout.encoding or "").lower()
