"""``vctutor diff``: what is printed, as text and as JSON, and what is refused."""

import io
import json

import pytest

from vctutor.cli.diff import run
from vctutor.cli.main import main
from vctutor.errors import UsageError, VctutorError


def printed(capsys, *arguments):
    assert run(arguments) == 0
    return capsys.readouterr().out


def test_the_derivatives_are_typeset(capsys):
    out = printed(capsys, "x^2*y + 3*y")
    assert "f(x, y) = x²y + 3y" in out
    assert "= 2xy" in out
    assert "= x² + 3" in out
    assert "∂" in out
    assert "At" not in out


def test_a_point_shows_four_methods_and_the_hessian(capsys):
    out = printed(capsys, "x^2*y + 3*y", "--at", "x=2,y=1")
    assert "f = 7" in out
    (row,) = [line.split() for line in out.splitlines() if line.strip().startswith("df/dx")]
    assert row == ["df/dx", "4", "4", "4", "4"]
    assert "agree exactly" in out
    assert "not a stationary point" in out


@pytest.mark.parametrize(
    ("expression", "point", "verdict"),
    [
        ("x^2 + y^2", "x=0,y=0", "a local minimum"),
        ("x^2 - y^2", "x=0,y=0", "a saddle point"),
        ("-x^2", "x=0", "a local maximum"),
        ("x^4", "x=0", "does not decide"),
        ("|x|", "x=0", "a corner"),
        ("1/x", "x=0", "tends to −∞ from the left and to ∞ from the right"),
        ("ln(x)", "x=-1", "outside its domain"),
    ],
)
def test_what_the_hessian_says(capsys, expression, point, verdict):
    assert verdict in " ".join(printed(capsys, expression, "--at", point).split())


def test_steps_name_the_rules(capsys):
    out = printed(capsys, "(x^2+1)^3", "--steps")
    assert "power rule" in out
    assert "sum rule" in out
    assert "chain rule: outside power, inside x² + 1" in out
    assert out.index("power rule") < out.index("chain rule")


def test_the_tape_is_listed(capsys):
    out = printed(capsys, "x^2*y", "--at", "x=2,y=1", "--tape")
    rows = [line.split() for line in out.splitlines() if line.strip().startswith("v")]
    assert ["v2", "x", "^", "2", "4", "4", "1"] in rows
    assert "operations for the value" in out


def test_a_vector_has_a_jacobian(capsys):
    out = printed(capsys, "[x y, x + y^2]", "--at", "x=1,y=2")
    assert "J = " in out
    assert "⎡2  1⎤" in out
    with pytest.raises(UsageError, match="one output"):
        run(["[x, y]", "--at", "x=1,y=1", "--tape"])


def test_ascii_means_ascii(capsys):
    out = printed(
        capsys, "-θ^2 + |x| sqrt(x)", "--at", "theta=1,x=4", "--steps", "--tape", "--ascii"
    )
    assert out.isascii()


def test_lines_keep_to_the_width(capsys):
    out = printed(capsys, "x^2 sin(x) + x y", "--at", "x=2,y=1", "--steps", "--width", "48")
    assert max(map(len, out.splitlines())) <= 60


def test_json(capsys):
    record = json.loads(
        printed(capsys, "x^2*y + 3*y", "--at", "x=2,y=1", "--tape", "--steps", "--json")
    )
    assert record["derivatives"]["x"] == {"text": "2xy", "latex": "2x y"}
    assert record["hessian"] == [["2y", "2x"], ["2x", "0"]]
    assert record["at"]["gradient"]["symbolic"] == record["at"]["gradient"]["reverse"] == [4, 7]
    assert record["at"]["agree"] is True
    assert record["at"]["curvature"] == "saddle"
    assert record["at"]["tape"][0]["adjoint"] == 4
    assert record["steps"]["x"][-1]["rule"] == "sum"


def test_json_of_a_vector_and_of_infinities(capsys):
    record = json.loads(printed(capsys, "[x y, x]", "--at", "x=1,y=2", "--json"))
    assert record["at"]["jacobian"]["forward"] == [[2, 1], [1, 0]]
    assert json.loads(printed(capsys, "1/x", "--at", "x=0", "--json"))["at"]["value"] is None


def test_an_expression_may_begin_with_a_minus_and_come_from_the_input(capsys, monkeypatch):
    assert "= −2x" in printed(capsys, "-x^2")
    monkeypatch.setattr("sys.stdin", io.StringIO("x^3\n"))
    assert "= 3x²" in printed(capsys, "-")


def test_variables_are_chosen_and_named(capsys):
    out = printed(capsys, "a x^2", "--by", "x")
    assert "2ax" in out
    assert "∂a" not in out
    assert "loss" in printed(capsys, "loss^2", "--by", "loss")
    assert "= 0" in printed(capsys, "5")


def test_a_power_of_a_function_is_shown_as_it_was_read(capsys):
    out = printed(capsys, "sin^2 x")
    assert "f(x) = (sin x)²" in out
    assert "2 sin(x) cos x" in out


def test_a_mistake_in_the_expression_is_shown_with_carets(capsys):
    assert run(["sin^-1(x)"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert "arcsin(x)" in lines[0]
    assert lines[1:] == ["sin^-1(x)", "^^^^"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["x", "--at", "y=2"], "no value for x"),
        (["x", "--at", "x=1,z=2"], "no z in the expression"),
        (["x", "--at", "x"], "no coordinate"),
        (["x", "--at", "x=1,x=2"], "given twice"),
        (["x", "--at", "x=q"], "can't be read"),
        (["x", "--at", "x=[1]"], "is no number"),
        (["x", "--tape"], "needs a point"),
        (["x", "--josn"], "no option"),
        (["x", "--by", "2"], "no variable"),
        (["x", "--width", "3"], "at least 20"),
        (["[[x]]"], "matrix"),
        (["[[x]]", "--json"], "matrix"),
        ([], "missing"),
    ],
)
def test_what_is_refused(arguments, says):
    with pytest.raises(VctutorError) as caught:
        run(arguments)
    assert says in caught.value.message


def test_points_may_be_expressions(capsys):
    out = printed(capsys, "sin x", "--at", "x=pi/2")
    assert "f = 1" in out


def test_the_command_is_known(capsys):
    assert main(["diff", "x^2"]) == 0
    assert "2x" in capsys.readouterr().out
