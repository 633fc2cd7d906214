"""The functions of expressions on numpy arrays, real and complex, elementwise.

The complex ones continue the real ones near the real axis, which is what a complex-step derivative needs:
``abs``, ``max`` and their like decide by the real part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

_NOWHERE = complex(np.nan, np.nan)


def _complex(x: Any) -> bool:
    return bool(np.iscomplexobj(x))


def _abs(x: Any) -> Any:
    return np.sign(np.real(x)) * x if _complex(x) else np.abs(x)


def _sign(x: Any) -> Any:
    return np.sign(np.real(x))


def _step(x: Any) -> Any:
    return np.heaviside(np.real(x), 0.0)


def _relu(x: Any) -> Any:
    return (
        np.where(np.real(x) > 0, x, 0.0)
        if _complex(x)
        else np.where(np.isnan(x), x, np.maximum(x, 0.0))
    )


def _cbrt(x: Any) -> Any:
    if not _complex(x):
        return np.cbrt(x)
    flip = np.where(np.real(x) < 0, -1.0, 1.0)
    return flip * (x * flip) ** (1 / 3)


def sigma(x: Any) -> Any:
    """Return 1/(1 + e^-x), without overflow."""
    flip = np.where(np.real(x) < 0, 1.0, -1.0)
    grown = np.exp(x * flip)
    return np.where(flip > 0, grown, 1.0) / (1.0 + grown)


def softplus(x: Any) -> Any:
    """Return ln(1 + e^x), without overflow."""
    positive = np.real(x) > 0
    return np.log1p(np.exp(np.where(positive, -x, x))) + np.where(positive, x, 0.0)


def _greater(a: Any, b: Any) -> Any:
    difference = np.real(a) - np.real(b)
    equal = np.real(a) == np.real(b)
    return np.where(equal, 0.5, np.heaviside(difference, 0.5))


def _max(a: Any, b: Any) -> Any:
    if _complex(a) or _complex(b):
        share = _greater(a, b)
        return share * a + (1 - share) * b
    return np.maximum(a, b)


def _min(a: Any, b: Any) -> Any:
    if _complex(a) or _complex(b):
        share = _greater(b, a)
        return share * a + (1 - share) * b
    return np.minimum(a, b)


def power(x: Any, y: Any) -> Any:
    """Return x to the y; NaN for a negative base with a fractional exponent; integers are converted first."""
    if _complex(x) and not _complex(y):
        # Away from the axis 0^n and n = 1/2, 3/2 ... keep their real value's domain.
        whole = (np.real(x) < 0) & (np.floor(y) == y)
        sign = np.where(whole, np.where(np.mod(y, 2) == 0, 1.0, -1.0), 1.0)
        # A negative number to a whole power goes by its opposite: a multiple of the angle pi is not exact, and what is
        # left of it drowned the tiny imaginary part of a complex step.
        result = sign * np.power(np.where(whole, -np.asarray(x), x), y)
        real = np.power(np.real(x), y)
        return np.where(np.isnan(real), _NOWHERE, result)
    # The operator has fast paths for the exponents 2, 1/2 and -1.
    return (x if _complex(x) else np.asarray(x, float)[()]) ** y


def _log(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda x: np.where(np.real(x) < 0, _NOWHERE, function(x)) if _complex(x) else function(x)


ARRAY: dict[str, Callable[..., Any]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "sec": lambda x: 1.0 / np.cos(x),
    "csc": lambda x: 1.0 / np.sin(x),
    "cot": lambda x: np.cos(x) / np.sin(x),
    "arcsin": np.arcsin,
    "arccos": np.arccos,
    "arctan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "arsinh": np.arcsinh,
    "arcosh": np.arccosh,
    "artanh": np.arctanh,
    "exp": np.exp,
    "ln": _log(np.log),
    "log2": _log(np.log2),
    "log10": _log(np.log10),
    "sqrt": _log(np.sqrt),
    "cbrt": _cbrt,
    "abs": _abs,
    "sign": _sign,
    "relu": _relu,
    "sigma": sigma,
    "softplus": softplus,
    "step": _step,
    "max": _max,
    "min": _min,
    "greater": _greater,
}


def evaluating(
    function: Callable[[Sequence[Any]], Any], values: Sequence[Any], scalar: bool
) -> Any:
    """Return ``function`` of the values as float or complex arrays, silently; a float where all are numbers."""
    arrays = [np.asarray(v) for v in values]
    arrays = [a if np.iscomplexobj(a) else a.astype(float, copy=False) for a in arrays]
    common = np.broadcast_shapes(*(a.shape for a in arrays)) if arrays else ()
    with np.errstate(all="ignore"):
        result = function([a[()] for a in arrays])
    if not scalar:
        return np.asarray(result)
    if common:
        return result if np.shape(result) == common else np.broadcast_to(result, common).copy()
    return complex(result) if np.iscomplexobj(result) else float(result)


def stacked(entries: list[Any], values: Sequence[Any], rows: int) -> Any:
    """Return entries as one array, its own axes first: ``(n, ...)``, or ``(rows, n/rows, ...)``."""
    common = np.broadcast_shapes(*(np.shape(v) for v in values)) if len(values) else ()
    made = np.stack([np.broadcast_to(entry, common) for entry in entries])
    return made.reshape(rows, -1, *common) if rows else made
