"""Functions and their arguments, in brackets or closely behind."""

from __future__ import annotations

from vctutor.i18n import _
from vctutor.maths.names import FUNCTIONS
from vctutor.maths.parsing.atoms import Atoms
from vctutor.maths.parsing.problems import ParseError
from vctutor.maths.parsing.tokens import Token
from vctutor.maths.tree import Call, Expression, Number, Power, Symbol

# Functions whose exponent is written behind the name in every textbook: sin² x is (sin x)².
RAISED = frozenset(
    (
        "sin",
        "cos",
        "tan",
        "sec",
        "csc",
        "cot",
        "sinh",
        "cosh",
        "tanh",
        "ln",
        "log2",
        "log10",
        "sigma",
    )
)


class Calls(Atoms):
    """Parses function calls; the parser decides how far an argument without brackets extends."""

    def close_argument(self, token: Token, typed: str) -> Expression:
        """Parse an argument without brackets; implemented by the parser."""
        raise NotImplementedError

    def function(self) -> Expression:
        """Read a function and its argument, in brackets or closely behind it."""
        token = self.take()
        name = token.text
        if self.sees("("):
            return self.call(token)
        if name == "sigma" and not self.raised_call():
            return self.sigma_variable(token)
        typed = self.text[token.position : token.position + token.length]
        if self.raised(self.token):
            return self.power_of_value(token, typed)
        return self.behind(token, typed)

    def raised_call(self) -> bool:
        """Return whether an exponent and then a bracket follow, as in σ²(x)."""
        behind = 1 if self.token.kind == "superscript" else 2
        after = self.tokens[min(self.at + behind, len(self.tokens) - 1)]
        return self.raised(self.token) and after.kind == "operator" and after.text == "("

    def behind(self, token: Token, typed: str) -> Expression:
        """Read an argument without brackets; ``typed`` is what stands in front of it."""
        name = token.text
        if self.token.kind == "end" or FUNCTIONS[name] > 1 or self.sees(")", "]", ",", "*", "/"):
            wanted = ", ".join("ab"[: FUNCTIONS[name]]) if FUNCTIONS[name] > 1 else "x"
            raise self.error(
                _("{typed} needs its argument in brackets").format(typed=typed),
                token,
                suggestion=_("write {typed}({wanted})").format(typed=typed, wanted=wanted),
            )
        self.deeper()
        argument = self.close_argument(token, typed)
        self.depth -= 1
        return Call(name, (argument,))

    def sigma_variable(self, token: Token) -> Expression:
        """Return the variable sigma, which is no function without brackets."""
        if self.variables is not None and "sigma" not in self.variables:
            raise self.error(
                _("sigma needs its argument in brackets"), token, suggestion=_("write sigma(x)")
            )
        return Symbol("sigma")

    def power_of_value(self, token: Token, typed: str) -> Expression:
        """Read ``sin^2 x`` and ``sin²(x)``, a power of the value; any other exponent is an error.

        ``sin^-1`` is for some the inverse function and for others one over the sine.
        """
        begins = self.at
        exponent = self.token if self.token.kind == "superscript" else self.following
        whole = exponent.text.isdigit() and exponent.value >= 1
        if token.text not in RAISED or not whole:
            raise self.raised_function(token, typed)
        self.at += 1 if self.token.kind == "superscript" else 2
        raised = self.text[token.position : exponent.position + exponent.length]
        bracketed = self.sees("(")
        argument = self.call(token) if bracketed else self.behind(token, raised)
        if self.raised(self.token):
            self.at = begins
            raise self.raised_function(token, typed)
        return Power(argument, Number(exponent.value))

    def raised_function(self, token: Token, typed: str) -> ParseError:
        """Return what is wrong with an exponent between a function and its argument."""
        power = self.typed_exponent()
        length = self.token.position + self.token.length - token.position
        advice = _("write ({typed}(x))^{power}").format(typed=typed, power=power or 2)
        if power in ("-1", "(-1)") and token.text in ("sin", "cos", "tan"):
            advice = _("write arc{text}(x), or 1/{typed}(x)").format(text=token.text, typed=typed)
        return ParseError(
            _("{typed}^ is not clear: a power of its value?").format(typed=typed),
            token.position,
            length,
            expected=f"{typed}(",
            suggestion=advice,
        )

    def typed_exponent(self) -> str:
        """Return the exponent that begins here as it was typed, or nothing where it is no number."""
        if self.token.kind == "superscript":
            return self.token.text
        if self.following.kind == "number":
            return self.following.text
        behind = self.tokens[self.at + 1 :]
        if self.following.text == "-":
            return f"-{behind[1].text}" if behind[1].kind == "number" else "-1"
        texts = [token.text for token in behind]
        inner = behind[1 : texts.index(")")] if texts[0] == "(" and ")" in texts else []
        if not inner or any(token.kind not in ("number", "operator") for token in inner):
            return ""
        exponent = "".join(token.text for token in inner)
        return exponent if len(inner) == 1 else f"({exponent})"

    def call(self, token: Token) -> Expression:
        """Read the arguments in brackets."""
        name = token.text
        opening = self.take()
        typed = self.text[token.position : token.position + token.length]
        if self.sees(")"):
            raise self.error(
                _("{typed} needs an argument").format(typed=typed), expected=_("an argument")
            )
        arguments = [self.inside(")")]
        while self.accept(","):
            arguments.append(self.inside(")"))
        if self.token.kind != "end" and not self.sees(")") and self.sees("]"):
            raise self.error(
                _("this bracket does not fit"), expected="')'", suggestion=_("write )")
            )
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
        """Return what is wrong with the number of arguments."""
        last = self.tokens[self.at - 1]
        count = _("one argument") if wanted == 1 else _("two arguments")
        advice = None
        if typed == "log":
            advice = _("for the base 2 write log2(x), for 10 log10(x)")
        elif wanted == 1 and len(given) == 2 and all(isinstance(a, Number) for a in given):
            advice = _("a decimal is written with a point: 0.5")
        return ParseError(
            _("{typed} takes {count}, not {given}").format(
                typed=typed, count=count, given=len(given)
            ),
            token.position,
            last.position + last.length - token.position,
            expected=count,
            suggestion=advice,
        )
