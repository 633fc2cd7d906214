"""Print an expression as text that parses back to the same tree."""

from __future__ import annotations

from vctutor.maths.names import segment
from vctutor.maths.tree import (
    Call,
    Constant,
    Expression,
    Matrix,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vector,
)

# Precedence levels; an operand of lower precedence than its position requires gets brackets.
SUM, TERM, FACTOR, ATOM = range(4)


def to_text(e: Expression) -> str:
    """Return ``e`` as it could be typed: ``parse(to_text(e), e.free_symbols)`` is ``e`` again.

    A tree with Euler's number *and* a variable called ``e`` is the one that can't be typed.
    """
    return _Printer(e.free_symbols).text(e)


def number_text(value: float) -> str:
    """Return a number, whole ones without a point: ``3``, ``-0.5``, ``1e-7``."""
    if value == int(value) and abs(value) < 1e16 if _finite(value) else False:
        return str(int(value))
    return repr(value).replace("e+", "e")


def _finite(value: float) -> bool:
    return value - value == 0


def tightness(e: Expression) -> int:
    """Return the precedence of ``e``: SUM, TERM, FACTOR (a power) or ATOM."""
    if isinstance(e, Sum):
        return SUM
    if isinstance(e, (Negate, Product, Quotient)):
        return TERM
    if isinstance(e, Number):
        return TERM if e.value < 0 else ATOM
    return FACTOR if isinstance(e, Power) else ATOM


def begins_with_number(e: Expression) -> bool:
    """Tell whether the text of ``e`` begins with a number that a minus in front would belong to."""
    if isinstance(e, Number):
        return True
    if isinstance(e, Product):
        return begins_with_number(e.factors[0]) and not isinstance(e.factors[0], Quotient)
    return isinstance(e, Quotient) and begins_with_number(e.numerator)


class _Printer:
    def __init__(self, symbols: frozenset[str]) -> None:
        self.symbols = symbols

    def text(self, e: Expression) -> str:
        if isinstance(e, Number):
            return number_text(e.value)
        if isinstance(e, (Symbol, Constant)):
            return e.name
        if isinstance(e, Call):
            return f"{e.function}({self.listed(e.arguments)})"
        if isinstance(e, Vector):
            return f"[{self.listed(e.entries)}]"
        if isinstance(e, Matrix):
            return "[" + ", ".join(f"[{self.listed(row)}]" for row in e.rows) + "]"
        if isinstance(e, Power):
            return f"{self.at(e.base, ATOM)}^{self.at(e.exponent, ATOM)}"
        if isinstance(e, Negate):
            return "-" + self.negated(e.operand)
        if isinstance(e, Quotient):
            return f"{self.numerator(e.numerator)}/{self.at(e.denominator, FACTOR)}"
        if isinstance(e, Product):
            return self.product(e)
        assert isinstance(e, Sum)
        return self.sum(e)

    def listed(self, parts: tuple[Expression, ...]) -> str:
        return ", ".join(map(self.text, parts))

    def at(self, e: Expression, wanted: int) -> str:
        return self.text(e) if tightness(e) >= wanted else f"({self.text(e)})"

    def negated(self, e: Expression) -> str:
        loose = tightness(e) < TERM or isinstance(e, Negate) or begins_with_number(e)
        return f"({self.text(e)})" if loose else self.text(e)

    def numerator(self, e: Expression) -> str:
        if isinstance(e, Number):
            return number_text(e.value)
        return f"({self.text(e)})" if isinstance(e, (Sum, Negate)) else self.text(e)

    def sum(self, e: Sum) -> str:
        text = self.first_term(e.terms[0])
        for term in e.terms[1:]:
            shown = self.first_term(term)
            text += f" - {shown[1:]}" if shown.startswith("-") else f" + {shown}"
        return text

    def first_term(self, e: Expression) -> str:
        return f"({self.text(e)})" if isinstance(e, Sum) else self.text(e)

    def product(self, e: Product) -> str:
        first = e.factors[0]
        text = number_text(first.value) if isinstance(first, Number) else self.at(first, FACTOR)
        for before, factor in zip(e.factors, e.factors[1:], strict=False):
            shown = self.at(factor, FACTOR)
            text += self.between(before, factor, text, shown) + shown
        return text

    def between(self, before: Expression, after: Expression, text: str, shown: str) -> str:
        """Return the sign between two factors: nothing, a space or ``*``."""
        if shown[0].isdigit() or shown[0] == "." or (text[-1:] == "." and shown):
            return "*"
        if isinstance(before, Power):
            return " "  # what follows an exponent closely might be taken for part of it
        left_name = isinstance(before, (Symbol, Constant))
        if isinstance(before, Number):
            digits = shown[0] in "eE" and shown[1:2].isdigit()
            return "*" if digits else ""
        if left_name and shown[0] == "(":
            letter = text[-1]
            alone = len(text) < 2 or not (text[-2].isalnum() or text[-2] == "_")
            number = len(text) >= 2 and text[-2].isdigit()
            plain = letter.isalpha() and letter not in "fgh" and before == _letter(letter)
            return "" if plain and (alone or number) else "*"
        if left_name and isinstance(after, (Symbol, Constant)):
            return "" if self.letters_hold(text, shown) else "*"
        if text[-1] == ")" and (shown[0] == "(" or isinstance(before, Quotient)):
            return ""
        if shown[0] == "[" or text[-1] == "]":
            return "*"
        if left_name and isinstance(after, Power) and isinstance(after.base, (Symbol, Constant)):
            if after.base == Constant("e"):
                return " "
            return "" if self.letters_hold(text, self.text(after.base)) else "*"
        return "*" if left_name and shown[0] == "|" else " "

    def letters_hold(self, text: str, shown: str) -> bool:
        """Tell whether a name put directly behind the text is still read as a name of its own."""
        begin = len(text)
        while begin and (text[begin - 1].isalpha()):
            begin -= 1
        run = text[begin:] + shown
        if (
            len(run) > 3  # four letters may look like a misspelt function: x a t a, and atan
            or not run.isalpha()
            or any(c not in self.symbols and c != "e" for c in run)
        ):
            return False
        apart = [
            len(run) == len(pieces) for pieces in (segment(run, self.symbols), segment(run, None))
        ]
        return all(apart)


def _letter(c: str) -> Expression:
    return Constant("e") if c == "e" else Symbol(c)
