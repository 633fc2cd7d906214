"""Fill points.tsv: what functions do at points, computed by mpmath with 120 digits, not by this package.

Run by hand (``python tests/maths/point_oracle.py``) when rows "function, point" are added to the table; what it writes
is then read through. Each row holds function, point, value, and for each side: the limit and the one-sided slope.
"""

from __future__ import annotations

from pathlib import Path

import mpmath

from vctutor.maths.evaluation import closure
from vctutor.maths.expression import parse

DIGITS = 160
TABLE = Path(__file__).with_name("points.tsv")


def _sign(x):
    return mpmath.sign(x)


HIGH = {
    **{n: getattr(mpmath, n) for n in ("sin", "cos", "tan", "sec", "csc", "cot")},
    **{n: getattr(mpmath, n) for n in ("sinh", "cosh", "tanh", "exp", "sqrt")},
    "arcsin": mpmath.asin, "arccos": mpmath.acos, "arctan": mpmath.atan, "arsinh": mpmath.asinh, "arcosh": mpmath.acosh,
    "artanh": mpmath.atanh, "ln": mpmath.log, "log2": lambda x: mpmath.log(x) / mpmath.log(2),
    "log10": mpmath.log10, "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), "abs": abs, "sign": _sign,
    "relu": lambda x: x if x > 0 else mpmath.mpf(0), "step": lambda x: mpmath.mpf(x > 0),
    "sigma": lambda x: 1 / (1 + mpmath.exp(-x)), "softplus": lambda x: mpmath.log(1 + mpmath.exp(x)),
    "max": max, "min": min, "greater": lambda a, b: (1 + mpmath.sign(a - b)) / 2,
}  # fmt: skip


class _None(Exception):
    pass


def _real(function):
    def checked(*arguments):
        value = function(*arguments)
        if isinstance(value, mpmath.mpc) or not mpmath.isfinite(value):
            raise _None
        return value

    return checked


def _power(a, b):
    value = mpmath.power(a, b) if a or b > 0 else mpmath.mpf(1) if not b else None
    if value is None or isinstance(value, mpmath.mpc):
        raise _None
    return value


def value_at(text: str, x: mpmath.mpf) -> mpmath.mpf | None:
    """Return a function's real value, None where it has none. Decimals are read exactly."""
    e = parse(text, ["x"])
    functions = {name: _real(f) for name, f in HIGH.items()}

    def divide(a, b):
        return mpmath.mpf(a) / b

    try:
        found = closure(_exact(e), {"x": 0}, functions, _power, divide)([x])
        return mpmath.mpf(found)
    except (_None, ZeroDivisionError, ValueError, OverflowError, TypeError):
        return None


def _exact(e):
    from vctutor.maths.tree import Number, Quotient, transform

    def change(node):
        if isinstance(node, Number) and node.value != round(node.value):
            top, _, bottom = f"{node.value!r}".partition(".")
            if "e" in bottom or "e" in top:
                return node
            return Quotient(Number(float(top + bottom)), Number(10.0 ** len(bottom)))
        return node

    return transform(e, change)


def side(text: str, at: mpmath.mpf, value, direction: int) -> tuple[str, str]:
    """Return the limit and the slope (by x) on one side, as words or numbers."""
    steps = [mpmath.mpf(10) ** -k for k in (8, 16, 32)]
    heights = [value_at(text, at + direction * h) for h in steps]
    if any(y is None for y in heights):
        return ("none", "none") if all(y is None for y in heights) else ("?", "?")
    a, b, c = heights
    if abs(c) > 1e6 and abs(c) > 1.5 * abs(b) > 2.2 * abs(a):
        return ("inf" if c > 0 else "-inf"), "none"
    if abs(c) > 30 and mpmath.almosteq(c - b, 2 * (b - a), rel_eps=0.05) and abs(b - a) > 5:
        return ("inf" if c > 0 else "-inf"), "none"  # a logarithm
    if abs(c - b) > 0.5 * abs(b - a) > mpmath.mpf(10) ** -60:
        return "?", "?"
    # A limit that is approached like 1/ln(h) is still far from it at 1e-32.
    limit = c if abs(c - b) < 1e-3 * max(abs(c), mpmath.mpf(10) ** -40) or abs(c) < 1e-2 else None
    if limit is None:
        return "?", "?"
    limit = (
        mpmath.mpf(0) if abs(c) < 10 * abs(b) and abs(c) < 0.8 * abs(b) and abs(c) < 0.05 else limit
    )
    if value is None and abs(limit) > 0.05:
        limit = mpmath.nint(c * 720) / 720 if abs(mpmath.nint(c * 720) / 720 - c) < 1e-7 else c
    base = value if value is not None and abs(value - limit) < 1e-2 else limit
    quotients = [direction * (y - base) / h for y, h in zip(heights, steps, strict=True)]
    p, q, r = quotients
    if abs(r) > 1e4 * max(1, abs(p)) or (
        abs(r - q) > 1 and mpmath.almosteq(r - q, 2 * (q - p), rel_eps=0.05)
    ):
        return mpmath.nstr(limit, 12), "inf" if r > 0 else "-inf"
    slope = r if abs(r - q) < 1e-6 * max(1, abs(r)) else None
    return mpmath.nstr(limit, 12), "?" if slope is None else mpmath.nstr(
        mpmath.chop(slope, 1e-8), 9
    )


def rows():
    """Yield function, point, value, and limit and slope on the left and on the right."""
    with mpmath.workdps(DIGITS):
        for line in TABLE.read_text().splitlines():
            if line.startswith("#"):
                continue
            text, point = line.split("\t")[:2]
            at = mpmath.mpf(point)
            value = value_at(text, at)
            left, right = side(text, at, value, -1), side(text, at, value, 1)
            yield text, point, "none" if value is None else mpmath.nstr(value, 12), *left, *right


if __name__ == "__main__":
    filled = "".join("\t".join(row) + "\n" for row in list(rows()))
    head = "# function\tpoint\tvalue\tlimit and slope on the left\tlimit and slope on the right\n"
    TABLE.write_text(head + filled)
