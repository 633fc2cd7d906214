"""What the course sets out to teach, and where it asks about each of it; what every chapter must ask."""

from __future__ import annotations

import pytest

from vctutor.course.catalog import Catalog
from vctutor.course.model import (
    Chapter,
    ExpressionAnswer,
    ManyChoices,
    MatrixAnswer,
    OneChoice,
    VectorAnswer,
)
from vctutor.paths import shipped_course

# Chapter -> idea -> the questions that ask about it.
IDEAS: dict[int, dict[str, str]] = {
    0: {
        "which way and how far each parameter should move": "which-neighbour two-dials",
        "the update rule and its learning rate": "one-step general-step",
        "descent by hand: every step multiplies by one factor": "one-step three-steps general-step",
        "the rate that lands in one step": "landing",
        "rates that bounce or diverge": "rank-the-rates",
        "reading a bowl off a run": "read-a-run",
        "derivative, gradient, Jacobian, backpropagation": "which-derivative",
        "the gradient points to the fastest increase": "check",
    },
    1: {
        "the limit definition": "difference-quotient",
        "the derivative is the slope of the tangent": "slope-at-a-point reading-a-slope",
        "what a zero slope means": "reading-a-slope",
        "powers": "power-rule",
        "exponential and logarithm": "which-rules product-rule",
        "a logarithm in a chain": "log-likelihood softplus",
        "finding a level place": "where-it-is-level",
        "ReLU, and what is returned at its corner": "relu-corner",
        "the sigmoid's derivative": "sigmoid-slope which-rules",
        "where the sigmoid is steepest": "sigmoid-greatest",
        "first sight of the vanishing gradient": "two-sigmoids",
        "sum rule": "sum-rule",
        "product rule": "product-rule product-of-brackets",
        "chain rule": "check chain-of-a-power",
    },
    2: {
        "two terms are the tangent": "tangent-line",
        "three make a parabola": "parabola parabola-elsewhere",
        "the second derivative": "second-derivative",
        "the error is about the first term left out": "how-far-off",
        "the plane and the price of distance": "what-a-step-gains",
        "Newton's method may climb": "newton-uphill",
        "the sine's series": "sine-by-hand",
        "its even terms vanish": "even-terms",
        "factorials make the derivatives agree": "coefficients why-factorials",
        "factorials shrink the terms": "why-factorials",
        "a series need not converge everywhere": "where-it-works",
        "gradient descent uses the first order": "check",
        "Newton's method uses the second": "newton-step who-looks-at-the-bend",
        "saddles and condition numbers are about the second": "who-looks-at-the-bend",
        "the series in many variables": "size-of-the-hessian",
    },
    3: {
        "hold the others fixed": "held-fixed partial-by-x check",
        "both partial derivatives": "both-partials partial-of-a-product",
        "their values at a point": "partial-at-a-point",
        "along which variable it is steeper": "best-nudge",
        "slopes predict small changes": "small-change",
        "curly and straight d": "partial-against-total",
        "nabla with a subscript": "nabla-subscript",
        "the total derivative, a sum of products": "total-by-numbers",
        "the total derivative along a path": "total-along-a-path which-way-along-the-curve",
    },
    4: {
        "collect the partials": "gradient-of-a-bowl",
        "a row or a column": "row-or-column derivative-as-a-row",
        "the gradient at a point": "check gradient-at-a-point",
        "its length is the steepness": "steepness",
        "the unit vector of steepest descent": "steepest-descent",
        "the directional derivative": "slope-in-a-direction normalise-first",
        "the update with vectors": "one-step",
        "setting the gradient to zero": "stationary-by-hand",
        "the descent lemma": "sure-gain",
        "implicit differentiation": "slope-of-a-contour",
        "a minimum under a constraint": "on-a-line",
        "momentum": "momentum-step",
        "too large overshoots, too small crawls": "crawl-or-leap",
        "the largest curvature sets the limit": "largest-rate",
        "each direction has its factor": "factors",
        "perpendicular to the contours": "keep-the-level",
        "and why": "why-perpendicular",
    },
    5: {
        "the sum over paths": "sum-over-paths two-paths-expression path-with-a-chain",
        "a power of an inner function": "power-of-inner",
        "two layers: four local factors": "which-factors one-unit tanh-unit",
        "the same with numbers": "weight-and-bias",
        "vanishing gradients": "at-most",
        "why ReLU took over": "why-relu",
        "exploding gradients": "shrink-or-grow",
        "outer at the inner, times inner": "check where-each-factor",
        "from a loss to the first weight": "from-the-loss",
        "keeping factors close to one": "skip-connection",
    },
    6: {
        "m x n": "check",
        "rows are outputs, columns inputs": "read-a-column",
        "computing a Jacobian": "jacobian-of-a-function jacobian-of-three-outputs",
        "what a nudge does": "nudge",
        "composition is multiplication": "composition-product composition-shape",
        "multiply from the output side": "output-side row-of-the-loss",
        "the kinds of derivatives": "shapes-of-derivatives",
        "the Hessian, symmetric": "hessian hessian-at-a-point",
        "minimum, maximum or saddle": "mixed-term which-are-minima",
        "the quadratic model": "second-order-change",
        "Newton's method in two variables": "newton-in-two",
        "a Hessian-vector product": "hessian-times-direction",
        "semidefinite does not decide alone": "semidefinite",
        "the Jacobians of building blocks": "elementwise softmax-jacobian",
        "the Jacobian of a layer": "layer-jacobian-numbers",
        "the cost of the order": "cost-of-the-order",
        "area scaling": "area-factor",
    },
    7: {
        "the gradient has the shape of the matrix": "shape-of-the-gradient",
        "without indices": "differential-of-a-product differential-of-an-inverse",
        "a quadratic form": "quadratic-form-gradient",
        "a penalty": "ridge",
        "tr(AX)": "trace-gradient",
        "tr(X'A) and tr(X'X)": "two-traces",
        "a'Xb": "bilinear-gradient",
        "the squared error": "check one-weight",
        "the normal equation": "solve-normal-equation",
        "full column rank": "full-rank",
        "solve and don't invert, and mind the condition number": "which-solver",
        "why a minimum of least squares is one": "why-minimum",
        "a worked 3 x 2 example": "gradient-numbers",
        "checking by finite differences": "check-by-nudging",
    },
    8: {
        "the forward pass": "forward-pass",
        "what the way back needs": "which-values-are-kept",
        "the example's derivatives": "both-derivatives",
        "a step of training": "one-training-step",
        "shared work": "check",
        "the cost does not grow with N": "twice-the-parameters",
        "through an activation": "relu-gate",
        "the gradient in W": "layer-weights layer-shapes",
        "the gradient in x": "layer-input",
        "locality": "what-a-layer-needs",
        "used twice, added": "used-twice-sum",
        "softmax and cross-entropy: p - y": "probabilities-less-answer",
        "from the loss to the last weights": "second-layer",
        "the order of the backward pass": "network-order",
        "through a hidden layer": "back-to-the-hidden-layer",
        "from the loss to the first weight": "first-weight",
        "biases, and the mean over a batch": "bias-in-a-batch mean-of-gradients",
        "checking a gradient": "relative-error",
        "finding a mistake in a backward pass": "find-the-mistake",
    },
    9: {
        "exact derivatives of a program": "what-it-is which-branch",
        "symbolic, numerical, forward, reverse": "exact-methods",
        "dual numbers": "dual-product-numbers tangent-expression",
        "the tape": "what-is-on-the-tape reverse-order both-inputs",
        "a column or a row a pass": "forward-column",
        "choosing a mode by cost": "cheaper-way",
        "products with the Jacobian, in both modes": "jvp vjp",
        "what backward() computes in PyTorch": "shared-weight without-zero-grad",
        "forward, backward, update": "training-loop",
        "the same in JAX": "what-jax-grad-returns",
        "why reverse mode for training": "check",
    },
}


@pytest.fixture(scope="module")
def chapters() -> dict[int, Chapter]:
    """The shipped chapters by number."""
    return {chapter.number: chapter for chapter in Catalog.open(shipped_course()).chapters()}


def test_the_table_has_every_chapter(chapters: dict[int, Chapter]) -> None:
    assert set(IDEAS) == set(chapters)


@pytest.mark.parametrize("number", IDEAS)
def test_every_idea_is_asked_and_every_question_asks_one(
    chapters: dict[int, Chapter], number: int
) -> None:
    asked = {identity for line in IDEAS[number].values() for identity in line.split()}
    assert asked == {question.id for question in chapters[number].questions}
    assert all(IDEAS[number].values())


@pytest.mark.parametrize("number", IDEAS)
def test_a_chapter_asks_enough_and_in_several_ways(
    chapters: dict[int, Chapter], number: int
) -> None:
    questions = chapters[number].questions
    assert len(questions) >= 8
    assert sum(bool(question.vary) for question in questions) >= 4
    typed = (ExpressionAnswer, VectorAnswer, MatrixAnswer)
    assert sum(isinstance(question.answer, typed) for question in questions) >= 2


@pytest.mark.parametrize("number", IDEAS)
def test_every_question_helps_and_explains(chapters: dict[int, Chapter], number: int) -> None:
    for question in chapters[number].questions:
        assert question.idea and question.solution, question.id
        assert len(question.hints) >= 2, question.id
        if isinstance(question.answer, OneChoice | ManyChoices):
            wrong = [option for option in question.answer.options if not option.right]
            assert wrong and all(option.say for option in wrong), question.id
        assert all(expected.say for expected in question.wrong), question.id
