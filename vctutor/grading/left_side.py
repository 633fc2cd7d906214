"""What stands left of an equals sign: the name of what is asked for, or one side of an equation."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vctutor.grading.answer_syntax import Entry, split
from vctutor.maths.names import canonical

_EQUALS = re.compile(r"(?<![<>=!:≤≥])=(?!=)|:=|←")
_ABOUT = re.compile(r"^\s*[≈~]\s*")
_LETTERS = r"[^\W\d_]+(?:_?\{?\w+\}?)?"
_NAME = re.compile(rf"{_LETTERS}['′’″]*(?:\((?P<at>.*)\))?")
_DERIVATIVE = re.compile(rf"[(]*(?:d|∂)\w*[)]*/[(]*(?:d|∂)(?P<by>{_LETTERS})[)]*(?:\w+|\(.*\))?")
_OPERATOR = re.compile(rf"(?:∇\w*|D(?:_?(?P<by>\w))?\s*{_LETTERS})(?:\(.*\))?")
_SUBSCRIPT = re.compile(r"[^\W\d_]_?\{?(?P<by>[^\W\d_]\d*)\}?")
_DENIALS = frozenset(("not", "no", "never", "isn't"))


def sides(text: str) -> list[Entry]:
    """Return what stands between the equals signs outside brackets, the last one without ``≈`` in front."""
    depth, start, parts = 0, 0, []
    for found in _EQUALS.finditer(text):
        depth = sum((c in "([{") - (c in ")]}") for c in text[: found.start()])
        if depth <= 0:
            parts.append(Entry(text[start : found.start()], start))
            start = found.end()
    last = text[start:]
    about = _ABOUT.match(last)
    shift = about.end() if about else 0
    return [*parts, Entry(last[shift:], start + shift)]


def is_name(text: str) -> bool:
    """Return whether a text names something: ``f'(x)``, ``dy/dx``, ``∂f/∂x``, ``θ₁``, ``J_f``, ``D f``."""
    bare = text.strip()
    if bare.lower() in _DENIALS:
        return False
    compact = re.sub(r"\s+", "", bare)
    return bool(
        _NAME.fullmatch(bare) or _OPERATOR.fullmatch(bare) or _DERIVATIVE.fullmatch(compact)
    )


def differentiated_by(text: str, variables: Iterable[str]) -> str | None:
    """Return the variable that a name says something is differentiated by, or that it is itself; None for no other."""
    names = {canonical(name) for name in variables}
    bare = text.strip().strip("()")
    compact = re.sub(r"\s+", "", bare)
    found = _DERIVATIVE.fullmatch(compact) or _SUBSCRIPT.fullmatch(compact)
    by = canonical(found["by"]) if found and found["by"] else canonical(compact)
    return by if by in names else None


def order_of(text: str, variables: tuple[str, ...]) -> tuple[str | None, ...]:
    """Return the variables that a list of names in front of an equals sign stands for: ``fy, fx`` for y and x."""
    bare = text.strip()
    inner = bare[1:-1] if bare[:1] in "([" and bare[-1:] in ")]" else bare
    names = [entry.text for entry in split(Entry(inner, 0), ",;")]
    return tuple(differentiated_by(name, variables) for name in names)
