"""The result of one examination."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from vctutor.i18n import _

NAME_CELLS = 16
CELLS = 100


@dataclass(frozen=True)
class Finding:
    """The result of one examination.

    Attributes:
        name: what was examined, untranslated.
        value: the result for JSON.
        text: the result in words.
        advice: what to do about it; empty if there is nothing to do.
        ok: whether the tutor works properly all the same.
    """

    name: str
    value: Any
    text: str
    advice: str = ""
    ok: bool = True

    def as_text(self) -> str:
        """Return the finding with a mark for its severity, and the advice below it."""
        mark = _("ok  ") if not self.advice else _("note") if self.ok else _("BAD ")
        lines = [f"{mark} {_(self.name):<{NAME_CELLS}} {self.text}"]
        indent = " " * (NAME_CELLS + 6)
        lines += [indent + line for line in wrap(self.advice, CELLS - len(indent))]
        return "\n".join(lines)
