"""What importing loads: no terminal, no chart library and no database where they are not needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Library -> the packages behind whose door it is. Every other module, a new one included, must do without.
DOORS = {
    "textual": ("vctutor.tui",),
    "plotext": ("vctutor.charts",),
    "sqlite3": ("vctutor.progress", "vctutor.tui"),
    "numpy": (
        "vctutor.maths",
        "vctutor.grading",
        "vctutor.simulations",
        "vctutor.page",
        "vctutor.tui",
    ),
}
# Part of tui, and pure all the same.
PURE = ("vctutor.tui.model", "vctutor.tui.commands", "vctutor.tui.terminal.capabilities")
# Run by the build and by ``python -m``.
NOT_IMPORTED = {"vctutor.course.build_hook", "vctutor.__main__"}


def modules() -> list[str]:
    paths = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / "vctutor").rglob("*.py"))
    return sorted({".".join(path.parts).removesuffix(".__init__") for path in paths} - NOT_IMPORTED)


def is_in(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def loaded_by(statement: str) -> set[str]:
    """Return the modules that a fresh interpreter has after a statement."""
    code = f"{statement}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("library", DOORS)
def test_modules_load_only_the_libraries_whose_door_they_are(library: str):
    outside = [one for one in modules() if not is_in(one, DOORS[library])]
    assert len(outside) > 100
    assert library not in loaded_by(f"import {', '.join(outside)}")


def test_what_is_pure_in_the_terminal_application_loads_no_textual():
    pure = [one for one in modules() if is_in(one, PURE)]
    assert len(pure) > 5
    assert not loaded_by(f"import {', '.join(pure)}") & {"textual", "plotext", "sqlite3"}


@pytest.mark.parametrize("arguments", ["'list'", "'--version'", "'--help'"])
def test_light_commands_load_nothing_heavy(arguments: str):
    statement = (
        "import contextlib, io\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    from vctutor.cli.main import main; main([{arguments}])"
    )
    loaded = loaded_by(statement)
    assert not loaded & {"textual", "plotext", "sqlite3", "numpy", "math_core"}


def test_the_application_starts_without_numpy_and_plotext():
    loaded = loaded_by("import vctutor.tui.app")
    assert not loaded & {"plotext", "numpy"}
