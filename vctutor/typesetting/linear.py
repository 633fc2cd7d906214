"""The one-line form of a formula, which never loses meaning: what two dimensions say by position, brackets say here."""

from __future__ import annotations

from vctutor.typesetting import tree
from vctutor.typesetting.spacing import class_of, classes, gaps, is_big
from vctutor.typesetting.symbols import (
    BINARY,
    PRIMES,
    RELATIONS,
    UPRIGHT,
    lowered,
    raised,
    to_ascii,
)
from vctutor.typesetting.tree import (
    Atom,
    Fenced,
    Fraction,
    Limits,
    Node,
    Row,
    Script,
    Space,
    items_of,
)

COMBINING = {
    "hat": "\u0302", "bar": "\u0304", "dot": "\u0307", "ddot": "\u0308", "dddot": "\u20db", "vec": "\u20d7",
    "tilde": "\u0303", "check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300", "ring": "\u030a",
    "line": "\u0305", "cev": "\u20d6", "lrvec": "\u20e1",
}  # fmt: skip
_LONGEST_WORD_IN_SCRIPT = 3  # longer names read badly in the small letters


def linear(node: Node, *, ascii: bool = False, script: bool = False) -> str:
    """Return a node on one line.

    Args:
        node: what to write.
        ascii: use ASCII characters only.
        script: leave out the spaces around operators, as in a script.
    """
    return _Writer(ascii).write(node, script)


def accented(base: str, mark: str) -> str:
    """Return a letter with a combining mark, as one character where Unicode has it."""
    import unicodedata

    return unicodedata.normalize("NFC", base + COMBINING[mark])


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
        if isinstance(node, Row):
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
            return (self.enclosed(node.base) if label else self.write(node.base)) + label
        if isinstance(node, tree.Table):
            return self.table(node)
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
            piece = self.write(item, script)
            gap = spaces[at]
            if isinstance(item, Fraction) and item.bar and _is_factor(items, at, kinds):
                piece = f"({piece})"
                before = _neighbour(items, kinds, at, -1)
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
            cls in ("ord", "fn") or (cls == "open" and _is_power(before))
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
        if isinstance(before, Atom) and before.text in ("d", "∂"):
            return False
        return _is_word(before, self) or _is_word(item, self)

    # --- brackets --------------------------------------------------------------------------------------------

    def fenced(self, node: Fenced, script: bool) -> str:
        body = node.body
        if isinstance(body, tree.Table) and node.opening == "{" and not node.closing:
            return "{" + self.table(body, cases=True) + "}"
        opening, closing = node.opening, node.closing
        inside = self.write(body, script)
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
        return text if _is_single(node) else f"({text})"

    # --- scripts ---------------------------------------------------------------------------------------------

    def scripted(self, node: Script, script: bool) -> str:
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
        if isinstance(node, Atom | Fenced | tree.Accent) or not text:
            return text
        return f"({text})"

    def script(self, node: Node, mark: str, base: Node | None = None) -> str:
        text = self.write(node, True)
        if not self.ascii and not _nests(node) and (_is_short(node) or not text.isalpha()):
            small = raised(text) if mark == "^" else lowered(text)
            if small is not None:
                return small
        if mark == "^" and text in ("∘", "o", "°") and not _is_function(base):
            return " deg" if self.ascii else "°"
        one = isinstance(node, Atom | Fenced)
        return f"{mark}{text}" if one and " " not in text else f"{mark}({text})"

    # --- fractions, roots ------------------------------------------------------------------------------------

    def fraction(self, node: Fraction, script: bool) -> str:
        if not node.bar:
            over, under = self.write(node.numerator), self.write(node.denominator)
            return f"{over} choose {under}"
        above, below = self.write(node.numerator, script), self.write(node.denominator, script)
        if not _is_product(node.numerator):
            above = f"({above})"
        if not (_is_single(node.denominator) or is_differential(node.denominator, 1)):
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
        if self.ascii:
            name = {"line": "under" if node.under else "bar"}.get(node.mark, node.mark)
            return f"{name}({text})"
        if isinstance(node.base, Atom) and len(text) == 1 and not node.under:
            return accented(text, "bar" if node.mark == "line" else node.mark)
        if node.under:
            return "".join(character + "\u0332" for character in text)
        return f"{ {'line': 'bar'}.get(node.mark, node.mark) }({text})"

    def boxed(self, node: tree.Box, script: bool) -> str:
        """Write what is framed, which says nothing, or struck out, which does."""
        text = self.write(node.base, script)
        if node.style == "box":
            return text
        return (
            f"cancel({text})" if self.ascii else "".join(character + "\u0336" for character in text)
        )

    # --- tables ----------------------------------------------------------------------------------------------

    def table(self, node: tree.Table, *, cases: bool = False) -> str:
        if node.aligned:
            return self.aligned(node)
        if cases:
            return "; ".join(self.case(row) for row in node.rows)
        return "; ".join(", ".join(self.write(cell) for cell in row) for row in node.rows)

    def case(self, row: tuple[Node, ...]) -> str:
        cells = [self.write(cell) for cell in row if cell != tree.EMPTY]
        spoken = len(row) > 1 and any(
            isinstance(item, Atom) and item.kind == "text" for item in items_of(row[1])[:1]
        )
        return ("  " if spoken else ", ").join(cells).replace("  ", " ")

    def aligned(self, node: tree.Table) -> str:
        text = ""
        for row in node.rows:
            items = tuple(item for cell in row for item in items_of(cell))
            if not items:
                continue
            goes_on = isinstance(items[0], Atom) and items[0].cls in ("rel", "bin")
            text += (" " if goes_on else "; ") if text else ""
            text += self.continued(items) if goes_on else self.row(items, False)
        return text

    def continued(self, items: tuple[Node, ...]) -> str:
        """Write a row that goes on with what the row above began: its first sign is an operator."""
        whole = self.row((tree.EMPTY, *items), False)
        return whole.lstrip()


_ARROWS = frozenset(Atom(arrow, "rel", "operator") for arrow in "→←⟶⟵⇒⇐↦↔⇔⟹⟸↪↩")


def split_primes(node: Node) -> tuple[str, Node | None]:
    """Return the primes a superscript starts with, and what is left of it."""
    items = items_of(node)
    count = 0
    primes = 0
    for item in items:
        if not (isinstance(item, Atom) and item.text in PRIMES):
            break
        count += 1
        primes += PRIMES[item.text]
    rest = items[count:]
    if not primes:
        return "", node
    marks = ("", "′", "″", "‴", "⁗")[primes] if primes <= 4 else "′" * primes
    return marks, None if not rest else rest[0] if len(rest) == 1 else Row(rest)


def is_differential(node: Node, most: int = 9) -> bool:
    """Return whether a node is what a derivative is taken by, at ``most`` so many times: dx, ∂x, dx², ∂x ∂y."""
    items = [item for item in items_of(node) if not isinstance(item, Space)]
    if len(items) < 2 or len(items) % 2 or len(items) > 2 * most:
        return False
    pairs = zip(items[::2], items[1::2], strict=True)
    return all(_is_d(sign) and _is_symbol(variable) for sign, variable in pairs)


def _is_d(node: Node) -> bool:
    if isinstance(node, Script) and node.sub is None:
        node = node.base
    return isinstance(node, Atom) and node.text in ("d", "∂")


def is_derivative(node: Node) -> bool:
    """Return whether a fraction is a derivative in Leibniz's notation: df/dx, ∂²f/∂x∂y, d/dx."""
    if not isinstance(node, Fraction) or not is_differential(node.denominator):
        return False
    top = items_of(node.numerator)
    return bool(top) and _is_d(top[0])


def _is_symbol(node: Node) -> bool:
    if isinstance(node, Script):
        node = node.base
    return isinstance(node, Atom | tree.Accent) and not (
        isinstance(node, Atom) and node.kind == "operator"
    )


def _is_function(node: Node | None) -> bool:
    return node is None or (isinstance(node, Atom) and node.kind in ("letter", "name"))


def _is_single(node: Node) -> bool:
    """Return whether a node reads as one thing, whatever stands beside it."""
    if isinstance(node, Row):
        items = [item for item in node.items if not isinstance(item, Space)]
        if items and isinstance(items[-1], Atom) and items[-1].text == "!":
            return len(items) == 2 and _is_single(items[0])
        # A function of something in brackets: f(x), sin(x), f′(x).
        return (
            len(items) == 2
            and _is_symbol(items[0])
            and isinstance(items[1], Fenced)
            and items[1].opening == "("
        )
    if isinstance(node, Fraction):
        return False
    return not isinstance(node, tree.Brace | tree.Table)


def _is_product(node: Node) -> bool:
    """Return whether a node may stand before a slash without brackets: a single thing or a plain product."""
    if isinstance(node, Row):
        kinds = classes(node.items)
        for at, (item, cls) in enumerate(zip(node.items, kinds, strict=True)):
            if cls is None:
                continue
            sign = isinstance(item, Atom) and item.cls == "bin" and at > 0
            if cls[0] in ("rel", "bin", "punct", "op") or sign or isinstance(item, Fraction):
                return False
            if isinstance(item, Atom) and item.text == "/":
                return False
            after = _neighbour(node.items, kinds, at, 1)
            if cls[1] == "fn" and after is not None and not isinstance(after, Fenced):
                return False
        return True
    return not isinstance(node, Fraction | tree.Table | tree.Brace)


def _is_factor(
    items: tuple[Node, ...], at: int, kinds: list[tuple[tree.Class, tree.Class] | None]
) -> bool:
    """Return whether a fraction is multiplied, or divided, by a neighbour that its slash would swallow."""
    before = _neighbour(items, kinds, at, -1)
    after = _neighbour(items, kinds, at, 1)
    if is_derivative(items[at]):
        top = items_of(items[at].numerator)  # type: ignore[union-attr]
        alone = len(top) == 1  # the operator d/dx acts on what follows
        return (
            not alone and after is not None and class_of(after)[0] == "open" and not is_big(after)
        )
    for neighbour, side in ((before, 1), (after, 0)):
        if neighbour is None:
            continue
        cls = class_of(neighbour)[side]
        if isinstance(neighbour, Atom) and neighbour.text == "/":
            return True
        if isinstance(neighbour, Atom) and (
            neighbour.kind == "text" or neighbour.text in RELATIONS | BINARY
        ):
            continue
        if cls in ("ord", "inner") and not (
            isinstance(neighbour, Atom) and neighbour.text in "….!"
        ):
            return True
        if (cls == "close" and side == 1) or (cls == "open" and side == 0):
            return True
        if cls == "fn" or (cls == "op" and side == 0):
            return True
    return False


def _neighbour(
    items: tuple[Node, ...], kinds: list[tuple[tree.Class, tree.Class] | None], at: int, step: int
) -> Node | None:
    """Return the next item on one side, unless a wide space parts them."""
    at += step
    while 0 <= at < len(items):
        item = items[at]
        if isinstance(item, Space):
            if item.em >= 0.9:
                return None
        elif kinds[at] is not None:
            return item
        at += step
    return None


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


def _is_power(node: Node) -> bool:
    return isinstance(node, Script) and node.sup is not None


def _is_word(node: Node, writer: _Writer) -> bool:
    """Return whether a node is a symbol whose name takes several letters, such as alpha."""
    if isinstance(node, Script):
        node = node.base
    if isinstance(node, Atom):
        text = writer.glyph(node.text)
        return len(text) > 1 and text.isalpha()
    return isinstance(node, tree.Root | tree.Accent)


def _nests(node: Node) -> bool:
    """Return whether a script has a script of its own, which small letters can't show."""
    return any(
        isinstance(item, Script | Limits | Fraction | tree.Root | tree.Accent)
        for item in _walk(node)
    )


def _walk(node: Node) -> list[Node]:
    found = [node]
    if isinstance(node, Row):
        for item in node.items:
            found += _walk(item)
    elif isinstance(node, Fenced):
        found += _walk(node.body)
    return found


def _is_short(node: Node) -> bool:
    """Return whether no name in a script is too long for small letters."""
    return not any(
        isinstance(item, Atom)
        and item.kind in ("name", "text")
        and len(item.text) > _LONGEST_WORD_IN_SCRIPT
        for item in _walk(node)
    )
