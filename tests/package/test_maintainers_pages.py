"""The page for maintainers names files that exist, and every room."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "vctutor"
PAGE = ROOT / ".github" / "CONTRIBUTING.md"

CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.]*[\w-]+(/[\w.-]+)*(/|\.(py|md|toml|yml|yaml))|[\w.]+(/[\w.-]+)+")


def named_paths(text: str) -> list[str]:
    """Return what stands between backticks and looks like a path: it has a slash or the ending of a file."""
    return [
        code
        for code in CODE.findall(text)
        if PATH.fullmatch(code) and code != "cli/NAME.py" and not code.startswith(".venv/")
    ]


def exists(path: str) -> bool:
    """Return whether a path leads somewhere from the root of the repository or from the package."""
    return (ROOT / path).exists() or (PACKAGE / path).exists()


def test_every_path_that_is_named_exists() -> None:
    paths = named_paths(PAGE.read_text(encoding="utf-8"))
    assert len(paths) > 60
    assert [path for path in paths if not exists(path)] == []


def test_every_room_is_named() -> None:
    text = PAGE.read_text(encoding="utf-8")
    table = text[text.index("### Rooms") : text.index("### Where is")]
    rooms = {path.parent.name + "/" for path in PACKAGE.glob("*/__init__.py")}
    modules = {path.name for path in PACKAGE.glob("*.py") if not path.name.startswith("__")}
    assert rooms | modules == {
        code
        for row in re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
        for code in CODE.findall(row)
    }


def test_every_function_and_table_that_is_named_is_defined() -> None:
    """After `file.py` or ``NAME`` of `file.py`: the name is one of that file."""
    text = PAGE.read_text(encoding="utf-8")
    named = [
        (file, name)
        for file, name in re.findall(r"`([\w/]+\.py)`, (?:function|class) `(\w+)`", text)
    ]
    named += [
        (file, name) for name, file in re.findall(r"`(\w+)`\s(?:of|in)\s`([\w/]+\.py)`", text)
    ]
    assert len(named) > 4
    for file, name in named:
        source = (PACKAGE / file).read_text(encoding="utf-8")
        assert re.search(rf"^(def |class )?{name}\b", source, re.MULTILINE), f"{file} lacks {name}"


def test_the_readme_leads_to_the_page() -> None:
    assert "](.github/CONTRIBUTING.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
