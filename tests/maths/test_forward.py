"""Forward mode: single and several tangents, and the same arithmetic as arrays."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from vctutor.maths import forward, primitives
from vctutor.maths.forward import Dual


def f(v):
    return [v[0] * v[1] + primitives.sin(v[2]), v[2] / v[0], primitives.exp(v[1]) ** 2, 4.0]


def theirs(v):
    return anp.array([v[0] * v[1] + anp.sin(v[2]), v[2] / v[0], anp.exp(v[1]) ** 2, 4.0 + 0 * v[0]])


POINT = np.array([1.5, -0.5, 2.0])


def test_the_jacobian_is_autograds():
    assert forward.jacobian_forward(f, POINT) == pytest.approx(
        autograd.jacobian(theirs)(POINT), rel=1e-13
    )


def test_one_direction_and_several():
    jacobian = autograd.jacobian(theirs)(POINT)
    value, along = forward.jvp(f, POINT, [1.0, 2.0, 3.0])
    assert value == pytest.approx(theirs(POINT))
    assert along == pytest.approx(jacobian @ [1, 2, 3])
    directions = np.arange(6.0).reshape(2, 3)
    _, several = forward.jvp(f, POINT, directions)
    assert several == pytest.approx(directions @ jacobian.T)


def test_a_function_of_a_number():
    assert forward.derivative(lambda x: x**3 + 2 / x, 2.0) == pytest.approx(11.5)
    assert forward.derivative(lambda x: 5.0, 2.0) == 0
    assert forward.jvp(lambda x: [x, x * x], 3.0, 1.0)[1].tolist() == [1, 6]
    assert forward.jvp(lambda x: x * x, 3.0, 2.0)[1] == 12


def test_a_gradient_has_the_shape_of_its_input():
    point = np.arange(6.0).reshape(2, 3)
    assert forward.gradient_forward(lambda m: (m * m).sum(), point).tolist() == (2 * point).tolist()


@pytest.mark.parametrize(
    ("ours", "same"),
    [
        (lambda a, b: a + b, lambda a, b: a + b),
        (lambda a, b: a - b, lambda a, b: a - b),
        (lambda a, b: a * b, lambda a, b: a * b),
        (lambda a, b: a / b, lambda a, b: a / b),
        (lambda a, b: a**b, lambda a, b: a**b),
        (lambda a, b: 3.0 - a, lambda a, b: 3.0 - a),
        (lambda a, b: 3.0 / a, lambda a, b: 3.0 / a),
        (lambda a, b: 3.0**a, lambda a, b: 3.0**a),
        (lambda a, b: -a, lambda a, b: -a),
        (lambda a, b: a[1:] * 2, lambda a, b: a[1:] * 2),
        (lambda a, b: a.T, lambda a, b: a.T),
        (lambda a, b: a.sum(axis=0), lambda a, b: anp.sum(a, axis=0)),
        (lambda a, b: a @ b.T, lambda a, b: anp.dot(a, b.T)),
        (lambda a, b: primitives.maximum(a, b), anp.maximum),
        (lambda a, b: primitives.minimum(a, 1.0), lambda a, b: anp.minimum(a, 1.0)),
        (lambda a, b: a * b[0], lambda a, b: a * b[0]),
    ],
)
def test_operations_on_arrays_are_autograds(ours, same):
    rng = np.random.default_rng(1)
    a, b = rng.uniform(0.5, 2, (2, 3)), rng.uniform(0.5, 2, (2, 3))
    da, db = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    found = ours(Dual(a, da[None]), Dual(b, db[None]))
    value = same(a, b)
    along = autograd.numpy.zeros(value.shape)
    for place in np.ndindex(*value.shape):
        by_a, by_b = autograd.grad(lambda a, b, place=place: same(a, b)[place], (0, 1))(a, b)
        along[place] = (by_a * da).sum() + (by_b * db).sum()
    assert found.shape == value.shape
    assert found.value == pytest.approx(value)
    assert found.tangents[0] == pytest.approx(along)


def test_infinities_come_without_warnings():
    assert forward.derivative(primitives.sqrt, 0.0) == np.inf
    assert forward.derivative(lambda x: 1 / x, 0.0) == -np.inf
    assert forward.jvp(lambda v: v[0] ** v[1], [-1.0, 2.0], [1.0, 0.0])[1] == -2.0
