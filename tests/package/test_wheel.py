"""The product as installed: the wheel, in an empty environment, away from the source."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SESSION = """
import asyncio, sys
from pathlib import Path
from vctutor.course.catalog import Catalog
from vctutor.paths import data_dir, shipped_course
from vctutor.progress.store import Store
from vctutor.tui.app import Options, TutorApp

async def session():
    store = Store.open(data_dir())
    app = TutorApp(Catalog.open(shipped_course()), store, Options())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("n", "space", "4")
        assert app.screen.state.location.chapter.id == "the-gradient"
        await pilot.press("q")
    store.close()

asyncio.run(session())
print(Path(sys.modules["vctutor"].__file__))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it alone; its dependencies are those of the tests."""
    where = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", where, ROOT],
        check=True,
        capture_output=True,
    )
    (wheel,) = where.glob("*.whl")
    home = where / "environment"
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    (packages,) = {
        Path(line)
        for line in subprocess.run(
            [python, "-c", "import site; print(site.getsitepackages()[0])"],
            check=True, capture_output=True, text=True,
        ).stdout.splitlines()
    }  # fmt: skip
    import textual

    # The libraries come from where the tests run; vctutor itself only from the wheel.
    libraries = Path(textual.__file__).parents[1]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", packages, wheel],
        check=True, capture_output=True,
    )  # fmt: skip
    (packages / "libraries.pth").write_text(str(libraries))
    return python


def run(python: Path, *arguments: str, cwd: Path) -> str:
    """Run the installed program away from the source, and return what it printed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([python, *arguments], cwd=cwd, env=clean, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_list_names_ten_chapters(installed: Path, tmp_path: Path):
    assert len(run(installed, "-m", "vctutor", "list", cwd=tmp_path).splitlines()) == 10


def test_read_prints_a_chapter(installed: Path, tmp_path: Path):
    shown = run(installed, "-m", "vctutor", "read", "4", cwd=tmp_path)
    assert "steepest" in shown
    assert "∇" in shown or "nabla" in shown


def test_check_finds_no_mistake(installed: Path, tmp_path: Path):
    assert "no mistakes" in run(installed, "-m", "vctutor", "check", cwd=tmp_path)


def test_a_session_runs(installed: Path, tmp_path: Path):
    where = run(installed, "-c", SESSION, cwd=tmp_path).strip()
    assert "environment" in where, "the session must use the wheel, not the source"


def test_the_wheel_is_typed_and_carries_the_course(installed: Path, tmp_path: Path):
    code = (
        "import vctutor, pathlib; p = pathlib.Path(vctutor.__file__).parent;"
        "print((p / 'py.typed').exists(), len(list((p / '_chapters').glob('*.yaml'))))"
    )
    assert run(installed, "-c", code, cwd=tmp_path).split() == ["True", "11"]


OPENED = """
import sys
from vctutor.course.catalog import Catalog
from vctutor.paths import shipped_course
catalog = Catalog.open(shipped_course())
read = [chapter.id for chapter in catalog.chapters()]
print(len(read), *sorted({"yaml", "vctutor.course.loader", "vctutor.course.fields"} & set(sys.modules)))
"""


def test_the_installed_course_opens_without_yaml(installed: Path, tmp_path: Path):
    assert run(installed, "-c", OPENED, cwd=tmp_path).split() == ["10"]


def test_the_doctor_tells_whether_the_course_is_compiled(installed: Path, tmp_path: Path):
    def told() -> list[object]:
        return json.loads(run(installed, "-c", doctor, cwd=tmp_path))

    doctor = (
        "import json; from vctutor.doctor.program import look_at_program; from vctutor.paths import shipped_course;"
        "found = {one.name: one for one in look_at_program(shipped_course(), {})}['compiled course'];"
        "print(json.dumps([found.value, found.text, found.advice]))"
    )
    where = "import vctutor; print(vctutor.__path__[0])"
    chapter = Path(
        run(installed, "-c", where, cwd=tmp_path).strip(), "_chapters/04-the-gradient.yaml"
    )
    assert told() == [True, "compiled", ""]
    before = chapter.read_bytes()
    chapter.write_bytes(before + b"\n")
    try:
        value, text, advice = told()
    finally:
        chapter.write_bytes(before)
    assert (value, text) == (False, "not compiled: 04-the-gradient.yaml")
    assert "Installing" in advice
