from __future__ import annotations

import io

import pytest

from vctutor.cli.main import main


def test_a_formula_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tex", r"\frac{a}{b} + c"]) == 0
    assert capsys.readouterr().out == "a\n─ + c\nb\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--form", "inline"], "√α/2\n"),
        (["--form", "inline", "--ascii"], "sqrt(alpha)/2\n"),
        (["--form", "spoken"], "the fraction the square root of alpha, over 2, end of fraction\n"),
        (["--form", "ascii"], "sqrt(alpha)\n-----------\n     2\n"),
    ],
)
def test_forms(options: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tex", *options, r"\frac{\sqrt{\alpha}}{2}"]) == 0
    assert capsys.readouterr().out == expected


def test_a_formula_is_made_to_fit_the_width(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tex", "--width", "7", "y = a + b"]) == 0
    assert capsys.readouterr().out == "y = a\n    + b\n"


def test_a_broken_formula_is_shown_with_a_caret(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tex", r"λ + \fraq{a}{b}"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [
        r"λ + \fraq{a}{b}",
        "    ^^^^^",
        r"\fraq is no command known here (did you mean \frac?)",
    ]


def test_the_caret_stands_in_the_line_that_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tex", "a +\n b}"]) == 1
    assert capsys.readouterr().err.splitlines()[:2] == [" b}", "  ^"]


def test_a_formula_may_come_from_the_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("x^2\n"))
    assert main(["tex", "-"]) == 0
    assert capsys.readouterr().out == "x²\n"


@pytest.mark.parametrize(
    "arguments", [[], ["--width", "0", "x"], ["--width", "a", "x"], ["--form", "loud", "x"]]
)
def test_wrong_usage(arguments: list[str]) -> None:
    assert main(["tex", *arguments]) == 2


def test_the_commands_that_are_known_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tex", "--list", "norm", "--ascii"]) == 0
    assert r"\norm{x}                     ||x||" in capsys.readouterr().out.splitlines()
    assert main(["tex", "--list", "eqnarray"]) == 0
    assert r"\begin{eqnarray}" in capsys.readouterr().out
