"""Tables of symbols: classes, ASCII names, Unicode superscripts, subscripts and accents, and styled letters."""

from __future__ import annotations

import re
import unicodedata

from vctutor.styled_text import Line, Span
from vctutor.typesetting.symbol_names import COMMAND_OF, NAMED_RELATIONS

BINARY = frozenset("+−±∓⋅×÷∗⋆∘∙•⊕⊖⊗⊘⊙∧∨∩∪∖⊎⊓⊔†‡⊞⊠⋄△▽≀⊛∔⨯")
RELATIONS = frozenset(
    "=<>≤≥≠≈≡∼≃≅≍≐≜≝∝∈∉∋⊂⊃⊆⊇⊄⊊⊏⊑≺≻⪯⪰≪≫⊢⊨⊥⟂∥∣→←↔⇒⇐⇔⟶⟵⟷⟹⟸⟺↦⟼↪↩⇝↑↓⇑⇓⇀⇌≔≕≲≳≶∤∦⊣⊩↗↘↙↖⩽⩾"
).union(NAMED_RELATIONS)
INTEGRALS = frozenset("∫∬∭⨌∮∯∰⨍⨏⨎⨑⨐∱∲∳")
BIG = INTEGRALS | frozenset("∑∏∐⋃⋂⨁⨂⨀⋁⋀⨄⨆⨅⨃⨉⨋")
OPENING = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉", "⟦": "⟧"}
CLOSING = frozenset(OPENING.values())
UPRIGHT = frozenset("|‖∣∥")
PUNCTUATION = frozenset(",;")
DOTS = frozenset("…⋯⋮⋱⋰")
PRIMES = {"′": 1, "″": 2, "‴": 3, "⁗": 4}

_SUPERSCRIPTS = dict(
    zip(
        "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
        strict=True,
    )
)
_SUPERSCRIPTS.update(
    {"⊤": "ᵀ", "𝖳": "ᵀ", "∗": "*", "*": "*", "⋆": "star", "†": "†", "∘": "°", "°": "°"}
)
_SUPERSCRIPTS.update({prime: prime for prime in PRIMES})
_SUBSCRIPTS = dict(
    zip(
        "0123456789+−-=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)


def raised(text: str) -> str | None:
    """Return the text in Unicode superscripts, or None when a character has none."""
    return _mapped(text, _SUPERSCRIPTS)


def lowered(text: str) -> str | None:
    """Return the text in Unicode subscripts, or None when a character has none."""
    return _mapped(text, _SUBSCRIPTS)


def _mapped(text: str, table: dict[str, str]) -> str | None:
    try:
        return "".join([table[character] for character in text])
    except KeyError:
        return None


# --- letters that carry a style ------------------------------------------------------------------------------

STYLED = (
    "([\U0001d400-\U0001d7ff][\u0300-\u036f\u20d0-\u20ff]*)"  # a pattern: a letter and its marks
)
_BOLD = (
    (0x1D400, 0x1D433),
    (0x1D468, 0x1D49B),
    (0x1D4D0, 0x1D503),
    (0x1D538, 0x1D59F),  # blackboard letters outside the basic plane, and bold Fraktur
    (0x1D5D4, 0x1D607),
    (0x1D63C, 0x1D66F),
    (0x1D6A8, 0x1D6E1),
    (0x1D71C, 0x1D7CB),
    (0x1D7CE, 0x1D7E1),
    (0x1D7EC, 0x1D7F5),
)
_SCRIPT = (0x1D49C, 0x1D4CF)


def style_of(character: str) -> str:
    """Return how a letter of the mathematical alphabets is styled: ``bold``, ``italic`` or nothing."""
    code = ord(character)
    if any(low <= code <= high for low, high in _BOLD):
        return "bold"
    return "italic" if _SCRIPT[0] <= code <= _SCRIPT[1] else ""


def unstyled(text: str) -> str:
    """Return the text with letters of the mathematical alphabets replaced by the plain ones."""
    return "".join(
        unicodedata.normalize("NFKC", character)
        if "\U0001d400" <= character <= "\U0001d7ff"
        else character
        for character in text
    )


# --- ASCII ---------------------------------------------------------------------------------------------------

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ϑ": "vartheta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron",
    "π": "pi", "ϖ": "varpi", "ρ": "rho", "ϱ": "varrho", "σ": "sigma", "ς": "varsigma", "τ": "tau", "υ": "upsilon",
    "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
    "Ξ": "Xi", "Α": "Alpha", "Β": "Beta", "Ε": "Epsilon", "Ζ": "Zeta", "Η": "Eta", "Ι": "Iota", "Κ": "Kappa",
    "Μ": "Mu", "Ν": "Nu", "Ο": "Omicron", "Ρ": "Rho", "Τ": "Tau", "Χ": "Chi", "Π": "Pi", "Σ": "Sigma",
    "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip

ASCII = {
    **GREEK, "−": "-", "∂": "del", "∇": "grad", "∞": "inf", "ℓ": "ell", "ℏ": "hbar", "ϵ": "\\epsilon", "ϕ": "\\phi",
    "∅": "{}", "ℵ": "aleph", "ℜ": "Re", "ℑ": "Im", "°": " deg", "⋅": "*", "×": "x", "÷": "/", "±": "+-", "∓": "-+",
    "∗": "*", "⋆": "*", "∘": "o", "∙": "*", "•": "*", "⊕": "(+)", "⊖": "(-)", "⊗": "(x)", "⊘": "(/)", "⊙": "(.)",
    "∧": "and", "∨": "or", "∩": "intersect", "∪": "union", "∖": "\\", "¬": "not ", "†": "+", "‡": "++", "≤": "<=",
    "≥": ">=", "⩽": "<=", "⩾": ">=", "≠": "!=", "≈": "~=", "≡": "==", "∼": "~", "≃": "~-", "≅": "=~", "≐": ".=",
    "≜": "=^=", "≝": "=def=", "≔": ":=", "∝": "prop to", "∈": "in", "∉": "not in", "∋": "contains",
    "⊂": "subset of", "⊃": "superset of", "⊆": "subset or = of", "⊇": "superset or = of", "≪": "<<", "≫": ">>",
    "⊥": "_|_", "⟂": "_|_", "∥": "||", "∣": "|", "≺": "-<", "≻": ">-", "⪯": "-<=", "⪰": ">-=", "⊢": "|-", "⊨": "|=",
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "⇐": "<==", "⇔": "<=>", "⟶": "-->", "⟵": "<--", "⟹": "==>",
    "⟸": "<===", "⟺": "<==>", "⟷": "<-->", "↦": "|->", "⟼": "|-->", "↑": "^", "↓": "v", "∀": "for all ",
    "∃": "exists ", "∄": "no ", "…": "...", "⋯": "...", "⋮": ":", "⋱": "\\", "∑": "sum", "∏": "prod", "∐": "coprod",
    "∫": "int", "∬": "iint", "∭": "iiint", "∮": "oint", "∯": "oiint", "∰": "oiiint", "⨌": "iiiint", "⋃": "union",
    "⋂": "intersect", "⨁": "(+)", "⨂": "(x)", "⋀": "and", "⋁": "or", "‖": "||", "⟨": "<", "⟩": ">", "⌊": "floor(",
    "⌋": ")", "⌈": "ceil(", "⌉": ")", "⟦": "[[", "⟧": "]]", "′": "'", "″": "''", "‴": "'''", "⁗": "''''", "⊤": "T",
    "”": '"', "’": "'", "‘": "'", "“": '"', "–": "-", "—": "-", "√": "sqrt", "\u00a0": " ", "ß": "ss",
    "∠": "angle ", "□": "[]", "■": "[]", "△": "Delta", "▽": "grad", "∴": "so ", "ø": "o", "Ø": "O", "æ": "ae",
    "Æ": "AE", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "ı": "i", "ȷ": "j",
}  # fmt: skip


def to_ascii(text: str) -> str:
    """Return the text in ASCII.

    Greek letters and symbols become their names, styled letters plain ones, and a symbol that has no other form its
    LaTeX command. What no command shows, such as a letter of another script, becomes ``?``.
    """
    if text.isascii():
        return text
    if _STROKE in unicodedata.normalize("NFD", text):
        text = _STRUCK.sub(_negated, text)
    return "".join(_ascii_character(character) for character in text)


_STROKE = "\u0338"
# A relation with a stroke through it, as one character or as two.
_STRUCK = re.compile("[^\0-\x7f]\u0338?|<\u0338|>\u0338|=\u0338")


def without_stroke(symbol: str) -> str | None:
    """Return the relation that a symbol negates with a stroke, or None for a symbol without one."""
    plain = unicodedata.normalize("NFD", symbol)
    return plain.replace(_STROKE, "") if _STROKE in plain else None


def _negated(match: re.Match[str]) -> str:
    base = None if match[0] in ASCII else without_stroke(match[0])
    return match[0] if base is None else f"not {to_ascii(base)}"


def _ascii_character(character: str) -> str:
    if character.isascii():
        return character
    known = ASCII.get(character)
    if known is not None:
        return known
    if character in COMMAND_OF:
        return f"\\{COMMAND_OF[character]}"
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and plain in ASCII:
        return ASCII[plain]
    folded = "".join(
        ASCII.get(part, part)
        for part in unicodedata.normalize("NFKD", character)
        if not unicodedata.combining(part)
    )
    return folded if folded.isascii() else "?"


# Combining marks of accents, for letters that carry them in one cell.
COMBINING = {
    "hat": "\u0302", "bar": "\u0304", "dot": "\u0307", "ddot": "\u0308", "dddot": "\u20db", "ddddot": "\u20dc",
    "vec": "\u20d7", "tilde": "\u0303", "check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300",
    "ring": "\u030a", "line": "\u0305", "rarrow": "\u20d7", "larrow": "\u20d6", "lrarrow": "\u20e1",
}  # fmt: skip


def accented(base: str, mark: str) -> str:
    """Return a letter with a combining mark, as one character where Unicode has it."""
    return unicodedata.normalize("NFC", base + COMBINING[mark])


MATH = "math"


def to_line(text: str, role: str = MATH) -> Line:
    """Return one row of a formula as spans with the role ``math``, ``math bold`` or ``math italic``."""
    if not text:
        return ()
    if text.isascii() or max(text) < "\U0001d400":
        return (Span(text, role),)
    spans: list[Span] = []
    for piece in re.split(STYLED, text):
        if not piece:
            continue
        style = style_of(piece[0])
        styled = f"{role} {style}" if style else role
        piece = unstyled(piece)
        if spans and spans[-1].role == styled:
            spans[-1] = Span(spans[-1].text + piece, styled)
        else:
            spans.append(Span(piece, styled))
    return tuple(spans)
