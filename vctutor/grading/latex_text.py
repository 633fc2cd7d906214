r"""Pasted LaTeX as the text that one would type: ``\frac{1}{2}`` becomes ``((1)/(2))``.

The parser that typesets formulas reads it, so what can be shown can be answered.
"""

from __future__ import annotations

import re
import unicodedata

from vctutor.maths.names import CALLED

_LONGEST = 2000
# A function that people write with a backslash although LaTeX has none, and a root with its argument in brackets.
_NAMED = re.compile(r"\\([A-Za-z]+)(?=\s*\()")
_UNKNOWN_TO_LATEX = frozenset(CALLED) - {
    "sin", "cos", "tan", "sec", "csc", "cot", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "exp", "ln",
    "log", "max", "min",
}  # fmt: skip
_PRIMES = {"′": "'", "″": "''", "‴": "'''"}
_OPENING = {"⟨": "[", "(": "(", "[": "[", "{": "("}
_SIGNS = {"⋅": "*", "·": "*", "×": "*", "÷": "/", "−": "-", "∗": "*"}


class NotPlain(Exception):
    """The formula has a part that nobody would type as an answer."""


def plain_text(latex: str) -> str | None:
    """Return a formula as it would be typed, or None where it can't be read or is no answer."""
    from vctutor.typesetting.latex.parser import parse
    from vctutor.typesetting.latex.problems import LatexError

    if len(latex) > _LONGEST:
        return None
    known = _NAMED.sub(_operator, latex.replace("\\space", "\\ "))
    known = re.sub(r"(?<![\\A-Za-z])sqrt(?=[\[{])", r"\\sqrt", known)
    try:
        return _Writer().write(parse(known))
    except (LatexError, NotPlain, RecursionError):
        return None


def _operator(found: re.Match[str]) -> str:
    name = found[1]
    return f"\\operatorname{{{name}}}" if name in _UNKNOWN_TO_LATEX else found[0]


class _Writer:
    """Writes the tree of a formula as typed text."""

    def write(self, node: object) -> str:
        from vctutor.typesetting import tree

        match node:
            case tree.Atom(text=text):
                return _SIGNS.get(text) or unicodedata.normalize("NFKC", text)
            case tree.Space():
                return " "
            case tree.MathList(items=items):
                return self.row(items)
            case tree.Fraction(numerator=above, denominator=below, bar=True):
                return f"(({self.write(above)})/({self.write(below)}))"
            case tree.Script(base=base, sub=sub, sup=sup):
                return self.script(base, sub, sup)
            case tree.Root(body=body, index=None):
                return f"sqrt({self.write(body)})"
            case tree.Root(body=body, index=index):
                root = self.write(index).strip()
                inner = self.write(body)
                return f"cbrt({inner})" if root == "3" else f"(({inner})^(1/({root})))"
            case tree.Fenced():
                return self.fenced(node)
            case tree.Accent(base=base) | tree.Box(base=base):
                return self.write(base)
            case tree.Array(rows=rows):
                return self.table(rows)
        raise NotPlain

    def row(self, items: tuple[object, ...]) -> str:
        """Return things side by side; a space keeps neighbours apart that would read as one name or number."""
        written = ""
        for item in items:
            part = self.write(item)
            if part[:1].isdigit() and written.endswith((")", "]")):
                part = f"*{part}"
            joins = written[-1:].isalnum() and part[:1].isalnum()
            written += f" {part}" if joins else part
        return written

    def script(self, base: object, sub: object | None, sup: object | None) -> str:
        written = self.write(base)
        if sub is not None:
            below = self.write(sub).strip()
            if not re.fullmatch(r"\w+", below):
                raise NotPlain
            written = f"log{below}" if written.strip() == "log" else f"{written}_{below}"
        if sup is None:
            return written
        above = self.write(sup).strip()
        if all(character in _PRIMES for character in above):
            return written + "".join(_PRIMES[character] for character in above)
        if set(above) == {"'"}:
            return written + above
        if above in ("T", "⊤"):
            return f"{written}^T"
        return f"{written}^{above}" if above.isdigit() else f"{written}^({above})"

    def fenced(self, node: object) -> str:
        from vctutor.typesetting import tree

        assert isinstance(node, tree.Fenced)
        inner = self.write(node.body)
        if isinstance(node.body, tree.Array):
            return inner if node.opening in ("(", "[", "") else self.bad()
        if node.opening == "|":
            return f"abs({inner})"
        if node.opening not in _OPENING:
            return inner if not node.opening else self.bad()
        closing = {"[": "]", "(": ")"}[_OPENING[node.opening]]
        return f"{_OPENING[node.opening]}{inner}{closing}"

    def table(self, rows: tuple[tuple[object, ...], ...]) -> str:
        lines = ("[" + ", ".join(self.write(cell) for cell in row) + "]" for row in rows)
        return "[" + ", ".join(lines) + "]"

    def bad(self) -> str:
        raise NotPlain
