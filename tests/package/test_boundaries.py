"""The pure packages load no terminal, no chart library and no database."""

from __future__ import annotations

import subprocess
import sys

import pytest

PURE = [
    "vctutor.errors", "vctutor.paths", "vctutor.styled_text", "vctutor.maths.expression", "vctutor.maths.symbolic",
    "vctutor.maths.reverse", "vctutor.simulations.registry", "vctutor.simulations.base", "vctutor.course.catalog",
    "vctutor.course.loader", "vctutor.typesetting", "vctutor.typesetting.prose", "vctutor.grading",
    "vctutor.page.chapter_layout", "vctutor.page.plain", "vctutor.line_mode.session", "vctutor.line_mode.vocabulary",
    "vctutor.certificate", "vctutor.cli.main", "vctutor.tui.commands", "vctutor.tui.model.course_location",
    "vctutor.tui.model.navigation",
]  # fmt: skip


def loaded_by(statement: str) -> set[str]:
    """Return the modules that a fresh interpreter has after a statement."""
    code = f"{statement}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", PURE)
def test_pure_packages_stay_pure(module: str):
    loaded = loaded_by(f"import {module}")
    assert not loaded & {"textual", "plotext", "sqlite3"}


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
