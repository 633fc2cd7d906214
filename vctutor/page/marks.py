"""What in laid-out prose a reader can act on."""

from __future__ import annotations

import re

from vctutor.page.model import Target
from vctutor.typesetting.prose import Mark

_NUMBER = re.compile(r"[-+]?[\d.]+|[-+]?\{[\d.]+\}")


def targets_of(marks: list[Mark]) -> list[Target]:
    """Return the formulas, terms and links as targets. A mere number is none: there is no more to it."""
    return [
        Target(mark.kind, mark.line, mark.start, mark.end, value=mark.source)
        for mark in marks
        if not (mark.kind == "formula" and _NUMBER.fullmatch(mark.source.strip()))
    ]
