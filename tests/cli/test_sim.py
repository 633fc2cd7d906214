import json

import pytest

from vctutor.cli.main import main
from vctutor.cli.sim import run
from vctutor.errors import UsageError


def rows(capsys, *arguments):
    assert run(list(arguments)) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def text(capsys, *arguments):
    assert run(list(arguments)) == 0
    return capsys.readouterr().out


def test_descent_as_json(capsys):
    found = rows(capsys, "descent-line", "--set", "alpha=0.1", "--steps", "3", "--json")
    assert [row["theta"] for row in found] == [3, 2.4, 1.92, 1.536]
    assert [row["step"] for row in found] == [0, 1, 2, 3]


def test_the_graph_as_json_by_default(capsys):
    last = rows(capsys, "computation-graph", "--json")[-1]
    assert (last["loss"], last["dL/dw"], last["dL/db"]) == (6.25, 10, 5)
    first = rows(capsys, "computation-graph", "--json", "--steps", "0")
    assert len(first) == 1 and first[0]["loss"] is None


def test_one_line_a_step_with_its_sentence(capsys):
    lines = text(capsys, "descent-line", "--set", "alpha=1.05", "--steps", "2").splitlines()
    assert len(lines) == 3 and "diverges" in lines[2] and "θ = 3.63" in lines[2]


def test_it_stops_when_there_is_no_more(capsys):
    assert len(rows(capsys, "descent-line", "--set", "alpha=0.5", "--steps", "50", "--json")) == 2


def test_functions_points_and_actions(capsys):
    found = rows(
        capsys,
        "descent-map",
        "--set",
        "function=x^2 + y^4",
        "--set",
        "start=2,1",
        "--steps=1",
        "--json",
    )
    assert found[0]["f"] == 5 and found[0]["gradient"] == [4, 4]
    trained = rows(capsys, "computation-graph", "--steps", "0", "--do", "train", "--json")
    assert trained[-1]["w"] == 1.0 and trained[-1]["b"] == 0.25


def test_the_lists(capsys):
    lines = text(capsys, "--list").splitlines()
    assert len(lines) == 10 and lines[0].startswith("descent-line ")
    parameters = text(capsys, "descent-map", "--list")
    assert "momentum" in parameters and "Himmelblau" in parameters and "0.001 to 1" in parameters


def test_plots(capsys):
    drawn = text(
        capsys, "descent-line", "--plot", "--steps", "2", "--width", "60", "--height", "20"
    )
    assert "●" in drawn and len(drawn.splitlines()) == 21
    plain = text(capsys, "descent-map", "--plot", "--ascii", "--steps", "1")
    assert plain.isascii() and "@" in plain


def test_svg(capsys, tmp_path):
    path = tmp_path / "picture.svg"
    run(["descent-line", "--svg", str(path), "--steps", "1"])
    assert path.read_text(encoding="utf-8").startswith("<svg ")
    assert capsys.readouterr().out == ""
    assert main(["sim", "descent-line", "--svg", str(tmp_path / "no" / "p.svg")]) == 1
    assert "can't be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["decent-line"], "descent-line"),
        (["descent-line", "--set", "alhpa=1"], "did you mean 'alpha'"),
        (["descent-line", "--set", "alpha=fast"], "number"),
        (["descent-line", "--set", "alpha=7"], "at most 1.2"),
        (["descent-line", "--set", "alpha"], "KEY=VALUE"),
        (["descent-line", "--set", "loss=plato"], "plateau"),
        (["descent-line", "--set", "=3"], "KEY=VALUE"),
        (["descent-line", "--steps", "-1"], "0 to"),
        (["descent-line", "--steps", "many"], "whole number"),
        (["descent-line", "--plot", "--width", "1"], "width"),
        (["descent-line", "--do", "fly"], "no action"),
        (["descent-line", "--frobnicate"], "--help"),
        ([], "--list"),
        (["--list", "zzz"], "--list"),
    ],
)
def test_usage_errors_exit_2_and_help(arguments, hint, capsys):
    with pytest.raises(UsageError) as caught:
        run(arguments)
    assert hint in str(caught.value)
    assert main(["sim", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith("vctutor: ") and error.count("\n") == 1


def test_a_function_that_cannot_be_read_shows_where(capsys):
    assert main(["sim", "descent-map", "--set", "function=x^2 + 3*"]) == 2
    error = capsys.readouterr().err
    assert "x^2 + 3*" in error and "^" in error.splitlines()[-1]


def test_help_has_examples(capsys):
    with pytest.raises(SystemExit) as caught:
        run(["--help"])
    assert caught.value.code == 0 and "examples:" in capsys.readouterr().out
