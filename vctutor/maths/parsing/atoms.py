"""Parse primary expressions: names, brackets, roots, vectors."""

from __future__ import annotations

from decimal import Decimal

from vctutor.i18n import _
from vctutor.maths.parsing.cursor import Cursor
from vctutor.maths.parsing.problems import ParseError
from vctutor.maths.parsing.tokens import Token
from vctutor.maths.tree import (
    Call,
    Constant,
    Expression,
    Matrix,
    Negate,
    Number,
    Numeral,
    ShapeError,
    Symbol,
    Vector,
    shape,
)


class Atoms(Cursor):
    """Parses primary expressions; subclasses parse sums, which stand inside brackets."""

    def sum(self) -> Expression:
        """Parse a sum, the lowest-precedence expression; implemented by the parser."""
        raise NotImplementedError

    def function(self) -> Expression:
        """Parse a function and its argument; implemented by :class:`vctutor.maths.parsing.calls.Calls`."""
        raise NotImplementedError

    def primary(self) -> Expression:
        """Read a number, a name, a function or something in brackets."""
        token = self.token
        if token.kind == "number":
            return self.number()
        if token.kind == "symbol":
            return Symbol(self.take().text)
        if token.kind == "constant":
            return Constant(self.take().text)
        if token.kind == "function":
            return self.function()
        if token.kind == "superscript":
            raise self.error(
                _("an exponent needs something in front"),
                expected=_("a number, a name or a bracket"),
            )
        if self.sees("("):
            return self.bracket()
        if self.sees("["):
            return self.array()
        if self.sees("|"):
            return self.absolute()
        if self.sees("√", "∛"):
            return self.root()
        raise self.nothing_here()

    def number(self) -> Number:
        """Read a number; one with more digits than a float holds keeps them."""
        token = self.take()
        # A float holds any 15 digits, and more of a number that it is printed as, such as 1000000000000000.
        long = len(token.text.replace(".", "").lstrip("0")) > 15
        kept = not long or Decimal(token.text) == Decimal(repr(token.value))
        return Number(token.value) if kept else Numeral(token.value, token.text)

    def negative_number(self) -> Expression:
        """Read a number behind a minus, which belongs to it."""
        number = self.number()
        return Negate(number) if isinstance(number, Numeral) else Number(-number.value)

    def nothing_here(self) -> ParseError:
        """Return the error for a token that begins no primary expression."""
        wanted = _("a number, a name or a bracket")
        if self.token.kind == "end":
            return self.error(_("the expression stops too early"), expected=wanted)
        if self.sees(")", "]") and self.at and self.tokens[self.at - 1].text in "([":
            return self.error(_("there is nothing between the brackets"), expected=wanted)
        if self.sees(","):
            return self.comma()
        return self.error(
            _("'{text}' can't stand here").format(text=self.token.text), expected=wanted
        )

    def inside(self, closing: str) -> Expression:
        """Read a sum up to ``closing``, ignoring absolute values opened outside."""
        self.deeper()
        outside = self.bars, self.in_array
        self.bars, self.in_array = 0, closing == "]"
        e = self.sum()
        self.bars, self.in_array = outside
        self.depth -= 1
        return e

    def close(self, opening: Token, closing: str) -> None:
        """Go past a closing bracket, or say that it is missing."""
        if self.accept(closing):
            return
        if self.sees(",") and closing == ")":
            raise self.comma()
        where = _("the {bracket} at character {position} is not closed").format(
            bracket=opening.text, position=opening.position + 1
        )
        raise self.error(
            where,
            expected=f"'{closing}'",
            suggestion=_("add a {closing} here").format(closing=closing),
        )

    def bracket(self) -> Expression:
        """Read what is in round brackets."""
        opening = self.take()
        e = self.inside(")")
        self.close(opening, ")")
        return e

    def absolute(self) -> Expression:
        """Read what is between vertical bars."""
        opening = self.take()
        if self.sees("|"):
            raise self.error(
                _("a norm is not read here"),
                suggestion=_("write sqrt(x^2 + y^2); inside an absolute value write abs(...)"),
            )
        self.deeper()
        self.bars += 1
        e = self.sum()
        self.bars -= 1
        self.depth -= 1
        self.close(opening, "|")
        return Call("abs", (e,))

    def root(self) -> Expression:
        """Read what is behind a root sign."""
        sign = self.take()
        name = "sqrt" if sign.text == "√" else "cbrt"
        self.deeper()
        begins = self.at
        bracketed = self.sees("(")
        e = self.primary()
        self.depth -= 1
        close = self.begins_factor() and not self.token.gap
        if not bracketed and (close or self.raised(self.token)):
            inner = self.source(begins)
            more = self.token.text
            raise self.error(
                _("it is not clear how far the root goes"),
                expected=_("brackets"),
                suggestion=_("write {name}({inner}{more}...) or {name}({inner}) {more}").format(
                    name=name, inner=inner, more=more
                ),
            )
        return Call(name, (e,))

    def array(self) -> Expression:
        """Read a vector, or a matrix as a vector of vectors."""
        start = self.at
        opening = self.take()
        if self.sees("]"):
            raise self.error(_("a vector needs entries"), expected=_("an entry"))
        entries = [self.inside("]")]
        while self.accept(","):
            entries.append(self.inside("]"))
        self.close(opening, "]")
        if any(isinstance(entry, Vector) for entry in entries):
            return self.matrix(entries, start)
        return Vector(tuple(entries))

    def matrix(self, rows: list[Expression], start: int) -> Expression:
        """Return the matrix of rows read."""
        opening = self.tokens[start]
        length = self.tokens[self.at - 1].position + 1 - opening.position
        filled = [row.entries for row in rows if isinstance(row, Vector)]
        if len(filled) < len(rows):
            raise ParseError(
                _("a matrix is made of rows only"),
                opening.position,
                length,
                suggestion=_("write [[a, b], [c, d]]"),
            )
        if len({len(row) for row in filled}) > 1:
            raise ParseError(
                _("the rows have different lengths: {lengths}").format(
                    lengths=", ".join(str(len(row)) for row in filled)
                ),
                opening.position,
                length,
                expected=_("rows of one length"),
            )
        return Matrix(tuple(filled))

    def comma(self) -> ParseError:
        """Return what is wrong with a comma here."""
        before, after = self.tokens[self.at - 1], self.following
        if (
            before.kind == "number"
            and after.kind == "number"
            and "." not in before.text + after.text
        ):
            return self.error(
                _("a comma separates entries"),
                expected=_("a decimal point"),
                suggestion=_("write {whole}.{part}").format(whole=before.text, part=after.text),
            )
        return self.error(_("a comma can't stand here"), suggestion=_("a vector is written [a, b]"))

    def check_shape(self, e: Expression, start: int) -> None:
        """Refuse vectors and matrices where they have no meaning."""
        try:
            shape(e)
        except ShapeError as error:
            place = self.tokens[start].position
            length = len(self.text.rstrip()) - place
            raise ParseError(error.message, place, length, suggestion=error.hint) from None
