"""Reverse mode: the standard functions against autograd, the tape's listing, its price, and its edges."""

from functools import partial

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from vctutor.maths import forward, numeric, primitives, reverse


def rosenbrock(v):
    return ((1 - v[:-1]) ** 2 + 100 * (v[1:] - v[:-1] ** 2) ** 2).sum()


def himmelblau(v):
    return (v[0] ** 2 + v[1] - 11) ** 2 + (v[0] + v[1] ** 2 - 7) ** 2


def beale(v):
    x, y = v[0], v[1]
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def booth(v):
    return (v[0] + 2 * v[1] - 7) ** 2 + (2 * v[0] + v[1] - 5) ** 2


def rastrigin(cos):
    return lambda v: 10 * len(v) + (v**2 - 10 * cos(2 * np.pi * v)).sum()


def reshaped(f, shape, v):
    return f(v.reshape(shape))


RNG = np.random.default_rng(4)
INPUTS = RNG.normal(size=(8, 3))
LABELS = np.eye(4)[RNG.integers(0, 4, 8)]
SHAPES = [(3, 6), (6,), (6, 4), (4,)]


def unpacked(v):
    parts, at = [], 0
    for shape in SHAPES:
        size = int(np.prod(shape))
        parts.append(v[at : at + size].reshape(shape))
        at += size
    return parts


def network(v):
    """Return the mean softmax cross-entropy of a network with one hidden layer of tanh units."""
    w1, b1, w2, b2 = unpacked(v)
    scores = primitives.tanh(INPUTS @ w1 + b1) @ w2 + b2
    return (reverse.logsumexp(scores, axis=1) - (scores * LABELS).sum(axis=1)).sum() / len(INPUTS)


def their_network(v):
    w1, b1, w2, b2 = unpacked(v)
    scores = anp.dot(anp.tanh(anp.dot(INPUTS, w1) + b1), w2) + b2
    total = anp.log(anp.sum(anp.exp(scores), axis=1)) - anp.sum(scores * LABELS, axis=1)
    return anp.sum(total) / len(INPUTS)


def cross_entropy(v):
    return reverse.logsumexp(v) - v[2]


def their_cross_entropy(v):
    return anp.log(anp.sum(anp.exp(v))) - v[2]


def their_rosenbrock(v):
    return anp.sum((1 - v[:-1]) ** 2 + 100 * (v[1:] - v[:-1] ** 2) ** 2)


def their_rastrigin(v):
    return 10 * len(v) + anp.sum(v**2 - 10 * anp.cos(2 * np.pi * v))


WEIGHTS = RNG.normal(size=sum(int(np.prod(s)) for s in SHAPES))
STANDARD = {
    "Rosenbrock": (rosenbrock, their_rosenbrock, RNG.normal(size=6)),
    "Himmelblau": (himmelblau, himmelblau, np.array([1.2, -0.7])),
    "Beale": (beale, beale, np.array([0.4, 1.1])),
    "Booth": (booth, booth, np.array([-2.0, 0.3])),
    "Rastrigin": (rastrigin(primitives.cos), their_rastrigin, RNG.normal(size=5)),
    "two-layer network": (network, their_network, WEIGHTS),
    "softmax cross-entropy": (cross_entropy, their_cross_entropy, RNG.normal(size=4)),
}


@pytest.mark.parametrize("name", STANDARD)
def test_standard_functions_against_autograd_and_the_other_methods(name):
    ours, theirs, point = STANDARD[name]
    value, gradient = reverse.value_and_gradient(ours, point)
    assert value == pytest.approx(theirs(point), rel=1e-13)
    assert gradient == pytest.approx(autograd.grad(theirs)(point), rel=1e-11, abs=1e-12)
    assert gradient == pytest.approx(forward.gradient_forward(ours, point), rel=1e-11, abs=1e-12)
    assert gradient == pytest.approx(numeric.complex_step(ours, point), rel=1e-11, abs=1e-12)
    differences = numeric.central_difference(ours, point)
    assert gradient == pytest.approx(differences, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("name", STANDARD)
def test_hessians_against_autograd(name):
    ours, theirs, point = STANDARD[name]
    hessian = reverse.hessian(ours, point)
    assert hessian == pytest.approx(autograd.hessian(theirs)(point), rel=1e-10, abs=1e-10)
    direction = np.arange(point.size) + 1.0
    assert reverse.hessian_vector(ours, point, direction) == pytest.approx(
        hessian @ direction, rel=1e-10, abs=1e-10
    )


def test_minima_have_no_gradient():
    assert reverse.gradient(rosenbrock, np.ones(4)) == pytest.approx(np.zeros(4), abs=1e-14)
    assert reverse.gradient(himmelblau, np.array([3.0, 2.0])) == pytest.approx([0, 0], abs=1e-14)
    assert reverse.gradient(beale, np.array([3.0, 0.5])) == pytest.approx([0, 0], abs=1e-14)
    assert reverse.gradient(booth, np.array([1.0, 3.0])) == pytest.approx([0, 0], abs=1e-14)


def test_the_tape_lists_every_operation():
    tape, _, output = reverse.record(lambda x, y: x**2 * y + 3 * y, 2.0, 1.0, names=["x", "y"])
    assert tape.rows()[0].adjoint is None
    tape.backward(output)
    listed = [
        (r.name, r.operation, r.operands, r.inputs, r.value, r.partials, r.adjoint)
        for r in tape.rows()
    ]
    assert listed == [
        ("x", "input", (), (), 2.0, (), 4.0),
        ("y", "input", (), (), 1.0, (), 7.0),
        ("v2", "power", ("x", "2"), (0,), 4.0, (4.0,), 1.0),
        ("v3", "multiply", ("v2", "y"), (2, 1), 4.0, (1.0, 4.0), 1.0),
        ("v4", "multiply", ("3", "y"), (1,), 3.0, (3,), 1.0),
        ("v5", "add", ("v3", "v4"), (3, 4), 7.0, (1.0, 1.0), 1.0),
    ]
    counts = tape.counts()
    assert (counts.function, counts.gradient, counts.ratio) == (5, 13, 2.6)
    assert counts.by_operation == {"input": 2, "power": 1, "multiply": 2, "add": 1}


def test_a_division_lists_its_local_derivatives():
    tape, _, output = reverse.record(lambda x, y: x / y, 6.0, 2.0)
    tape.backward(output)
    assert tape.rows()[-1].partials == (0.5, -1.5)
    assert [row.adjoint for row in tape.rows()] == [0.5, -1.5, 1.0]


def test_what_the_output_does_not_use_has_no_adjoint():
    tape, nodes, _ = reverse.record(lambda x, y: x * 1.0, 1.0, 2.0)
    assert reverse.gradient(lambda x, y: x * 1.0, 1.0, 2.0) == (1.0, 0.0)
    assert reverse.gradient(lambda v: v[0] * 0.0 + 5.0, np.ones(3)).tolist() == [0, 0, 0]
    assert reverse.gradient(lambda v: 5.0, np.ones(3)).tolist() == [0, 0, 0]
    assert len(tape) == 3
    assert nodes[1].index == 1


PRICED = {
    "Rosenbrock": rosenbrock,
    "Rastrigin": rastrigin(primitives.cos),
    "products": lambda v: (v * v[::-1] / (1.0 + v * v)).sum(),
    "functions": lambda v: (
        primitives.tanh(v) * primitives.exp(-v * v) + primitives.ln(1.0 + v * v)
    ).sum(),
    "maxima": lambda v: primitives.maximum(v, v * v).sum(),
    "least squares": lambda v: ((np.ones((5, v.size)) @ v - 1.0) ** 2).sum(),
}


@pytest.mark.parametrize("name", PRICED)
@pytest.mark.parametrize("n", [1, 2, 10, 100, 1000, 10_000])
def test_a_gradient_costs_at_most_five_times_its_function(name, n):
    point = np.linspace(-1.0, 1.5, n)
    counts = reverse.record(PRICED[name], point)[0].counts()
    assert counts.gradient <= 5 * counts.function
    if n > 1:
        assert counts.function >= n - 1


def test_every_function_alone_keeps_the_bound():
    for name, entry in primitives.PRIMITIVES.items():
        tape, _, _ = reverse.record(lambda x, name=name: primitives.OPERATIONS[name](x), 0.5)
        assert tape.counts().ratio <= 5, name
        assert entry.name == name


def test_the_count_grows_linearly_for_reverse():
    one, two = (reverse.record(rosenbrock, np.ones(n))[0].counts().gradient for n in (1001, 2001))
    assert two / one == pytest.approx(2.0, rel=1e-3)


@pytest.mark.filterwarnings("ignore:Output seems independent")
def test_shapes_of_products_and_broadcasting():
    a, b = RNG.normal(size=(3, 4)), RNG.normal(size=(4, 2))
    u, v = RNG.normal(size=4), RNG.normal(size=3)
    for ours, theirs, point in [
        (lambda m: (m @ b).sum(), lambda m: anp.sum(anp.dot(m, b)), a),
        (lambda m: (a @ m).sum(), lambda m: anp.sum(anp.dot(a, m)), b),
        (lambda m: (m @ m.T).sum(), lambda m: anp.sum(anp.dot(m, m.T)), a),
        (lambda m: ((m @ u) ** 2).sum(), lambda m: anp.sum(anp.dot(m, u) ** 2), a),
        (lambda w: ((a @ w) ** 2).sum(), lambda w: anp.sum(anp.dot(a, w) ** 2), u),
        (lambda w: ((w @ a) ** 2).sum(), lambda w: anp.sum(anp.dot(w, a) ** 2), v),
        (lambda w: (w @ w) * 2.0, lambda w: anp.dot(w, w) * 2.0, u),
        (lambda w: (a * w).sum(), lambda w: anp.sum(a * w), u),
        (lambda w: (a / (w * w + 1.0)).sum(), lambda w: anp.sum(a / (w * w + 1.0)), u),
        (
            lambda w: (w.reshape(2, 2) @ b[:2]).sum(),
            lambda w: anp.sum(anp.dot(w.reshape(2, 2), b[:2])),
            u,
        ),
        (lambda m: (m.sum(axis=0) ** 2).sum(), lambda m: anp.sum(anp.sum(m, axis=0) ** 2), a),
        (
            lambda m: (m.sum(axis=1, keepdims=True) * m).sum(),
            lambda m: anp.sum(anp.sum(m, 1, keepdims=True) * m),
            a,
        ),
        (lambda m: m.mean() ** 2, lambda m: anp.mean(m) ** 2, a),
        (
            lambda w: (w[[0, 0, 2]] ** 2).sum() + w[1:3].sum(),
            lambda w: anp.sum(w[[0, 0, 2]] ** 2) + anp.sum(w[1:3]),
            u,
        ),
        (lambda w: (2.0**w).sum(), lambda w: anp.sum(2.0**w), u),
        (
            lambda m: (reverse.softmax(m) ** 2).sum(),
            lambda m: anp.sum((anp.exp(m) / anp.sum(anp.exp(m), 1, keepdims=True)) ** 2),
            a,
        ),
    ]:
        gradient = reverse.gradient(ours, point)
        assert gradient.shape == point.shape
        assert gradient == pytest.approx(autograd.grad(theirs)(point), rel=1e-11, abs=1e-12)
        size = point.size
        flat = partial(reshaped, ours, point.shape)
        known = autograd.hessian(theirs)(point).reshape(size, size)
        assert reverse.hessian(flat, point.ravel()) == pytest.approx(known, rel=1e-9, abs=1e-10)


def test_several_inputs_give_several_gradients():
    x, w = np.arange(3.0), np.ones((2, 3))
    by_w, by_x = reverse.gradient(lambda w, x: (w @ x).sum(), w, x)
    assert by_w.tolist() == [[0, 1, 2], [0, 1, 2]]
    assert by_x.tolist() == [2, 2, 2]


def test_products_with_vectors_and_jacobians():
    def f(v):
        return reverse.stack([v[0] * v[1], primitives.sin(v[0]), 3.0])

    value, pull = reverse.vjp(f, [2.0, 5.0])
    assert value.tolist() == pytest.approx([10, np.sin(2), 3])
    assert pull([1.0, 0.0, 0.0]).tolist() == [5, 2]
    assert pull([1.0, 2.0, 7.0]) == pytest.approx([5 + 2 * np.cos(2), 2])
    known = np.array([[5, 2], [np.cos(2), 0], [0, 0]])
    assert reverse.jacobian(f, [2.0, 5.0]) == pytest.approx(known)
    assert reverse.jacobian(lambda v: (v * v).sum(), [1.0, 2.0]).tolist() == [2, 4]


def test_an_array_has_no_gradient():
    with pytest.raises(ValueError, match="gives a number"):
        reverse.gradient(lambda v: v * 2, np.ones(2))


def test_points_without_a_derivative_follow_the_frameworks():
    assert reverse.gradient(primitives.relu, 0.0) == 0
    assert reverse.gradient(primitives.absolute, 0.0) == 0
    assert reverse.gradient(primitives.maximum, 1.0, 1.0) == (0.5, 0.5)
    assert reverse.gradient(primitives.minimum, 1.0, 1.0) == (0.5, 0.5)
    assert reverse.gradient(
        lambda v: primitives.maximum(v, 0.0).sum(), np.array([-1.0, 0.0, 2.0])
    ).tolist() == [0, 0.5, 1]
    assert reverse.gradient(lambda x: primitives.maximum(0.0, x), 3.0) == 1.0


def test_infinite_slopes_come_without_warnings():
    assert reverse.gradient(primitives.sqrt, 0.0) == np.inf
    assert reverse.gradient(lambda x: 1 / x, 0.0) == -np.inf
    assert reverse.gradient(primitives.ln, 0.0) == np.inf
    assert (
        np.isnan(reverse.gradient(primitives.ln, -1.0))
        or reverse.gradient(primitives.ln, -1.0) == -1.0
    )
    assert reverse.gradient(lambda v: primitives.sqrt(v).sum(), np.zeros(2)).tolist() == [
        np.inf,
        np.inf,
    ]
    assert reverse.gradient(lambda x, y: x**y, -1.0, 2.0)[0] == -2.0
    assert reverse.gradient(lambda x, y: x**y, 0.0, 2.0) == (0.0, 0.0)


def test_softmax_does_not_overflow():
    big = np.array([1000.0, 1001.0, -1000.0])
    assert reverse.logsumexp(big) == pytest.approx(1001 + np.log1p(np.exp(-1)))
    assert reverse.gradient(reverse.logsumexp, big) == pytest.approx(reverse.softmax(big))
    assert reverse.softmax(big).sum() == pytest.approx(1.0)
