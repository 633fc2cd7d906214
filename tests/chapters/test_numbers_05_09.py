"""Every number that chapters 5 to 9 print is computed here.

A claim is a snippet of a chapter with its numbers put in by this file. Each claim has to stand in the
chapter as it is, and each numeral of the chapter has to lie in a claim, in a parameter of a question
or in one of the few structural patterns (indices, exponents of letters, numbers of chapters, and the
words 0 and 1). Formulas with coefficients are claims too: a finite difference is taken before they
are yielded.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import types
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from vctutor.course.loader import load_chapter, load_course
from vctutor.course.model import Chapter, Code, FlowNode, Question, Table
from vctutor.simulations.gradient_depth import gradient_sizes

COURSE = Path(__file__).parents[2] / "chapters"

# Names, places and answer keys are not prose; the keys have a test of their own.
HIDDEN = {
    *("at", "place", "id", "idea", "kind", "language", "align", "values", "vary", "where", "first"),
    *("about", "expect", "value", "variables", "name", "row", "unit", "tolerance", "after"),
}
STRUCTURE = re.compile(
    r"_\{?\d{1,2}\}?(?:\^\{?\d\}?)?"  # an index: x_1, X_{12}, x_1^2
    r"|(?<=[A-Za-z)\]}#])\^\{?-?\d\}?"  # an exponent of a letter or bracket: x^2, (x + 1)^3
    r"|(?<=rVert)\^2"
    r"|\b[Cc]hapter \d"
    r"|\$[01]\$"  # the words nought and one
    r"|(?<== )0\$|(?<=> )0\]"
)
NUMERAL = re.compile(r"\d+(?:\.\d+)?")


# --- the texts of a chapter ----------------------------------------------------------------------


@cache
def chapter(number: int) -> Chapter:
    return load_chapter(COURSE, load_course(COURSE).course.chapters[number]).chapter


def squeezed(text: str) -> str:
    return " ".join(text.split())


def strings(value: Any, path: str, names: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield what a reader sees: place and text, the placeholders of variants left out."""
    if isinstance(value, str):
        parameters = r"\{[+=][^{}]*\}|\{(?:%s)\}" % ("|".join(names) or "$^")
        yield path, squeezed(re.sub(parameters, "#", value))
    elif isinstance(value, msgspec.Struct):
        names = tuple(value.vary) if isinstance(value, Question) else names
        for name in value.__struct_fields__:
            if isinstance(value, Table) and name == "rows":
                for row in value.rows:
                    yield path, squeezed(" | ".join(row))
            elif name not in HIDDEN or isinstance(value, FlowNode):
                yield from strings(getattr(value, name), f"{path}.{name}", names)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from strings(item, f"{path}[{index}]", names)


@cache
def texts(number: int) -> tuple[tuple[str, str], ...]:
    whole = chapter(number)
    found = [*strings(whole.goals, "goals"), *strings(whole.terms, "terms")]
    found += strings(whole.summary, "summary")
    for block in whole.body:
        found += strings(block, block.place)
    return tuple(found)


# --- claims --------------------------------------------------------------------------------------


def say(template: str, *values: Any) -> str:
    """Put computed values in for the signs § of a snippet."""
    parts = template.split("§")
    assert len(parts) == len(values) + 1, template
    return parts[0] + "".join(shown(v) + part for v, part in zip(values, parts[1:], strict=True))


def shown(value: Any) -> str:
    array = np.asarray(value)
    if array.ndim == 0:
        return value if isinstance(value, str) else f"{float(value) + 0.0:.12g}"
    rows = array[:, None] if array.ndim == 1 else array
    inner = r" \\ ".join(" & ".join(shown(entry) for entry in row) for row in rows)
    return rf"\begin{{bmatrix}} {inner} \end{{bmatrix}}"


def same(left: Any, right: Any, tolerance: float = 1e-6) -> None:
    np.testing.assert_allclose(left, right, rtol=tolerance, atol=tolerance)


def slope(f: Callable[[Any], Any], x: float, h: float = 1e-5) -> Any:
    return (np.asarray(f(x + h)) - np.asarray(f(x - h))) / (2 * h)


def numeric_gradient(f: Callable[[Any], Any], x: Any, h: float = 1e-5) -> Any:
    """Return the gradient of a scalar function of an array, in the array's shape."""
    found = np.zeros_like(x, dtype=float)
    for index in np.ndindex(*x.shape):
        nudge = np.zeros_like(found)
        nudge[index] = h
        found[index] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return found


def numeric_jacobian(f: Callable[[Any], Any], x: Any) -> Any:
    columns = [slope(lambda t, e=e: f(x + t * e), 0.0) for e in np.eye(len(x))]
    return np.stack(columns, axis=1)


def sigma(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def sigma_slope(z: Any) -> Any:
    return sigma(z) * (1 - sigma(z))


def chapter_5() -> Iterator[str]:
    yield say("turns $§$ times as fast as the first, and the third turns $§$ times", 3, 2)
    yield say(r"$§ \cdot § = §$ times as fast", 2, 3, 2 * 3)

    x = 1.7
    u = x**2 + 1
    same(slope(lambda u: u**3, u), 3 * u**2)
    yield r"\frac{d}{du} u^3 = 3 u^2"
    same(slope(lambda x: x**2 + 1, x), 2 * x)
    yield r"\frac{du}{dx} = 2 x"
    same(slope(lambda x: (x**2 + 1) ** 3, x), 3 * u**2 * 2 * x)
    yield r"(x^2 + 1)^3 = 3 u^2 \cdot 2 x"
    same(3 * u**2 * 2 * x, 6 * x * (x**2 + 1) ** 2)
    yield r"(x^2 + 1)^3 = 6 x (x^2 + 1)^2"
    yield from ("$(x^2 + 1)^3$", "$u = x^2 + 1$", "write $3 (x^2 + 1)^2$ and stop")
    power = (1**2 + 1) ** 3
    yield say(r"$x = §$ that is $§ \cdot § \cdot §^2 = §$", 1, 6, 1, 1**2 + 1, 6 * 1 * 2**2)
    near = round((1.01**2 + 1) ** 3, 2)
    yield say(
        "the function is $§$ at $x = §$, and at $x = §$ it is about $§$", power, 1, 1.01, near
    )
    yield say("A nudge of $§$ became a rise of $§$", 0.01, round(near - power, 2))

    yield from (r"\sum_{i=1}^{m}", "the sum, over i from 1 to m,")
    x = 2
    g1, g2 = x**2, 3 * x + 1
    yield "$g_1 = x^2$ and $g_2 = 3 x + 1$"
    yield say("at $x = §$. There $g_1 = §$ and $g_2 = §$", x, g1, g2)
    first, second = g2 * 2 * x, g1 * 3
    yield say(r"$g_2 \cdot 2 x = § \cdot § = §$", g2, 2 * x, first)
    yield say(r"$g_1 \cdot 3 = § \cdot § = §$", g1, 3, second)
    yield say("Together: $§$", first + second)
    same(slope(lambda t: t**2 * (3 * t + 1), 1.3), 9 * 1.3**2 + 2 * 1.3)
    same(1.3**2 * (3 * 1.3 + 1), 3 * 1.3**3 + 1.3**2)
    yield "$f = 3 x^3 + x^2$ has the derivative $9 x^2 + 2 x$"
    yield say("which at $x = §$ is also $§ + § = §$", x, 9 * x**2, 2 * x, first + second)
    same(slope(lambda t: (t**2 + 5) ** 3, 0.8), 3 * (0.8**2 + 5) ** 2 * 2 * 0.8)
    yield r"^{#} \cdot 2 x$"
    yield from ("Path $1$ gives", "path $2$ gives")
    yield from ("z 1 is w 1 x plus b 1, a 1 is sigma of z 1, z 2 is w 2 a 1 plus b 2",)
    yield from (
        "and a 2 is sigma of z 2",
        "of a 2 with respect to w 1 is sigma prime of z 2, times w 2",
    )
    yield "times sigma prime of z 1"

    same(slope(sigma, 0.7), sigma(0.7) * (1 - sigma(0.7)))
    yield r"$\sigma(z) (1 - \sigma(z))$"
    yield r"$x \, \sigma(w x + b) \, (1 - \sigma(w x + b))$"
    x, w1, b1, w2, b2 = 2, 0.5, -1, 4, -1
    given = "$x = §$, $w_1 = §$, $b_1 = §$, $w_2 = §$ and $b_2 = §$"
    yield say(given, x, w1, b1, w2, b2)

    def network(w1: float) -> Any:
        return sigma(w2 * sigma(w1 * x + b1) + b2)

    z1 = w1 * x + b1
    z2 = w2 * sigma(z1) + b2
    y = sigma(z2)
    outer, inner = round(sigma_slope(z2), 4), sigma_slope(z1)
    yield say("$z_1 = w_1 x + b_1$ | $§$ | $x$ | $§$", z1, x)
    yield say(r"$a_1 = \sigma(z_1)$ | $§$ | $\sigma'(z_1)$ | $§$", sigma(z1), inner)
    yield say("$z_2 = w_2 a_1 + b_2$ | $§$ | $w_2$ | $§$", z2, w2)
    yield say(r"$a_2 = \sigma(z_2)$ | $§$ | $\sigma'(z_2)$ | $§$", round(y, 4), outer)
    product = sigma_slope(z2) * w2 * inner * x
    same(slope(network, w1), product)
    yield say("product of the last column is $§$", round(product, 4))
    yield say("rises by about $§$ times", round(product, 2))
    up, down = network(w1 + 0.001), network(w1 - 0.001)
    yield say("for $w_1 = §$ and for $w_1 = §$", w1 + 0.001, w1 - 0.001)
    yield say("it is $§$ and $§$", round(up, 6), round(down, 6))
    yield say("divided by $§$, is $§$ again", 0.002, round((up - down) / 0.002, 4))

    same(
        slope(lambda w1: (network(w1) - 0.3) ** 2, w1),
        2 * (y - 0.3) * y * (1 - y) * w2 * sigma(z1) * (1 - sigma(z1)) * x,
    )
    yield from (
        r"$2(a_2 - y) = #$",
        r"more factor, $2(a_2 - y)$",
        "$a(1 - a)$",
        "a factor $2$, which",
    )
    yield r"$2(a_2 - y) \cdot a_2(1 - a_2) \cdot w_2 \cdot a_1(1 - a_1) \cdot x"
    same(slope(lambda x: x + 0.3 * np.sin(x), 0.7), 1 + 0.3 * np.cos(0.7))
    same(slope(np.tanh, 0.3), 1 - np.tanh(0.3) ** 2)
    yield from (r"$1 - \tanh^2$", "$1 - (#)^2 = #$", "For tanh it is $1 - a^2$", "$(1 - a^2)")
    yield from ("One layer contributes $1 # = #$", "slope $1$, and $g$", "$#^{50} = #$")
    steepest = float(np.max(sigma_slope(np.linspace(-9, 9, 18001))))
    yield from (say(t, steepest) for t in ("$§$", "§^n", "§ to the n", r"\cdot § =", "§^#"))
    yield say("The number $§$ is the *value* of the sigmoid at $0$", sigma(0.0))
    assert sigma_slope(0.0) == steepest
    same(steepest**5, 0.001, 1e-4)
    same(np.log10(steepest**10), -6, 0.01)
    assert float(f"{steepest**50:.0e}") == 8e-31
    yield say("$§$ | $§$ | a quarter", 1, steepest)
    yield say(r"$§$ | $§^§ \approx §$ | a thousandth", 5, steepest, 5, 0.001)
    yield say(r"$§$ | $§^{§} \approx 10^{§}$ | a millionth", 10, steepest, 10, -6)
    yield say(r"$§$ | $§^{§} \approx 8 \cdot 10^{§}$ | nothing", 50, steepest, 50, -31)
    yield say(r"$§^{§} \approx 8 \cdot 10^{-31}$", steepest, 50)
    yield say("left after five layers, $§^5$", steepest)
    yield say("about $10^{§}$", round(np.log10(steepest**5)))
    yield say("about $10^{§}$, at most", round(np.log10(steepest**50)))
    one = np.float32(1)
    assert one - np.float32(0.25**13) == one and one - np.float32(0.25**12) != one
    yield say("in the usual $§$-bit numbers, $1 - §^{§}$ *is* $1$", 32, steepest, 13)
    yield r"$1 \cdot 1 \cdots 1$"
    assert gradient_sizes(5, "sigmoid", 1.0, 0)[0] <= steepest**5 < 0.001
    assert gradient_sizes(50, "sigmoid", 1.0, 0)[0] <= steepest**50 * 1.000001
    assert all(gradient_sizes(50, name, 1.0, 0)[0] > 0.1 for name in ("tanh", "relu"))
    assert gradient_sizes(50, "relu", 1.5, 0)[0] > 1e8
    assert gradient_sizes(50, "relu", 0.7, 0)[0] < 1e-6
    rng = np.random.default_rng(3)
    passed = [
        np.sum(g[rng.normal(size=4000) > 0] ** 2) / np.sum(g**2) for g in rng.normal(size=(9, 4000))
    ]
    assert abs(np.mean(passed) - 1 / np.sqrt(2) ** 2) < 0.02
    yield from (
        r"drawn larger by $\sqrt{2}$",
        r"includes the $\sqrt{2}$",
        "At a scale of $0.7$ nearly nothing",
    )
    yield say("At depth $§$ less than a thousandth is left. Go back to $§$", 5, 50)
    yield say("raise the scale of the weights to $§$", 1.5)
    factor = 6 * steepest
    assert float(f"{factor**50:.0e}") == 6e8
    yield say("Weights of $§$ at units with slope $§$ give factors of $§$", 6, steepest, factor)
    yield say(r"$§^{§} \approx 6 \cdot 10^8$", factor, 50)


def chapter_6() -> Iterator[str]:
    yield r"$1 \times n$"

    def f(x: Any) -> Any:
        return np.array([x[0] ** 2 + x[1], x[0] * x[1]])

    def jacobian(x: Any) -> Any:
        return np.array([[2 * x[0], 1], [x[1], x[0]]])

    for point in ([1.3, -0.7], [3.0, 2.0]):
        same(numeric_jacobian(f, np.array(point)), jacobian(point))
    yield r"J = \begin{bmatrix} 2 x_1 & 1 \\ x_2 & x_1 \end{bmatrix}"
    yield "f of x 1, x 2 has the entries x 1 squared plus x 2, and x 1 x 2."
    yield "the rows 2 x 1, 1 and x 2, x 1."
    at = np.array([3.0, 2.0])
    j = jacobian(at)
    yield say("$(§, §)$", *at)
    yield say(r"f(§, §) = §, \quad J = §", *at, f(at), j)
    three = numeric_jacobian(
        lambda x: np.array([7 * x[0] + x[1] ** 2, x[0] * x[1], 5 * x[1]]), np.array([0.3, 0.8])
    )
    same(three, np.array([[7, 2 * 0.8], [0.8, 0.3], [0, 5]]))
    yield from ("$#$ and $2 y$", r"\begin{bmatrix} # & 2 y \\ y & x \\ 0 & # \end{bmatrix}")
    same(
        numeric_gradient(lambda u: (u[0] - 5) ** 2 + 7 * (u[1] - 4) ** 2, np.array([0.3, 0.8])),
        [2 * (0.3 - 5), 2 * 7 * (0.8 - 4)],
    )
    yield r"$[2 (u - #), \; # (v - #)]$"
    area = abs(np.linalg.det(j))
    nudges = {"$x_1$ up by": [0.01, 0], "$x_2$ up by": [0, 0.01], "both up by": [0.01, 0.01]}
    for name, nudge in nudges.items():
        predicted, exact = j @ nudge, np.round(f(at + nudge) - f(at), 10)
        row = f"{name} $§$ | $§$ and $§$ | $§$ and $§$"
        yield say(row, 0.01, *predicted, *exact)
    nudge = np.array([0.01, 0])
    error = f(at + nudge) - f(at) - j @ nudge
    yield say("The error of $§$ is the square of the nudge", round(error[0], 8))
    half = f(at + nudge / 2) - f(at) - j @ nudge / 2
    same(half[0], error[0] / 4)
    yield from (say("a nudge of $§$", 0.01), "Raise the nudge to $1$")
    yield say("raise only $x_1$, by $§$", 0.01)
    yield from (say("§", entry) for entry in j @ [0.01, 0])
    yield say("times $§$. The column of $x_1$ is $§$ and $§$", 0.01, *j[:, 0])
    polar = numeric_jacobian(lambda p: np.array([p[0] * np.cos(p[1]), p[0] * np.sin(p[1])]), at)
    same(np.linalg.det(polar), at[0])
    same(np.linalg.det([[0.6, -0.8], [0.8, 0.6]]), 1)
    same(slope(lambda x: x**2 + 7 * 2, 1.1), 2 * 1.1)
    yield "its partials are $2 x$ and $#$"
    yield r"has the partials $2 x$ and $#$"
    yield r"\begin{bmatrix} 2 x & # \\ # y & # x \end{bmatrix}"
    yield from ("ow $3$", "olumn $3$", "entry $(3, 3)$", "$j = 3$")

    terms = (j[0, 0], j[1, 1], j[0, 1], j[1, 0])
    yield say(r"$\det J = § \cdot § - § \cdot § = §$", *terms, round(area, 9))
    yield say("side $§$ has the area $§$", 0.01, "0.0001")
    assert 0.01**2 == 0.0001
    yield say("its image has about $§$", round(area * 0.0001, 9))

    def g(p: Any) -> Any:
        return np.array([p[0] * p[1], p[0] + p[1]])

    middle = f(at)
    outer = np.array([[middle[1], middle[0]], [1, 1]])
    same(numeric_jacobian(g, middle), outer)
    same(numeric_jacobian(lambda x: g(f(x)), at), outer @ j, 1e-5)
    yield say("it is given $u = §$ and $v = §$", *middle)
    yield say(r"J_{g \circ f} = § § = §", outer, j, outer @ j)
    assert 1000 * 1000 == 10**6 and 1000 * 1000 * 1000 == 1000 * 10**6
    yield say(
        "layers with $§$ units, and as many inputs, that costs a million multiplications", 1000
    )
    yield from building_blocks()
    yield r"$J_f = \begin{bmatrix} # & 1 \\ 0 & # \end{bmatrix}$"
    yield r"$J_g = \begin{bmatrix} 2 & # \\ 1 & # \end{bmatrix}$"
    yield "The first row is $2$ times the first row of $J_f$"
    yield r"$2 \cdot [#, 1] # \cdot [0, #] = [#, #]$, and $1 \cdot [#, 1] # \cdot [0, #] = [#, #]$"

    for first in ((1, 5), (5, 1), (5, 5)):
        yield say(r"$§ \times §$ and $§ \times §$", *first, 5, 5)
    yield say(r"$§ \times §$ and $§ \times §$", 1, 5, 1, 5)
    yield from (r"a $1 \times 5$ row", r"is $5 \times 5$.", r"with the shapes $1 \times #$")
    yield from second_order()

    def cubic(p: Any) -> Any:
        return p[0] ** 2 * p[1] + 3 * p[1]

    def cubic_partials(p: Any) -> Any:
        return np.array([2 * p[0] * p[1], p[0] ** 2 + 3])

    p = np.array([0.8, -1.4])
    same(numeric_gradient(cubic, p), cubic_partials(p))
    yield "$f = x^2 y + 3 y$ of"
    yield "the partials $2 x y$ and $x^2 + 3$"
    hessian = np.array([[2 * p[1], 2 * p[0]], [2 * p[0], 0]])
    same(numeric_jacobian(cubic_partials, p), hessian)
    yield r"H = \begin{bmatrix} 2 y & 2 x \\ 2 x & 0 \end{bmatrix}"
    yield "brings down a $2$, which is missing on the diagonal"
    d = np.array([1e-3, -2e-3])
    change = cubic(p + d) - cubic(p) - cubic_partials(p) @ d
    same(change, 0.5 * d @ hessian @ d, 1e-8)
    yield r"\frac{1}{2} \mathbf{d}^\top H \mathbf{d}"
    bowl = numeric_jacobian(lambda p: np.array([2 * p[0], 4 * p[1]]), p)
    yield say(
        "$x^2 + 2 y^2$ has the eigenvalues $§$ and $§$", *np.round(np.linalg.eigvalsh(bowl), 6)
    )
    saddle = numeric_jacobian(lambda p: np.array([2 * p[0], -2 * p[1]]), p)
    low, high = np.round(np.linalg.eigvalsh(saddle), 6)
    yield say("$x^2 - y^2$, with $§$ and $§$", high, low)
    same(numeric_jacobian(lambda p: 4 * p**3, np.zeros(2)), np.zeros((2, 2)))
    same(
        numeric_jacobian(lambda p: np.array([3 * p[0], 4 * p[1] ** 3]), np.zeros(2)),
        [[3, 0], [0, 0]],
    )
    yield from ("eigenvalues $3$ and $0$", "eigenvalue $3$", r"$\frac{3}{2} x^2 + y^4$")
    yield r"$\frac{3}{2} x^2 - y^4$"


def softmax(z: Any) -> Any:
    e = np.exp(z - np.max(z))
    return e / e.sum()


def building_blocks() -> Iterator[str]:
    """The Jacobians of chapter 6's table, by central differences."""
    w, b = np.array([[1.0, -2], [3, 1]]), np.array([0.3, -0.4])
    z = np.array([0.7, -1.1, 0.2])
    same(numeric_jacobian(lambda x: w @ x, z[:2]), w)
    same(numeric_jacobian(lambda x: x + z, z), np.eye(3))
    same(numeric_jacobian(sigma, z), np.diag(sigma_slope(z)))
    same(numeric_jacobian(lambda x: np.array([x.sum()]), z), np.ones((1, 3)))
    same(numeric_jacobian(lambda t: np.repeat(t, 3), np.array([0.4])), np.ones((3, 1)))
    p = softmax(z)
    columns = numeric_jacobian(softmax, z)
    same(columns, np.diag(p) - np.outer(p, p))
    same(columns.sum(axis=0), 0)
    same(numeric_jacobian(lambda x: np.log(softmax(x)), z), np.eye(3) - p)
    same(
        numeric_jacobian(lambda x: sigma(w @ x + b), z[:2]), np.diag(sigma_slope(w @ z[:2] + b)) @ w
    )
    same(softmax(np.array([0.9, 0.2]))[0], sigma(0.9 - 0.2))
    yield r"| a sum | the row $[1, \ldots, 1]$"
    yield r"$\mathbf{x} \mapsto x_1 + \cdots + x_n$"
    yield r"| copies (broadcasts) a number | the column $[1, \ldots, 1]^\top$"
    at = np.array([-3.0, 5])
    gate = np.array([0.0, 1])
    same(numeric_jacobian(lambda d: np.maximum(at + w @ d, 0), np.zeros(2)), np.diag(gate) @ w)
    yield say(r"at $\mathbf{z} = [§, §]^\top$:", *at)
    yield say(r"\mathrm{diag}(§, §) § = §", *gate, w, np.diag(gate) @ w)
    yield r"\frac{1}{p_i} \cdot \frac{\partial p_i}{\partial z_j}"
    yield r"What is its Jacobian at $\mathbf{x} = [1, 1]^\top$?"
    yield r"What is its $2 \times 2$ Jacobian there?"
    yield from (r"is the slope of the sigmoid, $\sigma(1 - \sigma)$", "How does output $2$ respond")
    assert 1000 * 1000 == 10**6 and np.count_nonzero(np.eye(1000)) == 1000
    yield from (
        "of $1000$ entries",
        "takes $1000$ multiplications",
        "only $1000$ entries",
        "are $1000$ outputs, so there are $1000$ rows",
    )
    yield r"from the left takes $1 \cdot # \cdot #$"
    yield r"For a $2 \times 2$ Jacobian $\lvert \det J \rvert$ is the factor"


def second_order() -> Iterator[str]:
    """Chapter 6: Hessians with mixed terms, and the quadratic model at work."""
    kinds = {
        "minimum": [[4, 1], [1, 3]],
        "saddle": [[2, 5], [5, 2]],
        "maximum": [[-3, 1], [1, -2]],
        "narrow": [[5, -2], [-2, 1]],
        "open": [[4, 2], [2, 1]],
    }
    values = {name: np.linalg.eigvalsh(matrix) for name, matrix in kinds.items()}
    dets = {name: round(float(np.linalg.det(matrix)), 9) for name, matrix in kinds.items()}
    yield from (say("§", np.array(matrix)) for matrix in kinds.values())
    assert all(values[name].min() > 0 for name in ("minimum", "narrow"))
    assert values["maximum"].max() < 0 and values["saddle"].min() < 0 < values["saddle"].max()
    same(values["open"].min(), 0)
    yield say("Its determinant is $§$ and its diagonal positive, so both", dets["minimum"])
    yield say("Its determinant is $§$ and its diagonal positive. It", dets["narrow"])
    yield say("The determinant, $§$, is positive", dets["maximum"])
    yield say("Its determinant is $§$, so one", dets["open"])
    yield say("the eigenvalues are $§$ and $§$", *values["saddle"][::-1].round(9))
    yield say("The determinants are $§$, $§$, $§$, $§$ and $§$", *dets.values())
    twice = numeric_jacobian(
        lambda p: numeric_gradient(lambda q: 7 * q[0] ** 2 * q[1] + q[1] ** 3, p, 1e-4),
        np.array([0.3, 0.8]),
    )
    same(twice, [[14 * 0.8, 14 * 0.3], [14 * 0.3, 6 * 0.8]], 1e-4)
    same(
        numeric_gradient(lambda q: 7 * q[0] ** 2 * q[1] + q[1] ** 3, np.array([0.3, 0.8]))[1],
        7 * 0.09 + 3 * 0.64,
    )
    yield from ("$#x^2 + 3y^2$", "and $6y$")
    ones, skew = np.array([1, 1]), np.array([1, -1])
    h = np.array([[3.0, 7], [7, 3]])
    same(h @ ones, (3 + 7) * ones)
    same(h @ skew, (3 - 7) * skew)
    yield from (
        r"$[1, 1]^\top$ and $[1, -1]^\top$",
        r"$H [1, 1]^\top =",
        r"$[1, 1]^\top$ is stretched",
    )
    yield from (r"and $[1, -1]^\top$ by", r"on the diagonal $[1, -1]^\top$:")
    yield r"\tfrac{1}{2} \mathbf{d}^\top H \mathbf{d}"

    def f(p: Any) -> Any:
        return p[0] ** 2 * p[1] + 3 * p[1]

    at, d = np.array([2.0, 1]), np.array([0.1, 0.1])
    g = numeric_gradient(f, at).round(6)
    hessian = numeric_jacobian(lambda p: numeric_gradient(f, p, 1e-3), at).round(5)
    yield say("Take $f = x^2 y + 3 y$ at $(§, §)$ again, where $f = §$", *at, f(at))
    yield say(r"the gradient is $[§, §]^\top$ and $H = §$", *g, hessian)
    first, second = g @ d, d @ hessian @ d / 2
    yield say(r"For $\mathbf{d} = [§, §]^\top$", *d)
    yield say("the first order gives $§ + § = §$", *(g * d).round(9), round(first, 9))
    yield say(r"$\frac{1}{2} (2 \cdot 0.01 + 2 \cdot 4 \cdot 0.01) = §$", round(second, 6))
    same((2 * 0.01 + 2 * 4 * 0.01) / 2, second)
    yield say(
        "Together $§$, and the exact change is $§$",
        round(first + second, 6),
        round(f(at + d) - f(at), 9),
    )
    yield r"$10^{12}$ entries"
    same((10**6) ** 2, 10**12)
    direction = np.array([0.6, -0.8])
    along = (numeric_gradient(f, at + 1e-4 * direction) - numeric_gradient(f, at)) / 1e-4
    same(along, hessian @ direction, 1e-3)
    yield from (r"for $\mathbf{d} = [0.1, -0.1]^\top$", r"gives $# \cdot 0.1 - # \cdot 0.1 = #$")
    yield from (
        r"The factor $\frac{1}{2}$ before",
        r"$0.1 \cdot (-0.1)$",
        r"$\frac{1}{2} \cdot 0.01 \cdot (# - 2",
    )
    yield from (r"\begin{bmatrix} 2 & 1 \\ 1 & # \end{bmatrix}", "$2 d_1 + d_2 =")
    same(np.linalg.inv([[2, 1], [1, 5]]), np.array([[5, -1], [-1, 2]]) / (2 * 5 - 1))
    yield from (r"\begin{bmatrix} # & -1 \\ -1 & 2 \end{bmatrix}", r"with $\alpha = 1$")
    yield from (r"At $\mathbf{x} + 0.01\, \mathbf{d}$", r"way of $0.01\, \mathbf{d}$", "$h = 0.01$")


def chapter_7() -> Iterator[str]:
    assert (np.ones((6, 3)) @ np.ones((3, 1)) - np.ones((6, 1))).shape == (6, 1)
    assert (np.ones((6, 3)).T @ np.ones((6, 1))).shape == (3, 1)
    yield from (r"The residual is $# \times 1$", r"- \mathbf{y}$ is $# \times 1$")
    yield r"$# \times #$ times $# \times 1$ is $# \times 1$"
    h = 0.01
    same(h - (-h), 2 * h)
    yield from (say("with $h = §$", h), say("divided by $2h = §$", 2 * h))
    yield from ("places that are $2h$ apart", "places are $2h$ apart", "the two places, $2h$")
    yield from (r"$3 \times 2$", r"$2 \times 3$")
    a = np.zeros((2, 3))
    assert (a @ np.zeros((3, 2))).shape == (2, 2) and a.T.shape == (3, 2)
    yield from (r"$\mathrm{tr}(X^\top X)$ gives $2X$", r"$\sum_{ij} X_{ij}^2$ | $2 X$")
    yield r"$2 X^\top (X \mathbf{w} - \mathbf{y})$"
    yield "so the entry in row $1$, column $2$ is $A_{21} = #$"
    yield say("with $A = §$", np.array([[1, 3], [-2, 4]]))
    yield from ("So the gradient is $2 X + A$", r"$\mathrm{tr}(X^\top X)$ gives $2 X$")
    yield r"- 2 \mathbf{y}^\top X \mathbf{w} + \mathbf{y}^\top \mathbf{y}"
    yield r"\mathbf{w}^\top X^\top X \mathbf{w} = 2 X^\top X \mathbf{w}"
    yield r"\, 2 \mathbf{y}^\top X \mathbf{w} = 2 X^\top \mathbf{y}"
    yield r"entry $j$ of $2 X^\top \mathbf{y}$"
    yield r"2 X^\top X \mathbf{w} - 2 X^\top \mathbf{y} = 2 X^\top (X \mathbf{w} - \mathbf{y})"
    yield from (
        r"a factor $2$",
        r"put $\frac{1}{2}$ before the loss",
        "the residual has $3$ entries",
    )
    yield from (r"$2 X (X \mathbf{w} - \mathbf{y})$", r"$2 (X \mathbf{w} - \mathbf{y})$")
    same(slope(lambda w: (1.3 * w - 0.4) ** 2, 0.9), 2 * 1.3 * (1.3 * 0.9 - 0.4))
    yield "its derivative is $2 x (x w - y)$"
    yield r"inner derivative: $2$ times the residual"
    yield r"$2 \cdot #(#w - #) + 2 \cdot #(#w - #) = #w - #$"
    yield r"$2 X^\top (X w - \mathbf{y})$ with a single column"

    x = np.array([[1.0, 1], [1, 2], [1, 3]])
    y = np.array([2.0, 4, 3])
    points = [number for pair in zip(x[:, 1], y, strict=True) for number in pair]
    yield say("$(§, §)$, $(§, §)$ and $(§, §)$", *points)
    gram, right = x.T @ x, x.T @ y
    yield say(r"X = §, \quad \mathbf{y} = §, \quad X^\top X = §", x, y, gram)
    yield say(r"X^\top \mathbf{y} = §", right)
    w = np.array([1.0, 1])
    r = x @ w - y
    yield say(r"$\mathbf{w} = [§, §]^\top$. It predicts $§$, $§$, $§$", *w, *(x @ w))
    yield say(r"the residual is $[§, §, §]^\top$ and the loss is $§$", *r, r @ r)
    same(numeric_gradient(lambda w: np.sum((x @ w - y) ** 2), w), 2 * x.T @ r)
    yield say(r"2 X^\top § = §", r, 2 * x.T @ r)
    yield "The factor $2$ of the square"
    yield r"Set $2 X^\top (X \mathbf{w} - \mathbf{y}) = 0$"
    yield r"Because the Hessian $2 X^\top X$ has no negative eigenvalue"
    hessian = numeric_jacobian(lambda w: 2 * x.T @ (x @ w - y), w)
    same(hessian, 2 * gram)
    first = say("$§ w_1 + § w_2 = §$", *gram[0], right[0])
    yield first + " and " + say("$§ w_1 + § w_2 = §$", *gram[1], right[1])
    best = np.linalg.lstsq(x, y, rcond=None)[0]
    same(np.linalg.solve(gram, right), best)
    best = np.round(best, 9)
    yield say("They give $w_1 = §$ and $w_2 = §$: the line $§ + § x$", *best, *best)
    residual = x @ best - y
    same(x.T @ residual, 0)
    yield say(
        r"Its residual is $[§, §, §]^\top$, and its loss is $§$", *residual, residual @ residual
    )
    centred = np.array([[1.0, -1], [1, 0], [1, 1]])
    yield "the three points $(-1, #)$, $(0, #)$ and $(1, #)$"
    yield say(r"$[§, §, §]^\top$ and $[§, §, §]^\top$", *centred.T.ravel())
    diagonal = centred.T @ centred
    same(diagonal, np.diag(np.diag(diagonal)))
    yield say("diagonal, with $§$ and $§$", *np.diag(diagonal))
    yield say("diagonal with $§$ and $§$", *np.diag(diagonal))
    low, high = np.linalg.eigvalsh(hessian)
    yield r"\mathbf{w} - \alpha \cdot 2 X^\top (X \mathbf{w} - \mathbf{y})"
    yield "stay below $2$ divided by the largest curvature"
    yield r"eigenvalues of the Hessian $2 X^\top X$"
    yield say("they are about $§$ and $§$", round(high, 1), round(low, 2))
    yield say(r"$\alpha$ has to stay below $§$", round(2 / high, 2))
    same(np.linalg.cond(x) ** 2, np.linalg.cond(gram))
    ratios = round(high / low), diagonal[0, 0] / diagonal[1, 1]
    yield say("$§$ times as sharply curved across as along", ratios[0])
    yield say(
        r"($§$ is the condition number of $X^\top X$. That of $X$ itself is its root, $§$",
        round(np.linalg.cond(gram)),
        round(np.linalg.cond(x), 1),
    )
    d = np.array([0.7, -0.3])
    same(np.sum((x @ (best + d) - y) ** 2), np.sum((x @ best - y) ** 2) + np.sum((x @ d) ** 2))
    yield r"f(\mathbf{w}) + 2 (X \mathbf{d})^\top (X \mathbf{w} - \mathbf{y}) + \lVert X"
    yield r"$2 (X \mathbf{d})^\top (X \mathbf{w} - \mathbf{y})$, is zero by"
    assert round(np.log10((10.0**7) ** 2)) == 14 and 16 - 7 == 9
    yield from (
        r"condition number is $10^7$",
        "close, $10^7$ puts about seven",
        "to $10^{14}$",
        "number, $10^{14}$",
    )
    yield from (r"number is $10^{14}$", "condition number of $10^k$", "with about $16$ digits")
    yield r"The columns of a $100\,000 \times 50$ matrix"
    yield from without_indices()
    yield say("they are $§$, $§$ and $§$", *(x[:, 1] - x[:, 1].mean()))
    yield say("the ratio drops from $§$ to $§$", *ratios)
    yield from (block.text for block in chapter(7).body if isinstance(block, Code))  # run below

    def descent(alpha: float, steps: int) -> list[float]:
        w, losses = np.zeros(2), []
        for _ in range(steps):
            losses.append(float(np.sum((x @ w - y) ** 2)))
            w = w - alpha * 2 * x.T @ (x @ w - y)
            if np.hypot(*(2 * x.T @ (x @ w - y))) < 1e-6:
                break
        return losses

    losses = descent(0.07, 4)
    assert losses == sorted(losses)
    yield say(r"the loss is $§$, with $\alpha = §$", losses[0], 0.07)
    yield say("With $§$ every step overshoots", 0.07)
    yield say("goes from $§$ to $§$, $§$ and $§$", *np.round(losses, 1))
    assert descent(0.05, 100) == sorted(descent(0.05, 100), reverse=True)
    yield say(r"Set $\alpha$ to $§$", 0.05)
    yield say(r"it does with $\alpha = §$", 0.05)
    yield say("needs about $§$ steps", round(len(descent(0.05, 9999)), -1))
    yield say(r"the limit of $§$", round(2 / high, 2))
    yield say(
        r"The largest curvature is $§$, so $\alpha$ has to stay below $§$",
        round(high, 1),
        round(2 / high, 2),
    )
    stretched = np.linalg.eigvalsh(2 * (x * [1, 3]).T @ (x * [1, 3]))
    yield say("At $§$ the valley is $§$ times", 3, round(stretched[1] / stretched[0]))
    yield say(r"$\alpha$ has to stay below $§$. Finally", round(2 / stretched[1], 4))


def chapter_8() -> Iterator[str]:
    yield from chapter_8_network()
    x, w, b, y = 2, 1.5, 0.5, 1

    def loss(w: float, b: float = b, x: float = x) -> float:
        return (w * x + b - y) ** 2

    z = w * x
    a = z + b
    r = a - y
    yield r"\frac{\partial a}{\partial z} = 1$, $\frac{\partial a}{\partial b} = 1"
    yield r"\frac{\partial r}{\partial a} = 1"
    same(slope(lambda r: r**2, 0.7), 2 * 0.7)
    yield from (r"\frac{dL}{dr} = 2 r", r"\frac{\partial L}{\partial r} = 2 r", r"\cdot 1 = 2 r")
    same([slope(loss, w), slope(lambda b: loss(w, b), b)], [2 * r * x, 2 * r])
    same(slope(lambda x: loss(w, b, x), x), 2 * r * w)
    yield from (
        r"\cdot x = 2 r x",
        "= 2 r x$",
        "= 2 r x = #$",
        "$2 r x =",
        "own, $2 r x$",
        "$2 r$",
        "$2 r =",
    )
    yield say("$x = §$, $w = §$, $b = §$ and $y = §$", x, w, b, y)
    yield say(r"z = w x = § \cdot § = §", w, x, z)
    yield say("a = z + b = § + § = §", z, b, a)
    yield say("r = a - y = § - § = §", a, y, r)
    yield say("L = r^2 = §^2 = §", r, loss(w))
    yield say("You know $r = §$ and $x = §$", r, x)

    def trained(alpha: float) -> tuple[float, float]:
        return w - alpha * 2 * r * x, b - alpha * 2 * r

    def error(alpha: float) -> float:
        new_w, new_b = trained(alpha)
        return new_w * x + new_b - y

    same(loss(*trained(0.1)), 0)
    yield say(r"with $\alpha = §$ one step takes the loss to $§$", 0.1, 0)
    same(error(0.05), r / 2)
    yield say(r"try $\alpha = §$: each step halves", 0.05)
    yield say(
        r"Try $\alpha = §$: the error jumps between $§$ and $§$", 0.2, r, round(error(0.2), 9)
    )
    yield say("the loss stays at $§$", loss(*trained(0.2)))
    assert abs(error(0.2001)) > abs(r)
    yield say(r"$2 r x = 2 \cdot § \cdot § = §$", r, x, 2 * r * x)
    yield say("so its derivative is $2 r = §$", 2 * r)
    yield say("§", 2 * r * x)
    yield say("$L$ | $§$ | $§$ | the start", loss(w), 1)
    yield say(r"$r$ | $§$ | $§$ | $1 \cdot 2 r$", r, 2 * r)
    for name, value in (("a", a), ("b", b), ("z", z)):
        yield say(rf"${name}$ | $§$ | $§$ | $§ \cdot 1$", value, 2 * r, 2 * r)
    yield say(r"$w$ | $§$ | $§$ | $§ \cdot x$", w, 2 * r * x, 2 * r)
    yield say(r"$x$ | $§$ | $§$ | $§ \cdot w$", x, 2 * r * w, 2 * r)
    h = 0.001
    rise = loss(w + h) - loss(w)
    yield say("Raise $w$ from $§$ to $§$", w, w + h)
    yield say("it becomes $§$", round(loss(w + h), 9))
    yield say(
        "rose by $§$ for a nudge of $§$, which is a slope of $§$", rise, h, round(rise / h, 9)
    )
    yield say("The backward pass says $§$", 2 * r * x)
    new_w, new_b = trained(0.1)
    yield say(
        r"For $\alpha = §$ the weight goes to $§ - § \cdot § = §$", 0.1, w, 0.1, 2 * r * x, new_w
    )
    yield say(r"the bias to $§ - § \cdot § = §$", b, 0.1, 2 * r, new_b)
    yield say(r"The new prediction is $§ \cdot § + § = §$", new_w, x, new_b, new_w * x + new_b)
    yield from ("a factor $2$", "Here $2 r = #$", "here it has to stay below $0.2$")
    seconds = 10**6 * 0.001
    yield "Baur and Strassen proved in 1983"
    yield say("take $§$ seconds, about $§$ minutes", seconds, round(seconds / 60))

    weights = np.array([[1.0, -2], [3, 1]])
    inputs = np.array([1.0, 2])
    before = weights @ inputs
    after = np.maximum(before, 0)
    bias = np.zeros(2)
    yield say(r"W = §, \quad \mathbf{x} = §, \quad \mathbf{b} = §", weights, inputs, bias)
    yield say(r"\mathbf{z} = §, \quad \mathbf{a} = §", before, after)
    yield r"$[#, 0, #]^\top$"
    above = np.array([4.0, 2])
    yield say("hand down $§$ and $§$", *above)
    passed = above * (before > 0)
    in_weights, in_inputs = np.outer(passed, inputs), weights.T @ passed
    same(numeric_gradient(lambda m: above @ np.maximum(m @ inputs, 0), weights), in_weights)
    same(numeric_gradient(lambda v: above @ np.maximum(weights @ v, 0), inputs), in_inputs)
    yield say(r"\mathbf{a}} = §, \quad \frac{\partial L}{\partial \mathbf{z}} = §", above, passed)
    same(numeric_gradient(lambda b: above @ np.maximum(weights @ inputs + b, 0), bias), passed)
    yield say(r"The gradient in $\mathbf{b}$ is $[§, §]^\top$", *passed)
    yield say(
        r"\partial W} = §, \quad \frac{\partial L}{\partial \mathbf{x}} = §", in_weights, in_inputs
    )

    x = 2
    u, v = x + 1, 3 * x
    yield "$u = x + 1$ and $v = 3 x$"
    yield say("At $x = §$ you have $u = §$ and $v = §$", x, u, v)
    yield say(r"comes $v \cdot 1 = §$, along the second $u \cdot 3 = §$", v, u * 3)
    yield say("Together: $§ + § = §$", v, 3 * u, v + 3 * u)
    same(slope(lambda x: (x + 1) * 3 * x, x), v + 3 * u)
    same((1.7 + 1) * 3 * 1.7, 3 * 1.7**2 + 3 * 1.7)
    yield "$L = 3 x^2 + 3 x$ has the derivative $6 x + 3$"
    yield say("which is $§$ at $x = §$", 6 * x + 3, x)
    yield r"comes $v \cdot 1 = #$"


def without_indices() -> Iterator[str]:
    """Chapter 7: differentials, the quadratic form, and a penalty."""
    rng = np.random.default_rng(11)
    a, b, da, db = rng.normal(size=(4, 3, 3))
    at_zero = slope(lambda t: (a + t * da) @ (b + t * db), 0.0)
    same(at_zero, da @ b + a @ db)
    inverse = np.linalg.inv
    same(slope(lambda t: inverse(a + t * da), 0.0), -inverse(a) @ da @ inverse(a), 1e-4)
    v = rng.normal(size=3)
    same(numeric_gradient(lambda x: x @ a @ x, v), (a + a.T) @ v)
    skew, one = np.array([[1.0, 4], [0, 1]]), np.ones(2)
    right, wrong = (skew + skew.T) @ one, 2 * skew @ one
    same(numeric_gradient(lambda x: x @ skew @ x, one), right)
    yield say(r"With $A = §$ and $\mathbf{x} = [§, §]^\top$", skew, *one)
    yield say(
        r"the gradient is $[§, §]^\top$, while $2 A \mathbf{x}$ is $[§, §]^\top$", *right, *wrong
    )
    yield from (
        r"is that $2 A \mathbf{x}$",
        r"To write $2 A \mathbf{x}$",
        r"That is $2 A \mathbf{x}$",
    )
    yield r"That is $2 A^\top \mathbf{x}$"
    yield r"$A = \begin{bmatrix} 1 & # \\ 0 & 1 \end{bmatrix}$"
    yield r"$B = \begin{bmatrix} # & 0 \\ 0 & 1 \end{bmatrix}$"
    yield from (
        r"\begin{bmatrix} 0 & 0 \\ # & 0 \end{bmatrix}",
        r"\begin{bmatrix} 0 & # \\ 0 & 0 \end{bmatrix}",
    )
    yield r"\begin{bmatrix} 0 & # \\ # & 0 \end{bmatrix}"
    yield from (
        r"$A = \begin{bmatrix} # & 0 \\ 0 & # \end{bmatrix}$",
        r"derivative of $\frac{1}{x}$",
    )
    yield from (r"by $\frac{1}{#}$", r"with $\frac{1}{#}$ and $\frac{1}{#}$")
    same(
        slope(lambda w: (2 * w - 7) ** 2 + (w - 3) ** 2 + 5 * w**2, 0.4),
        4 * (2 * 0.4 - 7) + 2 * (0.4 - 3) + 2 * 5 * 0.4,
    )
    yield from ("the loss is $(2w - #)^2", "is missing: $2w - #$", "$4(2w - #) + 2(w - #) + #w")
    yield ", so $#w = #$ and"


def chapter_8_network() -> Iterator[str]:
    """The whole network: forward, backward against central differences, a batch, the checks."""
    w1, b1 = np.array([[1.0, 0], [1, -1], [-1, 1]]), np.array([1.0, 0, 0])
    w2, b2 = np.array([[1.0, 1, -1], [0, 2, 1]]), np.array([1.0, 0])
    x, y = np.array([1.0, 2]), np.array([0.0, 1])

    def loss(w1: Any = w1, b1: Any = b1, w2: Any = w2, b2: Any = b2) -> Any:
        return -np.log(softmax(w2 @ np.maximum(w1 @ x + b1, 0) + b2)) @ y

    count = sum(part.size for part in (w1, b1, w2, b2))
    yield say("It has $§$ parameters", count)
    yield say("The other $§$ can be tested", count - 1)
    yield say("Two evaluations test all $§$ entries", count)
    yield from ("z 1 is W 1 x plus b 1, and a 1 is the ReLU of z 1", "z 2 is W 2 a 1 plus b 2")
    yield say(r"Put in $\mathbf{x} = [§, §]^\top$, of class $§$", *x, 1 + int(np.argmax(y)))
    yield say(r"so that $\mathbf{y} = [§, §]^\top$", *y)
    names = (r"W_1 = §", r"\mathbf{b}_1 = §", r"W_2 = §", r"\mathbf{b}_2 = §")
    yield say(r", \quad ".join(names), w1, b1, w2, b2)
    z1 = w1 @ x + b1
    a1 = np.maximum(z1, 0)
    z2 = w2 @ a1 + b2
    p = softmax(z2)
    yield say(r"\mathbf{z}_1 = §, \quad \mathbf{a}_1 = §", z1, a1)
    yield say(r"\mathbf{z}_2 = §", z2)
    yield say(r"\mathbf{p} = §", p.round(4))
    yield say(r"$e^§$ and $e^§$, divided by their sum", *z2)
    yield say(r"L = -\ln § = §", round(p[1], 4), round(loss(), 4))
    yield say("class $§$ is right, and the network gives it $§$", 2, round(p[1], 4))
    assert p[0] > p[1]
    yield say("it prefers class $§$", 1)
    dz2 = p - y
    same(numeric_gradient(lambda z: -np.log(softmax(z)) @ y, z2), dz2)
    da1 = w2.T @ dz2
    dz1 = da1 * (z1 > 0)
    for found, by_nudging in (
        (np.outer(dz2, a1), numeric_gradient(lambda v: loss(w2=v), w2)),
        (dz2, numeric_gradient(lambda v: loss(b2=v), b2)),
        (np.outer(dz1, x), numeric_gradient(lambda v: loss(w1=v), w1)),
        (dz1, numeric_gradient(lambda v: loss(b1=v), b1)),
    ):
        same(found, by_nudging)
    yield say(r"\mathbf{p} - \mathbf{y} = §", dz2.round(4))
    yield say(r"\, \mathbf{a}_1^\top = §", np.outer(dz2, a1).round(4))
    yield say(r"\partial \mathbf{z}_2} = §", dz2.round(4))
    yield say(r"W_2^\top \frac{\partial L}{\partial \mathbf{z}_2} = §", da1.round(4))
    yield say(r"\partial \mathbf{z}_1} = §", dz1.round(4))
    yield say(r"\, \mathbf{x}^\top = §", np.outer(dz1, x).round(4))
    h = 0.001
    raised = loss(w1=w1 + np.array([[h, 0], [0, 0], [0, 0]]))
    yield say("Raise the first weight from $§$ to $§$", w1[0, 0], w1[0, 0] + h)
    yield say("the loss goes from $§$ to $§$", round(loss(), 6), round(raised, 6))
    rise = raised - loss()
    yield say(
        "It rose by $§$ for a nudge of $§$, a slope of $§$", round(rise, 6), h, round(rise / h, 3)
    )
    yield from (
        r"$\mathbf{y} = [0, 1, 0]^\top$",
        r"a}_1 = [#, 0, #]^\top$",
        "p is the softmax of z 2",
    )
    yield r"The first row is $# \cdot [#, 0, #] = [#, 0, #]$"
    yield r"stops the second: $[#, 0]^\top$"
    yield r"$W_2 = \begin{bmatrix} # & 1 \\ 2 & # \end{bmatrix}$"
    yield r"$\mathbf{y} = [1, 0]^\top$"
    yield from (block.text for block in chapter(8).body if isinstance(block, Code))  # run below
    yield from (r"$h$ around $10^{-5}$ in ordinary $64$-bit", "Below $10^{-6}$", "Above $10^{-3}$")
    yield from (r"With $(-1, 1)$ as the third example", "would be exactly $0$")
    yield say("the check would report $§$", at_a_corner())
    yield from (r"$[#, 0]^\top$ and $[#, #]^\top$", r"has a factor $\frac{1}{3}$", "divides by $3$")
    yield "far above $10^{-3}$"
    yield (
        "1. `dz2 = p - y` 2. `dW2 = dz2 @ a1.T` 3. `da1 = W2.T @ dz2` 4. `dz1 = da1 * (a1 > 0)` "
        "5. `dW1 = da1 @ x.T`"
    )
    yield from ("`W1`", "`W2`", "`z1`", "`a1`", "`dz1`", "`dW2`", "`W2 @ dz2`", "`dW1 = dz1 @ x.T`")
    yield from ("line 5", "line 4", "line 3", "line 1", "lines 1 and 2", "Line 3")
    same(
        np.mean([2 * (3 - 5) * 1, 2 * (2 * 3 - 7) * 2]),
        slope(lambda w: ((w - 5) ** 2 + (2 * w - 7) ** 2) / 2, 3),
    )
    yield from ("(x, y) = (1, #)$ and $(2, #)$", "Its $x$ is $2$")
    yield r"gives $2 \cdot (#) \cdot 1 = #$, the second $2 \cdot (#) \cdot 2 = #$"


def chapter_9() -> Iterator[str]:
    same(slope(lambda t: t**2 + 3 * 5, 4.0), 2 * 4)
    yield from ("The first tangent is $2 x$", "the tangents are $2 x = #$ and")
    yield say("a product of $§$ factors has $§$ terms of $§$ factors each", 10, 10, 10)
    x, w, b, y = 2.0, 1.5, 0.5, 1.0

    def loss(w: float) -> float:
        return (w * x + b - y) ** 2

    dw = 2 * x * (w * x + b - y)
    db = 2 * (w * x + b - y)
    same(slope(loss, w), dw)
    yield say("the derivative in $w$ at $§$ is $§$", w, dw)
    for shown_h, h, digits in (("0.1", 0.1, 6), ("0.001", 0.001, 6), ("10^{-15}", 1e-15, 3)):
        yield say("$§$ | $§$ | ", shown_h, round((loss(w + h) - loss(w)) / h, digits))
    assert w + 1e-16 == w
    yield say("$10^{§}$ | $§$ | $w + h$ is rounded", -16, 0)

    x1, x2 = 3, 2
    products, square = x1 * x2, x1**2
    value = products + square
    in_x1, in_x2 = x2 + 2 * x1, x1
    same(slope(lambda t: t * x2 + t**2, x1), in_x1)
    same(slope(lambda t: x1 * t + x1**2, x2), in_x2)
    e = r"\varepsilon"
    yield say("at $(§, §)$", x1, x2)
    yield say(rf"x_1 = § + {e}, \quad x_2 = §", x1, x2)
    yield say(rf"v_1 = x_1 x_2 = § + § {e}", products, x2)
    yield say(rf"v_2 = x_1^2 = § + § {e}", square, 2 * x1)
    yield say(rf"the square of $§ + {e}$", x1)
    yield say(rf"f = v_1 + v_2 = § + § {e}", value, in_x1)
    yield say("the value is $§$, and the derivative in $x_1$ is $§$", value, in_x1)
    yield say(rf"$x_1 = §$ and $x_2 = § + {e}$. You get $§ + § {e}$", x1, x2, value, in_x2)
    yield "as $-1$, as with complex numbers"
    names: dict[str, Any] = {}
    exec("def f(x): return 3 * x if x != 0 else 0.0", names)
    assert names["f"](0) == 0.0
    same(slope(names["f"], 0.0), 3)
    yield from (
        "`def f(x): return 3 * x if x != 0 else 0.0`",
        "simply $3x$",
        "function $3x$",
        "$3$",
        "$1.5$, the mean",
    )
    yield from ("multiplication by $3$", "the number $0.0$", "has the slope $3$")
    yield from ("`if x == 0` may send it", "`jax.grad(loss_fn, argnums=(0, 1))`")
    same((1j) ** 2, -1)
    yield "the square gives the tangent $2 x$"
    back = "to $x_1$, and $x_1 = §$ to $x_2$"
    yield say(f"1 | $v_1 = x_1 x_2$ | $§$ | $§$ | $x_2 = §$ {back}", products, 1, x2, x1)
    yield say("2 | $v_2 = x_1^2$ | $§$ | $§$ | $2 x_1 = §$ to $x_1$", square, 1, 2 * x1)
    yield say("3 | $f = v_1 + v_2$ | $§$ | $§$ | $§$ to $v_1$, and $§$ to $v_2$", value, 1, 1, 1)
    received = "$x_1$ has received $§$ and $§$, together $§$, and $x_2$ has received $§$"
    yield say(received, 2 * x1, x2, in_x1, in_x2)

    inputs, outputs = 100, 1
    yield say("$n = §$ inputs and $m = §$ output", inputs, outputs)
    yield from (say("§", inputs), say("§", outputs))  # the prediction: n passes and m passes
    yield say("set $n = §$ and $m = §$", outputs, inputs)

    yield say("$w = §$, $b = §$, $x = §$ and $y = §$. You found $§$ and $§$", w, b, x, y, dw, db)
    yield say("w = torch.tensor(§, requires_grad=True)", w)
    yield say("b = torch.tensor(§, requires_grad=True)", b)
    yield f"x, y = torch.tensor({x}), torch.tensor({y})"
    yield say("lr=§)", 0.1)
    yield "(w * x + b - y) ** 2"
    yield f"tensor({dw:g}.) tensor({db:g}.)"
    yield say("w becomes §, b becomes §", w - 0.1 * dw, b - 0.1 * db)
    yield from (block.text for block in chapter(9).body if "jax" in getattr(block, "text", ""))
    same(slope(lambda w: (w * (w * 3) - 5) ** 2, 1.5), 4 * (1.5**2 * 3 - 5) * 1.5 * 3)
    yield from (
        "`loss = (w * (w * x) - y) ** 2`",
        "$2r = #$",
        r"$2r \cdot w x = #$",
        r"receives $2r \cdot w$",
    )
    yield r"hands on $2r \cdot w \cdot x$"
    same(
        numeric_jacobian(
            lambda p: np.array([p[0] * p[1], p[0] ** 2 + p[1]]), np.array([0.7, -1.2])
        ),
        [[-1.2, 0.7], [2 * 0.7, 1]],
    )
    yield from (r"\begin{bmatrix} # & # \\ # & 1 \end{bmatrix}", r"\cdot # # \cdot 1 = #$")
    yield from (
        "as much as $2$ evaluations",
        "as much as $4$",
        r"costs $2 \cdot # = #$",
        r"mode $4 \cdot # = #$",
    )
    yield from ("passes at $2$", "passes at $4$")


CLAIMS = {5: chapter_5, 6: chapter_6, 7: chapter_7, 8: chapter_8, 9: chapter_9}


def claims(number: int) -> list[str]:
    return [squeezed(claim) for claim in CLAIMS[number]()]


def missing(number: int) -> list[str]:
    shown_texts = [text for _, text in texts(number)]
    return [claim for claim in claims(number) if not any(claim in text for text in shown_texts)]


def unclaimed(number: int) -> list[tuple[str, str, str]]:
    """Return the numerals that nothing covers: place, what is left of the text, the numeral."""
    left = []
    longest_first = sorted(claims(number), key=len, reverse=True)
    whole = [c for c in longest_first if NUMERAL.fullmatch(c)]
    snippets = [c for c in longest_first if c not in whole]
    for place, text in texts(number):
        if text in whole:
            continue
        for claim in snippets:
            text = text.replace(claim, "#")
        text = STRUCTURE.sub("#", text)
        left += [(place, text, match[0]) for match in NUMERAL.finditer(text)]
    return left


@pytest.mark.parametrize("number", CLAIMS)
def test_what_is_computed_stands_in_the_chapter(number: int) -> None:
    assert missing(number) == []


@pytest.mark.parametrize("number", CLAIMS)
def test_every_numeral_of_the_chapter_was_computed(number: int) -> None:
    assert unclaimed(number) == []


# --- identities and listings -----------------------------------------------------------------------

RNG = np.random.default_rng(7)
A23, A32, A = RNG.normal(size=(2, 3)), RNG.normal(size=(3, 2)), RNG.normal(size=3)
B, W, Y = RNG.normal(size=2), RNG.normal(size=2), RNG.normal(size=3)
X32 = RNG.normal(size=(3, 2))
IDENTITIES: dict[str, tuple[Callable[[Any], Any], Any, Any]] = {
    "tr(AX)": (lambda x: np.trace(A23 @ x), X32, A23.T),
    "tr(X'A)": (lambda x: np.trace(x.T @ A32), X32, A32),
    "tr(X'X)": (lambda x: np.trace(x.T @ x), X32, 2 * X32),
    "a'Xb": (lambda x: A @ x @ B, X32, np.outer(A, B)),
    "|Xw-y|^2": (lambda w: np.sum((X32 @ w - Y) ** 2), W, 2 * X32.T @ (X32 @ W - Y)),
    "w'X'Xw": (lambda w: w @ X32.T @ X32 @ w, W, 2 * X32.T @ X32 @ W),
    "2y'Xw": (lambda w: 2 * Y @ X32 @ w, W, 2 * X32.T @ Y),
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_matrix_identity_agrees_with_finite_differences(name: str) -> None:
    function, point, gradient = IDENTITIES[name]
    same(numeric_gradient(function, point), gradient)
    assert gradient.shape == point.shape


def test_trace_with_indices() -> None:
    by_indices = sum(A23[j, i] * X32[i, j] for i in range(3) for j in range(2))
    same(np.trace(A23 @ X32), by_indices)


def test_layers_of_two_networks_multiply_their_jacobians() -> None:
    first, second = RNG.normal(size=(4, 3)), RNG.normal(size=(2, 4))
    x = RNG.normal(size=3)
    middle = np.tanh(first @ x)
    outer = (1 - np.tanh(second @ middle) ** 2)[:, None] * second
    inner = (1 - middle**2)[:, None] * first
    whole = numeric_jacobian(lambda x: np.tanh(second @ np.tanh(first @ x)), x)
    same(whole, outer @ inner)
    assert whole.shape == (2, 3)


def test_dual_product_is_the_product_rule() -> None:
    a, b, c, d = 3.0, 2.0, 5.0, 4.0
    same(slope(lambda e: (a + b * e) * (c + d * e), 0.0), a * d + b * c)


def listing(number: int, holding: str) -> str:
    blocks = [b for b in chapter(number).body if isinstance(b, Code) and holding in b.text]
    assert len(blocks) == 1
    return blocks[0].text


def printed(text: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(text, "listing", "exec"), {})
    return squeezed(out.getvalue().replace("-0.0", "0.0"))


def at_a_corner() -> float:
    """What the listing's gradient check finds with an example at the corner of a ReLU."""
    text = listing(8, "rng").replace("[-2, 1]", "[-1, 1]")
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(text, "listing", "exec"), names)
    assert 0.0 in names["forward"]([*start_of_the_listing()], names["X"])[0]
    up, down = names["nudged"], names["found"]
    return float(f"{abs(up - down) / (abs(up) + abs(down)):.0e}")


def start_of_the_listing() -> list[Any]:
    return [
        *(np.array([[1.0, 0], [1, -1], [-1, 1]]), np.array([1.0, 0, 0])),
        *(np.array([[1.0, 1, -1], [0, 2, 1]]), np.array([1.0, 0])),
    ]


def announced(text: str) -> str:
    """Return the numbers in the comments beside the listing's prints."""
    comments = [line.split("# ")[1] for line in text.splitlines() if "print(" in line]
    return squeezed(" ".join(comments).replace(", then", ""))


def test_numpy_listing_prints_what_its_comments_say() -> None:
    text = listing(7, "lstsq")
    assert printed(text) == announced(text) == "[0. 2.] 0.0 2.0 [2. 0.5]"


def test_network_listing_prints_what_its_comments_say() -> None:
    text = listing(8, "rng")
    assert printed(text) == announced(text) == "[0.7311 1.4621] True 0.005"
    assert len(text.splitlines()) <= 40


def test_jax_listing_prints_what_its_comment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A central difference is exact for a square, so it can stand in for ``jax.grad``."""

    def grad(function: Callable[..., float], argnums: tuple[int, ...]) -> Callable[..., Any]:
        def partial(values: tuple[float, ...], index: int) -> float:
            up = [v + 0.5 * (i == index) for i, v in enumerate(values)]
            down = [v - 0.5 * (i == index) for i, v in enumerate(values)]
            return function(*up) - function(*down)

        return lambda *values: tuple(partial(values, index) for index in argnums)

    jax = types.ModuleType("jax")
    monkeypatch.setattr(jax, "grad", grad, raising=False)
    monkeypatch.setitem(sys.modules, "jax", jax)
    text = listing(9, "jax.grad")
    assert printed(text) == announced(text) == "10.0 5.0"


@pytest.mark.parametrize("number", CLAIMS)
def test_every_listing_is_python(number: int) -> None:
    for block in chapter(number).body:
        if isinstance(block, Code):
            compile(block.text, block.place, "exec")
