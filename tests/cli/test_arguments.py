"""Every command is called in the same way: help with examples, and mistakes in one line with the nearest name."""

from __future__ import annotations

from importlib import import_module

import pytest

from vctutor.cli.main import COMMANDS, main


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])
    told = capsys.readouterr().out
    examples = told.partition("\nexamples:\n")[2].partition("\n\n")[0].splitlines()
    assert stopped.value.code == 0
    assert len(examples) >= 2
    assert all(line.startswith("  ") and "vctutor" in line for line in examples)
    assert any(f"vctutor {name}" in line for line in examples)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_mistyped_option_is_told_with_the_nearest(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    module = import_module(f"vctutor.cli.{'import_' if name == 'import' else name}")
    long = [option for option in module.parser().option_names() if option.startswith("--")]
    option = long[-1]
    assert main([name, option[:-1]]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"did you mean '{option}'?" in error


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["read", "4", "--width", "wide"], "--width can't be 'wide': give a whole number"),
        (["tex", "--form", "spokn", "x"], "--form can't be 'spokn': did you mean 'spoken'?"),
        (["read"], "chapter is missing: 'vctutor read --help'"),
        (["list", "again"], "'again' is one argument too many"),
        (["lsit"], "did you mean 'vctutor list'?"),
        (["--coures", "x"], "did you mean '--course'?"),
    ],
)
def test_mistakes_are_one_line(
    given: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(given) == 2
    error = capsys.readouterr().err
    assert error.startswith("vctutor: ") and error.count("\n") == 1
    assert told in error


def test_options_are_not_abbreviated(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--js"]) == 2
    assert "--json" in capsys.readouterr().err
