"""Differences: their errors fall as theory says."""

import math

import numpy as np
import pytest

from vctutor.maths import elementwise, primitives
from vctutor.maths.numeric import (
    central_difference,
    complex_step,
    forward_difference,
)


def test_differences_of_a_function_of_a_number():
    exact = math.cos(1.0)
    assert forward_difference(primitives.sin, 1.0) == pytest.approx(exact, abs=1e-7)
    assert central_difference(primitives.sin, 1.0) == pytest.approx(exact, abs=1e-9)
    assert complex_step(primitives.sin, 1.0) == pytest.approx(exact, abs=1e-15)
    assert forward_difference(lambda x: x**2, 1.0, 0.5) == 2.5
    assert central_difference(lambda x: x**3, 1.0, 0.5) == 3.25


def test_errors_fall_as_theory_says_until_rounding_takes_over():
    first, second, third = math.cos(1.0), -math.sin(1.0), -math.cos(1.0)

    def error(method, h):
        return abs(method(primitives.sin, 1.0, h) - first)

    for k in (2, 3, 4):
        h = 10.0**-k
        assert error(forward_difference, h) == pytest.approx(abs(second) / 2 * h, rel=0.02)
    for k in (1, 2, 3):
        h = 10.0**-k
        assert error(central_difference, h) == pytest.approx(abs(third) / 6 * h**2, rel=0.02)
    assert error(forward_difference, 1e-8) < error(forward_difference, 1e-14)
    assert error(complex_step, 1e-16) < 1e-15


def test_arrays_and_vector_functions():
    point = np.array([1.0, 2.0])
    for method in (forward_difference, central_difference, complex_step):
        assert method(lambda v: (v**2).sum(), point) == pytest.approx([2, 4], abs=1e-6)
        jacobian = method(lambda v: [v[0] * v[1], v[1] ** 2, v[0] + 0], point)
        assert jacobian == pytest.approx(np.array([[2, 1], [0, 4], [1, 0]]), abs=1e-6)
    assert central_difference(lambda m: (m**3).sum(), np.ones((2, 2))).shape == (2, 2)


@pytest.mark.parametrize(
    ("function", "x", "slope"),
    [
        (primitives.absolute, -2.0, -1.0),
        (primitives.absolute, 0.0, 0.0),
        (primitives.relu, 0.0, 0.0),
        (lambda x: primitives.maximum(x, 0.0), 0.0, 0.5),
        (primitives.cbrt, -8.0, 1 / 12),
        (primitives.sigma, -700.0, math.exp(-700)),
        (primitives.softplus, 0.0, 0.5),
        (lambda x: primitives.power(x, 3), -2.0, 12.0),
        (lambda x: primitives.power(x, 0.5), 4.0, 0.25),
        (primitives.ln, -1.0, math.nan),
    ],
)
def test_the_complex_step_continues_real_functions(function, x, slope):
    assert complex_step(function, x) == pytest.approx(slope, rel=1e-12, nan_ok=True)


def test_a_complex_step_that_overflows_is_silent():
    assert not np.isfinite(complex_step(lambda x: x ** (-15.0), 0.0))


@pytest.mark.parametrize("exponent", [3, 4, 101, 256, 1001, -3, -128])
@pytest.mark.parametrize("base", [-1.0, -1.001, 1.001])
def test_the_complex_step_of_a_large_whole_power_of_a_negative_number(base, exponent):
    found = complex_step(lambda x: elementwise.power(x, float(exponent)), base)
    assert found == pytest.approx(exponent * base ** (exponent - 1), rel=1e-12)
