r"""Rewrite LaTeX that math-core does not support to LaTeX that it does, keeping a map of offsets.

``\text{if $x > 0$}``, ``\substack``, ``split``, ``smallmatrix``, ``\mbox``, ``\left<`` and a few more. An error found
in the rewritten formula is reported where it stands in the author's.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

_REPLACEMENTS: tuple[tuple[str, str], ...] = (
    (r"\\mbox(?![a-zA-Z])", r"\\text"),
    (r"\\(begin|end)\{split\}", r"\\\1{aligned}"),
    (r"\\(begin|end)\{smallmatrix\}", r"\\\1{matrix}"),
    (r"\\(left|middle|right)\s*<", r"\\\1\\langle "),
    (r"\\(left|middle|right)\s*>", r"\\\1\\rangle "),
)
_TEXT = re.compile(r"\\(?:text|mbox|textrm)\s*\{")
_SUBSTACK = re.compile(r"\\substack\s*\{")
_HINTS = ("$", "\\substack", "\\mbox", "{split}", "{smallmatrix}", "<", ">")


class Edit(Struct, frozen=True):
    """``length`` characters at ``start`` of the author's formula became ``text``."""

    start: int
    length: int
    text: str


def rewritten(latex: str) -> tuple[str, Callable[[int], int]]:
    """Return a formula in words math-core knows, and a function from places in it to places in ``latex``."""
    if not any(hint in latex for hint in _HINTS):
        return latex, lambda offset: offset
    edits = sorted(_edits(latex), key=lambda edit: edit.start)
    parts: list[str] = []
    marks: list[
        tuple[int, int]
    ] = []  # where each kept stretch starts: in the result, in the original
    at = size = 0
    for edit in edits:
        if edit.start < at:
            continue
        marks.append((size, at))
        parts += [latex[at : edit.start], edit.text]
        size += edit.start - at
        marks.append((size, edit.start))
        size += len(edit.text)
        at = edit.start + edit.length
    marks.append((size, at))
    parts.append(latex[at:])

    def original(offset: int) -> int:
        new, old = max((mark for mark in marks if mark[0] <= offset), default=(0, 0))
        return min(old + offset - new, len(latex))

    return "".join(parts), original


def _edits(latex: str) -> list[Edit]:
    found: list[Edit] = []
    for pattern, replacement in _REPLACEMENTS:
        for match in re.finditer(pattern, latex):
            found.append(Edit(match.start(), len(match[0]), match.expand(replacement)))
    for match in _TEXT.finditer(latex):
        found += _dollars(latex, match.end())
    for match in _SUBSTACK.finditer(latex):
        end = closing_brace(latex, match.end())
        if end is not None:
            found.append(Edit(match.start(), len(match[0]), r"\begin{subarray}{c}"))
            found.append(Edit(end, 1, r"\end{subarray}"))
    return found


def _dollars(latex: str, start: int) -> list[Edit]:
    """Return the edits that let formulas inside a text, which starts at ``start``, stand outside of it."""
    end = closing_brace(latex, start)
    if end is None:
        return []
    places = [at for at in range(start, end) if latex[at] == "$" and latex[at - 1] != "\\"]
    if len(places) % 2:
        return []
    return [Edit(at, 1, r"\text{" if number % 2 else "}") for number, at in enumerate(places)]


def closing_brace(latex: str, start: int) -> int | None:
    """Return where the group whose content starts at ``start`` closes, or None."""
    depth = 1
    at = start
    while at < len(latex):
        if latex[at] == "\\":
            at += 2
            continue
        depth += (latex[at] == "{") - (latex[at] == "}")
        if not depth:
            return at
        at += 1
    return None
