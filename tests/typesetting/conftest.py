"""The golden formulas: what every form of each looks like, read through by eye and kept.

``VCTUTOR_GOLDEN=write pytest tests/typesetting/test_golden.py`` writes the files anew; a line ``=== LaTeX`` adds a
formula.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from vctutor.styled_text import plain, width
from vctutor.typesetting import inline, spoken, typeset

GOLDEN = Path(__file__).parent / "golden"


def golden_files() -> list[Path]:
    return sorted(GOLDEN.glob("*.txt"))


def formulas_of(path: Path) -> list[str]:
    return [
        line[4:]
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("=== ")
    ]


def at_forty(latex: str) -> list[str]:
    """Return how a formula is broken where a terminal is 40 columns wide, if it does not fit."""
    whole = typeset(latex)
    if max(map(width, whole)) <= 40:
        return []
    return ["--- in 40 columns", *(plain(line).rstrip() for line in typeset(latex, width=40))]


def rendered(latex: str) -> str:
    """Return all forms of a formula as they stand in a golden file."""
    parts = [
        f"=== {latex}",
        *(plain(line).rstrip() for line in typeset(latex)),
        *at_forty(latex),
        "--- ascii",
        *(plain(line).rstrip() for line in typeset(latex, form="ascii")),
        "--- inline",
        plain(inline(latex)),
        plain(inline(latex, ascii=True)),
        "--- spoken",
        spoken(latex),
    ]
    return "\n".join(parts) + "\n"


@pytest.fixture(scope="session")
def golden_formulas() -> list[str]:
    """Every formula of the golden files."""
    return [latex for path in golden_files() for latex in formulas_of(path)]


@pytest.fixture(scope="session")
def render_golden():
    """Return what a golden file must hold, given its path."""
    return lambda path: "\n".join(rendered(latex) for latex in formulas_of(path))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "golden_file" in metafunc.fixturenames:
        files = golden_files()
        metafunc.parametrize("golden_file", files, ids=[path.stem for path in files])
