r"""Rewrite LaTeX that math-core does not support to LaTeX that it does, keeping a map of offsets.

Macros, ``\text{if $x > 0$}``, ``\substack``, ``split``, ``alignat``, ``bmatrix*``, ``\left<``, row ends.
An error found in the rewritten formula is reported where it stands in the author's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from vctutor.i18n import _
from vctutor.typesetting.latex.macros import MACROS, OPTIONAL
from vctutor.typesetting.latex.problems import LatexError, LatexProblem

_REPLACEMENTS: tuple[tuple[str, str], ...] = (
    (
        r"\\(begin|end)\{(?:split|alignat\*?|alignedat)\}(?:(?<=t\})\{\d*\}|(?<=t\*\})\{\d*\})?",
        r"\\\1{aligned}",
    ),
    (r"\\(begin|end)\{smallmatrix\}", r"\\\1{matrix}"),
    (r"\\(begin|end)\{([pbvBV]?matrix)\*\}(?:\[\w\])?", r"\\\1{\2}"),
    (r"\\begin\{eqnarray\*?\}", r"\\begin{array}{rcl}"),
    (r"\\end\{eqnarray\*?\}", r"\\end{array}"),
    (r"\\(left|middle|right)\s*<", r"\\\1\\langle "),
    (r"\\(left|middle|right)\s*>", r"\\\1\\rangle "),
    (r"\\mskip\{([^{}]*)\}", r"\\mskip\1 "),
    (r"\\hspace\*?\s*(-?[\d.]+\s*[a-z]{2})", r"\\hspace{\1}"),
)
REWRITTEN = (
    "split", "alignat", "alignat*", "alignedat", "smallmatrix", "eqnarray", "eqnarray*", "matrix*",
    "bmatrix*", "pmatrix*", "vmatrix*", "Bmatrix*", "Vmatrix*",
)  # fmt: skip
"""Environments that are rewritten to others."""
_ROW_END = re.compile(
    r"\\\\\*?(?:[ \t]*\[\s*-?[\d.]+\s*(?:pt|pc|ex|em|mu|cm|mm|in|px|bp|sp)\s*\])?(?![a-zA-Z])"
)
_COMMAND = re.compile(r"\\(?:([a-zA-Z]+)(\*?)|.)", re.DOTALL)
_TEXT = re.compile(r"\\(?:text|textrm)\s*\{")
_SUBSTACK = re.compile(r"\\substack\s*\{")
_NESTING = re.compile(r"\\(begin|end|left|right)(?![a-zA-Z])|\\(?:[a-zA-Z]+|.)|[{}&]", re.DOTALL)


class Edit(Struct, frozen=True):
    """``length`` characters at ``start`` of the author's formula became ``text``."""

    start: int
    length: int
    text: str


def rewritten(latex: str) -> tuple[str, Callable[[int], int]]:
    """Return a formula in words math-core knows, and a function from places in it to places in ``latex``."""
    edits = sorted(_edits(latex), key=lambda edit: edit.start)
    if not edits:
        return latex, lambda offset: offset
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
    if "\\" not in latex:
        return found
    for pattern, replacement in _REPLACEMENTS:
        for match in re.finditer(pattern, latex):
            found.append(Edit(match.start(), len(match[0]), match.expand(replacement)))
    for match in _TEXT.finditer(latex):
        found += _dollars(latex, match.end())
    stacks: list[tuple[int, int]] = []
    for match in _SUBSTACK.finditer(latex):
        end = closing_brace(latex, match.end())
        if end is not None:
            stacks.append((match.end(), end))
            found.append(Edit(match.start(), len(match[0]), r"\begin{subarray}{c}"))
            found.append(Edit(end, 1, r"\end{subarray}"))
    for match in _COMMAND.finditer(latex):
        name = match[1]
        if name is None:
            continue
        if match[2] and name + "*" in MACROS:
            found += _expanded(latex, match.start(), match.end(), name + "*")
        elif name in MACROS:
            found += _expanded(latex, match.start(), match.end(1), name)
    return found + _row_ends(latex, stacks)


def _expanded(latex: str, start: int, end: int, name: str) -> list[Edit]:
    """Return the edits that replace a macro by its template, around its arguments; none if one is missing."""
    if name in OPTIONAL and latex[end : end + 1] == "[":
        end = max(latex.find("]", end), end - 1) + 1
    templates = MACROS[name]
    if isinstance(templates, str):
        templates = (templates,)
    for template in reversed(templates):
        edits = list(_around(latex, start, end, template, braced=template is not templates[0]))
        if edits and edits[-1].length >= 0:
            return edits
    return []


def _around(latex: str, start: int, end: int, template: str, *, braced: bool) -> Iterator[Edit]:
    """Yield the edits for one template; an edit of negative length means that an argument is missing."""
    for text, mark in re.findall(r"([^#@]*)([#@]?)", template):
        if not mark:
            yield Edit(start, end - start, text)
            return
        found = argument(latex, end, braced=braced)
        if found is None:
            yield Edit(start, -1, "")
            return
        first, last, after = found
        if mark == "#":
            yield Edit(start, first - start, text)
            start = last
            if r"\text{" in text:
                yield from _dollars(latex, first)
        elif text:
            yield Edit(start, 0, text)
        end = after


def argument(latex: str, at: int, *, braced: bool = False) -> tuple[int, int, int] | None:
    """Return where the content of the next argument starts and ends and what follows it begins, or None."""
    while latex[at : at + 1].isspace():
        at += 1
    if latex[at : at + 1] == "{":
        end = closing_brace(latex, at + 1)
        return None if end is None else (at + 1, end, end + 1)
    if braced or at >= len(latex) or latex[at] in "}&":
        return None
    command = _COMMAND.match(latex, at)
    end = command.end() if command else at + 1
    return at, end, end


def _row_ends(latex: str, stacks: list[tuple[int, int]]) -> list[Edit]:
    r"""Return the edits for row ends: without the extra space asked for, and in a table where none is open.

    A terminal has no part of a line to add, so the length in ``\\[2pt]`` has no effect.

    Raises:
        LatexError: a row ends inside braces or brackets outside a table.
    """
    if "\\\\" not in latex and "\\cr" not in latex and "\\newline" not in latex:
        return []
    edits = []
    braces = tables = 0
    open_rows = columns = False
    for match in _NESTING.finditer(latex):
        token = match[0]
        if match[1]:
            tables += {"begin": 1, "end": -1}.get(match[1], 0)
            braces += {"left": 1, "right": -1}.get(match[1], 0)
        elif token in "{}":
            braces += 1 if token == "{" else -1
        elif token == "&":
            columns = columns or not (tables or braces)
        elif token in ("\\\\", r"\cr", r"\newline"):
            whole = _ROW_END.match(latex, match.start())
            if whole is not None and len(whole[0]) > 2:
                edits.append(Edit(whole.start(), len(whole[0]), "\\\\ "))
            if tables or any(first <= match.start() < last for first, last in stacks):
                continue
            if braces:
                message = _(
                    "{piece} starts a new line only outside braces and brackets, or in a table"
                )
                raise LatexError(
                    LatexProblem(match.start(), len(token), message.format(piece=token))
                )
            open_rows = True
    if not open_rows:
        return edits
    begin, end = (
        (r"\begin{aligned}", r"\end{aligned}") if columns else (r"\begin{array}{l}", r"\end{array}")
    )
    return [Edit(0, 0, begin), *edits, Edit(len(latex), 0, end)]


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
