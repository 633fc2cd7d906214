"""The two-dimensional form: from the tree of a formula to a picture."""

from __future__ import annotations

from collections.abc import Sequence

from vctutor.styled_text import cells
from vctutor.typesetting import tree
from vctutor.typesetting.drawing import decoration
from vctutor.typesetting.drawing.picture import (
    Picture,
    beside,
    beside_closely,
    blank,
    centred,
    corners,
    stack,
    text,
)
from vctutor.typesetting.drawing.stretch import bracket
from vctutor.typesetting.drawing.tables import table
from vctutor.typesetting.linear import linear, separated
from vctutor.typesetting.shapes import product_sign, split_primes
from vctutor.typesetting.spacing import gaps, is_big
from vctutor.typesetting.symbols import INTEGRALS, accented, lowered, raised, to_ascii
from vctutor.typesetting.tree import (
    Atom,
    Class,
    Fenced,
    Fraction,
    Limits,
    MathList,
    Node,
    Script,
    Space,
    items_of,
)

_LONGEST_SMALL = 6  # a script of more characters is set on a line of its own


def draw(node: Node, ascii: bool = False) -> Picture:
    """Return a node in two dimensions, in Unicode or in ASCII."""
    return _Artist(ascii).draw(node)


def draw_items(
    items: Sequence[Node], ascii: bool, after: Class | None = None
) -> tuple[list[Picture], list[int]]:
    """Return the pictures of what stands in a row, without its spaces, and the cells to leave before each."""
    return _Artist(ascii).pieces(tuple(items), after)


class _Artist:
    """Draws nodes, in Unicode or in ASCII."""

    def __init__(self, ascii: bool) -> None:
        self.ascii = ascii

    def draw(self, node: Node) -> Picture:
        if isinstance(node, Atom):
            return text(to_ascii(node.text) if self.ascii else node.text)
        if isinstance(node, MathList):
            return beside(*self.pieces(node.items))
        if isinstance(node, Script):
            return self.script(node)
        if isinstance(node, Fraction):
            return self.fraction(node)
        if isinstance(node, Fenced):
            return self.fenced(node)
        if isinstance(node, Limits):
            return self.limits(node)
        if isinstance(node, tree.Root):
            return self.root(node)
        if isinstance(node, tree.Accent):
            return self.accent(node)
        if isinstance(node, tree.Brace):
            return self.brace(node)
        if isinstance(node, tree.Array):
            return table(node, self.ascii, self.cell)
        if isinstance(node, tree.Box):
            return self.box(node)
        if isinstance(node, tree.Phantom):
            hidden = self.draw(node.base)
            return blank(hidden.width, hidden.height, hidden.baseline)
        return text("")

    def line(self, node: Node, *, script: bool = True) -> Picture:
        """Return a node on one line, as in scripts and bounds."""
        return text(linear(node, ascii=self.ascii, script=script))

    # --- rows ------------------------------------------------------------------------------------------------

    def pieces(
        self, items: tuple[Node, ...], after: Class | None = None
    ) -> tuple[list[Picture], list[int]]:
        pictures: list[Picture] = []
        kept: list[int] = []
        for at, (item, gap) in enumerate(zip(items, gaps(items, after=after), strict=True)):
            if isinstance(item, Space):
                continue
            sign = self.ascii and product_sign(items, at)
            picture = text(sign) if sign else self.draw(item)
            if (
                pictures
                and not gap
                and (
                    separated(items, at, self.ascii)
                    or _ends_in_bar(items, at, pictures)
                    or (picture.baseline and _marks_touch(items, at))
                )
            ):
                gap = 1
            pictures.append(picture)
            kept.append(gap)
        return pictures, kept

    def cell(self, node: Node, after: Class | None) -> Picture:
        """Return a table's cell, which in aligned columns goes on with what stands left of it."""
        return beside(*self.pieces(items_of(node), after))

    # --- fractions, roots ------------------------------------------------------------------------------------

    def fraction(self, node: Fraction) -> Picture:
        above, below = self.draw(node.numerator), self.draw(node.denominator)
        width = max(above.width, below.width, 1)
        if not node.bar:
            return stack((centred(above, width), blank(width), centred(below, width)), above.height)
        if _has_bar(node.numerator) or _has_bar(node.denominator):
            width += 2  # the longest bar is the one that divides last
        bar = text(("-" if self.ascii else "─") * width)
        return stack((centred(above, width), bar, centred(below, width)), above.height)

    def root(self, node: tree.Root) -> Picture:
        inside = self.draw(node.body)
        if self.ascii and inside.height == 1:
            return self.line(node, script=False)
        index = self.line(node.index) if node.index is not None else None
        if inside.height == 1 and isinstance(node.body, Atom):
            return text(linear(node))
        small = (
            None
            if index is None
            else {"3": "∛", "4": "∜"}.get(index.rows[0]) or raised(index.rows[0])
        )
        if inside.height == 1 and small:
            return decoration.under_sign(inside, small if small in "∛∜" else f"{small}√")
        return decoration.under_root(inside, index, self.ascii)

    # --- brackets --------------------------------------------------------------------------------------------

    def fenced(self, node: Fenced) -> Picture:
        inside = self.inside(node)
        if inside.height == 1:
            opening, closing = (
                to_ascii(mark) if self.ascii else mark for mark in (node.opening, node.closing)
            )
            return text(f"{opening}{inside.rows[0]}{closing}")
        # Of two rows only a script or a bar stands out, unless they are those of a table.
        if inside.height == 2 and not _holds_table(node.body):
            opening, closing = (
                to_ascii(mark) if self.ascii else mark for mark in (node.opening, node.closing)
            )
            left, right = (
                decoration.beside_row(mark, inside, inside.baseline) for mark in (opening, closing)
            )
            return beside((left, inside, right))
        left = bracket(node.opening, inside.height, inside.baseline, self.ascii)
        right = bracket(node.closing, inside.height, inside.baseline, self.ascii)
        return beside((left, inside, right))

    def inside(self, node: Fenced) -> Picture:
        """Return what brackets hold; bars that stand between them stretch with it."""
        body = node.body
        if isinstance(body, tree.Array) and "{" in (node.opening, *node.closing.replace("}", "{")):
            picture = table(body, self.ascii, self.cell)
            # A curly bracket needs a row between its ends for its point.
            if picture.height == 2:
                return Picture(
                    (picture.rows[0], " " * picture.width, picture.rows[1]), picture.width, 1
                )
            return picture
        if not isinstance(body, MathList):
            return self.draw(body)
        pictures, spaces = self.pieces(body.items)
        whole = beside(pictures, spaces)
        items = [item for item in body.items if not isinstance(item, Space)]
        if whole.height == 1 or not any(_is_bar(item) for item in items):
            return whole
        for at, item in enumerate(items):
            if _is_bar(item):
                pictures[at] = bracket("|", whole.height, whole.baseline, self.ascii)
        return beside(pictures, spaces)

    # --- scripts ---------------------------------------------------------------------------------------------

    def script(self, node: Script) -> Picture:
        if isinstance(node.base, Atom) and node.base.text in INTEGRALS:
            return self.integral(node.base, node.sub, node.sup)
        base = self.base(node.base)
        primes, sup = ("", None) if node.sup is None else split_primes(node.sup)
        if primes:
            mark = to_ascii(primes) if self.ascii else primes
            base = beside((base, decoration.beside_row(mark, base, 0)))
        if node.sub is None and sup is None:
            return base
        # Beside a mark over several letters a small index would seem to be the last letter's.
        marked = isinstance(node.base, tree.Accent)
        single = isinstance(node.base, tree.Accent) and isinstance(node.base.base, Atom)
        small = (
            None if marked and not single and node.sub else self.small(node.sub, sup, base, single)
        )
        return beside_closely(base, small or self.with_lines(base, node.sub, sup))

    def base(self, node: Node) -> Picture:
        picture = self.draw(node)
        if isinstance(node, Fraction | tree.Root) or (
            isinstance(node, MathList | Script | Limits) and picture.width
        ):
            return self.fenced_picture(picture)
        return picture

    def fenced_picture(self, picture: Picture) -> Picture:
        """Return a picture in round brackets."""
        sides = (bracket(mark, picture.height, picture.baseline, self.ascii) for mark in "()")
        left, right = (Picture(side.rows, side.width, picture.baseline) for side in sides)
        return beside((left, picture, right))

    def small(
        self, sub: Node | None, sup: Node | None, base: Picture, marked: bool
    ) -> Picture | None:
        """Return the scripts in small letters beside the base, or None when they need lines of their own.

        Beside a ``marked`` letter they stand as beside the letter: the mark is not what they belong to.
        """
        low = "" if sub is None else self.letters(sub, "_")
        high = "" if sup is None else self.letters(sup, "^")
        if low is None or high is None:
            return None
        top, bottom = (base.baseline, base.baseline) if marked else corners(base)
        if top == bottom:
            return text(low + high)
        if self.ascii:
            one = not high and bottom == base.baseline
            return decoration.beside_row(low, base, bottom) if one else None
        width = max(cells(low), cells(high))
        rows = [" " * width] * base.height
        rows[bottom] = low + " " * (width - cells(low))
        if high:
            rows[top] = high + " " * (width - cells(high))
        return Picture(tuple(rows), width, base.baseline)

    def letters(self, node: Node, mark: str) -> str | None:
        """Return a script in small letters (in ASCII after ``^`` or ``_``), or None when that would not read well."""
        written = linear(node, ascii=self.ascii, script=True)
        if mark == "^" and written in ("∘", "°", "o") and _is_degree(node):
            return " deg" if self.ascii else "°"
        if self.ascii:
            plain = isinstance(node, Atom) and (written.isalnum() or written in ("*", "+", "-"))
            return mark + written if plain else None
        if len(written) > _LONGEST_SMALL or (written.isalpha() and len(written) > 3):
            return None
        if "(" in written[1:]:
            return None
        return raised(written) if mark == "^" else lowered(written)

    def with_lines(self, base: Picture, sub: Node | None, sup: Node | None) -> Picture:
        """Return the scripts of a base, those that small letters can't show on lines of their own."""
        if base.height > 1 or sub is None or sup is None or self.ascii:
            return self.lines(sub, sup, base)
        low, high = self.letters(sub, "_"), self.letters(sup, "^")
        if low is None and high is None:
            return self.lines(sub, sup, base)
        # One of the two is small: it stays in the line, and the other begins right above or below it.
        kept = text(low or high or "")
        other = self.lines(sub if low is None else None, sup if high is None else None, base)
        width = max(kept.width, other.width)
        rows = list(centred(other, width, "l").rows)
        rows[other.baseline] = centred(kept, width, "l").rows[0]
        return Picture(tuple(rows), width, other.baseline)

    def lines(self, sub: Node | None, sup: Node | None, base: Picture) -> Picture:
        """Return scripts on lines of their own, at the corners of what they belong to."""
        low = None if sub is None else self.raised_picture(sub)
        high = None if sup is None else self.raised_picture(sup)
        width = max(picture.width for picture in (low, high) if picture is not None)
        top, bottom = corners(base)
        # A part above or below the baseline takes the script beside it; a single row, on the next row.
        first = last = 0
        if high is not None:
            # In ASCII a script beside the end of a bracket would seem to go on with it.
            first = top + int(top < base.baseline and not self.ascii) - high.height
        if low is not None:
            last = bottom + int(bottom == base.baseline) + low.height
        start, end = min(first, 0), max(last, base.height)
        rows = [" " * width] * (end - start)
        for picture, at in ((high, first), (low, last - (low.height if low is not None else 0))):
            if picture is not None:
                begin = at - start
                rows[begin : begin + picture.height] = centred(picture, width, "l").rows
        return Picture(tuple(rows), width, base.baseline - start)

    def raised_picture(self, node: Node) -> Picture:
        """Return a script on its own lines: on one line unless it holds a table."""
        if _holds_table(node):
            return self.draw(node)
        return self.line(node)

    def integral(self, base: Atom, sub: Node | None, sup: Node | None) -> Picture:
        """Return an integral: with small bounds beside it, or three rows tall with its bounds at the ends."""
        low = "" if sub is None else self.letters(sub, "_")
        high = "" if sup is None else self.letters(sup, "^")
        if not self.ascii and low is not None and high is not None:
            return text(base.text + low + high)
        upper = self.line(sup) if sup is not None else text("")
        lower = self.line(sub) if sub is not None else text("")
        return decoration.integral(base.text, lower, upper, self.ascii)

    # --- bounds, accents, braces -----------------------------------------------------------------------------

    def limits(self, node: Limits) -> Picture:
        under = None if node.under is None else self.bound(node.under)
        over = None if node.over is None else self.bound(node.over)
        base = self.draw(node.base)
        if isinstance(node.base, Atom) and node.base.cls == "rel" and not is_big(node):
            label = max(picture.width for picture in (under, over) if picture is not None)
            base = decoration.arrow(node.base.text, label, self.ascii) or base
        parts = [picture for picture in (over, base, under) if picture is not None]
        return stack(parts, base.baseline + (over.height if over is not None else 0))

    def bound(self, node: Node) -> Picture:
        """Return a bound on one line, or on as many as it was given."""
        if not isinstance(node, tree.Array):
            return self.line(node)
        return stack([self.line(MathList(row)) for row in node.rows], 0)

    def accent(self, node: tree.Accent) -> Picture:
        base = self.draw(node.base)
        alone = (
            base.height == 1 and base.width == 1 and isinstance(node.base, Atom) and not node.under
        )
        if alone and not self.ascii and node.mark not in _DRAWN_ABOVE:
            return text(accented(base.rows[0], "bar" if node.mark == "line" else node.mark))
        if not alone and node.mark not in _WIDE_MARKS and (self.ascii or node.under):
            return self.line(
                node, script=False
            )  # over several letters such a mark would seem to be of one
        return decoration.accented_picture(
            base, node.mark, node.under, self.ascii, single=isinstance(node.base, Atom)
        )

    def brace(self, node: tree.Brace) -> Picture:
        label = None if node.label is None else self.line(node.label, script=False)
        return decoration.braced(self.draw(node.base), label, node.under, self.ascii)

    def box(self, node: tree.Box) -> Picture:
        inside = self.draw(node.base)
        if node.style == "box":
            return decoration.framed(inside, self.ascii)
        if inside.height == 1:
            return self.line(node, script=False)
        return beside((text("cancel"), self.fenced_picture(inside)))


_WIDE_MARKS = frozenset(("line", "bar", "hat", "tilde", "rarrow", "larrow", "lrarrow", "vec"))
_DRAWN_ABOVE = frozenset(("vec", "rarrow", "larrow", "lrarrow", "dddot", "ddddot"))


def _ends_in_bar(items: tuple[Node, ...], at: int, before: list[Picture]) -> bool:
    """Return whether what stands before is a root whose bar would seem to go on."""
    left = next((item for item in reversed(items[:at]) if not isinstance(item, Space)), None)
    return isinstance(left, tree.Root) and before[-1].height > 1


def _marks_touch(items: tuple[Node, ...], at: int) -> bool:
    """Return whether an item and the one before it both carry a mark, which side by side would seem one."""
    left = next((item for item in reversed(items[:at]) if not isinstance(item, Space)), None)
    return isinstance(left, tree.Accent) and isinstance(items[at], tree.Accent)


def _has_bar(node: Node) -> bool:
    """Return whether a fraction stands openly in a node, so that its bar could be taken for a longer one."""
    return any(isinstance(item, Fraction) and item.bar for item in items_of(node))


def _is_degree(node: Node) -> bool:
    return isinstance(node, Atom) and node.text in ("∘", "°")


def _is_bar(node: Node) -> bool:
    return isinstance(node, Atom) and node.text == "|" and node.cls == "rel"


def _holds_table(node: Node) -> bool:
    """Return whether a table stands openly in a node, or in brackets in it."""
    if isinstance(node, Fenced):
        return _holds_table(node.body)
    if isinstance(node, Script):
        return _holds_table(node.base)
    if isinstance(node, MathList):
        return any(map(_holds_table, node.items))
    return isinstance(node, tree.Array)
