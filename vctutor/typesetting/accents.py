"""Accents as combining marks, for letters that carry them in one cell."""

from __future__ import annotations

import unicodedata

COMBINING = {
    "hat": "\u0302", "bar": "\u0304", "dot": "\u0307", "ddot": "\u0308", "dddot": "\u20db", "vec": "\u20d7",
    "tilde": "\u0303", "check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300", "ring": "\u030a",
    "line": "\u0305", "cev": "\u20d6", "lrvec": "\u20e1",
}  # fmt: skip


def accented(base: str, mark: str) -> str:
    """Return a letter with a combining mark, as one character where Unicode has it."""
    return unicodedata.normalize("NFC", base + COMBINING[mark])
