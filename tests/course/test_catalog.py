from __future__ import annotations

import subprocess
import sys

import pytest

from vctutor.course import files, loader
from vctutor.course.catalog import Catalog
from vctutor.errors import CourseError

CHAPTER = """
    goals: [Go.]
    body:
      - section: Start
        id: vanishing
      - question: {id: q, ask: x, answer: {number: 1}}
      - simulation: {name: descent-line}
"""


@pytest.fixture
def course(write_course):
    return write_course(**{"why": CHAPTER, "the-gradient": CHAPTER, "the-jacobian": CHAPTER})


@pytest.fixture
def opened(monkeypatch):
    """The names of the files that were opened."""
    names: list[str] = []

    def read(directory, name, limit=files.MAX_BYTES):
        names.append(name)
        return files.read_bytes(directory, name, limit)

    monkeypatch.setattr(loader, "read_bytes", read)
    return names


def test_opening_reads_the_list_and_a_chapter_is_read_once(course, opened):
    catalog = Catalog.open(course)
    assert opened == ["course.yaml"]
    assert [entry.number for entry in catalog.course.chapters] == [0, 1, 2]
    first = catalog.chapter(1)
    assert opened == ["course.yaml", "the-gradient.yaml"]
    assert catalog.chapter("the-gradient") is first
    assert catalog.chapter(catalog.course.chapters[1]) is first
    assert len(opened) == 2


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("0", 0),
        ("2", 2),
        (" 1 ", 1),
        ("the-gradient", 1),
        ("The-Gradient", 1),
        ("gradient", 1),
        ("jaco", 2),
        ("why", 0),
        ("the-jacobian.yaml", 2),
        ("002", 2),
    ],
)
def test_finding_a_chapter(course, opened, name, number):
    assert Catalog.open(course).find(name).entry.number == number
    assert opened == ["course.yaml"]


def test_finding_a_place(course):
    catalog = Catalog.open(course)
    assert catalog.find("1#vanishing").place == "vanishing"
    assert catalog.find("gradient#q").place == "q"
    assert catalog.find("gradient#").place is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("3", "there is no chapter 3: the chapters are numbered 0 to 2"),
        ("-1", "there is no chapter -1: the chapters are numbered 0 to 2"),
        ("9" * 5000, "the chapters are numbered 0 to 2"),
        ("the-gradeint", "there is no chapter 'the-gradeint': did you mean 'the-gradient'?"),
        ("zzz", "there is no chapter 'zzz': 'vctutor list' shows the chapters"),
        ("", "there is no chapter ''"),
        ("the", "'the' could be the-gradient (1), the-jacobian (2)"),
        ("1#vanshing", "chapter 1 has no place 'vanshing': did you mean '1#vanishing'?"),
        ("1#zzz", "chapter 1 has no place 'zzz': 'vctutor read 1' prints it"),
        ("a\x1b[2J", "there is no chapter 'a\ufffd[2J'"),
    ],
)
def test_an_unknown_name_suggests_the_nearest(course, name, said):
    with pytest.raises(CourseError) as caught:
        Catalog.open(course).find(name)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_counts_are_those_of_the_files(course):
    catalog = Catalog.open(course)
    assert catalog.counts() == (3, 3, 3)
    (course / "why.yaml").unlink()
    assert Catalog.open(course).counts() == (3, 2, 2)


def test_a_course_that_is_not_there(tmp_path):
    with pytest.raises(CourseError, match="there is no directory"):
        Catalog.open(tmp_path / "nowhere")
    with pytest.raises(CourseError, match="there is no course in") as caught:
        Catalog.open(tmp_path)
    assert "course.yaml" in str(caught.value)
    (tmp_path / "course.yaml").write_text("title: x\nchapters: [{id: a, file")
    with pytest.raises(CourseError, match=r"can't be read: course\.yaml:2:12") as caught:
        Catalog.open(tmp_path)
    assert "vctutor check" in str(caught.value)
    (tmp_path / "course.yaml").write_text("")
    with pytest.raises(CourseError, match="the file is empty"):
        Catalog.open(tmp_path)


def test_a_missing_chapter_does_not_cost_the_others(course):
    (course / "why.yaml").unlink()
    catalog = Catalog.open(course)
    with pytest.raises(CourseError, match=r"there is no file 'why\.yaml'"):
        catalog.chapter(0)
    assert catalog.chapter(1).questions[0].id == "q"
    assert [chapter.number for chapter in catalog.chapters()] == [1, 2]


def test_a_thousand_chapters_open_without_another_file(tmp_path, opened):
    rows = "".join(
        f"  - {{id: chapter-no-{i}x, file: {i}.yaml, title: Chapter {i}}}\n" for i in range(1000)
    )
    (tmp_path / "course.yaml").write_text("title: Large\nchapters:\n" + rows)
    catalog = Catalog.open(tmp_path)
    assert catalog.find("999").entry.title == "Chapter 999"
    assert catalog.course.problems == ()
    assert opened == ["course.yaml"]


def test_importing_the_catalog_loads_neither_yaml_nor_msgspec():
    code = (
        "import sys; import vctutor.course.catalog;"
        "print(*sorted({'yaml', 'msgspec', 'numpy', 'textual', 'sqlite3'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_reading_a_course_loads_nothing_of_the_application(course):
    code = (
        "import sys; from pathlib import Path; from vctutor.course.catalog import Catalog;"
        f"Catalog.open(Path({str(course)!r})).chapter(0);"
        "print(*sorted({'numpy', 'textual', 'rich', 'sqlite3', 'plotext'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
