"""A cursor over a list of tokens: look-ahead, advancing, and errors with positions."""

from __future__ import annotations

from vctutor.i18n import _
from vctutor.maths.parsing.problems import ParseError
from vctutor.maths.parsing.tokens import Token, tokenize

MAX_DEPTH = 32


class Cursor:
    """The tokens of a typed text and the one that is read next."""

    def __init__(self, text: str, variables: frozenset[str] | None) -> None:
        """Tokenize the text and point at the first token."""
        self.text = text
        self.variables = variables
        self.tokens = tokenize(text, variables)
        self.at = 0
        self.depth = 0
        self.bars = 0  # absolute values open since the last bracket
        self.in_array = False  # whether the innermost bracket is a vector's

    @property
    def token(self) -> Token:
        """The token that is read next."""
        return self.tokens[self.at]

    @property
    def following(self) -> Token:
        """The token behind it."""
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Return the current token and advance."""
        taken = self.tokens[self.at]
        self.at += 1
        return taken

    def sees(self, *operators: str) -> bool:
        """Tell whether the present token is one of these operators."""
        return self.token.kind == "operator" and self.token.text in operators

    def accept(self, operator: str) -> bool:
        """Advance past an operator if it is the current token; return whether it was."""
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
        """Return an error at a token, the present one where None."""
        token = token or self.token
        return ParseError(
            message, token.position, token.length, expected=expected, suggestion=suggestion
        )

    def deeper(self) -> None:
        """Count one level of nesting."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(
                _("this is nested more than {most} deep").format(most=MAX_DEPTH),
                expected=_("fewer brackets"),
            )

    @staticmethod
    def raised(token: Token) -> bool:
        """Tell whether a token begins an exponent."""
        return token.kind == "superscript" or (token.kind == "operator" and token.text == "^")

    @classmethod
    def bound(cls, token: Token) -> bool:
        """Tell whether a token belongs to the number in front of it, before any minus does."""
        return cls.raised(token) or (token.kind == "operator" and token.text == "!")

    def begins_factor(self) -> bool:
        """Tell whether the present token begins a factor, as a neighbour that multiplies."""
        token = self.token
        if token.kind in ("symbol", "constant", "function", "number"):
            return True
        return self.sees("(", "[", "√", "∛") or (self.sees("|") and not self.bars)
