"""Completion scripts: the one for bash is run in bash; the others are looked through."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from vctutor.cli.main import COMMANDS, main
from vctutor.simulations.registry import NAMES

DRIVER = """
source "$1"
shift
complete -p vctutor | grep -q -- '-F _vctutor' || exit 9
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_vctutor
printf '%s\\n' "${COMPREPLY[@]}"
"""

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from contextlib import redirect_stdout

    path = tmp_path_factory.mktemp("completion") / "vctutor.bash"
    with path.open("w") as file, redirect_stdout(file):
        assert main(["completion", "bash"]) == 0
    return path


@pytest.fixture
def complete(script: Path, tmp_path: Path) -> Callable[..., list[str]]:
    """Return a function that does what bash does at the tab key."""

    def press(*words: str) -> list[str]:
        done = subprocess.run(
            ["bash", "-c", DRIVER, "driver", str(script), "vctutor", *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert done.returncode == 0 and not done.stderr, done.stderr
        return done.stdout.split()

    return press


@needs_bash
def test_commands(complete: Callable[..., list[str]]) -> None:
    assert set(COMMANDS) <= set(complete(""))
    assert complete("re") == ["read", "review"]
    assert "--course" in complete("--")


@needs_bash
def test_chapters_by_number_and_name(complete: Callable[..., list[str]]) -> None:
    for command in ("read", "open", "quiz"):
        assert complete(command, "the-g") == ["the-gradient"]
        assert {"0", "9"} <= set(complete(command, ""))
    assert complete("read", "4", "") == []


@needs_bash
def test_options_of_each_command(complete: Callable[..., list[str]]) -> None:
    assert {"--speak", "--width", "--ascii", "--help"} <= set(complete("read", "4", "--"))
    assert complete("review", "--ex") == ["--exam"]
    assert complete("read", "4", "--width", "") == []
    assert complete("tex", "--form", "s") == ["spoken"]
    assert complete("completion", "") == ["bash", "zsh", "fish"]


@needs_bash
def test_simulations_and_their_parameters(complete: Callable[..., list[str]]) -> None:
    assert set(NAMES) <= set(complete("sim", ""))
    assert complete("sim", "descent-map", "--set", "al") == ["alpha="]
    assert complete("sim", "4", "--set", "mo") == ["momentum="]
    assert complete("sim", "--chapter", "the-j") == ["the-jacobian"]
    assert complete("sim", "gradient-depth", "--set", "activation", "=", "re") == ["relu"]
    assert complete("sim", "gradient-depth", "--set", "activation", "=") == [
        "sigmoid", "tanh", "relu",
    ]  # fmt: skip


@needs_bash
def test_files_and_directories(complete: Callable[..., list[str]], tmp_path: Path) -> None:
    (tmp_path / "progress.jsonl").touch()
    (tmp_path / "course").mkdir()
    assert complete("import", "pro") == ["progress.jsonl"]
    assert complete("read", "4", "--course", "co") == ["course"]
    assert complete("check", "") == ["course"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_offer_the_same(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    text = capsys.readouterr().out
    for name in (*COMMANDS, *NAMES, "the-gradient", "momentum="):
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text), name
    quotes = text.replace("'\\''", "").replace("\\'", "")
    assert quotes.count("'") % 2 == 0
    found = shutil.which(shell)
    if found:
        checked = subprocess.run(
            [found, "-n"], input=text, text=True, capture_output=True, timeout=30
        )
        assert checked.returncode == 0, checked.stderr


def test_an_unknown_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bsh"]) == 2
    assert "did you mean 'bash'?" in capsys.readouterr().err
