from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

import pytest

from vctutor.course.loader import ReadChapter, parse_chapter
from vctutor.course.model import ChapterEntry

ENTRY = ChapterEntry(number=3, id="limits", title="Limits", file="limits.yaml")


@pytest.fixture
def entry() -> ChapterEntry:
    return ENTRY


@pytest.fixture
def chapter() -> Callable[[str], ReadChapter]:
    """Read a whole chapter file."""
    return lambda text: parse_chapter(dedent(text).encode(), ENTRY)


@pytest.fixture
def body() -> Callable[[str], ReadChapter]:
    """Read blocks as the body of a chapter; the first stands in line 3, its dash in column 3."""

    def read(blocks: str) -> ReadChapter:
        text = "goals: [Go.]\nbody:\n" + indent(dedent(blocks).lstrip("\n"), "  ")
        return parse_chapter(text.encode(), ENTRY)

    return read


@pytest.fixture
def write_course(tmp_path: Path) -> Callable[..., Path]:
    """Write a course; each keyword is a chapter's id and its file's text."""

    def write(**chapters: str) -> Path:
        rows = [
            f"  - {{id: {name}, file: {name}.yaml, title: {name.title()}}}\n" for name in chapters
        ]
        (tmp_path / "course.yaml").write_text("title: A course\nchapters:\n" + "".join(rows))
        for name, text in chapters.items():
            (tmp_path / f"{name}.yaml").write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return tmp_path

    return write
