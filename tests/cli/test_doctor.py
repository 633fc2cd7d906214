"""Promise 13: the doctor says what this terminal and this store can do, and what to do about each finding."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from vctutor.cli.main import main
from vctutor.doctor.program import compiled_share
from vctutor.doctor.storage import file_system, look_at_store
from vctutor.doctor.terminal import look_at_terminal
from vctutor.paths import config_dir, shipped_course
from vctutor.progress.store import Store
from vctutor.settings import FILE

ALL = {
    "terminal", "size", "TERM", "colours", "encoding", "characters", "data directory", "file system", "permissions",
    "free space", "record", "last backup", "kept aside", "version", "byte code", "course",
    "compiled course", "threads",
}  # fmt: skip


def by_name(findings: object) -> dict[str, object]:
    return {one.name: one for one in findings}  # type: ignore[attr-defined]


def test_json_has_every_finding(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert set(told) == ALL
    assert all(set(one) == {"value", "ok", "advice"} for one in told.values())


def test_text_names_each_finding_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert {line[5:21].strip() for line in lines if line[:4].strip()} == ALL


def test_in_a_real_terminal(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    os.set_inheritable(slave, True)
    subprocess.run(["stty", "rows", "10", "cols", "30"], stdin=slave, check=True)
    done = subprocess.run(
        [sys.executable, "-m", "vctutor", "doctor", "--json"],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=slave,
        env={**os.environ, "TERM": "dumb", "LC_ALL": "C", "NO_COLOR": "1"},
        cwd=Path(__file__).parents[2],
    )
    os.close(master)
    os.close(slave)
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert told["size"]["value"] == [30, 10]
    assert not told["size"]["ok"]
    assert "40x12" in told["size"]["advice"]
    assert not told["TERM"]["ok"]
    assert told["encoding"]["value"] == "ascii"
    assert told["colours"]["value"] == 0
    assert told["characters"]["value"] == "ascii"


@pytest.mark.parametrize(
    ("environment", "colours", "characters"),
    [
        ({"TERM": "xterm-256color", "LANG": "de_DE.UTF-8"}, 256, "unicode"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, 1 << 24, "unicode"),
        ({"TERM": "vt100"}, 0, "ascii"),
        ({"TERM": "linux"}, 16, "ascii"),
        ({"TERM": "xterm", "LANG": "de_DE.ISO-8859-1"}, 16, "ascii"),
        ({"TERM": "xterm", "LC_ALL": "C"}, 16, "ascii"),
        ({"TERM": "xterm", "LC_ALL": "en_US.utf8"}, 16, "unicode"),
    ],
)
def test_what_terminals_can_do(environment: dict[str, str], colours: int, characters: str) -> None:
    found = by_name(look_at_terminal(environment, "utf-8"))
    assert found["colours"].value == colours  # type: ignore[attr-defined]
    assert found["characters"].value == characters  # type: ignore[attr-defined]


def test_the_store(tmp_path: Path) -> None:
    data = tmp_path / "data"
    before = by_name(look_at_store(data))
    assert before["record"].value is None  # type: ignore[attr-defined]
    assert not data.exists()  # nothing is made by looking
    store = Store.open(data)
    store.record("note", "a/b", {"text": "x"}).result(30)
    store.maintain().result(30)
    store.close()
    after = by_name(look_at_store(data))
    assert after["record"].value is True  # type: ignore[attr-defined]
    assert "1 kept" in after["last backup"].text  # type: ignore[attr-defined]
    assert after["permissions"].value is True  # type: ignore[attr-defined]
    os.truncate(data / "progress.db", 0)
    data.chmod(0o755)
    broken = by_name(look_at_store(data))
    assert broken["record"].ok is False  # type: ignore[attr-defined]
    assert "restores" in broken["record"].advice  # type: ignore[attr-defined]
    assert "open to others" in broken["permissions"].text  # type: ignore[attr-defined]


def test_the_file_system_is_the_innermost_one(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    real = os.path.realpath(tmp_path)
    mounts.write_text(f"a / ext4 rw 0 0\nb {real} nfs4 rw 0 0\nc {real}/other tmpfs rw 0 0\n")
    assert file_system(tmp_path, mounts) == "nfs4"
    assert file_system(tmp_path / "other", mounts) == "tmpfs"
    assert file_system(tmp_path / "otherwise", mounts) == "nfs4"
    assert file_system(Path("/"), mounts) == "ext4"
    assert file_system(tmp_path, tmp_path / "missing") is None


def test_byte_code_is_looked_for_beside_the_source(tmp_path: Path) -> None:
    import compileall

    (tmp_path / "a.py").write_text("A = 1\n")
    (tmp_path / "b.py").write_text("B = 1\n")
    assert compiled_share(tmp_path) == 0
    compileall.compile_file(str(tmp_path / "a.py"), quiet=1)
    assert compiled_share(tmp_path) == 0.5


def test_it_looks_at_the_course_of_the_settings_and_at_the_one_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config_dir().mkdir(parents=True, exist_ok=True)
    mine = tmp_path / "gone"
    (config_dir() / FILE).write_text(f'course = "{mine}"\n', encoding="utf-8")
    assert main(["doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["course"]
    assert (found["value"], found["ok"]) == (str(mine), False)
    main(["doctor", "--json", "--course", str(shipped_course())])
    found = json.loads(capsys.readouterr().out)["course"]
    assert (found["value"], found["ok"]) == (str(shipped_course()), True)
