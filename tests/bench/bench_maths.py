"""What the engine costs: reading, evaluating, gradients against autograd and against n; run as a program."""

from __future__ import annotations

import gc
import itertools
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np

from vctutor.maths import forward, primitives, reverse
from vctutor.maths.expression import ParseError, compile_expression, evaluate, parse
from vctutor.maths.symbolic import differentiate

ATTACKS = {
    "9**9**9**9": "9**9**9**9",
    "10,000 brackets": "(" * 10_000,
    "200 brackets": "(" * 200,
    "x a million times": "x" * 1_000_000,
    "look-alike letter": "х^2 + 1",
    "nothing": "",
    "a control character": "x + \x07",
    "a tower of 60 powers": "x^" * 60 + "x",
    "400 letters": "x" * 400,
}


def microseconds(work: Callable[[], object], least: float = 0.15) -> float:
    """Return the median time of some work, repeated for at least a while."""
    taken = []
    started = time.perf_counter()
    gc.disable()
    while time.perf_counter() - started < least or len(taken) < 5:
        before = time.perf_counter()
        work()
        taken.append((time.perf_counter() - before) * 1e6)
    gc.enable()
    return statistics.median(taken)


def rosenbrock(v: Any) -> Any:
    """Rosenbrock's function of n variables, on whole arrays, for either library."""
    return ((1 - v[:-1]) ** 2 + 100 * (v[1:] - v[:-1] ** 2) ** 2).sum()


def their_rosenbrock(v: Any) -> Any:
    """Return the same for autograd, which has no sum on its boxes."""
    return anp.sum((1 - v[:-1]) ** 2 + 100 * (v[1:] - v[:-1] ** 2) ** 2)


def scalar_rosenbrock(v: Any) -> Any:
    """Rosenbrock's function one entry at a time."""
    total = 0.0
    for i in range(len(v) - 1):
        total = total + (1 - v[i]) ** 2 + 100 * (v[i + 1] - v[i] ** 2) ** 2
    return total


def network(
    functions: Any, log_sum: Any, total: Any, inputs: Any, labels: Any
) -> Callable[..., Any]:
    """Return the loss of a network with one hidden layer, in the terms of one library."""

    def loss(w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
        scores = functions.tanh(inputs @ w1 + b1) @ w2 + b2
        return (total(log_sum(scores)) - total(scores * labels)) / len(inputs)

    return loss


def their_log_sum(scores: Any) -> Any:
    """Return ln(sum(e^x)) over the second axis for autograd."""
    greatest = anp.max(scores, axis=1, keepdims=True)
    return anp.squeeze(greatest, 1) + anp.log(anp.sum(anp.exp(scores - greatest), axis=1))


def report(name: str, figure: float) -> None:
    """Print one line of microseconds."""
    print(f"  {name:56} {figure:9.2f} us")


def reading() -> None:
    """Print what reading, differentiating and evaluating cost."""
    print("reading and evaluating")
    text = "x^2 sin(3y) + e^(-x^2/2)/(1 + y^2)"
    e = parse(text)
    fresh = itertools.count(1)
    report(f"parse {text}", microseconds(lambda: parse(f"{text}+{next(fresh)}")))
    report(
        "differentiate one like it",
        microseconds(lambda: differentiate(parse(f"{text}+x^{next(fresh)}"), "x")),
    )
    f = compile_expression(parse("x^2*y + 3*y"), ["x", "y"])
    report("x^2*y + 3*y at two floats, compiled", microseconds(lambda: f(2.0, 1.0)))
    x, y = np.meshgrid(np.linspace(-2, 2, 200), np.linspace(-2, 2, 200))
    report("the first on a 200x200 grid", microseconds(lambda: evaluate(e, {"x": x, "y": y})))
    gc.collect()
    gc.freeze()  # or a collection of what this program made before is taken for the parser's time
    print("attacks, the worst of 20")
    for name, attack in ATTACKS.items():
        worst = 0.0
        for _ in range(20):
            before = time.perf_counter()
            try:
                parse(attack)
                outcome = "read"
            except ParseError as error:
                outcome = f"error at {error.position}"
            worst = max(worst, time.perf_counter() - before)
        print(f"  {name:24} {worst * 1e3:8.3f} ms  {outcome}")


def against_autograd() -> None:
    """Print the time of gradients against autograd's in the same run."""
    print(
        "reverse mode against autograd, the same functions in the same run (above 1: ours is quicker)"
    )
    rng = np.random.default_rng(0)
    rows: list[tuple[str, Callable[[], Any], Callable[[], Any]]] = []
    for kind, ours, theirs, sizes in (
        ("arrays", rosenbrock, their_rosenbrock, (2, 10, 100, 1000, 10_000)),
        ("entries", scalar_rosenbrock, scalar_rosenbrock, (10, 100, 1000)),
    ):
        for n in sizes:
            v = rng.normal(size=n)
            rows.append(
                (
                    f"Rosenbrock by {kind}, n = {n}",
                    partial(reverse.gradient, ours, v),
                    partial(autograd.grad(theirs), v),
                )
            )
    for size, hidden in ((20, 10), (200, 100)):
        inputs, labels = rng.normal(size=(size, 10)), np.eye(5)[rng.integers(0, 5, size)]
        weights = [rng.normal(size=s) for s in ((10, hidden), (hidden,), (hidden, 5), (5,))]
        ours = network(
            primitives, lambda s: reverse.logsumexp(s, axis=1), lambda s: s.sum(), inputs, labels
        )
        theirs = autograd.grad(network(anp, their_log_sum, anp.sum, inputs, labels), (0, 1, 2, 3))
        name = f"network, {size} inputs, {hidden} hidden units"
        rows.append((name, partial(reverse.gradient, ours, *weights), partial(theirs, *weights)))
    for name, ours_of, theirs_of in rows:
        ours, theirs = microseconds(ours_of), microseconds(theirs_of)
        print(
            f"  {name:36} {ours:11.1f} us  autograd {theirs:11.1f} us  ratio {theirs / ours:6.2f}"
        )


def growth() -> None:
    """Print how operations and time grow with n, for reverse and forward mode."""
    print(
        "growth with n: Rosenbrock; operations of the gradient over those of the function, and times"
    )
    for n in (1, 2, 10, 100, 1000, 10_000):
        v = np.random.default_rng(0).normal(size=n)
        counts = reverse.record(rosenbrock, v)[0].counts()
        operations = f"{counts.function:7} operations, with gradient {counts.gradient:7}, ratio {counts.ratio:4.2f}"
        times = [
            microseconds(partial(rosenbrock, v)),
            microseconds(partial(reverse.gradient, rosenbrock, v)),
        ]
        if n <= 1000:
            times.append(microseconds(partial(forward.gradient_forward, rosenbrock, v)))
        shown = ", ".join(
            f"{name} {t:9.1f} us"
            for name, t in zip(("f", "reverse", "forward"), times, strict=False)
        )
        print(f"  n = {n:6}: {operations}; {shown}")
    print("by entries, where time is the interpreter's: microseconds for each variable")
    for n in (10, 100, 1000, 10_000):
        v = np.random.default_rng(0).normal(size=n)
        print(
            f"  n = {n:6}: reverse {microseconds(partial(reverse.gradient, scalar_rosenbrock, v)) / n:7.2f} us"
        )


def main() -> None:
    """Print the figures."""
    reading()
    against_autograd()
    growth()


if __name__ == "__main__":
    main()
