"""Tables of symbols: classes, ASCII names, Unicode superscripts, subscripts and accents, and styled letters."""

from __future__ import annotations

import re
import unicodedata

from vctutor.styled_text import Line, Span

BINARY = frozenset("+−±∓⋅×÷∗⋆∘∙•⊕⊖⊗⊘⊙∧∨∩∪∖⊎⊓⊔†‡⊞⊠⋄△▽≀⊛∔⨯")
RELATIONS = frozenset(
    "=<>≤≥≠≈≡∼≃≅≍≐≜≝∝∈∉∋⊂⊃⊆⊇⊄⊊⊏⊑≺≻⪯⪰≪≫⊢⊨⊥⟂∥∣→←↔⇒⇐⇔⟶⟵⟷⟹⟸⟺↦⟼↪↩⇝↑↓⇑⇓⇀⇌≔≕≲≳≶∤∦⊣⊩↗↘↙↖⊈⊉⇏⇍⩽⩾≦≧≉≁≢⋘⋙"
)
BIG = frozenset("∑∏∐∫∬∭∮∯⋃⋂⨁⨂⨀⋁⋀⨄⨆")
INTEGRALS = frozenset("∫∬∭∮∯")
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
    {"⊤": "ᵀ", "𝖳": "ᵀ", "∗": "*", "*": "*", "⋆": "*", "†": "†", "∘": "°", "°": "°"}
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
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "ο": "omicron",
    "π": "pi", "ϖ": "pi", "ρ": "rho", "ϱ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi",
    "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
    "Ξ": "Xi",
    "Α": "Alpha", "Β": "Beta", "Ε": "Epsilon", "Ζ": "Zeta", "Η": "Eta", "Ι": "Iota", "Κ": "Kappa", "Μ": "Mu",
    "Ν": "Nu", "Ο": "Omicron", "Ρ": "Rho", "Τ": "Tau", "Χ": "Chi",
    "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip

ASCII = {
    **GREEK,
    "−": "-", "∂": "del", "∇": "grad", "∞": "inf", "ℓ": "l", "ℏ": "hbar", "∅": "{}", "ℵ": "aleph", "°": " deg",
    "⋅": "*", "×": "x", "÷": "/", "±": "+-", "∓": "-+", "∗": "*", "⋆": "*", "∘": "o", "∙": "*", "•": "*", "⊕": "(+)",
    "⊖": "(-)", "⊗": "(x)", "⊘": "(/)", "⊙": "(.)", "∧": "and", "∨": "or", "∩": "intersect", "∪": "union", "∖": "\\",
    "¬": "not ", "†": "+", "‡": "++",
    "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≠": "!=", "≈": "~=", "≡": "==", "∼": "~", "≃": "~=", "≅": "~=",
    "≐": "=",
    "≜": ":=", "≝": ":=", "≔": ":=", "∝": "prop to", "∈": "in", "∉": "not in", "∋": "contains", "⊂": "subset of",
    "⊃": "superset of", "⊆": "subset of", "⊇": "superset of", "≪": "<<", "≫": ">>", "⊥": "_|_", "⟂": "_|_", "∥": "||",
    "∣": "|", "≺": "<", "≻": ">", "⪯": "<=", "⪰": ">=", "⊢": "|-", "⊨": "|=",
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "⇐": "<=", "⇔": "<=>", "⟶": "-->", "⟵": "<--", "⟹": "==>", "⟸": "<==",
    "⟺": "<==>", "⟷": "<-->", "↦": "|->", "⟼": "|->", "↪": "->", "⇝": "~>", "↑": "^", "↓": "v",
    "∀": "for all ", "∃": "exists ", "∄": "no ", "…": "...", "⋯": "...", "⋮": ":", "⋱": "\\", "⋰": "/",
    "∑": "sum", "∏": "prod", "∐": "coprod", "∫": "int", "∬": "iint", "∭": "iiint", "∮": "oint", "⋃": "union",
    "⋂": "intersect", "⨁": "(+)", "⨂": "(x)", "⋀": "and", "⋁": "or",
    "‖": "||", "⟨": "<", "⟩": ">", "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "⟦": "[[", "⟧": "]]",
    "′": "'", "″": "''", "‴": "'''", "⁗": "''''", "⊤": "T", "”": '"', "’": "'", "‘": "'", "“": '"', "–": "-", "—": "-",
    "√": "sqrt", "\u00a0": " ", "ß": "ss", "∠": "angle ", "□": "[]", "■": "[]", "△": "Delta", "▽": "grad", "∴": "so ",
    "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "ı": "i", "ȷ": "j",
}  # fmt: skip


def to_ascii(text: str) -> str:
    """Return the text in ASCII: names for Greek letters and symbols, plain letters for styled ones, ``?`` at worst."""
    if text.isascii():
        return text
    return "".join(_ascii_character(character) for character in text)


def _ascii_character(character: str) -> str:
    if character.isascii():
        return character
    known = ASCII.get(character)
    if known is not None:
        return known
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
    "hat": "\u0302", "bar": "\u0304", "dot": "\u0307", "ddot": "\u0308", "dddot": "\u20db", "vec": "\u20d7",
    "tilde": "\u0303", "check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300", "ring": "\u030a",
    "line": "\u0305", "cev": "\u20d6", "lrvec": "\u20e1",
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
