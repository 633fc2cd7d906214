"""A compiled course says what its YAML says, and is believed only where it was made of that YAML."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from vctutor.course import catalog as catalog_module
from vctutor.course import compiled as compiled_module
from vctutor.course import compiling, loader
from vctutor.course.catalog import Catalog
from vctutor.course.compiled import (
    FORMAT,
    SUFFIX,
    Compiled,
    compiled_chapter,
    compiled_list,
    is_compiled,
)
from vctutor.course.compiling import compile_course
from vctutor.course.files import MAX_BYTES
from vctutor.course.model import Term
from vctutor.errors import CourseError
from vctutor.paths import compiled_course, shipped_course

SHIPPED = shipped_course()
CHAPTER = """
    goals: [Go.]
    body:
      - section: Start
      - text: A word.
      - simulation: {name: descent-line, start: 2, steps: 2.0, run: true, by: [1, x], ranges: {start: [1, 2.5]}}
        predict: {ask: Where?, answer: ["1"], tolerance: 1}
      - question:
          id: q
          ask: What is {a}?
          vary: {a: [1, 2.5]}
          first: {a: 1}
          answer: {number: a, tolerance: 1}
"""


class Added(Term, frozen=True, kw_only=True):
    """A term that holds more than the chapter's field is declared to."""

    since: int


@pytest.fixture(scope="module")
def shipped_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped course, compiled."""
    place = tmp_path_factory.mktemp("compiled")
    compile_course(SHIPPED, place)
    return place


@pytest.fixture
def course(write_course, tmp_path: Path) -> Path:
    """A small course, compiled to the directory `form` beside its files."""
    directory = write_course(**{"limits": CHAPTER, "series": CHAPTER})
    compile_course(directory, tmp_path / "form")
    return directory


@pytest.fixture
def place(course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the small course was compiled to, which is where the catalog looks."""
    monkeypatch.setattr(catalog_module, "compiled_course", lambda directory: course / "form")
    return course / "form"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read as YAML."""
    names: list[str] = []
    whole = loader.read_bytes

    def read(directory, name, limit=MAX_BYTES):
        names.append(name)
        return whole(directory, name, limit)

    monkeypatch.setattr(loader, "read_bytes", read)
    return names


def written(model: object) -> bytes:
    """Return a model so that 2 and 2.0 differ, as they do not in a comparison."""
    return msgspec.msgpack.encode(model)


def test_every_shipped_file_is_what_its_yaml_says(shipped_form: Path) -> None:
    catalog = Catalog.open(SHIPPED)
    course = compiled_list(SHIPPED, shipped_form)
    assert course == catalog.course
    assert written(course) == written(catalog.course)
    assert len(course.opening) > 0
    for entry in catalog.course.chapters:
        chapter = compiled_chapter(SHIPPED, shipped_form, entry)
        read = catalog.read(entry).chapter
        assert chapter == read
        assert written(chapter) == written(read)
        assert chapter.questions == read.questions != ()
        assert [type(block) for block in chapter.body] == [type(block) for block in read.body]
        assert [type(one.answer) for one in chapter.questions] == [
            type(one.answer) for one in read.questions
        ]
        assert [block.at for block in chapter.body] == [block.at for block in read.body]
        assert is_compiled(SHIPPED, shipped_form, entry.file)


def test_numbers_stay_what_the_author_wrote(course: Path, place: Path, parsed: list[str]) -> None:
    chapter = Catalog.open(course).chapter(0)
    assert parsed == []
    (ref,) = chapter.simulations
    assert repr(ref.values) == "{'start': 2, 'steps': 2.0, 'run': True, 'by': (1, 'x')}"
    assert repr(ref.ranges) == "{'start': (1, 2.5)}"
    (question,) = chapter.questions
    assert repr(question.vary) == "{'a': (1, 2.5)}"
    assert repr(question.answer.tolerance) == "1"


def test_an_edited_chapter_is_read_anew(course: Path, place: Path, parsed: list[str]) -> None:
    file = course / "limits.yaml"
    before = file.read_text()
    file.write_text(before.replace("A word.", "A verb."))  # as long as before
    catalog = Catalog.open(course)
    assert catalog.chapter(0).body[1].text == "A verb."
    assert parsed == ["limits.yaml"]
    assert not is_compiled(course, place, "limits.yaml")
    catalog.chapter(1)
    assert parsed == ["limits.yaml"]
    file.write_text(before)
    assert is_compiled(course, place, "limits.yaml")


def test_an_edited_list_is_read_anew(course: Path, place: Path, parsed: list[str]) -> None:
    file = course / "course.yaml"
    file.write_text(file.read_text().replace("title: Limits", "title: Bounds"))
    catalog = Catalog.open(course)
    assert catalog.chapter(0).title == "Bounds"
    assert parsed == ["course.yaml", "limits.yaml"]
    catalog.chapter(1)
    assert parsed == ["course.yaml", "limits.yaml"]


def test_a_chapter_that_moves_has_its_new_number(course: Path, place: Path) -> None:
    file = course / "course.yaml"
    head, first, second = file.read_text().split("  - ")
    file.write_text(f"{head}  - {second}  - {first}")
    assert Catalog.open(course).chapter("limits").number == 1


def test_a_file_that_is_gone_is_missed(course: Path, place: Path) -> None:
    (course / "limits.yaml").unlink()
    catalog = Catalog.open(course)
    with pytest.raises(CourseError, match=r"there is no file 'limits\.yaml'"):
        catalog.chapter(0)
    assert not is_compiled(course, place, "limits.yaml")


def test_no_damage_is_believed(course: Path, place: Path) -> None:
    """Every byte changed, one at a time, and every length."""
    path = place / ("limits.yaml" + SUFFIX)
    entry = Catalog.open(course).entry(0)
    whole = path.read_bytes()
    assert compiled_chapter(course, place, entry) is not None
    damaged = [whole[:length] for length in range(len(whole))] + [whole + b"\0"]
    for flipped in (0x01, 0x80, 0xFF):
        damaged += [
            whole[:i] + bytes([whole[i] ^ flipped]) + whole[i + 1 :] for i in range(len(whole))
        ]
    for data in damaged:
        path.write_bytes(data)
        assert compiled_chapter(course, place, entry) is None


@pytest.mark.parametrize(
    "data", [b"", b"\x90", b"\xc1", b"\x91" * 100_000, b"\xdd\xff\xff\xff\xff"]
)
def test_nonsense_is_passed_over(course: Path, place: Path, data: bytes) -> None:
    for path in place.iterdir():
        path.write_bytes(data)
    assert compiled_list(course, place) is None
    assert [chapter.id for chapter in Catalog.open(course).chapters()] == ["limits", "series"]


@pytest.mark.parametrize("change", [{"format": FORMAT + 1}, {"version": "0.0.9"}])
def test_another_format_or_version_is_passed_over(course: Path, place: Path, change) -> None:
    path = place / ("course.yaml" + SUFFIX)
    made = msgspec.msgpack.decode(path.read_bytes(), type=Compiled)
    assert compiled_list(course, place) is not None
    path.write_bytes(msgspec.msgpack.encode(msgspec.structs.replace(made, **change)))
    assert compiled_list(course, place) is None


def test_a_model_of_another_shape_is_passed_over(course: Path, place: Path) -> None:
    source = (course / "limits.yaml").read_bytes()
    entry = Catalog.open(course).entry(0)
    for model in ({"id": "limits"}, {"id": "limits", "body": [{"type": "Nothing"}]}, [1], "limits"):
        data = compiled_module.compiled(model, source)
        (place / ("limits.yaml" + SUFFIX)).write_bytes(data)
        assert compiled_chapter(course, place, entry) is None


def test_neither_links_nor_pipes_nor_giants_are_opened(course: Path, place: Path) -> None:
    path = place / ("limits.yaml" + SUFFIX)
    entry = Catalog.open(course).entry(0)
    elsewhere = course / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert compiled_chapter(course, place, entry) is None
    path.unlink()
    os.mkfifo(path)
    assert compiled_chapter(course, place, entry) is None
    path.unlink()
    with path.open("wb") as file:
        file.write(elsewhere.read_bytes())
        file.truncate(compiled_module.LIMIT + 1)
    assert compiled_chapter(course, place, entry) is None


def test_a_course_with_mistakes_is_not_compiled(write_course, tmp_path: Path) -> None:
    directory = write_course(limits=CHAPTER, series=CHAPTER.replace("- text:", "- txt:"))
    with pytest.raises(CourseError, match=r"series\.yaml:4:5: .*text"):
        compile_course(directory, tmp_path / "form")
    assert not (tmp_path / "form").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"summary": (1,)}, r"limits\.yaml can't be compiled: Expected `str`"),
        (
            {"terms": (Added(term="a", means="b", since=2),)},
            r"limits\.yaml would not stay what it is",
        ),
    ],
)
def test_what_would_not_open_as_it_is_is_not_compiled(
    write_course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change, said: str
) -> None:
    """The loader gives no such model; a field that is added may."""

    def parse(data, entry):
        read = loader.parse_chapter(data, entry)
        return loader.ReadChapter(msgspec.structs.replace(read.chapter, **change), read.parsed)

    monkeypatch.setattr(compiling, "parse_chapter", parse)
    with pytest.raises(CourseError, match=said):
        compile_course(write_course(limits=CHAPTER), tmp_path / "form")
    assert not (tmp_path / "form").exists()


def test_a_chapter_in_a_directory_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    shutil.copy(SHIPPED / "04-the-gradient.yaml", tmp_path / "parts" / "a.yaml")
    rows = (
        "title: One\nchapters:\n  - {id: the-gradient, file: parts/a.yaml, title: The gradient}\n"
    )
    (tmp_path / "course.yaml").write_text(rows)
    compile_course(tmp_path, tmp_path / "form")
    assert is_compiled(tmp_path, tmp_path / "form", "parts/a.yaml")


def test_only_the_installed_course_has_a_compiled_form(tmp_path: Path) -> None:
    import vctutor

    package = Path(vctutor.__file__).parent
    assert compiled_course(package / "_chapters") == package / "_compiled"
    assert compiled_course(package.parent / "chapters") is None
    assert compiled_course(tmp_path / "_chapters") is None


def test_a_compiled_course_needs_no_yaml(course: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from vctutor.course import catalog;"
        f"catalog.compiled_course = lambda directory: Path({str(course / 'form')!r});"
        f"catalog.Catalog.open(Path({str(course)!r})).chapter(0);"
        "print(*sorted({'yaml', 'vctutor.course.loader', 'hashlib', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
