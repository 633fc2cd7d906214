"""What building does with the course: a wheel holds it compiled, a broken one is refused, the source stays clean."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from vctutor.course.build_hook import CompileCourse

ROOT = Path(__file__).parents[2]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the source tree without what git does not keep."""
    there = tmp_path / "source"
    there.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, there)
    for name in ("vctutor", "chapters"):
        shutil.copytree(ROOT / name, there / name, ignore=shutil.ignore_patterns("__pycache__"))
    (there / "tests").mkdir()
    return there


def build(source: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        str(source.parent / "out"),
        *arguments,
    ]
    return subprocess.run([*command, str(source)], capture_output=True, text=True)  # fmt: skip


def files(directory: Path) -> set[Path]:
    return {path.relative_to(directory) for path in directory.rglob("*")}


def names(source: Path) -> set[str]:
    """Return the names of the files of the wheel that was built."""
    (wheel,) = (source.parent / "out").glob("*.whl")
    with zipfile.ZipFile(wheel) as held:
        return set(held.namelist())


def test_a_wheel_made_of_an_sdist_holds_the_course_compiled(source: Path) -> None:
    before = files(source)
    done = build(source)  # an sdist, and of that a wheel
    assert done.returncode == 0, done.stdout + done.stderr
    held = names(source)
    chapters = [path.name for path in (ROOT / "chapters").glob("*.yaml")]
    assert len(chapters) == 11
    assert {f"vctutor/_compiled/{name}.msgpack" for name in chapters} <= held
    assert {f"vctutor/_chapters/{name}" for name in chapters} <= held
    assert "vctutor/course/build_hook.py" not in held
    assert files(source) == before


def test_a_course_with_a_mistake_is_refused_by_name_and_line(source: Path) -> None:
    chapter = source / "chapters" / "04-the-gradient.yaml"
    lines = chapter.read_text().splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if line.startswith("  - text:"))
    lines[number] = lines[number].replace("text:", "txet:")
    chapter.write_text("".join(lines))
    done = build(source, "--wheel")
    assert done.returncode != 0
    told = done.stdout + done.stderr
    assert (
        f"The wheel is not built: a course with mistakes can't be compiled: 04-the-gradient.yaml:{number + 1}:"
        in told
    )
    assert "txet" in told
    assert not list((source.parent / "out").glob("*.whl"))


def test_an_editable_installation_compiles_nothing(source: Path) -> None:
    (source / "chapters" / "course.yaml").write_text("no course")
    given: dict[str, object] = {"force_include": {}}
    hook = CompileCourse(str(source), {}, None, None, str(source.parent), "wheel")  # type: ignore[arg-type]
    hook.initialize("editable", given)
    hook.finalize("editable", given, "")
    assert given == {"force_include": {}}
    with pytest.raises(SystemExit):
        hook.initialize("standard", given)
