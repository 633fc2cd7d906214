"""Every number that chapters 0 to 4 print, computed: a typing slip in a chapter fails here.

For each chapter a function returns *claims*: pieces of the chapter's text, exactly as they stand there (white space
collapsed, the cells of a table's row joined by " | "), built around numbers computed here, or paired with a
condition that must hold. Every numeral in the text that a reader sees must lie within a claim or be structural.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp
import yaml

CHAPTERS = Path(__file__).parents[2] / "chapters"
FILES = (
    "00-why-calculus.yaml",
    "01-derivatives.yaml",
    "02-taylor-series.yaml",
    "03-many-variables.yaml",
    "04-the-gradient.yaml",
)
Claim = str | tuple[str, bool]

x, y, h, t, theta, alpha = sp.symbols("x y h t theta alpha")


def n(value: float) -> str:
    """A number as the chapters write an exact one."""
    return f"{round(float(value), 10):.10g}"


def m(value: float) -> str:
    """A number in a table's cell: a formula where it has a minus sign."""
    return f"${n(value)}$" if value < 0 else n(value)


def r4(value: float) -> str:
    """A number to four decimals; a formula where it has a minus sign."""
    return f"${value:.4f}$" if value < 0 else f"{value:.4f}"


def same(left: Any, right: Any) -> bool:
    """Whether two expressions are equal."""
    return sp.simplify(sp.sympify(left) - sp.sympify(right)) == 0


# --- what the chapters claim -------------------------------------------------------------------------------


def chapter_0() -> list[Claim]:
    """Descent on the square: the slope is measured, not taken from a rule."""

    def slope(at: float) -> float:
        return ((at + 1e-3) ** 2 - (at - 1e-3) ** 2) / 2e-3

    def path(rate: float, steps: int, start: float = 3.0) -> list[float]:
        points = [start]
        for _ in range(steps):
            points.append(points[-1] - rate * slope(points[-1]))
        return points

    walk = path(0.1, 3)
    rows = [
        f"{step} | {m(at)} | {n(slope(at))} | {m(-0.1 * slope(at))} | {round(at * at, 4):g}"
        for step, at in enumerate(walk)
    ]
    rates = [
        f"{n(rate)} | {m(1 - 2 * rate)} | ${seen}"
        for rate, seen in (
            (0.1, r",\ ".join(map(n, path(0.1, 2))) + r",\ \ldots$"),
            (0.5, r",\ ".join(map(n, path(0.5, 1))) + "$"),
            (0.9, r",\ ".join(map(n, path(0.9, 2))) + r",\ \ldots$"),
            (1.0, r",\ ".join(map(n, path(1.0, 2))) + r",\ \ldots$"),
            (1.05, r",\ ".join(map(n, path(1.05, 2))) + r",\ \ldots$"),
        )
    ]
    factor = sp.expand(theta - alpha * sp.diff(theta**2, theta))
    return [
        *rows,
        *rates,
        f"Nudge $\\theta$ to ${n(3.01)}$. The loss goes from ${n(3**2)}$ to ${n(3.01**2)}$, so it rose by about "
        f"${3.01**2 - 9:.2f}$ for a nudge of ${n(0.01)}$: a slope of about ${(3.01**2 - 9) / 0.01:.0f}$.",
        f"3 - 0.1 \\cdot {n(slope(3))} = {n(walk[1])}",
        f"theta becomes 3 minus 0.1 times {n(slope(3))}, which is {n(walk[1])}",
        f"At ${n(walk[1])}$ the slope is only ${n(slope(walk[1]))}$",
        "$"
        + "$, $".join(map(n, walk))
        + f"$. Each is ${n(walk[1] / walk[0])}$ times the one before.",
        f"With $\\alpha = 0.1$ the factor is $1 - 2 \\cdot 0.1 = {n(walk[1] / walk[0])}$, "
        f"and powers of ${n(1 - 0.2)}$",
        ("$1 - 2\\alpha", same(factor, (1 - 2 * alpha) * theta)),
        ("(1 - 2\\alpha)", same(factor, (1 - 2 * alpha) * theta)),
        ("2\\theta", same(sp.diff(theta**2, theta), 2 * theta)),
        ("The slope is $2 \\cdot {t} = §$.", same(sp.diff(theta**2, theta), 2 * theta)),
        ("is $2 \\cdot {t} = §$. The step", same(sp.diff(theta**2, theta), 2 * theta)),
        ("1 - 2 \\cdot {r} = §$", same(factor.subs(alpha, 0.3), (1 - 2 * 0.3) * theta)),
        ("the $2$ was lost", same(sp.diff(5 * theta**2, theta), 2 * 5 * theta)),
        (
            "lies strictly between $-1$ and $1$, which here means $0 < \\alpha < 1$",
            all((abs(1 - 2 * rate) < 1) == (0 < rate < 1) for rate in np.linspace(-0.4, 1.4, 37)),
        ),
        ("the limit is $\\alpha = 1$", abs(path(1.0, 9)[-1]) == pytest.approx(3)),
        ("safe range between $-1$ and $1$", abs(0.99**1000) < 1e-4 < abs((-1.01) ** 1000)),
        ("With that $\\alpha$ the factor is $-1$", 1 - 2 * 5 * (1 / 5) == -1),
        ("Set $\\alpha = 0.5$, reset, and step once", path(0.5, 1)[1] == pytest.approx(0)),
        ("Set $\\alpha = 1$. Where", path(1.0, 1)[1] == pytest.approx(-3)),
        ("Set $\\alpha = 1.05$ and watch", abs(path(1.05, 50)[-1]) > 100),
        f"The slope at $3$ is ${n(slope(3))}$, so the step is $0.1 \\cdot {n(slope(3))} = "
        f"{n(0.1 * slope(3))}$, downhill: "
        f"$3 - {n(0.1 * slope(3))} = {n(walk[1])}$.",
        *runs_of_chapter_0(),
    ]


def runs_of_chapter_0() -> list[Claim]:
    """Five runs by their factors, and a bowl read off its run."""
    rates = (0.45, 0.8, 0.1, 0.01, 1.1)
    ends = [abs(3 * (1 - 2 * rate) ** 10) for rate in rates]
    factors = [n(1 - 2 * rate) for rate in rates]
    c = sp.Symbol("c")
    factor = sp.expand(theta - alpha * sp.diff(c * theta**2, theta))
    return [
        "moved by $-0.1$ times its slope",
        *(f"$\\alpha = {rate}$" for rate in rates),
        ("start at $\\theta = 3$, each", ends == sorted(ends)),
        f"the factor is $1 - {n(2 * 0.8)} = {factors[1]}$. It jumps across each time, and still shrinks "
        f"by ${n(2 * 0.8 - 1)}$",
        "The factors $1 - 2\\alpha$ are ${}$, ${}$, ${}$, ${}$ and ${}$".format(*factors),
        (
            "Only the last is larger than $1$ in size",
            [abs(1 - 2 * r) > 1 for r in rates] == [False] * 4 + [True],
        ),
        ("1 - 2c\\alpha", same(factor, theta * (1 - 2 * c * alpha))),
        ("is $2c\\,\\theta$", sp.diff(c * theta**2, theta) == 2 * c * theta),
        ("1 - 2c \\cdot {r}", same(factor, theta * (1 - 2 * c * alpha))),
        "that $2c\\alpha = 1 - ({f})$",
        "which gives $2c \\cdot {r} = §$",
        "The $2$ was lost.",
        "a layer that turns $100$ numbers into $10$?",
        "The layer has $10$ outputs",
    ]


def chapter_1() -> list[Claim]:
    """Limits and rules by sympy, numbers by numpy."""

    def quotient(step: float) -> float:
        return ((1 + step) ** 2 - 1) / step

    def sigmoid(at: float) -> float:
        return 1 / (1 + math.exp(-at))

    def measured(f: Callable[[float], float], at: float) -> float:
        return (f(at + 1e-6) - f(at - 1e-6)) / 2e-6

    def central_error(step: float) -> float:
        return (math.exp(1 + step) - math.exp(1 - step)) / (2 * step) - math.e

    s = 1 / (1 + sp.exp(-x))
    square = sp.limit(((x + h) ** 2 - x**2) / h, h, 0)
    steps = 10.0 ** np.arange(-12, 1)
    forward_errors = [abs(quotient(step) - 2) for step in steps]
    exp_errors = [abs((math.exp(1 + step) - math.e) / step - math.e) for step in steps]
    inner, outer = sp.diff(2 * x + 1, x), sp.diff(x**3, x).subs(x, 3)
    sigmoids = [
        f"{m(at)} | {name} | {slope}"
        for at, name, slope in (
            (-5, r4(sigmoid(-5)), r4(measured(sigmoid, -5))),
            (-2, r4(sigmoid(-2)), r4(measured(sigmoid, -2))),
            (0, n(sigmoid(0)), n(round(measured(sigmoid, 0), 6))),
            (2, r4(sigmoid(2)), r4(measured(sigmoid, 2))),
            (5, r4(sigmoid(5)), r4(measured(sigmoid, 5))),
        )
    ]
    return [
        *sigmoids,
        *(
            f"{m(at)} | {m(2 * at)} | {word}"
            for at, word in ((3, "rising"), (0, "flat"), (-2, "falling"))
        ),
        f"The secant rises from $1$ to ${n(2**2)}$, so its slope is ${n(quotient(1))}$. With $h = 0.1$ it is "
        f"${n(quotient(0.1))}$; with $h = 0.01$ it is ${n(quotient(0.01))}$.",
        f"the secant's slope goes ${n(quotient(1))}$, ${n(quotient(0.1))}$, ${n(quotient(0.01))}$",
        ("Take $f(x) = x^2$ at $x = 1$ with the step $h = 1$.", quotient(1) == 3),
        (
            r"\frac{(x + h)^2 - x^2}{h} = \frac{x^2 + 2xh + h^2 - x^2}{h}",
            same((x + h) ** 2, x**2 + 2 * x * h + h**2),
        ),
        (r"= \frac{2xh + h^2}{h}", same((x + h) ** 2 - x**2, 2 * x * h + h**2)),
        ("The quotient is $2x + h$", same(((x + h) ** 2 - x**2) / h, 2 * x + h)),
        ("= 2x + h", same(((x + h) ** 2 - x**2) / h, 2 * x + h)),
        (r"\to 2x", square == 2 * x),
        ("slope of $x^2$ is $2x$", square == 2 * x),
        ("slope $2x$", square == 2 * x),
        ("{a}(2xh + h^2)", same((x + h) ** 2 - x**2, 2 * x * h + h**2)),
        ("the middle term $2xh$", same((x + h) ** 2, x**2 + 2 * x * h + h**2)),
        ("{a}(2x + h)", same(((x + h) ** 2 - x**2) / h, 2 * x + h)),
        ("{a} \\cdot 2x = §x", square == 2 * x),
        ("from $1$ to $10^{-12}$", max(steps) == 1),
        ("At $x = 1$ the secant", quotient(1) == 3),
        (
            "Go on to $h = 10^{-12}$, which a computer writes `1e-12`. Does the error do what you expect?",
            forward_errors[0] > 1e3 * forward_errors[4] and float("1e-12") == 10**-12,
        ),
        ("the forward difference, from $x$ to $x + h$", quotient(1) == 3),
        (
            r"The central difference, $\frac{f(x + h) - f(x - h)}{2h}$, does better",
            same(((x + h) ** 2 - (x - h) ** 2) / (2 * h), 2 * x),
        ),
        (
            "the ReLU, which is $0$ for negative $x$ and $x$ itself for positive $x$",
            [max(0, at) for at in (-2, 3)] == [0, 3],
        ),
        (
            "an $h$ of about $10^{-8}$ is best",
            steps[int(np.argmin(exp_errors))] == pytest.approx(1e-8),
        ),
        f"For $e^x$ at $x = 1$ it is ${central_error(0.1):.4f}$ with $h = 0.1$, "
        f"and only ${central_error(0.01):.6f}$ with $h = 0.01$",
        "Stand at its corner, $x = 0$",
        (r"$5x^3$ has derivative $15x^2$", sp.diff(5 * x**3, x) == 15 * x**2),
        (
            r"$\sigma(1 - \sigma)$, at most $0.25$",
            max(map(sigmoid_slope, np.linspace(-9, 9, 1801))) == 0.25,
        ),
        (r"\sigma(x)\,(1 - \sigma(x))", same(sp.diff(s, x), s * (1 - s))),
        (r"\sigma(1 - \sigma)", same(sp.diff(s, x), s * (1 - s))),
        ("(1 + e^{-x})^{-1}", same(s, (1 + sp.exp(-x)) ** -1)),
        (
            r"-(1 + e^{-x})^{-2} \cdot (-e^{-x})",
            same(sp.diff(s, x), (1 + sp.exp(-x)) ** -2 * sp.exp(-x)),
        ),
        (
            r"\frac{1}{1 + e^{-x}} \cdot \frac{e^{-x}}{1 + e^{-x}}",
            same(sp.diff(s, x), s * sp.exp(-x) / (1 + sp.exp(-x))),
        ),
        (r"1 - \frac{1}{1 + e^{-x}}", same(sp.exp(-x) / (1 + sp.exp(-x)), 1 - s)),
        (
            r"$\max(0, x)$ | $1$ if $x > 0$, $0$ if $x < 0$",
            sp.diff(sp.Max(0, x), x).subs(x, 2) == 1,
        ),
        (r"$\ln x$ | $\frac{1}{x}$", sp.diff(sp.log(x), x) == 1 / x),
        (r"derivative of $\ln x$ is $\frac{1}{x}$", sp.diff(sp.log(x), x) == 1 / x),
        (r"$\ln x$ has derivative $\frac{1}{x}$", sp.diff(sp.log(x), x) == 1 / x),
        (r"$\ln x \to \frac{1}{x}$", sp.diff(sp.log(x), x) == 1 / x),
        (r"The derivative of $\frac{1}{x}$ is $\ln x$.", sp.diff(1 / x, x) != sp.log(x)),
        (r"$x^{-1}$ has derivative $-x^{-2}$", sp.diff(1 / x, x) == -(x**-2)),
        (r"derivative $2x + \frac{1}{x}$", same(sp.diff(x**2 + sp.log(x), x), 2 * x + 1 / x)),
        (r"\sigma(x)\,(1 + \sigma(x))", not same(sp.diff(s, x), s * (1 + s))),
        f"where the sigmoid is $0.5$, its slope is $0.5 \\cdot 0.5 = {n(0.5 * (1 - 0.5))}$. That is at $x = 0$",
        f"$0.25^{{10}} \\approx {0.25**10:.8f}$, about one in a million",
        (r"$-\frac{1}{p}$", sp.diff(-sp.log(x), x) == -1 / x),
        f"Ten factors of at most ${sigmoid_slope(0)}$ leave",
        *rules_of_chapter_1(),
        f"At $x = 0$, where it is ${sigmoid_slope(0)}$.",
        ("At $x = 0$, where it is $1$.", sigmoid_slope(0) != 1),
        ("At $x = 0$, where it is $0.5$.", sigmoid_slope(0) != 0.5),
        f"There $\\sigma = {sigmoid(0)}$, so the slope is ${sigmoid(0)} \\cdot {1 - sigmoid(0)}$.",
        f"greatest when both are ${n(sigmoid(0))}$. That happens at $x = 0$, with slope ${sigmoid_slope(0)}$",
        (r"when is that greatest?".capitalize(), sigmoid(0) == 0.5),
        r"$\sigma$ and $1 - \sigma$",
        (
            r"$2x \cdot x^3 + x^2 \cdot 3x^2 = 5x^4$",
            same(2 * x * x**3 + x**2 * 3 * x**2, 5 * x**4) and sp.diff(x**5, x) == 5 * x**4,
        ),
        (
            r"$({a}x {+b}) \cdot 2x$",
            same(sp.diff((3 * x + 5) * (x**2 + 7), x), 3 * (x**2 + 7) + (3 * x + 5) * 2 * x),
        ),
        (r"+ ({a}x {+b}) \cdot 2x$", sp.diff(x**2, x) == 2 * x),
        (r"would give $6x^3$", same(sp.diff(x**2, x) * sp.diff(x**3, x), 6 * x**3)),
        f"Take $y = (2x + 1)^3$ at $x = 1$ and call the inside $u = 2x + 1$, which is "
        f"${2 * 1 + 1}$. Nudge $x$ by $0.01$. "
        f"Then $u$ grows by ${n(inner * 0.01)}$",
        f"whose slope at $3$ is $3u^2 = {outer}$, grows by about ${outer} \\cdot 0.02 = {n(outer * 0.02)}$. "
        f"(It really goes from ${3**3}$ to ${3.02**3:.4f}$.) So $y$ moves by ${outer * inner}$ times the nudge: "
        f"the two slopes, ${outer}$ and ${inner}$, were multiplied",
        r"\frac{d}{dx}(3x + 1)^2",
        (r"with slope $2u$. Inside: $u = 3x + 1$", sp.diff(x**2, x) == 2 * x),
        (r"Multiply $2(3x + 1)$ by $3$.", same(sp.diff((3 * x + 1) ** 2, x), 2 * (3 * x + 1) * 3)),
        (
            r"The outer slope $2u$ has to be taken at the inside, $u = 3x + 1$.",
            sp.diff(x**2, x) == 2 * x,
        ),
        (
            r"With $u = 3x + 1$ the outer derivative is $2u$ and the inner one is $3$.",
            sp.diff(3 * x + 1, x) == 3,
        ),
        (
            r"$2(3x + 1) \cdot 3 = 6(3x + 1) = 18x + 6$",
            same(sp.diff((3 * x + 1) ** 2, x), 18 * x + 6) and same(6 * (3 * x + 1), 18 * x + 6),
        ),
    ]


def rules_of_chapter_1() -> list[Claim]:
    """Where the rules come from, the ReLU's corner, and two sigmoids in a row."""

    def sigmoid(at: float) -> float:
        return 1 / (1 + math.exp(-at))

    k = sp.Symbol("k", positive=True)
    s = 1 / (1 + sp.exp(-x))
    inner, outer = sigmoid_slope(0), round(sigmoid_slope(0.5), 3)
    best = max(sigmoid_slope(v) * sigmoid_slope(sigmoid(v)) for v in np.linspace(-9, 9, 3601))
    power = sp.expand((x + h) ** 7)
    return [
        (
            r"gives $n x^{n-1} h$. Everything else, apart from $x^n$, holds $h^2$ or more",
            power.coeff(h, 1) == 7 * x**6 and power.coeff(h, 0) == x**7,
        ),
        (
            r"$e^x \cdot \frac{e^h - 1}{h}$",
            same(sp.exp(x + h) - sp.exp(x), sp.exp(x) * (sp.exp(h) - 1)),
        ),
        f"$e = {math.floor(math.e * 1000) / 1000}\\ldots$ is chosen so that the last factor tends to "
        f"${sp.limit((sp.exp(h) - 1) / h, h, 0)}$: for $h = 0.001$ it is ${(math.exp(0.001) - 1) / 0.001:.4f}$",
        (r"$y$ by $\frac{1}{x}$ times as much", sp.diff(sp.log(k), k) == 1 / k),
        (
            r"$e^{-x^2/2}$ up to a factor",
            sp.integrate(sp.exp(-(x**2) / 2), (x, -sp.oo, sp.oo)).is_finite,
        ),
        r"The `relu` of PyTorch, JAX and TensorFlow returns $0$ at the corner",
        r"a maximum of $0$ and $x$ written out returns $\frac{1}{2}$ in JAX",
        (
            "Any number from $0$ to $1$ is a sensible choice",
            all(
                all(max(0, v) >= g * v for v in (-1, 1)) == (0 <= g <= 1)
                for g in (-0.5, 0, 0.5, 1, 1.5)
            ),
        ),
        ("between $0$ and $1$, never exactly at $0$", sigmoid(-30) > 0),
        f"You may use $\\sigma(0) = {sigmoid(0)}$ and $\\sigma'({sigmoid(0)}) = {outer}$. What is $f'(0)$",
        f"The first sigmoid is taken at $0$, where its slope is ${inner}$. It hands ${sigmoid(0)}$ to the second.",
        f"The factors are ${outer}$, ${inner}$ and ${{k}}$.",
        f"receives $\\sigma(0) = {sigmoid(0)}$, not $0$, and its slope there is a little less than ${inner}$.",
        f"at ${{k}} \\cdot 0 = 0$, where its slope is ${inner}$",
        f"the outer sigmoid at ${sigmoid(0)}$ has slope ${outer}$, the inner one at $0$ has slope ${inner}$",
        f"The product is ${outer} \\cdot {inner} \\cdot {{k}} = §$",
        (r"already below $\frac{1}{16}$ of what", 0.05 < best < 1 / 16),
        (r"the inner one is $p\,(1 - p)$", same(sp.diff(s, x), s * (1 - s))),
        r"brings the factor $\frac{1}{\sigma(z)}$",
        (
            r"$-\frac{1}{\sigma} \cdot \sigma(1 - \sigma) = -(1 - \sigma) = \sigma(z) - 1$",
            same(sp.diff(-sp.log(s), x), s - 1),
        ),
        r"\ln(1 + e^{{{k}x}})",
        "The inside, $1 + e^{{{k}x}}$",
        (
            r"\frac{1}{1 + e^{{{k}x}}} \cdot e^{{{k}x}} \cdot {k}",
            same(sp.diff(sp.log(1 + sp.exp(3 * x)), x), 3 * sp.exp(3 * x) / (1 + sp.exp(3 * x))),
        ),
        "apart from $x = 0$?",
        (
            r"e^{-x/{k}} - \frac{1}{{k}} x^{n} e^{-x/{k}}",
            same(
                sp.diff(x**4 * sp.exp(-x / 3), x),
                4 * x**3 * sp.exp(-x / 3) - x**4 * sp.exp(-x / 3) / 3,
            ),
        ),
        "so away from $0$ the bracket must be",
    ]


def descend(slope: Callable[[Any], Any], start: Any, rate: float, steps: int = 1) -> list[Any]:
    """Points after each step of gradient descent."""
    points = [start]
    for _ in range(steps):
        points.append(points[-1] - rate * slope(points[-1]))
    return points[1:]


def sigmoid_slope(at: float) -> float:
    """The slope of the sigmoid from its exponentials."""
    return math.exp(-at) / (1 + math.exp(-at)) ** 2


def chapter_2() -> list[Claim]:
    """Series by sympy, sums by plain Python."""

    def partial(at: float, order: int) -> float:
        return sum((-1) ** (k // 2) * at**k / math.factorial(k) for k in range(1, order + 1, 2))

    def geometric(at: float) -> list[float]:
        return [sum(at**k for k in range(last + 1)) for last in range(4)]

    def short(value: float) -> str:
        shown = f"{value:.4f}"
        return n(value) if abs(value - round(value, 3)) < 1e-9 else shown

    def minus(value: float) -> str:
        return f"${short(value)}$" if value < 0 else short(value)

    terms = [
        f"{k} | {3**k} | {short(3**k / math.factorial(k))} | {minus(partial(3, k))}"
        for k in (1, 3, 5, 7, 9, 11)
    ]
    derivatives = [
        f"{k} | ${name}$ | {m(float(sp.diff(sp.sin(x), x, k).subs(x, 0)))} |"
        for k, name in enumerate(
            (r"\sin x", r"\cos x", r"-\sin x", r"-\cos x", r"\sin x", r"\cos x")
        )
    ]
    sine = sp.series(sp.sin(x), x, 0, 8).removeO()
    relative = {order: partial(3, order) / math.sin(3) - 1 for order in (1, 3, 5, 7, 9)}
    first_within = min(order for order, error in relative.items() if abs(error) < 0.05)
    newton = 3 - sp.diff(x**2, x).subs(x, 3) / sp.diff(x**2, x, 2)
    halves = [f"${n(value)}$" for value in geometric(0.5)]
    twos = [f"${n(value)}$" for value in geometric(2)]
    facts: list[Claim] = [
        *terms,
        *derivatives,
        f"What is $\\sin(0.5)$? Without a calculator, you might know that near $0$ the "
        f"sine hardly differs from $x$ itself. "
        f"That gives $0.5$. Take off a little, $\\frac{{0.5^3}}{{6}}$, and you have ${0.5 - 0.5**3 / 6:.6f}$. "
        f"The true value is ${math.sin(0.5):.6f}$.",
        f"$n! = n \\cdot (n-1) \\cdots 2 \\cdot 1$, with $0! = {math.factorial(0)}$",
        f"$3! = 3 \\cdot 2 \\cdot 1 = {math.factorial(3)}$",
        f"$3! = {math.factorial(3)}$, and",
        f"$3!$, which is ${math.factorial(3)}$",
        f"should be $3! = {math.factorial(3)}$",
        "You divided by $3$.",
        "it is divided by $3$".replace("it is", "is"),
        f"divided by $2!$, which is ${math.factorial(2)}$",
        "The factorials are "
        + ", ".join(f"${k}! = {math.factorial(k)}$" for k in range(3))
        + f" and $3! = {6}$",
        f"over $0! = {math.factorial(0)}$",
        f"over $1! = {math.factorial(1)}$",
        f"since $0! = 1! = {math.factorial(1)}$",
        (
            "Divide by $0!$, $1!$ and $2!$: $1 + {k}x + \\frac{§}{2}x^2 = 1 + {k}x + §x^2$",
            same(sp.series(sp.exp(3 * x), x, 0, 3).removeO(), 1 + 3 * x + sp.Rational(9, 2) * x**2),
        ),
        (
            "Divide by $0!$, $1!$, $2!$ and $3!$: $\\left[{a}, {b}, \\frac{{c}}{2}, \\frac{{d}}{6}\\right]",
            math.factorial(2) == 2 and math.factorial(3) == 6,
        ),
        ("What are $0!$ and $1!$?", math.factorial(0) == math.factorial(1) == 1),
        "The factorial $3!$ under the cube",
        (r"\frac{f''(x_0)}{2!}(x - x_0)^2", math.factorial(2) == 2),
        (r"\frac{f''(x_0)}{2}(x - x_0)^2", math.factorial(2) == 2),
        (r"\tfrac{1}{2} (\mathbf{x} - \mathbf{x}_0)^\top H", math.factorial(2) == 2),
        ("At $0$ the height is $1$, the slope ${k}$", math.exp(0) == 1),
        ("The derivatives at $0$ are $1$, then ${k}$", math.exp(0) == 1),
        (r"-\frac{x^3}{3!}", sine.coeff(x, 3) == -sp.Rational(1, math.factorial(3))),
        (r"$\frac{x^5}{5!}$", sine.coeff(x, 5) == sp.Rational(1, math.factorial(5))),
        (
            r"x - \frac{x^3}{3!} + \frac{x^5}{5!} - \frac{x^7}{7!}",
            same(sine, x - x**3 / 6 + x**5 / 120 - x**7 / 5040),
        ),
        (r"$x - \frac{x^3}{3!}$", sine.coeff(x, 3) == -sp.Rational(1, 6)),
        (r"{x} - \frac{{x}^3}{6}", math.factorial(3) == 6),
        (
            r"$3x^2$, then $6x$, then $6$",
            [sp.diff(x**3, x, k) for k in (1, 2, 3)] == [3 * x**2, 6 * x, 6],
        ),
        (r"multiplied: $3 \cdot 2 \cdot 1 = 3!$", math.factorial(3) == 3 * 2 * 1),
        "$3^n$ alone | ",
        r"$\frac{3^n}{n!}$",
        "far out, at $x = 3$",
        f"$\\sin x$ at $x = 3$, without and with the factorial. The true value is $\\sin 3 = {math.sin(3):.4f}$.",
        (r"$\sin 0 = 0$", math.sin(0) == 0),
        (r"$\pm\sin 0$, which is $0$", math.sin(0) == 0),
        (
            "derivatives of order $0, 2, 4,",
            all(sp.diff(sp.sin(x), x, k).subs(x, 0) == 0 for k in (0, 2, 4)),
        ),
        ("and both are $0$ at $0$", math.sin(0) == 0),
        ("Raise it to $2$. Nothing happens", sp.diff(sp.sin(x), x, 2).subs(x, 0) == 0),
        (
            "At order $7$ the copy is hard to tell from the sine until well past $2$: at $x "
            "= 2.5$ the error is under two percent",
            abs(partial(2.5, 7) / math.sin(2.5) - 1) < 0.02
            and abs(partial(2.2, 7) / math.sin(2.2) - 1) < 0.005,
        ),
        "Look at $x = 3$. From which order",
        f"There it gives ${n(partial(3, 3))}$, and the sine is ${math.sin(3):.4f}$",
        (
            f"There it gives ${n(partial(3, 5))}$, nearly four times too much",
            3.5 < 1 + relative[5] < 4,
        ),
        (
            f"At order $7$ it gives ${partial(3, 7):.4f}$, still a third too small; at order "
            f"$9$ it gives ${partial(3, 9):.4f}$, three percent too large",
            round(relative[7], 1) == -0.4 or abs(relative[7] + 1 / 3) < 0.03,
        ),
        (
            f"at order $9$ it gives ${partial(3, 9):.4f}$, three percent too large",
            round(relative[9], 2) == 0.03,
        ),
        "Order 3",
        "Order 5",
        f"Order {first_within}",
        (
            r"\frac{1}{1 - x} = 1 + x + x^2 + x^3 + \cdots \qquad \text{for } \lvert x \rvert < 1",
            same(sp.series(1 / (1 - x), x, 0, 4).removeO(), 1 + x + x**2 + x**3),
        ),
        (
            "Take $\\frac{1}{1-x}$ around $0$, whose $n$-th derivative there is $n!$",
            sp.diff(1 / (1 - x), x, 5).subs(x, 0) == math.factorial(5),
        ),
        f"At $x = 0.5$ the sums are {', '.join(halves)}, and they [[converge]] to ${n(1 / (1 - 0.5))}$",
        f"At $x = 2$ they are {', '.join(twos)}, while the function there is ${n(1 / (1 - 2))}$",
        (
            "At $x = 1$ the function runs off to infinity",
            sp.limit(1 / (1 - x), x, 1, "-") == sp.oo,
        ),
        *limits_of_chapter_2(),
        ("as $x$ comes down to $-1$", sp.limit(sp.log(1 + x), x, -1, "+") == -sp.oo),
        (
            "only for $\\lvert x \\rvert < 1$ (and, just barely, at $x = 1$)",
            abs(alternating(10_000) - math.log(2)) < 1e-4,
        ),
        "Choose $\\frac{1}{1 - x}$ or $\\ln(1 + x)$",
        "same with $\\ln(1 + x)$",
        "series $1 + x + x^2 + x^3 + \\cdots$ converge to $\\frac{1}{1-x}$",
        ("$x = 0.9$", abs(0.9) < 1),
        ("$x = -0.5$", abs(-0.5) < 1),
        ("$x = -1.5$", abs(-1.5) > 1),
        ("harmless at $-1.5$", abs(-1.5) > 1),
        "The pole at $1$",
        ("$x = 3$", abs(3) > 1),
        f"the terms are ${', '.join(str(3**k) for k in range(4))}, \\ldots$",
        (
            "so $\\lvert x \\rvert < 1$ is needed. That holds for **$0.9$** and **$-0.5$**",
            0.9 < 1 and 0.5 < 1,
        ),
        f"$\\theta^2$ at $\\theta = 3$. The slope is ${sp.diff(x**2, x).subs(x, 3)}$ and the second derivative "
        f"${sp.diff(x**2, x, 2)}$, so it goes to $3 - \\frac{{6}}{{2}} = {newton}$",
        (
            r"found the learning rate $\frac{1}{2}$ by itself",
            1 / sp.diff(x**2, x, 2) == sp.Rational(1, 2),
        ),
        (
            "shapes $1 \\times {n}$, then $H$, then ${n} \\times 1$",
            (np.ones((1, 4)) @ np.ones((4, 4)) @ np.ones((4, 1))).size == 1,
        ),
    ]
    return facts


def limits_of_chapter_2() -> list[Claim]:
    """The error term, series that fail, and the two models behind descent and Newton's method."""
    d, s = sp.symbols("d s")
    error = math.sin(0.5) - (0.5 - 0.5**3 / 6)
    witch = sp.series(1 / (1 + x**2), x, 0, 6).removeO()
    flat = [sp.limit(sp.diff(sp.exp(-1 / x**2), x, k), x, 0) for k in range(5)]
    model = s * d + d**2 / (2 * alpha)
    return [
        f"For the sine at $0.5$, cut after $x^3$, that term is $\\frac{{0.5^5}}{{5!}} = {0.5**5 / 120:.5f}$, "
        f"and the error is ${error:.5f}$ as well",
        (
            r"$\frac{M \lvert x - x_0 \rvert^{n+1}}{(n+1)!}$ for order $n$",
            abs(error) <= math.cos(0) * 0.5**5 / math.factorial(5),
        ),
        (
            r"the factor $\cos h$ is almost $1$ and $\sin h$ almost $h$",
            sp.limit(sp.sin(h) / h, h, 0) == 1 and sp.limit((sp.cos(h) - 1) / h, h, 0) == 0,
        ),
        (
            r"$\sin(x + h) = \sin x \cos h + \cos x \sin h$",
            same(sp.expand_trig(sp.sin(x + h)), sp.sin(x) * sp.cos(h) + sp.cos(x) * sp.sin(h)),
        ),
        "derivatives of the sine never exceed $1$",
        (r"$\frac{1}{1 + x^2}$ is smooth on the whole line", (1 + x**2).subs(x, 0) == 1),
        (
            r"its series $1 - x^2 + x^4 - \cdots$ also stops at $\lvert x \rvert = 1$",
            same(witch, 1 - x**2 + x**4),
        ),
        (r"$\pm i$, at distance $1$ from the centre", set(sp.solve(1 + x**2, x)) == {sp.I, -sp.I}),
        (
            r"$e^{-1/x^2}$, with the value $0$ at $0$, is so flat there that all its derivatives are $0$. "
            "Its series is $0$",
            flat == [0] * 5,
        ),
        "It needs $f''(x_0) > 0$",
        (
            r"on $-\theta^2$ at $3$ it also goes to $0$",
            3 - sp.diff(-(x**2), x).subs(x, 3) / sp.diff(-(x**2), x, 2) == 0,
        ),
        "Where $f''(x_0) = 0$ there is no",
        (
            r"$f(x_0) + f'(x_0)\, d + \frac{d^2}{2\alpha}$ as small as possible",
            sp.solve(sp.diff(model, d), d) == [-alpha * s],
        ),
        (
            r"$f'(x_0) + \frac{d}{\alpha}$, which is zero at $d = -\alpha f'(x_0)$",
            same(sp.diff(model, d), s + d / alpha),
        ),
        r"$\frac{1}{\alpha}$ stands where $f''(x_0)$ would be",
        (r"slope of $\ln x$ is $\frac{1}{x}$", sp.diff(sp.log(x), x) == 1 / x),
        (r"$-\frac{1}{x^2}$", sp.diff(sp.log(x), x, 2) == -1 / x**2),
        r"they are $\ln {p}$, $\frac{1}{{p}}$ and $-\frac{1}{§}$. The last is divided by $2$",
        "still to be divided by $2!$",
        r"slope $\frac{1}{{p}}$, second derivative $-\frac{1}{§}$",
        (
            r"$\ln {p} + \frac{1}{{p}}(x §) - \frac{1}{§}(x §)^2$",
            same(
                sp.series(sp.log(x), x, 3, 3).removeO(),
                sp.log(3) + (x - 3) / 3 - (x - 3) ** 2 / (2 * 9),
            ),
        ),
        (
            r"Order two keeps $1 + x + \frac{x^2}{2!}$",
            same(sp.series(sp.exp(x), x, 0, 3).removeO(), 1 + x + x**2 / 2),
        ),
        "${x}^3$, divided by $3!$",
        "The factorial $3!$ is missing",
        (r"\frac{{x}^3}{3!} = §$", math.factorial(3) == 6),
        (
            "At $x_0 = 3$ a loss has slope $4$ and second derivative $-2$. Newton's formula gives $x = 5$",
            3 - 4 / -2 == 5,
        ),
        "With $f'' = -2$ that is the highest point",
        "from $3$ to $5$, to the *right*, and with slope $4$",
        "With slope $4$ the loss falls to the left, and the step goes to the right: from $3$ to $5$",
        r"minimises ${s}d + \frac{d^2}{2\alpha}$",
        (r"The price $\frac{d^2}{2\alpha}$", same(model.subs(d, -alpha * s), -alpha * s**2 / 2)),
    ]


def alternating(count: int) -> float:
    """The sum of the first terms of ln(1 + x) at x = 1."""
    return sum((-1) ** (k + 1) / k for k in range(1, count + 1))


def chapter_3() -> list[Claim]:
    """Partial derivatives by sympy, nudges by plain Python."""
    f = x**2 * y + 3 * y
    fx, fy = sp.diff(f, x), sp.diff(f, y)

    def value(a: float, b: float) -> float:
        return a * a * b + 3 * b

    def slopes(a: float, b: float) -> tuple[Any, Any]:
        return fx.subs({x: a, y: b}), fy.subs({x: a, y: b})

    along = f.subs({x: 1 + t, y: t**2})
    total = sp.diff(along, t).subs(t, 1)
    parts = [2 * (1 + t) * t**2, 2 * t * (1 + t) ** 2, 6 * t]
    a, b = slopes(2, 1)
    return [
        f"At $x = 2$, $y = 1$ its value is ${value(2, 1)}$. Nudge $x$ alone, to $2.01$: the value becomes "
        f"${n(value(2.01, 1))}$, a rise of about ${(value(2.01, 1) - 7) / 0.01:.0f}$ times the nudge.",
        f"nudge $y$ alone, to $1.01$: the value becomes ${n(value(2, 1.01))}$, a rise of "
        f"${n((value(2, 1.01) - 7) / 0.01)}$ times the nudge",
        ("x^2 y + 3y", same(f, x**2 * y + 3 * y)),
        (
            r"\frac{\partial f}{\partial x} = 2xy$ and $\frac{\partial f}{\partial y} = x^2 + 3$",
            fx == 2 * x * y and fy == x**2 + 3,
        ),
        (r"\left(x^2 y + 3y\right) = 2xy", fx == 2 * x * y),
        (r"\left(x^2 y + 3y\right) = x^2 + 3", fy == x**2 + 3),
        "$x^2 y$ is a number times $x^2$, and $3y$ is a constant",
        "$x^2 y$ is a number times $y$, and so is $3y$",
        (r"{a} \cdot 2xy = §xy", fx == 2 * x * y),
        "Start at $(2, 1)$",
        ("Move to $x = 0$. One of the slopes vanishes", slopes(0, 1) == (0, 3)),
        "the two slopes at $(2, 1)$, along",
        f"$2xy = 2 \\cdot 2 \\cdot 1 = {a}$ and $x^2 + 3 = 2^2 + 3 = {b}$.",
        f"So at $(2, 1)$ the slope along $x$ is ${a}$ and along $y$ it is ${b}$: the function rises faster along $y$",
        "At $(2, 3)$ the slopes are ${}$ and ${}$.".format(*slopes(2, 3)),
        "You may nudge *one* variable by $0.01$",
        "$-0.01 \\cdot § = §$",
        (r"= 2xy$, and here $y = {k}", sp.diff(x**2 * y, x) == 2 * x * y),
        (
            r"With $y$ fixed: $2xy = 2 \cdot {p} \cdot § = §$",
            sp.diff(x**2 * y, x).subs(y, 3 * x) + x**2 * 3 == sp.diff(3 * x**3, x),
        ),
        "It is at $(1, 0)$",
        "the point is at $(1, 0)$",
        (r"$-\sin 0 = 0$", -math.sin(0) == 0),
        (r"$\cos 0 = 1$", math.cos(0) == 1),
        "the speeds $0$ and $1$",
        (
            r"\cdot 0 {+b} \cdot 1 = {b}$",
            sp.diff((3 * x**2 - 4 * x * y).subs({x: sp.cos(t), y: sp.sin(t)}), t).subs(t, 0) == -4,
        ),
        f"along the curve $x = 1 + t$, $y = t^2$. At $t = 1$ you are at $({1 + 1}, "
        f"{1**2})$, where the slopes are ${a}$ and ${b}$. "
        f"There $x$ moves at speed ${sp.diff(1 + t, t)}$ and $y$ at speed $2t = {sp.diff(t**2, t).subs(t, 1)}$.",
        f"t ─┬── dx/dt = {sp.diff(1 + t, t)} ──▶ x ── slope {a} ──┬─▶ f └── dy/dt = {2} ──▶ y ── slope {b} ──┘",
        f"The one through x carries 1 and then {a}, the one through y carries 2 and then {b}.",
        f"{a} \\cdot 1 + {b} \\cdot 2 = {total}",
        f"{a} times 1 plus {b} times 2, which is {total}",
        (
            "Put the curve in: $f = (1 + t)^2 t^2 + 3t^2$.",
            same(along, (1 + t) ** 2 * t**2 + 3 * t**2),
        ),
        (
            "Its derivative is $2(1 + t)t^2 + 2t(1 + t)^2 + 6t$, and at $t = 1$",
            same(sp.diff(along, t), sum(parts)),
        ),
        f"${' + '.join(str(part.subs(t, 1)) for part in parts)} = {total}$",
        "if both variables moved at speed $1$",
        (
            r"$\frac{xy}{x^2 + y^2}$, with the value $0$ at the origin, is $0$ along both axes, so both its "
            "slopes there are $0$",
            (x * y / (x**2 + y**2)).subs(y, 0) == 0,
        ),
        (
            r"on the diagonal $y = x$ it is $\frac{1}{2}$",
            sp.simplify((x * y / (x**2 + y**2)).subs(y, x)) == sp.Rational(1, 2),
        ),
        "$y = {a}t + 1$",
        "({a}t + 1)",
        "when $x$ grows by $0.01$ and $y$ *falls* by $0.02$",
        "The nudge in $y$ is $-0.02$",
        "its nudge is $-0.02$",
        r"${a} \cdot 0.01 + {b} \cdot (-0.02) = § - § = §$",
        ("The second has the slope $3x^2$", sp.diff(x**3, x) == 3 * x**2),
        ("$x^3$ gives $3x^2$", sp.diff(x**3, x) == 3 * x**2),
        (r"= y^2 + 3x^2$", same(sp.diff(x * y**2 + x**3, x), y**2 + 3 * x**2)),
    ]


def chapter_4() -> list[Claim]:
    """Gradients by finite differences, descent by numpy."""

    def value(p: np.ndarray) -> float:
        return float(p[0] ** 2 + 2 * p[1] ** 2)

    def gradient(p: np.ndarray) -> np.ndarray:
        steps = np.eye(len(p)) * 1e-3
        return np.array([(value(p + s) - value(p - s)) / 2e-3 for s in steps])

    def vector(v: np.ndarray) -> str:
        return f"[{n(v[0])}, {n(v[1])}]"

    def pair(v: np.ndarray) -> str:
        return f"({n(v[0])}, {n(v[1])})"

    def rounded(v: np.ndarray) -> str:
        return f"({v[0]:.2f}, {v[1]:.2f})"

    def crawled(momentum: float) -> np.ndarray:
        at, last = np.array([3.0, 2.0]), np.zeros(2)
        for _ in range(20):
            last = momentum * last - 0.02 * gradient(at)
            at = at + last
        return at

    def losses(rate: float) -> str:
        points = [3.0, *descend(lambda v: 2 * v, 3.0, rate, 3)]
        return ", ".join(f"${round(at * at, 1):g}$" for at in points)

    start = np.array([3.0, 2.0])
    g = gradient(start)
    length = float(np.linalg.norm(g))
    up = g / length
    path = [start]
    for _ in range(3):
        path.append(path[-1] - 0.15 * gradient(path[-1]))
    directions = [
        f"${pair(u)}$ | {m(float(g @ u))} | {word}"
        for u, word in (
            (np.array([1.0, 0.0]), "along $x$"),
            (np.array([0.0, 1.0]), "along $y$"),
            (up, "along the gradient"),
            (np.array([up[1], -up[0]]), "at a right angle"),
            (-up, "against it"),
        )
    ]
    rates = [
        f"{n(rate)} | {m(1 - 2 * rate)} | {m(1 - 4 * rate)} | {word}"
        for rate, word in (
            (0.01, "crawls"),
            (0.15, "settles"),
            (0.25, "$y$ lands"),
            (0.45, "zigzags"),
            (0.5, "$y$ bounces"),
            (0.55, "$y$ diverges"),
        )
    ]
    listed = ", ".join("[" + " ".join(n(c) for c in p) + "]" for p in path[1:])
    f = x**2 + 2 * y**2
    curvatures = sp.diff(f, x, 2), sp.diff(f, y, 2)
    other = 3 * x**2 + y**2
    one = np.array([1.0, 2.0])
    # On the way down from (3, 2) the line passes y = 0 away from x = 0.
    misses = start - up * (start[1] / up[1])
    return [
        *directions,
        *rates,
        ("$f(x, y) = x^2 + 2y^2$", value(start) == 17),
        "on $x^2 + 2y^2$",
        "The map of $x^2 + 2y^2$",
        (
            f"the partial derivatives are $2x$ and $4y$. So the gradient is $[2x, 4y]$, and "
            f"at ${pair(start)}$ it is ${vector(g)}$",
            sp.diff(f, x) == 2 * x and sp.diff(f, y) == 4 * y,
        ),
        ("The gradient is $[2x, 4y]$", sp.diff(f, x) == 2 * x and sp.diff(f, y) == 4 * y),
        (
            "The second entry of the gradient is $4y$, from $2y^2$",
            sp.diff(2 * y**2, y) == 4 * y,
        ),
        f"writes a column as ${vector(g)}$",
        "$1 \\times n$ row",
        "$f(x, y) = 3x^2 + y^2$ at $(1, 2)$",
        ("[6x, 2y]$", sp.diff(other, x) == 6 * x and sp.diff(other, y) == 2 * y),
        ("The second slope is $2y$, and $y$ is $2$ here", sp.diff(other, y) == 2 * y),
        f"At $(1, 2)$ that is ${vector(np.array([6 * one[0], 2 * one[1]]))}$",
        (
            "$1 \\times {n}$. The gradient is its transpose, ${n} \\times 1$",
            np.ones((1, 5)).T.shape == (5, 1),
        ),
        "Stand at $(3, 2)$",
        "$(3 + t u_1, 2 + t u_2)$",
        f"At ${pair(start)}$ the gradient is ${vector(g)}$, with length $\\sqrt{{6^2 + 8^2}} = {n(length)}$",
        f"The cosine is greatest, ${n(math.cos(0))}$, when the angle is zero",
        f"Divide ${vector(g)}$ by ${n(length)}$ and you get that direction, ${pair(up)}$. "
        f"To descend, take ${pair(-up)}$",
        ("and get $[-0.6, §]$", -3 / 5 == -0.6),
        ("direction $\\mathbf{u} = (0.8, 0.6)$", math.hypot(0.8, 0.6) == pytest.approx(1)),
        "{a} \\cdot 0.8 {+b} \\cdot 0.6",
        f"the loss goes {losses(0.01)} in one run and {losses(1.1)} in another",
        ("$x - \\alpha \\cdot 2x$, and $y$ to $y - \\alpha \\cdot 4y$", curvatures == (2, 4)),
        ("x - {r} \\cdot 2x = §", curvatures[0] == 2),
        ("y - {r} \\cdot 4y = §", curvatures[1] == 4),
        ("steeper along $y$: the slope there is $4y$", sp.diff(f, y) == 4 * y),
        ("The slopes are $2x$ and $4y$, not $x$ and $2y$", sp.diff(f, y) == 4 * y),
        f"From ${pair(start)}$ with $\\alpha = 0.15$ the first step is ${vector(start)} - "
        f"0.15 \\cdot {vector(g)} = {vector(path[1])}$. "
        f"The loss falls from ${n(value(start))}$ to ${n(value(path[1]))}$",
        (
            "return np.array([2 * p[0], 4 * p[1]])",
            sp.diff(f, x) == 2 * x and sp.diff(f, y) == 4 * y,
        ),
        "p = np.array([3.0, 2.0])",
        ("for step in range(3): p = p - 0.15 * gradient(p)", len(path) == 4),
        f"print(p) # {listed}",
        f"multiplies $x$ by $1 - 2\\alpha = {n(path[1][0] / 3)}$ and $y$ by $1 - 4\\alpha = {n(path[1][1] / 2)}$",
        "The numbers ${}$ and ${}$ are the second derivatives".format(*curvatures),
        "while every factor lies between $-1$ and $1$",
        (r"$\lvert 1 - \alpha c \rvert < 1$, or $\alpha < \frac{2}{c}$", abs(1 - 2 / 3 * 3) == 1),
        f"here $\\alpha < \\frac{{2}}{{{max(curvatures)}}} = {n(2 / max(curvatures))}$",
        ("The curvatures are $2$ and $§$", sp.diff(x**2, x, 2) == 2),
        r"$\alpha < \frac{2}{§} = §$",
        f"Through ${pair(start)}$ goes the ellipse $x^2 + 2y^2 = {n(value(start))}$",
        f"At ${pair(start)}$ the contour runs along $(0.8, -0.6)$, and $6 \\cdot 0.8 + 8 "
        f"\\cdot (-0.6) = {n(6 * 0.8 + 8 * -0.6)}$",
        f"at ${pair(start)}$ the gradient is ${vector(g)}$",
        (
            f"At ${pair(start)}$ it goes along ${pair(-up)}$ and misses the bottom",
            abs(misses[0]) > 0.5 and abs(misses[1]) < 1e-9,
        ),
        "The point stands at $(3, 2)$",
        "Step with $\\alpha = 0.15$",
        ("Set $\\alpha = 0.45$ and watch it zigzag. Then $0.5$, and $0.55$", 1 - 4 * 0.45 < 0),
        f"With $\\alpha = 0.02$ it crawls: after twenty steps it is at ${rounded(crawled(0))}$.",
        f"[[momentum]] of $0.5$, which keeps half of the last step, and it is at ${rounded(crawled(0.5))}$",
        "start at $(2, 0)$, exactly on it",
        "one step with $\\alpha = 0.15$, from $(3, 2)$",
        f"The gradient is ${vector(g)}$, and ${vector(start)} - 0.15 \\cdot {vector(g)} = {vector(path[1])}$",
        *later_claims_of_chapter_4(),
    ]


def later_claims_of_chapter_4() -> list[Claim]:
    """Directions, stationary points, the descent lemma, level lines, multipliers and momentum."""
    f = x**2 + 2 * y**2
    lagrange, total = sp.symbols("lambda s")
    best = sp.solve([2 * x - lagrange, 4 * y - lagrange, x + y - total], [x, y, lagrange])
    value = f.subs(best)
    level = sp.idiff(f - 17, y, x).subs({x: 3, y: 2})
    other = sp.idiff(x**2 + x * y + y**2 - 7, y, x)
    mixed = x**2 + x * y + y**2
    c, g = sp.symbols("c g")
    gain = -alpha * g**2 + c / 2 * alpha**2 * g**2
    v, b = sp.symbols("v b")
    settled = sp.solve(v - (b * v - alpha * g), v)[0]
    return [
        "lies $3k$ to the right and $4k$ up",
        f"The direction is $({3 / 5}, {4 / 5})$",
        f"which is $({3 / 5}, {4 / 5})$ for every $k$",
        f"The vector $[3, 4]$ still has length ${n(math.hypot(3, 4))}$",
        "{a} \\cdot 0.6 {+b} \\cdot 0.8 = §",
        ("$2x + y", sp.diff(mixed, x) == 2 * x + y),
        ("$x + 2y", sp.diff(mixed, y) == x + 2 * y),
        ("$3x = §$, so", same(2 * (2 * x + y) - (x + 2 * y), 3 * x)),
        ("$3y = §$, so", same(2 * (x + 2 * y) - (2 * x + y), 3 * y)),
        r"plane plus $\frac{c}{2} \lVert \mathbf{d} \rVert^2$",
        (
            r"$-\alpha \lVert \nabla f \rVert^2 + \frac{c}{2} \alpha^2 \lVert \nabla f \rVert^2 = "
            r"-\alpha \left(1 - \frac{c\alpha}{2}\right) \lVert \nabla f \rVert^2$",
            same(gain, -alpha * (1 - c * alpha / 2) * g**2),
        ),
        (r"For $\alpha < \frac{2}{c}$ that is negative", gain.subs({alpha: 0.49, c: 4, g: 1}) < 0),
        (r"largest at $\alpha = \frac{1}{c}$", sp.solve(sp.diff(gain, alpha), alpha) == [1 / c]),
        r"$\alpha = \frac{1}{c}$ lower the loss",
        (
            r"$1 - \frac{c\alpha}{2}$ is $\frac{1}{2}$ for",
            (1 - c * alpha / 2).subs(alpha, 1 / c) == sp.Rational(1, 2),
        ),
        r"the bracket is $\frac{1}{2}$",
        r"The factor $\alpha = \frac{1}{c}$",
        r"$\alpha\left(1 - \frac{c\alpha}{2}\right) = \frac{1}{{c}} \cdot \frac{1}{2}$",
        "$x$ grows by $0.1$",
        r"${a} \cdot 0.1 {+b} \cdot \Delta y = 0$",
        r"is ${a} \cdot 0.1 = §$",
        r"\cdot \frac{dy}{dx} = 0$",
        f"At $(3, 2)$ on the ellipse $x^2 + 2y^2 = {f.subs({x: 3, y: 2})}$ that is "
        f"$-\\frac{{6}}{{8}} = {float(level)}$",
        (
            r"the contour runs along $(0.8, -0.6)$",
            level == sp.Rational(-6, 8) == sp.Rational(-3, 5) / sp.Rational(4, 5),
        ),
        (r"where $\frac{\partial f}{\partial y} = 0$, at the two ends", sp.solve(4 * y, y) == [0]),
        "a constraint $g(x, y) = 0$",
        r"under the constraint $g = 0$",
        r"\nabla f = \lambda \nabla g, \qquad g = 0",
        "of the line $x + y = 3$ where $x^2 + 2y^2$ is smallest. With $g = x + y - 3$",
        r"the equations are $2x = \lambda$, $4y = \lambda$ and $x + y = 3$. So $x = 2y$, which gives "
        f"$y = {best[y].subs(total, 3)}$, $x = {best[x].subs(total, 3)}$ and $\\lambda = "
        f"{best[lagrange].subs(total, 3)}$. The value there is ${value.subs(total, 3)}$",
        f"on the line $x + y = 3.01$ the smallest value is about ${float(value.subs(total, 3.01) - 6):.2f}$ "
        f"higher, ${best[lagrange].subs(total, 3)}$ times the nudge",
        (r"$\frac{dy}{dx} = -\frac{2x + y}{x + 2y}$", same(other, -(2 * x + y) / (x + 2 * y))),
        "of the constraint, $[1, 1]$",
        "between $0$ and $1$. Where the gradient",
        (r"$\frac{1}{1 - \beta}$ times the plain step", same(settled, -alpha * g / (1 - b))),
        r"\beta_1 m + (1 - \beta_1)\, g",
        r"\beta_2 s + (1 - \beta_2)\, g^2",
        (
            r"divided by $1 - \beta_1^t$ and $1 - \beta_2^t$",
            same(sum((1 - b) * b**k for k in range(5)), 1 - b**5),
        ),
        r"$\beta_1 = 0.9$, $\beta_2 = 0.999$ and $\epsilon = 10^{-8}$",
        r"Momentum is $\beta = 0.5$",
        "velocity is $0.5 \\cdot ({v}) - {r}",
        "Momentum $0.5$ keeps half",
    ]


CLAIMS: dict[str, Callable[[], list[Claim]]] = dict(
    zip(FILES, (chapter_0, chapter_1, chapter_2, chapter_3, chapter_4), strict=True)
)

# Numerals that say nothing that could be computed: exponents and subscripts, chapters by number, and the zero of a
# limit, an origin or a sign.
STRUCTURAL = (
    r"[\^_]\{?-?\d\}?",
    r"_\{(k\+1|n=0)\}",
    r"[Cc]hapters? \d(?: and \d| to \d)?",
    r"h \\to 0",
    r"\\max\(0, x\)",
    r"\$[ht] [>=] 0\$",
    r"\\nabla f \\cdot \\mathbf\{u\} = 0",
)

STRUCTURAL_IN = {
    "00-why-calculus.yaml": (
        r"1\. which way",
        r"2\. how far",
        r"with its lowest point at \$0\$, and start at \$\\theta = 3\$",
        r"With \$\\alpha = 0\.1\$ the first step is",
        r"with \$\\alpha = (0\.1|1\.05)\$",
        r"from \$\\theta = 3\$",
        r"\$1 - \\alpha\$",
        r"minimum is at \$\\theta = 0\$",
        r"§\\theta = \(1 - §\\alpha\)",
        r"factor is \$1 - §\\alpha\$|\$\\theta\$ by \$1 - §\\alpha\$",
        r"lands on \$0\$",
        r"\\frac\{1\}\{§\}",
        r"point at \$\\theta = 3\$",
        r"Go back to \$\\alpha = 0\.1\$",
        r"starting from \$3\$",
    ),
    "01-derivatives.yaml": (
        r"\\sigma\(x\) = \\frac\{1\}\{1 \+ e\^\{-x\}\}",
        r"from \$0\$ to \$1\$",
        r"between \$0\$ and \$1\$",
        r"\\frac\{0\}\{0\}",
        r"tends to \$0\$",
        r"(is|of|at|was) (a |exactly |flat at )?\$0\$",
        r"(is|slope|has derivative|return|usually|to|on|smooth function is) \$[01]\$",
        r"from the right \$1\$",
        r"x e\^\{x-1\}",
        r"n x\^\{n-1\}",
        r"product of \$\\sigma\$ and \$1 - \\sigma\$",
        r"It is \$\\frac\{1\}\{2\}\$, half way",
    ),
    "02-taylor-series.yaml": (
        r"(around|at|near|Near|are) \$0\$",
        r"f\('*0\)|f'+\(0\)",
        r"\(n-1\)",
    ),
    "03-many-variables.yaml": (),
    "04-the-gradient.yaml": (r"dot product of zero",),
}


# --- reading the chapters ----------------------------------------------------------------------------------

_UNSEEN = {"id", "vary", "where", "first", "about", "expect", "align", "language", "value"}


def load(name: str) -> dict[str, Any]:
    """One chapter file."""
    return yaml.safe_load((CHAPTERS / name).read_text(encoding="utf-8"))


def seen(node: Any) -> Iterator[str]:
    """Every text a reader sees, white space collapsed; what is computed for a variant shows as §."""
    if isinstance(node, str):
        yield re.sub(r"\{\+?=[^{}]*\}", "§", " ".join(node.split()))
    elif isinstance(node, list):
        for item in node:
            yield from seen(item)
    elif isinstance(node, dict):
        for key, item in node.items():
            if key == "answer":
                yield from seen(
                    [item[kind] for kind in ("choice", "choices", "order", "text") if kind in item]
                )
            elif key == "rows":
                yield from (" | ".join(seen(row)) for row in item)
            elif key == "columns":
                yield " | ".join(seen(item)) + " | "
            elif key == "simulation":
                yield from seen(
                    {part: item[part] for part in ("title", "caption", "predict") if part in item}
                )
            elif key not in _UNSEEN:
                yield from seen(item)


def snippet(claim: Claim) -> str:
    """The piece of text a claim is about."""
    return claim if isinstance(claim, str) else claim[0]


@pytest.mark.parametrize("name", FILES)
def test_every_claim_stands_in_the_chapter_and_holds(name: str) -> None:
    texts = list(seen(load(name)))
    missing = [snippet(c) for c in CLAIMS[name]() if not any(snippet(c) in text for text in texts)]
    assert missing == []
    assert [c[0] for c in CLAIMS[name]() if isinstance(c, tuple) and not c[1]] == []


@pytest.mark.parametrize("name", FILES)
def test_every_number_of_the_chapter_is_claimed(name: str) -> None:
    assert strays(seen(load(name)), [snippet(c) for c in CLAIMS[name]()], name) == []


def strays(texts: Iterable[str], snippets: list[str], name: str) -> list[str]:
    """The numerals that neither a claim covers nor the structure of a text explains, with their surroundings."""
    patterns = [re.compile(pattern) for pattern in (*STRUCTURAL, *STRUCTURAL_IN[name])]
    found = []
    for text in texts:
        free = [True] * len(text)
        spans = [(at, at + len(piece)) for piece in snippets for at in find_all(text, piece)]
        spans += [match.span() for pattern in patterns for match in pattern.finditer(text)]
        for start, end in spans:
            free[start:end] = [False] * (end - start)
        found += [
            f"{match[0]} in: {text[max(0, match.start() - 40) : match.end() + 30]}"
            for match in re.finditer(r"\d+(?:\.\d+)?", text)
            if any(free[match.start() : match.end()])
        ]
    return found


def find_all(text: str, piece: str) -> Iterator[int]:
    """Where a piece occurs."""
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


@pytest.mark.parametrize("name", FILES)
def test_the_numbers_of_a_prediction(name: str) -> None:
    wanted: dict[str, list[float]] = {
        "00-why-calculus.yaml": [3 - 0.1 * 6],
        "01-derivatives.yaml": [],
        "02-taylor-series.yaml": [],
        "03-many-variables.yaml": [
            float(sp.diff(x**2 * y + 3 * y, v).subs({x: 2, y: 1})) for v in (x, y)
        ],
        "04-the-gradient.yaml": list(np.array([3, 2]) - 0.15 * np.array([6, 8])),
    }
    (asked_for,) = [block["predict"] for block in load(name)["body"] if "predict" in block]
    assert [float(value) for value in asked_for.get("answer", [])] == pytest.approx(wanted[name])


@pytest.mark.parametrize("name", FILES)
def test_a_slipped_digit_is_found(name: str) -> None:
    """Change one claimed digit of the chapter at a time: a claim must then be missing, or a number stray."""
    texts = list(seen(load(name)))
    snippets = [snippet(c) for c in CLAIMS[name]()]
    for piece in snippets:
        digits = [at for at, sign in enumerate(piece) if sign.isdigit()]
        if not digits:
            continue
        at = random.Random(piece).choice(digits)
        slipped = piece[:at] + str((int(piece[at]) + 3) % 10) + piece[at + 1 :]
        changed = [text.replace(piece, slipped) for text in texts]
        lost = not any(piece in text for text in changed)
        assert lost or strays(changed, snippets, name), piece
