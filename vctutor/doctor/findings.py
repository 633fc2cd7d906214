"""A finding: what was looked at, what was found, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from vctutor.i18n import _

NAME_CELLS = 16
CELLS = 100


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what, in a word or two; to be translated where it is shown.
        value: what was found, as JSON has it.
        text: what was found, in words.
        advice: what to do about it; empty where all is well.
        ok: whether the tutor works as it should in spite of it.
    """

    name: str
    value: Any
    text: str
    advice: str = ""
    ok: bool = True

    def as_text(self) -> str:
        """Return the finding for people: marked where something is to be done, the advice below it."""
        mark = _("ok  ") if not self.advice else _("note") if self.ok else _("BAD ")
        lines = [f"{mark} {_(self.name):<{NAME_CELLS}} {self.text}"]
        indent = " " * (NAME_CELLS + 6)
        lines += [indent + line for line in wrap(self.advice, CELLS - len(indent))]
        return "\n".join(lines)
