"""Differences: their errors fall as theory says, and a wrong gradient is found."""

import math

import numpy as np
import pytest

from vctutor.maths import generic
from vctutor.maths.numeric import (
    central_difference,
    check_gradient,
    complex_step,
    errors_by_step,
    forward_difference,
)


def test_differences_of_a_function_of_a_number():
    exact = math.cos(1.0)
    assert forward_difference(generic.sin, 1.0) == pytest.approx(exact, abs=1e-7)
    assert central_difference(generic.sin, 1.0) == pytest.approx(exact, abs=1e-9)
    assert complex_step(generic.sin, 1.0) == pytest.approx(exact, abs=1e-15)
    assert forward_difference(lambda x: x**2, 1.0, 0.5) == 2.5
    assert central_difference(lambda x: x**3, 1.0, 0.5) == 3.25


def test_errors_fall_as_theory_says_until_rounding_takes_over():
    rows = errors_by_step(generic.sin, 1.0, math.cos(1.0))
    assert [row.h for row in rows] == pytest.approx([10.0**-k for k in range(17)])
    by_step = {round(-math.log10(row.h)): row for row in rows}
    second, third = -math.sin(1.0), -math.cos(1.0)
    for k in (2, 3, 4):
        assert by_step[k].forward == pytest.approx(abs(second) / 2 * 10.0**-k, rel=0.02)
    for k in (1, 2, 3):
        assert by_step[k].central == pytest.approx(abs(third) / 6 * 10.0 ** (-2 * k), rel=0.02)
    assert min(row.forward for row in rows) < by_step[14].forward
    assert by_step[16].complex_step < 1e-15


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
        (generic.absolute, -2.0, -1.0),
        (generic.absolute, 0.0, 0.0),
        (generic.relu, 0.0, 0.0),
        (lambda x: generic.maximum(x, 0.0), 0.0, 0.5),
        (generic.cbrt, -8.0, 1 / 12),
        (generic.sigma, -700.0, math.exp(-700)),
        (generic.softplus, 0.0, 0.5),
        (lambda x: generic.power(x, 3), -2.0, 12.0),
        (lambda x: generic.power(x, 0.5), 4.0, 0.25),
        (generic.ln, -1.0, math.nan),
    ],
)
def test_the_complex_step_continues_real_functions(function, x, slope):
    assert complex_step(function, x) == pytest.approx(slope, rel=1e-12, nan_ok=True)


def test_a_right_gradient_passes_and_a_wrong_one_is_placed():
    def f(v):
        return (v**2).sum()

    point = np.array([1.0, 2.0, 3.0])
    assert check_gradient(f, point).right
    assert check_gradient(f, point, lambda v: 2 * v).right
    report = check_gradient(f, point, [2.0, 4.0, 7.0])
    assert not report.right
    assert report.worst == (2,)
    assert str(report).startswith(
        "wrong: the largest relative error is 1.4e-01 at entry [2], 7 against 6"
    )
    assert str(check_gradient(lambda x: x * x, 3.0)).startswith("right")
    assert not check_gradient(f, point, [2.0, 4.0, math.nan]).right
    with pytest.raises(ValueError, match="shape"):
        check_gradient(f, point, [1.0])


def test_a_complex_step_that_overflows_is_silent():
    assert not np.isfinite(complex_step(lambda x: x ** (-15.0), 0.0))
