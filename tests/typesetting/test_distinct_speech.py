"""Random formulas: two that differ never sound alike."""

from __future__ import annotations

import os
import random
import re

import pytest

from vctutor.typesetting import tree
from vctutor.typesetting.latex.parser import parse
from vctutor.typesetting.latex.problems import LatexError
from vctutor.typesetting.speech import speak

LETTERS = [
    "a",
    "b",
    "x",
    "y",
    "f",
    "n",
    "i",
    "p",
    "R",
    "A",
    r"\alpha",
    r"\sigma",
    r"\mathbf{x}",
    r"\phi",
    r"\varphi",
]
NUMBERS = ["1", "2", "3", "10"]
SIGNS = [
    "+",
    "-",
    "=",
    "<",
    r"\le",
    r"\cdot",
    r"\times",
    r"\in",
    ",",
    "/",
    "|",
    r"\subset",
    r"\subseteq",
    r"\approx",
]
BRACKETS = [
    ("(", ")"),
    ("[", "]"),
    ("|", "|"),
    (r"\|", r"\|"),
    (r"\lfloor ", r"\rfloor "),
    (r"\{", r"\}"),
]
NAMES = [r"\sin ", r"\log ", r"\operatorname{Var}", r"\max ", r"\mathbb{E}", r"\det "]
ACCENTS = [r"\hat", r"\bar", r"\vec", r"\dot", r"\overline"]
BIG = [r"\sum", r"\prod", r"\int", r"\bigcup"]


def formula(rng: random.Random, depth: int = 3) -> str:
    """Return a formula that nests at most ``depth`` levels."""
    return " ".join(_item(rng, depth) for _ in range(rng.choice([1, 1, 2, 2, 3, 4])))


def _item(rng: random.Random, depth: int) -> str:
    if depth <= 0 or rng.random() < 0.35:
        pool = rng.choice([LETTERS, LETTERS, NUMBERS, SIGNS])
        return rng.choice(pool)
    inner = [formula(rng, depth - 1) for _ in range(3)]
    return rng.choice(_FORMS)(rng, inner)


def _leaf(rng: random.Random) -> str:
    return rng.choice(rng.choice([LETTERS, NUMBERS]))


_FORMS = [
    lambda rng, inner: rf"\frac{{{inner[0]}}}{{{inner[1]}}}",
    lambda rng, inner: rf"\frac{{{_leaf(rng)}}}{{{_leaf(rng)}}}",
    lambda rng, inner: rf"\sqrt{{{inner[0]}}}",
    lambda rng, inner: rf"\sqrt[{_leaf(rng)}]{{{inner[0]}}}",
    lambda rng, inner: f"{_leaf(rng)}_{{{inner[0]}}}",
    lambda rng, inner: f"{_leaf(rng)}^{{{inner[0]}}}",
    lambda rng, inner: f"{_leaf(rng)}_{{{_leaf(rng)}}}^{{{inner[1]}}}",
    lambda rng, inner: f"{{{inner[2]}}}^{{{_leaf(rng)}}}",
    lambda rng, inner: _fenced(rng, inner[0]),
    lambda rng, inner: f"{_fenced(rng, inner[0])}^{{{_leaf(rng)}}}",
    lambda rng, inner: f"{rng.choice(LETTERS)}({inner[0]})",
    lambda rng, inner: f"{rng.choice(LETTERS)}'({_leaf(rng)})",
    lambda rng, inner: f"{rng.choice(NAMES)}({inner[0]})",
    lambda rng, inner: f"{rng.choice(NAMES)}[{inner[0]}]",
    lambda rng, inner: f"{rng.choice(NAMES)} {_leaf(rng)}",
    lambda rng, inner: f"{rng.choice(NAMES)}_{{{_leaf(rng)}}} {_leaf(rng)}",
    lambda rng, inner: f"{rng.choice(BIG)}_{{{inner[0]}}}^{{{_leaf(rng)}}}",
    lambda rng, inner: f"{rng.choice(BIG)}_{{i=1}}^{{{inner[0]}}}",
    lambda rng, inner: f"{rng.choice(ACCENTS)}{{{inner[0]}}}",
    lambda rng, inner: rf"\binom{{{inner[0]}}}{{{inner[1]}}}",
    lambda rng, inner: rf"\binom{{{_leaf(rng)}}}{{{_leaf(rng)}}}",
    lambda rng, inner: rf"\boxed{{{inner[0]}}}",
    lambda rng, inner: rf"\underbrace{{{inner[0]}}}_{{{inner[1]}}}",
    lambda rng, inner: rf"\underbrace{{{inner[0]}}}",
    lambda rng, inner: rf"\frac{{d {_leaf(rng)}}}{{d x}}",
    lambda rng, inner: rf"\frac{{\partial}}{{\partial x}} {_leaf(rng)}",
    lambda rng, inner: rf"\nabla {inner[0]}",
    lambda rng, inner: rf"{rng.choice(LETTERS)}^\top",
]


def _fenced(rng: random.Random, inside: str) -> str:
    opening, closing = rng.choice(BRACKETS)
    return rf"\left{opening}{inside}\right{closing}"


def canonical(node: object) -> object:
    """Return a tree without its spaces, lists of one item being that item."""
    if isinstance(node, tree.MathList):
        items = [canonical(item) for item in node.items if not isinstance(item, tree.Space)]
        flat = [
            part
            for item in items
            for part in (item[1] if isinstance(item, tuple) and item[:1] == ("list",) else (item,))
        ]
        return flat[0] if len(flat) == 1 else ("list", tuple(flat))
    if isinstance(node, tree.Atom):
        return ("atom", node.text, node.kind == "text")
    if isinstance(node, tuple):
        return tuple(map(canonical, node))
    fields = getattr(node, "__struct_fields__", None)
    if fields is None:
        return node
    return (type(node).__name__, *(canonical(getattr(node, field)) for field in fields))


def sound(latex: str) -> str:
    """Return the spoken words of a formula without pauses, which a listener may miss."""
    return " ".join(re.sub("[,;:.]", " ", speak(parse(latex))).split())


@pytest.mark.parametrize("depth", [2, 3])
def test_no_two_random_formulas_sound_alike(depth: int) -> None:
    # VCTUTOR_FORMULAS=60000 is the full run.
    rng = random.Random(depth)
    heard: dict[str, tuple[object, str]] = {}
    for _ in range(int(os.environ.get("VCTUTOR_FORMULAS", "2500"))):
        latex = formula(rng, depth)
        try:
            found = canonical(parse(latex))
        except LatexError:  # a random mixture of brackets that LaTeX refuses
            continue
        known, source = heard.setdefault(sound(latex), (found, latex))
        assert known == found, (source, latex)
