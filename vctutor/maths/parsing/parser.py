"""Reading typed expressions: a bounded recursive-descent parser, without ``eval`` and without big integers.

How it reads what people type:

* Neighbours multiply: ``2xy``, ``2 x y``, ``3(x+1)``, ``x sin(x)``. Letters are single variables unless the
  whole word is a variable or a function.
* ``^`` binds before everything and from the right; a minus in an exponent belongs to it: ``e^-x``.
* A function without brackets takes what is written closely after it: ``sin 2x`` is sin(2x). Where more
  follows that could belong to it (``sin x y``, ``sin x/2``) brackets are asked for.
* ``sin^2 x`` and ``sin²(x)`` are (sin x)^2, as in textbooks; ``sin^-1`` is asked back.
* After a division, neighbours are ambiguous: ``1/2x`` is refused, with both readings as suggestion.
* ``log`` is the natural logarithm, as ``ln``; ``e`` is Euler's number unless it is a declared variable.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from vctutor.i18n import _
from vctutor.maths.evaluation import SCALAR, closure
from vctutor.maths.names import declared
from vctutor.maths.parsing.calls import Calls
from vctutor.maths.parsing.problems import ParseError
from vctutor.maths.parsing.tokens import Token
from vctutor.maths.tree import (
    Constant,
    Expression,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)

_LARGEST_FACTORIAL = 170  # the next is larger than any float


def parse(text: str, variables: Iterable[str] | None = None) -> Expression:
    """Read an expression.

    Args:
        text: what was typed, at most 400 characters, 200 symbols and 32 levels deep.
        variables: the names that may occur, in any spelling; None allows any letter.

    Returns:
        The tree as it is written; nothing is simplified but a number's factorial, which is worked out.

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


class _Parser(Calls):
    # The grammar, from loose to tight.

    def whole(self) -> Expression:
        if self.token.kind == "end":
            raise ParseError(
                _("there is nothing to read"), 0, expected=_("an expression, such as x^2 + 3y")
            )
        e = self.sum()
        if self.token.kind != "end":
            raise self.leftover()
        self.check_shape(e, 0)
        return e

    def leftover(self) -> ParseError:
        if self.sees(")", "]"):
            return self.error(
                _("no bracket is open for this {text}").format(text=self.token.text),
                expected=_("an operator or the end"),
            )
        if self.sees(","):
            return self.comma()
        return self.error(
            _("'{text}' can't stand here").format(text=self.token.text),
            expected=_("an operator or the end"),
        )

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
                _("something is missing after the {text}").format(text=sign.text),
                expected=_("a number, a name or a bracket"),
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
        if self.token.kind == "number" and not self.bound(self.following):
            return self.product(self.negative_number())
        return Negate(self.term())

    def product(self, first: Expression | None) -> Expression:
        start = self.at - (first is not None)
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
                if divided >= 0 and not self.sees("["):  # nothing is divided by a vector
                    raise self.ambiguous_division(start, divided)
                factors.append(self.neighbour())
            else:
                return _product(factors)

    def operand_after_times(self, operator: Token) -> None:
        if self.sees("*") and operator.text == "*":
            raise self.error(
                _("two signs follow each other"),
                expected=_("a factor"),
                suggestion=_("a power is ^ or **"),
            )
        if self.token.kind == "end" or self.sees(")", "]", ",", "*", "/", "^"):
            raise self.error(
                _("something is missing after the {text}").format(text=operator.text),
                expected=_("a factor"),
            )

    def neighbour(self) -> Expression:
        token = self.token
        if token.kind == "number":
            before = self.tokens[self.at - 1]
            if self.in_array:
                raise self.error(_("entries are separated by commas"), expected="','")
            raised = self.raised(before) or self.raised(self.tokens[self.at - 2])
            alone = before.kind != "operator" and not raised
            wanted = f"{before.text if alone else '(...)'}*{token.text}"
            if (
                alone and before.kind == "number" and self.following.text == "/"
            ):  # 2 1/2 is two and a half
                below = self.tokens[self.at + 2].text
                wanted = f"{before.text} + {token.text}/{below}"
            raise self.error(
                _("a sign is missing in front of this number"),
                expected=_("an operator"),
                suggestion=_("write {wanted}").format(wanted=wanted),
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
            _("it is not clear what is divided by what"),
            token,
            expected=_("an operator"),
            suggestion=_("write ({above}/{below}){after} or {above}/({below}{gap}{after})").format(
                above=above, below=below, after=after, gap=gap
            ),
        )

    def signed_factor(self) -> Expression:
        """Read a factor that may have a sign of its own, as after ``*``, ``/`` and ``^``."""
        if self.sees("-", "+"):
            sign = self.take()
            self.operand_after(sign)
            self.deeper()
            if sign.text == "-" and self.token.kind == "number" and not self.bound(self.following):
                e = self.negative_number()
            else:
                e = self.signed_factor()
                e = Negate(e) if sign.text == "-" else e
            self.depth -= 1
            return e
        return self.power()

    def power(self) -> Expression:
        start = self.at
        base = self.primary()
        if self.sees("!"):
            base = self.factorial(base)
        if self.token.kind == "superscript":
            base = Power(base, Number(self.take().value))
        if not self.sees("^"):
            return base
        self.take()
        if self.token.kind == "end" or self.sees(")", "]", ",", "*", "/", "^"):
            raise self.error(_("something is missing after the ^"), expected=_("an exponent"))
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
            single = self.at == begins + 1 and self.sees("(")  # e^x(x+1), as x^2(x+1)
            if not bracketed and not single:
                raise self.error(
                    _("it is not clear where the exponent ends"),
                    expected=_("brackets or an operator"),
                    suggestion=_("write e^({exponent}{text}) or e^({exponent}) * {text}").format(
                        exponent=exponent, text=self.token.text + "...)" * self.sees("(")
                    ),
                )
        return e

    def factorial(self, base: Expression) -> Expression:
        """Return the factorial of a number, such as the 3! that a Taylor series divides by, worked out."""
        sign = self.take()
        typed = self.tokens[self.at - 2]
        count = base.value if isinstance(base, Number) and typed.kind == "number" else -1.0
        if count < 0 or count != int(count):
            raise self.error(
                _("only the factorial of a whole number is read here"),
                sign,
                suggestion=_("write the product, such as 3*2*1"),
            )
        if count > _LARGEST_FACTORIAL:
            raise self.error(
                _("this factorial is too large"), typed, expected=_("a number below 1e308")
            )
        return Number(float(math.factorial(int(count))))

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
                _("this power is too large"), position, length, expected=_("a number below 1e308")
            ) from None
        except (ValueError, ZeroDivisionError, TypeError):  # a vector is refused with the whole
            return

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
        outside = False
        while self.begins_factor() and not self.token.gap and self.token.kind != "function":
            # ln x(x + 1) may be a product as well; ln 2(x + 1) is not.
            outside = self.sees("(") and self.tokens[self.at - 1].kind == "symbol"
            if outside:
                break
            factors.append(self.neighbour())
        argument = self.source(begins)
        more = self.begins_factor() and self.token.kind != "function"
        # sin x/sin y is clear: the denominator has a function of its own.
        divided = self.sees("*", "/") and not self.token.gap and self.following.kind != "function"
        if more or divided or outside:
            raise self.error(
                _("it is not clear how far {typed} goes").format(typed=typed),
                expected=_("brackets"),
                suggestion=_("write {typed}({argument}) or {typed}({argument} {text} ...)").format(
                    typed=typed, argument=argument, text=self.token.text
                ),
            )
        return _product(factors)


def _negated(e: Expression) -> Expression:
    if type(e) is Number:
        return Number(-e.value)
    if isinstance(e, Product) and type(e.factors[0]) is Number:
        return Product((Number(-e.factors[0].value), *e.factors[1:]))
    return Negate(e)


def _product(factors: list[Expression]) -> Expression:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))
