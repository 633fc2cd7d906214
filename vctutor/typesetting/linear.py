"""The one-line form of a formula: brackets replace the grouping that two dimensions show by position."""

from __future__ import annotations

from vctutor.typesetting import tree
from vctutor.typesetting.shapes import (
    is_column,
    is_differential,
    is_dots,
    is_factor,
    is_function,
    is_power,
    is_product,
    is_short,
    is_single,
    is_transpose,
    neighbour,
    nests,
    pairs_of,
    product_sign,
    split_primes,
)
from vctutor.typesetting.spacing import class_of, classes, gaps, is_big
from vctutor.typesetting.symbols import (
    PRIMES,
    UPRIGHT,
    accented,
    lowered,
    raised,
    to_ascii,
)
from vctutor.typesetting.tree import (
    Atom,
    Fenced,
    Fraction,
    Limits,
    MathList,
    Node,
    Script,
    Space,
    items_of,
)


def linear(node: Node, *, ascii: bool = False, script: bool = False) -> str:
    """Return a node on one line.

    Args:
        node: what to write.
        ascii: use ASCII characters only.
        script: leave out the spaces around operators, as in a script.
    """
    if isinstance(node, tree.Box) and node.style == "box":
        node = node.base  # a frame around all of it groups nothing
    return _Writer(ascii).write(node, script)


def separated(items: tuple[Node, ...], at: int, ascii: bool) -> bool:
    """Return whether an item needs a space from the one before it, so that the two don't read as one."""
    before = next((item for item in reversed(items[:at]) if not isinstance(item, Space)), None)
    if before is None or not all(
        isinstance(item, Atom | Script | tree.Root | Fenced) for item in (before, items[at])
    ):
        return False
    if not ascii and isinstance(before, Atom) and before.kind != "number":
        return False
    writer = _Writer(ascii)
    left, right = writer.write(before), writer.write(items[at])
    return bool(left and right) and writer.would_merge(items, at, left, right, False)


class _Writer:
    """Writes nodes on one line, in one alphabet."""

    def __init__(self, ascii: bool) -> None:
        self.ascii = ascii

    def write(self, node: Node, script: bool = False) -> str:
        if isinstance(node, Atom):
            return self.atom(node, script)
        if isinstance(node, MathList):
            return self.row(node.items, script)
        if isinstance(node, Script):
            return self.scripted(node, script)
        if isinstance(node, Fraction):
            return self.fraction(node, script)
        if isinstance(node, Fenced):
            return self.fenced(node, script)
        if isinstance(node, Limits):
            return self.limits(node)
        if isinstance(node, tree.Root):
            return self.root(node)
        if isinstance(node, tree.Accent):
            return self.accent(node)
        if isinstance(node, tree.Brace):
            label = f" [{self.write(node.label)}]" if node.label is not None else ""
            return self.enclosed(node.base) + label
        if isinstance(node, tree.Array):
            return self.table(node, script)
        if isinstance(node, tree.Box):
            return self.boxed(node, script)
        return ""

    def glyph(self, text: str) -> str:
        return to_ascii(text) if self.ascii else text

    def atom(self, node: Atom, script: bool) -> str:
        return self.glyph(node.text)

    # --- rows ------------------------------------------------------------------------------------------------

    def row(self, items: tuple[Node, ...], script: bool) -> str:
        kinds = classes(items)
        spaces = gaps(items, script=script, tight=True)
        text = ""
        for at, item in enumerate(items):
            if isinstance(item, Space):
                continue
            sign = self.ascii and product_sign(items, at)
            piece = sign or self.write(item, script)
            gap = spaces[at]
            if isinstance(item, Fraction) and item.bar and is_factor(items, at, kinds):
                piece = f"({piece})"
                before = neighbour(items, kinds, at, -1)
                slash = isinstance(before, Atom) and before.text == "/"
                if before is not None and (slash or class_of(before)[1] == "fn"):
                    gap = 0
            if not piece:
                continue
            if text and self.ascii and _by_a_sign_word(items, at, piece, self):
                gap = max(gap, 1)
            if not gap and text and self.would_merge(items, at, text, piece, script):
                gap = 1
            text += " " * gap + piece
        return text

    def would_merge(
        self, items: tuple[Node, ...], at: int, text: str, piece: str, script: bool
    ) -> bool:
        """Return whether two pieces written without a space between would read as something else."""
        before = next((item for item in reversed(items[:at]) if not isinstance(item, Space)), None)
        if before is None:
            return False
        item = items[at]
        cls = class_of(item)[0]
        if _ends_open(before, self) and (
            cls in ("ord", "fn") or (cls == "open" and is_power(before))
        ):
            return piece[0].isalnum() or piece[0] in "(√∛∜∂∇∞|‖"
        left, right = text[-1], piece[0]
        if left in "|‖" and right in "|‖":
            return True
        if self.ascii and right == "|" and _is_word(before, self):
            return True
        if left.isdigit() and right.isdigit():
            return True
        if not (self.ascii and left.isalnum() and right.isalnum()):
            return False
        if isinstance(before, Atom) and before.text == "d":
            return False
        return _is_word(before, self) or _is_word(item, self)

    # --- brackets --------------------------------------------------------------------------------------------

    def fenced(self, node: Fenced, script: bool) -> str:
        body = node.body
        if isinstance(body, tree.Array) and node.opening == "{" and not node.closing:
            return "{" + self.table(body, cases=True) + "}"
        if isinstance(body, tree.Array) and (node.opening, node.closing) in _MATRIX_BRACKETS:
            return self.matrix(body, node, script)
        opening, closing = node.opening, node.closing
        inside = self.write(body, script)
        if isinstance(body, Fraction) and not body.bar:
            inside = inside.replace(" atop ", " choose ", 1)
        if not opening and closing in (
            "|",
            "]",
        ):  # evaluated at: what the bar ends must be seen to begin
            return f"{self.enclosed(body)}{closing}"
        if opening in UPRIGHT and inside[:1] in UPRIGHT:
            inside = f" {inside}"
        if closing in UPRIGHT and inside[-1:] in UPRIGHT:
            inside = f"{inside} "
        return f"{self.glyph(opening)}{inside}{self.glyph(closing)}"

    def enclosed(self, node: Node) -> str:
        """Return a node in brackets, unless it reads as one thing without them."""
        text = self.write(node)
        return text if is_single(node) else f"({text})"

    # --- scripts ---------------------------------------------------------------------------------------------

    def scripted(self, node: Script, script: bool) -> str:
        if (
            is_column(node.base)
            and node.sub is None
            and node.sup is not None
            and is_transpose(node.sup)
        ):
            return self.listed(node.base, script)
        base = self.base(node.base, script)
        sub = "" if node.sub is None else self.script(node.sub, "_")
        if node.sup is None:
            return base + sub
        primes, sup = split_primes(node.sup)
        above = self.glyph(primes) + ("" if sup is None else self.script(sup, "^", node.base))
        return base + (
            above + sub if primes and sup is None and not sub.startswith("_") else sub + above
        )

    def base(self, node: Node, script: bool) -> str:
        text = self.write(node, script)
        if is_column(node):  # it has a power of its own already
            return f"({text})"
        if isinstance(node, Atom | Fenced | tree.Accent) or not text:
            return text
        return f"({text})"

    def script(self, node: Node, mark: str, base: Node | None = None) -> str:
        text = self.write(node, True)
        readable = (
            not nests(node) and (is_short(node) or not text.isalpha()) and "(" not in text[1:]
        )
        if readable and not self.ascii:
            small = raised(text) if mark == "^" else lowered(text)
            if small is not None:
                return small
        if mark == "^" and text in ("∘", "o", "°") and not is_function(base):
            return " deg" if self.ascii else "°"
        one = isinstance(node, Atom | Fenced)
        return f"{mark}{text}" if one and " " not in text else f"{mark}({text})"

    # --- fractions, roots ------------------------------------------------------------------------------------

    def fraction(self, node: Fraction, script: bool) -> str:
        if not node.bar:
            over, under = self.write(node.numerator), self.write(node.denominator)
            return f"{over} atop {under}"
        above, below = self.write(node.numerator, script), self.write(node.denominator, script)
        if not is_product(node.numerator):
            above = f"({above})"
        if not (is_single(node.denominator) or is_differential(node.denominator, 1)):
            below = f"({below})"
        return f"{above}/{below}"

    def root(self, node: tree.Root) -> str:
        inside = self.write(node.body)
        index = "" if node.index is None else self.write(node.index, True)
        if self.ascii:
            return f"sqrt({inside})" if not index else f"root({index}, {inside})"
        sign = {"": "√", "3": "∛", "4": "∜"}.get(index) or f"{raised(index) or f'({index})'}√"
        plain = isinstance(node.body, Atom) or (
            isinstance(node.body, Script) and node.body.sup is None
        )
        return sign + (inside if plain else f"({inside})")

    # --- bounds, accents -------------------------------------------------------------------------------------

    def limits(self, node: Limits) -> str:
        base = self.write(node.base)
        if isinstance(node.base, Atom) and node.base.cls == "rel":
            return self.labelled(node, base)
        if not is_big(node) and class_of(node)[0] != "op":
            under = "" if node.under is None else f" [{self.write(node.under)}]"
            over = "" if node.over is None else f" [{self.write(node.over)}]"
            return f"{base}{over}{under}"
        under = "" if node.under is None else self.script(node.under, "_")
        return base + under + ("" if node.over is None else self.script(node.over, "^"))

    def labelled(self, node: Limits, base: str) -> str:
        """Write a relation with something above it, such as an arrow with its map."""
        label = "; ".join(self.write(part) for part in (node.over, node.under) if part is not None)
        shaft = "-" if self.ascii else "─"
        return f"{shaft}{label}{base}" if node.base in _ARROWS else f"{base}[{label}]"

    def accent(self, node: tree.Accent) -> str:
        text = self.write(node.base)
        mark = _MARK_NAMES.get(node.mark, node.mark)
        if not self.ascii and isinstance(node.base, Atom) and len(text) == 1 and not node.under:
            return accented(text, mark)
        if not self.ascii and node.under and mark == "bar":
            return "".join(character + "\u0332" for character in text)
        return f"{'under' if node.under else ''}{mark}({text})"

    def boxed(self, node: tree.Box, script: bool) -> str:
        """Write what is framed, as a group, or struck out."""
        if node.style == "box":
            return self.enclosed(node.base)
        text = self.write(node.base, script)
        return (
            f"cancel({text})" if self.ascii else "".join(character + "\u0336" for character in text)
        )

    # --- tables ----------------------------------------------------------------------------------------------

    def table(self, node: tree.Array, script: bool = False, *, cases: bool = False) -> str:
        if node.aligned:
            return self.aligned(node)
        if cases:
            return "; ".join(self.case(row) for row in node.rows)
        return "; ".join(", ".join(self.write(cell, script) for cell in row) for row in node.rows)

    def matrix(self, table: tree.Array, node: Fenced, script: bool) -> str:
        """Write a matrix as a list of its rows, as one types it, and a column as a row transposed."""
        if is_column(node):
            return self.listed(node, script) + self.script(_TRANSPOSED, "^")
        rows = [", ".join(self.write(cell, script) for cell in row) for row in table.rows]
        if len(rows) > 1 and node.opening == "[":
            lists = [f"[{row}]" for row in rows]
            dotted = [all(is_dots(cell) for cell in row) for row in table.rows]
            parts = [self.glyph("⋯") if d else row for d, row in zip(dotted, lists, strict=True)]
            return f"[{', '.join(parts)}]"
        return node.opening + "; ".join(rows) + node.closing

    def listed(self, column: Fenced, script: bool) -> str:
        """Write the entries of a column side by side."""
        rows = column.body.rows if isinstance(column.body, tree.Array) else ()
        entries = (
            self.glyph("⋯") if is_dots(cell) else self.write(cell, script) for (cell, *_) in rows
        )
        inside = ", ".join(entries)
        return f"{column.opening}{inside}{column.closing}"

    def case(self, row: tuple[Node, ...]) -> str:
        cells = [self.write(cell) for cell in row if cell != tree.EMPTY]
        spoken = len(row) > 1 and any(
            isinstance(item, Atom) and item.kind == "text" for item in items_of(row[1])[:1]
        )
        return ("  " if spoken else ", ").join(cells).replace("  ", " ")

    def aligned(self, node: tree.Array) -> str:
        text = ""
        for row in node.rows:
            for number, pair in enumerate(pairs_of(node, row)):
                first = pair.items[0]
                goes_on = isinstance(first, Atom) and first.cls in ("rel", "bin")
                if text:
                    text += ", " if number else " " if goes_on else "; "
                text += self.continued(pair.items) if goes_on else self.row(pair.items, False)
        return text

    def continued(self, items: tuple[Node, ...]) -> str:
        """Write a row that goes on with what the row above began: its first sign is an operator."""
        whole = self.row((tree.EMPTY, *items), False)
        return whole.lstrip()


_MARK_NAMES = {"line": "bar"}
_TRANSPOSED = Atom("⊤", "ord", "letter")
_MATRIX_BRACKETS = (("[", "]"), ("(", ")"))
_ARROWS = frozenset(Atom(arrow, "rel", "operator") for arrow in "→←⟶⟵⇒⇐↦↔⇔⟹⟸↪↩")


def _ends_open(node: Node, writer: _Writer) -> bool:
    """Return whether a node's last character is one that a following letter would seem to belong to."""
    if isinstance(node, tree.Root):
        return isinstance(node.body, Atom | Script) and not writer.ascii
    if isinstance(node, Script):
        last = node.sup if node.sup is not None else node.sub
        text = writer.scripted(node, False)
        return isinstance(last, Atom) and last.text not in PRIMES and ("_" in text or "^" in text)
    return False


def _by_a_sign_word(items: tuple[Node, ...], at: int, written: str, writer: _Writer) -> bool:
    """Return whether an operator or relation beside is written as a word, which needs spaces even in a script."""
    before = next((item for item in reversed(items[:at]) if not isinstance(item, Space)), None)
    signs = (
        (items[at], written),
        (before, writer.glyph(before.text) if isinstance(before, Atom) else ""),
    )
    return any(
        isinstance(node, Atom) and node.cls in ("bin", "rel") and text[-1:].isalpha()
        for node, text in signs
    )


def _is_word(node: Node, writer: _Writer) -> bool:
    """Return whether a node is a symbol whose name takes several letters, such as alpha."""
    if isinstance(node, Script):
        node = node.base
    if isinstance(node, Atom):
        text = writer.glyph(node.text)
        return len(text) > 1 and text.strip("\\ ").isalpha()
    return isinstance(node, tree.Root | tree.Accent)
