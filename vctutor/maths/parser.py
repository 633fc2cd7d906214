"""Reading typed expressions: a bounded recursive-descent parser, without ``eval`` and without big integers.

How it reads what people type:

* Neighbours multiply: ``2xy``, ``2 x y``, ``3(x+1)``, ``x sin(x)``. Letters are single variables unless the
  whole word is a variable or a function.
* ``^`` binds before everything and from the right; a minus in an exponent belongs to it: ``e^-x``.
* A function without brackets takes what is written closely after it: ``sin 2x`` is sin(2x). Where more
  follows that could belong to it (``sin x y``, ``sin x/2``) brackets are asked for.
* After a division, neighbours are ambiguous: ``1/2x`` is refused, with both readings as suggestion.
* ``log`` is the natural logarithm, as ``ln``; ``e`` is Euler's number unless it is a declared variable.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from vctutor.maths.evaluation import SCALAR, closure
from vctutor.maths.names import FUNCTIONS, declared
from vctutor.maths.problems import ParseError
from vctutor.maths.tokens import Token, tokenize
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
    ShapeError,
    Sum,
    Symbol,
    Vector,
    shape,
)

MAX_DEPTH = 32


def parse(text: str, variables: Iterable[str] | None = None) -> Expression:
    """Read an expression.

    Args:
        text: what was typed, at most 400 characters, 200 symbols and 32 levels deep.
        variables: the names that may occur, in any spelling; None allows any letter.

    Returns:
        The tree as it is written; nothing is simplified.

    Raises:
        ParseError: it can't be read; with the place, what was expected and a suggestion.
    """
    return _parse(text, declared(variables))


@lru_cache(maxsize=512)
def _parse(text: str, variables: frozenset[str] | None) -> Expression:
    try:
        return _Parser(text, variables).whole()
    except ParseError as error:
        error.text = text
        raise


class _Parser:
    def __init__(self, text: str, variables: frozenset[str] | None) -> None:
        self.text = text
        self.variables = variables
        self.tokens = tokenize(text, variables)
        self.at = 0
        self.depth = 0
        self.bars = 0  # absolute values open since the last bracket
        self.in_array = False  # whether the innermost bracket is a vector's

    # -- small steps

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    @property
    def following(self) -> Token:
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    def take(self) -> Token:
        taken = self.tokens[self.at]
        self.at += 1
        return taken

    def sees(self, *operators: str) -> bool:
        return self.token.kind == "operator" and self.token.text in operators

    def accept(self, operator: str) -> bool:
        if self.sees(operator):
            self.at += 1
            return True
        return False

    def source(self, start: int, stop: int | None = None) -> str:
        """Return the typed text from token ``start`` up to the present one."""
        last = self.tokens[(self.at if stop is None else stop) - 1]
        return self.text[self.tokens[start].position : last.position + last.length].strip()

    def error(
        self,
        message: str,
        token: Token | None = None,
        *,
        expected: str | None = None,
        suggestion: str | None = None,
    ) -> ParseError:
        token = token or self.token
        return ParseError(
            message, token.position, token.length, expected=expected, suggestion=suggestion
        )

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(
                f"this is nested more than {MAX_DEPTH} deep", expected="fewer brackets"
            )

    # -- the grammar, from loose to tight

    def whole(self) -> Expression:
        if self.token.kind == "end":
            raise ParseError(
                "there is nothing to read", 0, expected="an expression, such as x^2 + 3y"
            )
        e = self.sum()
        if self.token.kind != "end":
            raise self.leftover()
        self.check_shape(e, 0)
        return e

    def check_shape(self, e: Expression, start: int) -> None:
        try:
            shape(e)
        except ShapeError as error:
            place = self.tokens[start].position
            length = len(self.text.rstrip()) - place
            raise ParseError(error.message, place, length, suggestion=error.hint) from None

    def leftover(self) -> ParseError:
        if self.sees(")", "]"):
            return self.error(
                f"no bracket is open for this {self.token.text}", expected="an operator or the end"
            )
        if self.sees(","):
            return self.comma()
        return self.error(
            f"'{self.token.text}' can't stand here", expected="an operator or the end"
        )

    def comma(self) -> ParseError:
        before, after = self.tokens[self.at - 1], self.following
        if (
            before.kind == "number"
            and after.kind == "number"
            and "." not in before.text + after.text
        ):
            return self.error(
                "a comma separates entries",
                expected="a decimal point",
                suggestion=f"write {before.text}.{after.text}",
            )
        return self.error("a comma can't stand here", suggestion="a vector is written [a, b]")

    def sum(self) -> Expression:
        terms = [self.term()]
        while self.sees("+", "-"):
            sign = self.take()
            self.operand_after(sign)
            terms.append(self.negative_term() if sign.text == "-" else self.term())
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def operand_after(self, sign: Token) -> None:
        if self.token.kind == "end" or self.sees(")", "]", ",", "*", "/", "^"):
            raise self.error(
                f"something is missing after the {sign.text}",
                expected="a number, a name or a bracket",
            )

    def term(self) -> Expression:
        """Read a product, with any signs in front of it."""
        if self.sees("-"):
            sign = self.take()
            self.operand_after(sign)
            self.deeper()
            e = self.negative_term()
            self.depth -= 1
            return e
        if self.accept("+"):
            self.deeper()
            e = self.term()
            self.depth -= 1
            return e
        return self.product(None)

    def negative_term(self) -> Expression:
        """Read a product after a minus: the minus belongs to a number that begins it, else to all of it."""
        if self.token.kind == "number" and not self.raised(self.following):
            return self.product(Number(-self.take().value))
        return Negate(self.term())

    @staticmethod
    def raised(token: Token) -> bool:
        return token.kind == "superscript" or (token.kind == "operator" and token.text == "^")

    def product(self, first: Expression | None) -> Expression:
        start = self.at
        factors = [first if first is not None else self.signed_factor()]
        divided = -1  # where the last denominator began, while neighbours would be ambiguous
        while True:
            if self.sees("*", "/"):
                operator = self.take()
                self.operand_after_times(operator)
                begins = self.at
                factor = self.signed_factor()
                if operator.text == "/":
                    factors = [Quotient(_product(factors), factor)]
                    divided = begins
                else:
                    factors.append(factor)
                    divided = -1
            elif self.begins_factor():
                if divided >= 0:
                    raise self.ambiguous_division(start, divided)
                factors.append(self.neighbour())
            else:
                return _product(factors)

    def operand_after_times(self, operator: Token) -> None:
        if self.sees("*") and operator.text == "*":
            raise self.error(
                "two signs follow each other", expected="a factor", suggestion="a power is ^ or **"
            )
        if self.token.kind == "end" or self.sees(")", "]", ",", "*", "/", "^"):
            raise self.error(f"something is missing after the {operator.text}", expected="a factor")

    def begins_factor(self) -> bool:
        token = self.token
        if token.kind in ("symbol", "constant", "function", "number"):
            return True
        return self.sees("(", "[", "√", "∛") or (self.sees("|") and not self.bars)

    def neighbour(self) -> Expression:
        token = self.token
        if token.kind == "number":
            before = self.tokens[self.at - 1]
            if self.in_array:
                raise self.error("entries are separated by commas", expected="','")
            wanted = f"{before.text}*{token.text}"
            raise self.error(
                "a sign is missing in front of this number",
                expected="an operator",
                suggestion=f"write {wanted}",
            )
        return self.power()

    def ambiguous_division(self, start: int, divided: int) -> ParseError:
        above = self.source(start, divided - 1)
        below = self.source(divided)
        begin = self.at
        after = self.token.text if self.token.kind != "operator" else f"{self.token.text}..."
        if self.token.kind == "function":
            after += "(...)"
        token = self.tokens[begin]
        gap = "" if below[-1:].isdigit() and after[:1].isalpha() else "*"
        return self.error(
            "it is not clear what is divided by what",
            token,
            expected="an operator",
            suggestion=f"write ({above}/{below}){after} or {above}/({below}{gap}{after})",
        )

    def signed_factor(self) -> Expression:
        """Read a factor that may have a sign of its own, as after ``*``, ``/`` and ``^``."""
        if self.sees("-", "+"):
            sign = self.take()
            self.operand_after(sign)
            self.deeper()
            if sign.text == "-" and self.token.kind == "number" and not self.raised(self.following):
                e: Expression = Number(-self.take().value)
            else:
                e = self.signed_factor()
                e = Negate(e) if sign.text == "-" else e
            self.depth -= 1
            return e
        return self.power()

    def power(self) -> Expression:
        start = self.at
        base = self.primary()
        if self.token.kind == "superscript":
            base = self.superscript(base)
        if not self.sees("^"):
            return base
        self.take()
        if self.token.kind == "end" or self.sees(")", "]", ",", "*", "/", "^"):
            raise self.error("something is missing after the ^", expected="an exponent")
        begins = self.at
        self.deeper()
        e = Power(base, self.signed_factor())
        self.depth -= 1
        self.check_size(e, start)
        if (
            base == Constant("e")
            and self.begins_factor()
            and not self.token.gap
            and self.token.kind != "number"
        ):
            exponent = self.source(begins)
            bracketed = self.tokens[begins].text == "(" and self.tokens[begins].kind == "operator"
            if not bracketed:
                raise self.error(
                    "it is not clear where the exponent ends",
                    expected="brackets or an operator",
                    suggestion=f"write e^({exponent}{self.token.text}) or e^({exponent}) * {self.token.text}",
                )
        return e

    def check_size(self, e: Power, start: int) -> None:
        """Refuse a power of numbers that is larger than any float, such as 9^9^9."""
        if e.free_symbols:
            return
        try:
            closure(e, {}, SCALAR, math.pow)(())
        except OverflowError:
            length = len(self.source(start))
            position = self.tokens[start].position
            raise ParseError(
                "this power is too large", position, length, expected="a number below 1e308"
            ) from None
        except (ValueError, ZeroDivisionError):
            return

    def superscript(self, base: Expression) -> Expression:
        token = self.take()
        letter = token.text.lstrip("+-")
        if not letter.isalpha():
            return Power(base, Number(token.value))
        name: Expression = Symbol(letter)
        if self.variables is not None and letter not in self.variables:
            raise self.error(f"unknown name '{letter}'", token)
        return Power(base, Negate(name) if token.text[0] == "-" else name)

    # -- what stands by itself

    def primary(self) -> Expression:
        token = self.token
        if token.kind == "number":
            return Number(self.take().value)
        if token.kind == "symbol":
            return Symbol(self.take().text)
        if token.kind == "constant":
            return Constant(self.take().text)
        if token.kind == "function":
            return self.function()
        if token.kind == "superscript":
            raise self.error(
                "an exponent needs something in front", expected="a number, a name or a bracket"
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

    def nothing_here(self) -> ParseError:
        wanted = "a number, a name or a bracket"
        if self.token.kind == "end":
            return self.error("the expression stops too early", expected=wanted)
        if self.sees(")", "]") and self.at and self.tokens[self.at - 1].text in "([":
            return self.error("there is nothing between the brackets", expected=wanted)
        if self.sees(","):
            return self.comma()
        return self.error(f"'{self.token.text}' can't stand here", expected=wanted)

    def inside(self, closing: str) -> Expression:
        """Read a sum up to ``closing``, with the absolute values outside it out of sight."""
        self.deeper()
        outside = self.bars, self.in_array
        self.bars, self.in_array = 0, closing == "]"
        e = self.sum()
        self.bars, self.in_array = outside
        self.depth -= 1
        return e

    def close(self, opening: Token, closing: str) -> None:
        if self.accept(closing):
            return
        if self.sees(",") and closing == ")":
            raise self.comma()
        where = f"the {opening.text} at character {opening.position + 1} is not closed"
        raise self.error(where, expected=f"'{closing}'", suggestion=f"add a {closing} here")

    def bracket(self) -> Expression:
        opening = self.take()
        e = self.inside(")")
        self.close(opening, ")")
        return e

    def absolute(self) -> Expression:
        opening = self.take()
        if self.sees("|"):
            raise self.error(
                "a norm is not read here",
                suggestion="write sqrt(x^2 + y^2); inside an absolute value write abs(...)",
            )
        self.deeper()
        self.bars += 1
        e = self.sum()
        self.bars -= 1
        self.depth -= 1
        self.close(opening, "|")
        return Call("abs", (e,))

    def root(self) -> Expression:
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
                "it is not clear how far the root goes",
                expected="brackets",
                suggestion=f"write {name}({inner}{more}...) or {name}({inner}) {more}",
            )
        return Call(name, (e,))

    def array(self) -> Expression:
        start = self.at
        opening = self.take()
        if self.sees("]"):
            raise self.error("a vector needs entries", expected="an entry")
        entries = [self.inside("]")]
        while self.accept(","):
            entries.append(self.inside("]"))
        self.close(opening, "]")
        if any(isinstance(entry, Vector) for entry in entries):
            return self.matrix(entries, start)
        return Vector(tuple(entries))

    def matrix(self, rows: list[Expression], start: int) -> Expression:
        opening = self.tokens[start]
        length = self.tokens[self.at - 1].position + 1 - opening.position
        filled = [row.entries for row in rows if isinstance(row, Vector)]
        if len(filled) < len(rows):
            raise ParseError(
                "a matrix is made of rows only",
                opening.position,
                length,
                suggestion="write [[a, b], [c, d]]",
            )
        if len({len(row) for row in filled}) > 1:
            raise ParseError(
                "the rows have different lengths: " + ", ".join(str(len(row)) for row in filled),
                opening.position,
                length,
                expected="rows of one length",
            )
        return Matrix(tuple(filled))

    # -- functions

    def function(self) -> Expression:
        token = self.take()
        name = token.text
        if self.sees("("):
            return self.call(token)
        if name == "sigma":
            return self.sigma_variable(token)
        typed = self.text[token.position : token.position + token.length]
        if self.raised(self.token):
            raise self.raised_function(token, typed)
        if self.token.kind == "end" or FUNCTIONS[name] > 1 or self.sees(")", "]", ",", "*", "/"):
            wanted = ", ".join("ab"[: FUNCTIONS[name]]) if FUNCTIONS[name] > 1 else "x"
            raise self.error(
                f"{typed} needs its argument in brackets",
                token,
                suggestion=f"write {typed}({wanted})",
            )
        self.deeper()
        argument = self.close_argument(token, typed)
        self.depth -= 1
        return Call(name, (argument,))

    def sigma_variable(self, token: Token) -> Expression:
        if self.variables is not None and "sigma" not in self.variables:
            raise self.error(
                "sigma needs its argument in brackets", token, suggestion="write sigma(x)"
            )
        return Symbol("sigma")

    def raised_function(self, token: Token, typed: str) -> ParseError:
        power = self.token.text if self.token.kind == "superscript" else ""
        if not power and self.following.kind == "number":
            power = self.following.text
        elif not power and self.following.text == "-":
            power = "-1"
        length = self.token.position + self.token.length - token.position
        advice = f"write ({typed}(x))^{power or 2}"
        if power == "-1" and token.text in ("sin", "cos", "tan"):
            advice = f"write arc{token.text}(x), or 1/{typed}(x)"
        return ParseError(
            f"{typed}^ is not clear: a power of its value?",
            token.position,
            length,
            expected=f"{typed}(",
            suggestion=advice,
        )

    def call(self, token: Token) -> Expression:
        name = token.text
        opening = self.take()
        typed = self.text[token.position : token.position + token.length]
        if self.sees(")"):
            raise self.error(f"{typed} needs an argument", expected="an argument")
        arguments = [self.inside(")")]
        while self.accept(","):
            arguments.append(self.inside(")"))
        if self.token.kind != "end" and not self.sees(")") and self.sees("]"):
            raise self.error("this bracket does not fit", expected="')'", suggestion="write )")
        self.close(opening, ")")
        wanted = FUNCTIONS[name]
        many = name in ("max", "min") and len(arguments) > 2
        if len(arguments) != wanted and not many:
            raise self.wrong_count(token, typed, arguments, wanted)
        self.check_shape(Call(name, tuple(arguments)), self.tokens.index(token))
        e = Call(name, tuple(arguments[:wanted]))
        for argument in arguments[wanted:]:
            e = Call(name, (e, argument))
        return e

    def wrong_count(
        self, token: Token, typed: str, given: list[Expression], wanted: int
    ) -> ParseError:
        last = self.tokens[self.at - 1]
        count = "one argument" if wanted == 1 else "two arguments"
        advice = None
        if typed == "log":
            advice = "for the base 2 write log2(x), for 10 log10(x)"
        elif wanted == 1 and len(given) == 2 and all(isinstance(a, Number) for a in given):
            advice = "a decimal is written with a point: 0.5"
        return ParseError(
            f"{typed} takes {count}, not {len(given)}",
            token.position,
            last.position + last.length - token.position,
            expected=count,
            suggestion=advice,
        )

    def close_argument(self, token: Token, typed: str) -> Expression:
        """Read what is written closely after a function without brackets: ``2x^2`` in ``sin 2x^2``."""
        begins = self.at
        if self.sees("-"):
            self.take()
            self.deeper()
            inner = self.close_argument(token, typed)
            self.depth -= 1
            return _negated(inner)
        factors = [self.power()]
        while self.begins_factor() and not self.token.gap and self.token.kind != "function":
            factors.append(self.neighbour())
        argument = self.source(begins)
        more = self.begins_factor() and self.token.kind != "function"
        divided = self.sees("*", "/") and not self.token.gap
        if more or divided:
            raise self.error(
                f"it is not clear how far {typed} goes",
                expected="brackets",
                suggestion=f"write {typed}({argument}) or {typed}({argument} {self.token.text} ...)",
            )
        return _product(factors)


def _negated(e: Expression) -> Expression:
    if isinstance(e, Number):
        return Number(-e.value)
    if isinstance(e, Product) and isinstance(e.factors[0], Number):
        return Product((Number(-e.factors[0].value), *e.factors[1:]))
    return Negate(e)


def _product(factors: list[Expression]) -> Expression:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))
