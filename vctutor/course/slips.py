"""What authors type out of habit from other dialects of markdown, or leave open: it would be shown as it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from vctutor.i18n import N_, _

# What is not prose: what stands after a backslash, code, and formulas, in which [[a, b]] is a matrix. A dollar sign
# before a space, or without a partner in its paragraph, is money.
_ESCAPED = r"\\[\\$*`\[\]_-]"
_CODE = r"`[^`\n]+`"
_FORMULA = r"\$(?=[^\s$])(?:\\.|\n(?!\s*\n)|[^\\$\n])*(?<!\s)\$(?!\d)"
_MASKED = re.compile(f"{_ESCAPED}|{_CODE}|{_FORMULA}", re.DOTALL)
_CODE_ONLY = re.compile(f"{_ESCAPED}|{_CODE}")

_TAGS = "b|i|em|strong|br|p|a|img|sub|sup|code|pre|ul|ol|li|u|span|div"
_KINDS = (
    (
        re.compile(r"^[ \t]*(\|)[^\n]*\|[ \t]*\n[ \t]*\|[-:| \t]+$", re.MULTILINE),
        N_("a table typed with bars is shown as typed; use a 'table' block"),
    ),
    (
        re.compile(r"^ *(#{1,6}) +\w", re.MULTILINE),
        N_("a heading typed with # is shown as typed; use a 'section' block"),
    ),
    (re.compile(r"(!)\[[^\[\]\n]*\]\("), N_("there are no images; draw a 'diagram'")),
    (
        re.compile(rf"(<)(?:{_TAGS})\b[^<>\n]*>"),
        N_("HTML is shown as typed; use **bold**, *emphasis* or a block"),
    ),
    (
        re.compile(r"^ *(```)", re.MULTILINE),
        N_("a listing between ``` is shown as typed; use a 'code' block"),
    ),
    (
        re.compile(r"(\[\[)[^\[\]\n]*(?:\](?!\])|$)", re.MULTILINE),
        N_("a term is written [[so]]; a bracket is missing"),
    ),
    (
        re.compile(r"(?<![\[!])(\[)[^\[\]\n]+\]\((?![^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))"),
        N_("a link is written [so](address); its ) is missing"),
    ),
    (
        re.compile(r"(\\\()(?=[^\n]*\\\))"),
        N_("a formula in a text stands between dollar signs, as in $x^2$"),
    ),
)
_DISPLAY = re.compile(r"(?<!\$)(\$\$)[^$]+\$\$")
_BETWEEN = re.compile(r"(\n[ \t]*\n|\n *(?:[-*]|\d{1,3}[.)]) )")
_PAIRED = (
    (re.compile(r"(?<!\*)\*\*(?!\*)"), N_("a ** without its partner")),
    (re.compile(r"(?<!`)`(?!`)"), N_("a ` without its partner")),
)


class Slip(NamedTuple):
    """A slip in a text: the offsets of its first character and after its last, and what it is."""

    start: int
    end: int
    message: str


def masked(text: str) -> str:
    """Return a text, as long as before, with code and formulas blanked."""
    return _MASKED.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def slips_in(text: str) -> Iterator[Slip]:
    """Yield the slips of a text of light markdown."""
    bare = masked(text)
    for pattern, message in _KINDS:
        for match in pattern.finditer(bare):
            yield Slip(match.start(1), match.end(), _(message))
    if "$$" in text:
        advice = _("$$ is not known here; use a 'formula' block, or single dollar signs")
        for match in _DISPLAY.finditer(_CODE_ONLY.sub(_blank, text)):
            yield Slip(match.start(1), match.end(), advice)
    yield from _unpaired(bare)


def _unpaired(bare: str) -> Iterator[Slip]:
    at = 0
    for paragraph in _BETWEEN.split(bare):
        for pattern, message in _PAIRED:
            marks = list(pattern.finditer(paragraph))
            if len(marks) % 2:
                start = at + marks[-1].start()
                yield Slip(start, start + len(marks[-1][0]), _(message))
        at += len(paragraph)
