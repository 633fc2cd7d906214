"""Line-by-line input and output on a terminal or a pipe, without cursor movement."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from vctutor.line_mode.replies import Tone

LONGEST = 20_000  # characters read at once; the rest of the line is read as the next one
_COLOURS = {"head": "1", "right": "1;32", "wrong": "1;33", "unsure": "1;36"}


class LineTerminal:
    """Writes lines and reads replies. Input that is not from a terminal is echoed, so that the output is complete."""

    def __init__(self, source: TextIO, out: TextIO, *, colours: bool = False) -> None:
        """Read lines from ``source`` and write to ``out``."""
        self._source = source
        self._out = out
        self._colours = colours
        self._echo = not source.isatty()

    def write(self, lines: Iterable[str], tone: Tone = "") -> None:
        """Write lines. The tone colours the first sentence of the first line."""
        for number, line in enumerate(lines):
            self._write(f"{self._painted(line, tone) if number == 0 else line}\n")

    def ask(self, prompt: str) -> str | None:
        """Return the next line, stripped; None at the end of the input or at ctrl+c."""
        self._write(prompt)
        try:
            line = self._source.readline(LONGEST)
        except KeyboardInterrupt:
            line = ""
        except UnicodeDecodeError:
            line = "\ufffd\n"
        if self._echo or not line.endswith("\n"):
            # Input from a file may contain control characters, which a terminal would obey.
            self._write(
                "".join(char if char.isprintable() else " " for char in line).strip() + "\n"
            )
        return line.strip() if line else None

    def _write(self, text: str) -> None:
        """Write and flush. A character that the encoding lacks becomes a question mark."""
        encoding = getattr(self._out, "encoding", None) or "utf-8"
        self._out.write(text.encode(encoding, "replace").decode(encoding))
        self._out.flush()

    def _painted(self, line: str, tone: Tone) -> str:
        if not self._colours or not tone:
            return line
        head, stop, rest = line.partition(". ")
        return f"\x1b[{_COLOURS[tone]}m{head}{stop.rstrip()}\x1b[0m{' ' if stop else ''}{rest}"


def standard_terminal() -> LineTerminal:
    """Return a terminal on the standard input and output."""
    return LineTerminal(sys.stdin, sys.stdout, colours=uses_colour(sys.stdout, os.environ))


def uses_colour(out: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether to use colours: on a terminal, unless TERM is ``dumb`` or NO_COLOR is set to a non-empty value."""
    dumb = environment.get("TERM", "dumb") == "dumb"
    return out.isatty() and not dumb and not environment.get("NO_COLOR")


def at_a_terminal() -> bool:
    """Return whether input and output are both terminals, so that a person can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def only_ascii(asked: bool) -> bool:
    """Return whether to write ASCII only: because it was asked for, or because the output can't encode mathematics."""
    try:
        "∂∑√⎡ᵀ".encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return True
    return asked
