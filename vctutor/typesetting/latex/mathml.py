"""From math-core's MathML to the tree that is laid out.

MathML Core keeps less than LaTeX expresses: a closing bracket carries the power of its whole group, three dots are
three operators, and the class of a symbol is lost. This module reconstructs what layout, one-line form and speech need.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vctutor.i18n import _
from vctutor.typesetting import tree
from vctutor.typesetting.groups import gather
from vctutor.typesetting.latex.markup import Element, MarkupError, parse
from vctutor.typesetting.latex.problems import LatexError, LatexProblem
from vctutor.typesetting.symbols import (
    BIG,
    BINARY,
    CLOSING,
    DOTS,
    OPENING,
    PUNCTUATION,
    RELATIONS,
    without_stroke,
)
from vctutor.typesetting.tree import Atom, MathList, Node, Space

_DEEPEST = 120  # levels of MathML; each level of LaTeX makes two or three
_MOST_CELLS = 1_000
_APPLY = "\u2061"
_NOTHING = "\u2063"
# What shows nothing: selectors of variants, zero-width characters, marks of direction.
_UNSEEN = dict.fromkeys(
    [*range(0xFE00, 0xFE10), *range(0x200B, 0x2010), *range(0x202A, 0x202F),
     *range(0x2060, 0x2065), *range(0x2066, 0x206A)]
)  # fmt: skip
_LENGTH = re.compile(r"(-?[\d.]+)em")
_DELIMITERS = frozenset(OPENING) | CLOSING | frozenset("|‖/\\↑↓" + _NOTHING)

_ACCENTS = {
    "ˆ": "hat", "^": "hat", "\u0302": "hat", "¯": "bar", "\u0304": "bar", "˙": "dot", "\u0307": "dot", "¨": "ddot",
    "\u0308": "ddot", "⃛": "dddot", "⃜": "ddddot", "⃗": "vec", "→": "rarrow", "←": "larrow", "↔": "lrarrow",
    "˜": "tilde", "~": "tilde", "\u0303": "tilde", "ˇ": "check", "\u030c": "check", "˘": "breve", "´": "acute",
    "`": "grave", "˚": "ring", "̲": "line", "\u0305": "line", "_": "line", "‾": "line",
}  # fmt: skip
# Signs that few fonts have, by those that read the same.
_SHOWN_AS = {"≔": ":=", "≕": "=:", "∶": ":", "∣": "|", "⩴": "::=", "⟂": "⊥"}
_BRACES = frozenset("⏞⏟⎴⎵⏜⏝")

# What the letters of a mathematical alphabet become when they are not bold: some have a place in the basic plane.
_PLAIN_ALPHABETS = (
    (0x1D504, 0x1D537),
    (0x1D5A0, 0x1D5D3),
    (0x1D608, 0x1D63B),
    (0x1D670, 0x1D6A5),
    (0x1D434, 0x1D467),
)


def read(mathml: str) -> Node:
    """Return the tree of a formula from its MathML.

    Raises:
        LatexError: the formula nests too deeply, or what math-core made of it is no MathML.
    """
    try:
        root = parse(mathml)
    except MarkupError:
        raise LatexError(LatexProblem(0, 0, _("the formula can't be laid out"))) from None
    if _is_deep(root):
        raise LatexError(LatexProblem(0, 0, _("the formula nests too deeply")))
    return _row(root)


def _is_deep(root: Element) -> bool:
    """Return whether a tree has more levels than layout may recurse into, without recursing into it."""
    level = [root]
    for __ in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _row(element: Element) -> Node:
    """Return what the children of an element make side by side."""
    found: list[Node] = []
    for child in element:
        _collect(child, found)
    items = gather(_join(found))
    return items[0] if len(items) == 1 else MathList(items)


def _collect(element: Element, found: list[Node]) -> None:
    """Append what an element is to ``found``; a plain group melts into its surroundings."""
    tag = element.tag
    if tag == "mrow" and not _is_fence(element):
        for child in element:
            _collect(child, found)
    elif tag == "mpadded":
        _padded(element, found)
    else:
        node = _node(element)
        if node is not None:
            found.append(node)


def _padded(element: Element, found: list[Node]) -> None:
    inside = _row(element)
    if "padding-left:0.2778em" in element.get("style", "") and isinstance(inside, Atom):
        inside = Atom(inside.text, "rel", inside.kind)
    found.extend(tree.items_of(inside))


def _is_fence(element: Element) -> bool:
    r"""Return whether a group came from ``\left ... \right`` or from an environment with brackets."""
    if len(element) < 2 or not (_is_delimiter(element[0]) and _is_delimiter(element[-1])):
        return False
    opening, closing = element[0].text or "", element[-1].text
    return opening in OPENING or opening in ("|", "‖", _NOTHING) or closing == _NOTHING


def _is_delimiter(element: Element) -> bool:
    return (
        element.tag == "mo" and element.text in _DELIMITERS and element.get("stretchy") != "false"
    )


def _fenced(element: Element) -> Node:
    inside = Element("mrow")
    inside.extend(element[1:-1])
    opening, closing = ((element[at].text or "").strip(_NOTHING) for at in (0, -1))
    return tree.Fenced(opening, _row(inside), closing)


def _node(element: Element) -> Node | None:
    tag = element.tag
    if tag == "mi":
        return _identifier(element.text or "")
    if tag == "mn":
        return Atom(_styled(element.text or ""), "ord", "number")
    if tag == "mo":
        return _operator(element)
    if tag == "mtext":
        text = "".join(element.texts()).replace("\u00a0", " ").translate(_UNSEEN)
        return Space(0.34) if text == " " else Atom(text, "ord", "text")
    if tag == "mspace":
        return _space(element)
    if tag == "mrow":
        return _fenced(element)
    if tag == "mfrac":
        return tree.Fraction(
            _row_of(element[0]), _row_of(element[1]), element.get("linethickness") != "0"
        )
    if tag in ("msup", "msub", "msubsup"):
        return _script(element)
    if tag in ("mover", "munder", "munderover"):
        return _over_or_under(element)
    if tag == "msqrt":
        return tree.Root(_row(element))
    if tag == "mroot":
        return tree.Root(_row_of(element[0]), _row_of(element[1]))
    if tag == "mtable":
        return _table(element)
    if tag == "mphantom":
        return tree.Phantom(_row(element))
    if tag == "menclose":
        return tree.Box(_row(element), "box" if element.get("notation") == "box" else "strike")
    if tag == "mmultiscripts":
        return _multiscripts(element)
    return _row(element)


def _row_of(element: Element) -> Node:
    """Return what one child of a fraction or a script is."""
    if element.tag == "mi" or element.tag == "mn":
        return _node(element) or tree.EMPTY
    found: list[Node] = []
    _collect(element, found)
    items = gather(_join(found))
    return items[0] if len(items) == 1 else MathList(items)


def _identifier(text: str) -> Node:
    text = _styled(text.translate(_UNSEEN))
    text = _SHOWN_AS.get(text, text)
    if text == ":":
        return Atom(text, "punct", "operator")
    if len(text) > 1 and text[0].isalpha() and "\ufe00" not in text:
        return Atom(text, "fn", "name")
    return Atom(text)


def _operator(element: Element) -> Node | None:
    text = (element.text or "").translate(_UNSEEN)
    if not text or text == _APPLY:
        return None
    if len(text) > 1 and text.isalpha():
        return Atom(text, "fn", "name")
    text = _SHOWN_AS.get(text, text)
    if text == "," and element.get("rspace") == "0":
        return Atom(text, "punct", "number")  # perhaps the {,} of a number
    return Atom(text, "rel" if element.text == "∣" else _class_of(text, element), "operator")


def _class_of(text: str, element: Element) -> tree.Class:
    if text in BIG:
        return "op"
    if text in BINARY:
        return "bin"
    if text in RELATIONS or text in (":=", "=:", "::="):
        return "rel"
    if without_stroke(text) is not None:
        return "rel"
    if text == ":":
        return "punct"
    if text in OPENING:
        return "open"
    if text in CLOSING:
        return "close"
    if text in PUNCTUATION:
        return "punct"
    return "inner" if text in DOTS else "ord"


def _space(element: Element) -> Node | None:
    match = _LENGTH.match(element.get("width", "")) or _LENGTH.search(element.get("style", ""))
    return Space(float(match[1])) if match else None


def _styled(text: str) -> str:
    """Return the text with letters of alphabets that terminals lack (Fraktur, sans serif, ...) made plain."""
    if text.isascii() or max(text) < "\U0001d400":
        return text
    from vctutor.typesetting.symbols import unstyled

    return "".join(
        unstyled(character)
        if any(low <= ord(character) <= high for low, high in _PLAIN_ALPHABETS)
        else character
        for character in text
    )


def _script(element: Element) -> Node:
    base = _row_of(element[0])
    sub = _row_of(element[1]) if element.tag != "msup" else None
    sup = _row_of(element[-1]) if element.tag != "msub" else None
    if isinstance(sup, tree.Script) and sup.base == tree.EMPTY and sup.sub is None:
        sup = sup.sup  # x^{'} is x'
    return tree.Script(base, sub, sup)


def _multiscripts(element: Element) -> Node:
    """Return scripts that stand before their base, as an empty base with scripts and then the base."""
    before = [child for child in element[1:] if child.tag not in ("mprescripts", "none")]
    sub, sup = (part if part != tree.EMPTY else None for part in map(_row_of, before[:2]))
    return MathList((tree.Script(tree.EMPTY, sub, sup), _row_of(element[0])))


def _over_or_under(element: Element) -> Node:
    base, *marks = element
    if element.get("accent") == "true" or element.get("accentunder") == "true":
        mark = (marks[0].text or "").translate(_UNSEEN)
        under = element.tag == "munder"
        if mark in _BRACES:
            return tree.Brace(_row_of(base), None, under)
        if mark in _ACCENTS:
            return tree.Accent(_row_of(base), _ACCENTS[mark], under)
        sign = Atom(mark, "ord", "operator")  # a mark without a name is drawn as the sign it is
        return tree.Limits(_row_of(base), sign if under else None, None if under else sign)
    below = _without_struts(_row_of(marks[0])) if element.tag != "mover" else None
    above = _without_struts(_row_of(marks[-1])) if element.tag != "munder" else None
    node = _row_of(base)
    if isinstance(node, tree.Brace) and node.label is None:
        label, other = (below, above) if node.under else (above, below)
        if label is not None and other is None:
            return tree.Brace(node.base, label, node.under)
    return tree.Limits(node, below, above)


def _without_struts(label: Node) -> Node:
    """Return the label of a long arrow without the blank that stretches the arrow."""
    if isinstance(label, tree.Limits) and isinstance(label.under or label.over, Space):
        label = label.base
    if isinstance(label, MathList):
        items = tuple(item for item in label.items if not isinstance(item, Space))
        return items[0] if len(items) == 1 else MathList(items)
    return label


def _table(element: Element) -> Node:
    aligned = element.get("displaystyle") == "true"
    rows: list[list[Element]] = []
    for row in element:
        cells = list(row)
        if len(cells) > 1 and "width: 50%" in cells[0].get("style", ""):
            cells = cells[1:-1]  # the margins of a numbered environment
        rows.append(cells)
    ends = [_has_line(row) for row in rows]
    if len(rows) > 1 and not any(map(len, rows[-1])) and len(rows[-1]) < 2:
        # A row separator behind the last row adds no row, only the line that may follow it.
        rows.pop()
    columns = max((len(row) for row in rows), default=0)
    if columns * len(rows) > _MOST_CELLS:
        message = _("a table of {count} rows and {columns} columns is more than can be set").format(
            count=len(rows), columns=columns
        )
        raise LatexError(LatexProblem(0, 0, message))
    styles = [[cell.get("style", "") for cell in row] for row in rows]
    top = max(styles, key=len, default=[])
    align = tuple(_alignment(style) for style in top) + ("c",) * (columns - len(top))
    content = tuple(tuple(map(_row, row)) + (tree.EMPTY,) * (columns - len(row)) for row in rows)
    if align == ("r", "c", "l") and all(_is_relation(row[1]) for row in content):
        aligned, align = True, ("r", "l")  # eqnarray, or an array that is one in all but name
        content = tuple((left, _beside(middle, right)) for left, middle, right in content)
    return tree.Array(
        content,
        align,
        aligned and set(align) <= {"l", "r"},
        frozenset(at for at, style in enumerate(top) if "border-right" in style),
        frozenset(at for at, line in enumerate(ends) if line),
    )


def _is_relation(node: Node) -> bool:
    return node == tree.EMPTY or (isinstance(node, Atom) and node.cls in ("rel", "bin"))


def _beside(*nodes: Node) -> Node:
    items = tuple(item for node in nodes for item in tree.items_of(node))
    return items[0] if len(items) == 1 else MathList(items)


def _has_line(row: list[Element]) -> bool:
    return any("border-top" in cell.get("style", "") for cell in row)


def _alignment(style: str) -> str:
    return "l" if "text-align: left" in style else "r" if "text-align: right" in style else "c"


# --- symbols that MathML takes apart: an ellipsis, ":=", a number with its thousands set apart ---------------

_DOT = Atom(".", "ord", "operator")
_COLON = Atom(":", "punct", "operator")
_LASTS = frozenset(".=")


def _join(items: Sequence[Node]) -> list[Node]:
    r"""Return items with the full stops of ``\ldots``, the two signs of ``:=`` and the parts of 1{,}000 made one."""
    joined: list[Node] = []
    for item in items:
        joined.append(item)
        if not isinstance(item, Atom) or (item.kind != "number" and item.text not in _LASTS):
            continue
        if item.text == "." and joined[-3:] == [_DOT, _DOT, _DOT]:
            joined[-3:] = [Atom("…", "inner", "operator")]
        elif item.text == "=" and joined[-2:-1] == [_COLON]:
            joined[-2:] = [Atom(":=", "rel", "operator")]
        elif item.kind == "number" and len(item.text) >= 3:
            number = _thousands(joined[-3:])
            if number is not None:
                joined[-3:] = [number]
    return joined


def _thousands(items: Sequence[Node]) -> Atom | None:
    """Return three items as one number if a ``{,}``, which takes the space away, stands between two numbers."""
    if len(items) != 3:
        return None
    texts = [
        item.text if isinstance(item, Atom) and item.kind == "number" else "" for item in items
    ]
    left, comma, right = texts
    if comma == "," and left.replace(",", "").isdecimal() and right[:3].isdecimal():
        return Atom("".join(texts), "ord", "number")
    return None
