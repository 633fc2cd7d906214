"""From typed characters to tokens: numbers, names, operators, each with its place in the text."""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from typing import NamedTuple

from vctutor.errors import nearest
from vctutor.i18n import N_, _
from vctutor.maths.names import CALLED, GREEK, SUBSCRIPTS, NamePiece, segment
from vctutor.maths.parsing.problems import ParseError

MAX_LENGTH = 400
MAX_TOKENS = 200

OPERATORS = {
    **{c: c for c in "+-*/^()[],|√∛!"},
    **dict.fromkeys("\u2212\u2013\u2012\u2010\u2011\ufe63\uff0d", "-"),
    **dict.fromkeys("·⋅×∗•∙✕✖", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    "＋": "+",
    "（": "(",
    "）": ")",
    "∣": "|",
}

_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_EXPONENT = re.compile(r"[eE][+\-\u2212]?[0-9]+")
_RAISED_NUMBER = re.compile(r"[+\-]?[0-9]+")

# Characters that are understood well enough to say what to type instead.
ADVICE = {
    "'": (
        N_("a prime is not read here"),
        N_("write the function itself; 'vctutor diff' differentiates it"),
    ),
    "’": (
        N_("a prime is not read here"),
        N_("write the function itself; 'vctutor diff' differentiates it"),
    ),
    "′": (
        N_("a prime is not read here"),
        N_("write the function itself; 'vctutor diff' differentiates it"),
    ),
    "=": (N_("an equation is not read here"), N_("leave out everything up to and with the =")),
    "<": (N_("a comparison is not read here"), N_("write an expression without <")),
    ">": (N_("a comparison is not read here"), N_("write an expression without >")),
    ";": (N_("a semicolon is not read here"), N_("rows of a matrix are [[a, b], [c, d]]")),
    "{": (N_("a curly bracket is not read here"), N_("use ( and )")),
    "}": (N_("a curly bracket is not read here"), N_("use ( and )")),
    "\\": (N_("LaTeX is not read here"), N_("write it plainly: sqrt(x), a/b, pi")),
    "$": (N_("a dollar sign is not read here"), N_("write the formula alone")),
    "%": (N_("a percent sign is not read here"), N_("write /100")),
    "∂": (
        N_("a derivative sign is not read here"),
        N_("write the function itself; 'vctutor diff' differentiates it"),
    ),
    "∇": (
        N_("a gradient sign is not read here"),
        N_("write the function itself; 'vctutor diff' differentiates it"),
    ),
    "∫": (N_("an integral is not read here"), N_("write its result")),
    "∑": (N_("a sum sign is not read here"), N_("write the terms out")),
    "∞": (N_("infinity is not a number here"), N_("write an expression that is finite")),
    "‖": (
        N_("a norm is not read here"),
        N_("write sqrt(x^2 + y^2); for an absolute value, |x| or abs(x)"),
    ),
    "°": (N_("degrees are not read here"), N_("angles are in radians: write pi/180*x")),
    "ᵀ": (N_("a transpose is not read here"), N_("write the entries out in rows")),
    ":": (N_("a colon is not read here"), N_("division is /")),
    "_": (N_("a subscript needs a name in front"), N_("write x_1")),
    "@": (N_("a matrix product is not read here"), N_("write the entries out")),
}


class Token(NamedTuple):
    """A number, name, operator or the end, with its place.

    ``kind`` is "number", "symbol", "constant", "function", "superscript", "operator" or "end"; ``gap`` tells
    whether white space (or the beginning) is directly in front.
    """

    kind: str
    text: str
    position: int
    length: int
    gap: bool
    value: float = 0.0


def tokenize(text: str, variables: frozenset[str] | None) -> list[Token]:
    """Return the tokens of ``text``, an "end" token last.

    Raises:
        ParseError: the text is too long, or has a character, number or name that can't be read.
    """
    if len(text) > MAX_LENGTH:
        raise ParseError(
            _("this is longer than {most} characters").format(most=MAX_LENGTH),
            MAX_LENGTH,
            expected=_("a shorter expression"),
        )
    found: list[Token] = []
    plain = _without_braces("".join(map(_plain_letter, text)))
    at = 0
    gap = True
    while at < len(plain):
        c = plain[at]
        if c in " \t\n\r\u00a0\u2009\u202f\u2061\u2062":
            at, gap = at + 1, True
            continue
        new = _next(plain, at, gap, variables)
        found.extend(new)
        if len(found) > MAX_TOKENS:
            raise ParseError(
                _("this has more than {most} symbols").format(most=MAX_TOKENS),
                found[MAX_TOKENS].position,
                expected=_("a shorter expression"),
            )
        at, gap = new[-1].position + new[-1].length, False
    found.append(Token("end", "", len(text), 1, gap))
    return found


def _without_braces(text: str) -> str:
    """Return LaTeX's ``x^{2}`` as ``x^ 2 `` and ``e^{2x}`` as ``e^(2x)``, of the same length for places to fit."""
    text = re.sub(r"(\^\s*)\{(\s*\d+\s*)\}", r"\1 \2 ", text)
    return re.sub(r"(\^\s*)\{([^{}]*)\}", r"\1(\2)", text)


def _plain_letter(c: str) -> str:
    # The mathematical alphabets, as copied from a PDF: 𝑥 is x.
    return unicodedata.normalize("NFKC", c) if "\U0001d400" <= c <= "\U0001d7ff" else c


def _next(text: str, at: int, gap: bool, variables: frozenset[str] | None) -> list[Token]:
    c = text[at]
    if c in "0123456789" or (c == "." and _NUMBER.match(text, at)):
        return [_number(text, at, gap, variables)]
    if text.startswith("**", at):
        return [Token("operator", "^", at, 2, gap)]
    if c in OPERATORS:
        return [Token("operator", OPERATORS[c], at, 1, gap)]
    if _raised(c):
        return _superscript(text, at, gap, variables)
    if c in GREEK or (c.isascii() and c.isalpha()):
        return _names(text, at, gap, variables)
    if c == "_" and text[:at].endswith("log"):
        raise _logarithm(text, at)
    raise _unreadable(c, at)


def _number(text: str, at: int, gap: bool, variables: frozenset[str] | None) -> Token:
    found = _NUMBER.match(text, at)
    assert found is not None
    stop = found.end()
    power = _EXPONENT.match(text, stop)
    if power and not (variables and "e" in variables):
        stop = power.end()
    value = float(text[at:stop].replace("\u2212", "-"))
    if math.isinf(value):
        raise ParseError(
            _("this number is too large"), at, stop - at, expected=_("a number below 1e308")
        )
    if stop < len(text) and text[stop] == ".":
        raise ParseError(
            _("a number has one decimal point"), stop, expected=_("a digit or an operator")
        )
    return Token("number", text[at:stop], at, stop - at, gap, value)


def _raised(c: str) -> str:
    """Return the plain character that a small raised one stands for, or nothing where it is not raised."""
    if c.isascii() or "<super>" not in unicodedata.decomposition(c):
        return ""
    plain = unicodedata.normalize("NFKC", c)
    if len(plain) > 1:
        return ""
    return "-" if plain == "\u2212" else plain


def _superscript(text: str, at: int, gap: bool, variables: frozenset[str] | None) -> list[Token]:
    """Return a run of raised characters: one token for a number, and else what ``^(...)`` would give."""
    plain = "".join(itertools.takewhile(bool, map(_raised, text[at:])))
    if _RAISED_NUMBER.fullmatch(plain):
        value = float(plain)
        if math.isinf(value):
            raise ParseError(
                _("this number is too large"), at, len(plain), expected=_("a number below 1e308")
            )
        return [Token("superscript", plain, at, len(plain), gap, value)]
    if plain in ("+", "-"):
        raise ParseError(
            _("this superscript is not complete"),
            at,
            expected=_("a digit"),
            suggestion=_("write ^(-1)"),
        )
    try:
        inside = [
            token._replace(position=token.position + at)
            for token in tokenize(plain, variables)[:-1]
        ]
    except ParseError as error:
        error.position += at
        raise
    end = at + len(plain)
    opening = [Token("operator", "^", at, 0, gap), Token("operator", "(", at, 0, False)]
    return [*opening, *inside, Token("operator", ")", end, 0, False)]


def _names(text: str, at: int, gap: bool, variables: frozenset[str] | None) -> list[Token]:
    stop = at
    while stop < len(text) and _in_name(text[stop]):
        stop += 1
        if text.startswith("_{", stop - 1) and "}" in text[stop:]:
            stop = text.index("}", stop) + 1
    run = text[at:stop]
    called = _misspelt_call(text, at, stop, variables)
    pieces = called or segment(run, variables)
    tokens = []
    for index, piece in enumerate(pieces):
        if piece.kind == "unknown":
            raise _unknown(run, at, piece, variables)
        tokens.append(
            Token(piece.kind, piece.name, at + piece.start, piece.length, gap and index == 0)
        )
    return tokens


def _in_name(c: str) -> bool:
    return c == "_" or c in GREEK or c in SUBSCRIPTS or (c.isascii() and c.isalnum())


def _misspelt_call(
    text: str, at: int, stop: int, variables: frozenset[str] | None
) -> list[NamePiece] | None:
    """Return the function that ``Sin(`` or ``LN(`` means; raise for ``In(``, ``foo(`` and ``f(``."""
    run = text[at:stop]
    if run in CALLED or (variables and run in variables):
        return None
    opened = text[stop : stop + 1] == "("
    if run.lower() in CALLED and len(run) > 1 and (opened or run.lower() != run):
        return [NamePiece("function", CALLED[run.lower()], 0, len(run))]
    after = text[stop:].lstrip()[:1]
    if run == "In" and (variables is None or "I" not in variables):
        rest = "ln(" if opened else "ln"
        raise ParseError(
            _("this is a capital I, not an l"),
            at,
            2,
            expected="ln",
            suggestion=_("did you mean {rest}?").format(rest=rest),
        )
    pieces = segment(run, variables)
    last = pieces[-1]
    if opened and last.kind == "function" and run[last.start + last.length :].isalpha():
        raise _no_function(run, at)
    plain = variables is None and all(
        piece.kind == "symbol" and piece.length == 1 for piece in pieces
    )
    if plain and len(run) >= 3 and (opened or (len(run) > 3 and _alike(run))):
        raise _no_function(run, at)
    if plain and run in ("f", "g", "h") and opened:
        raise ParseError(
            _("'{run}' is no function here").format(run=run),
            at,
            expected=_("the function's formula"),
            suggestion=_("write its formula, or {run}*( for a product").format(run=run),
        )
    if run == "d" and after == "/" and re.match(r"\s*/\s*d\w*", text[stop:]):
        raise ParseError(
            _("a derivative sign is not read here"),
            at,
            len(re.match(r"\s*/\s*d\w*", text[stop:]).group()) + 1,  # type: ignore[union-attr]
            expected=_("the function itself"),
            suggestion=_("write the function itself; 'vctutor diff' differentiates it"),
        )
    return None


def _no_function(run: str, at: int) -> ParseError:
    near = _alike(run)
    return ParseError(
        _("there is no function '{run}'").format(run=run),
        at,
        len(run),
        expected=_("a function's name or an operator"),
        suggestion=_("did you mean {near}?").format(near=near)
        if near
        else _("for a product write {run}").format(run="*".join(run)),
    )


def _alike(word: str) -> str | None:
    return nearest(word.lower(), list(CALLED)) if len(word) <= 16 else None


def _unknown(run: str, at: int, piece: NamePiece, variables: frozenset[str] | None) -> ParseError:
    known = sorted(variables or ())
    letters = re.match(r"[^\W\d_]+", run)
    word = letters.group() if letters and len(letters.group()) >= 3 else ""
    near = (nearest(word, [*known, *CALLED]) or _alike(word)) if word else None
    listed = (
        _("the variables here are {names}").format(names=", ".join(known))
        if known
        else _("there are no variables here")
    )
    if near:
        return ParseError(
            _("unknown name '{word}'").format(word=word),
            at,
            len(word),
            expected=listed,
            suggestion=_("did you mean {near}?").format(near=near),
        )
    shown = run[piece.start : piece.start + piece.length]
    digits = re.fullmatch(r"([^\W\d_]+)(\d+)", shown)
    advice: str | None = listed
    if digits and digits.group(1) in known:
        advice = _("did you mean {letters}*{digits} or {letters}^{digits}?").format(
            letters=digits.group(1), digits=digits.group(2)
        )
    else:
        other = shown.swapcase()
        if other in known:
            advice = _("did you mean {other}?").format(other=other)
        elif len(shown) > 1 and nearest(shown, known):
            advice = _("did you mean {shown}?").format(shown=nearest(shown, known))
    return ParseError(
        _("unknown name '{shown}'").format(shown=shown),
        at + piece.start,
        piece.length,
        expected=listed,
        suggestion=advice,
    )


_LOOKS_LIKE = dict(zip("асеорхуіјАВЕКМНОРСТХνοΟΑΒ", "aceopxyijABEKMHOPCTXvoOAB", strict=True))


def _logarithm(text: str, at: int) -> ParseError:
    """Return what to type for a logarithm with its base below, as in ``log_2 x``."""
    base = re.match(r"_\{?(\d*)", text[at:]).group(1) or "2"  # type: ignore[union-attr]
    named = f"log{base}(x)" if base in ("2", "10") else f"ln(x)/ln({base})"
    return ParseError(
        _("a subscript is not read here"), at, suggestion=_("write {named}").format(named=named)
    )


def _unreadable(c: str, at: int) -> ParseError:
    if c in ADVICE:
        message, advice = ADVICE[c]
        return ParseError(_(message), at, suggestion=_(advice))
    if "<fraction>" in unicodedata.decomposition(c):
        written = unicodedata.normalize("NFKC", c).replace("\u2044", "/")
        return ParseError(
            _("a fraction in one character is not read here"),
            at,
            suggestion=_("write ({written})").format(written=written),
        )
    if not c.isprintable():
        return ParseError(
            _("there is a control character here (U+{code:04X})").format(code=ord(c)),
            at,
            suggestion=_("delete it"),
        )
    plain = _LOOKS_LIKE.get(c) or unicodedata.normalize("NFKC", c)
    name = unicodedata.name(c, "character").lower()
    if plain != c and len(plain) == 1 and plain.isascii():
        return ParseError(
            _("'{c}' is the {name}, not {plain}").format(c=c, name=name, plain=plain),
            at,
            expected=plain,
            suggestion=_("type {plain}").format(plain=plain),
        )
    return ParseError(
        _("'{c}' can't be read here").format(c=c),
        at,
        expected=_("a number, a name or an operator"),
        suggestion=_("delete it"),
    )
