from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vctutor.cli.main import main
from vctutor.progress.projection import Progress
from vctutor.progress.store import Store

Fill = Callable[[int], None]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    directory = tmp_path / "data"
    monkeypatch.setenv("VCTUTOR_DATA_DIR", str(directory))
    return directory


@pytest.fixture
def fill(data: Path) -> Fill:
    """Record notes; numbers go on from call to call."""
    count = 0

    def record(more: int) -> None:
        nonlocal count
        store = Store.open(data, idle=3600.0)
        for _ in range(more):
            store.record("note", f"a/{count}", {"text": "∇"})
            count += 1
        assert store.close()

    return record


def progress(data: Path) -> Progress:
    store = Store.open(data, idle=3600.0)
    try:
        return store.progress().result(30)
    finally:
        store.close()


def test_out_in_elsewhere_and_in_again(
    fill: Fill,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill(7)
    file = tmp_path / "progress.jsonl"
    assert main(["export", str(file)]) == 0
    assert capsys.readouterr().out == f"7 events written to {file}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    here = progress(data)

    monkeypatch.setenv("VCTUTOR_DATA_DIR", str(tmp_path / "elsewhere"))
    assert main(["import", str(file)]) == 0
    assert capsys.readouterr().out == "7 new events, 0 known already\n"
    there = progress(tmp_path / "elsewhere")
    assert there == here
    assert main(["import", str(file)]) == 0
    assert capsys.readouterr().out == "0 new events, 7 known already\n"
    assert progress(tmp_path / "elsewhere") == there


def test_only_what_is_new_comes_in(
    fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(3)
    assert main(["export", str(tmp_path / "early")]) == 0
    fill(2)
    assert main(["import", str(tmp_path / "early")]) == 0
    assert capsys.readouterr().out.endswith("0 new events, 3 known already\n")


def test_a_file_is_not_replaced_unless_forced(
    fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(1)
    file = tmp_path / "kept"
    file.write_text("mine")
    assert main(["export", str(file)]) == 1
    assert (
        capsys.readouterr().err
        == f"vctutor: {file} exists: give another name, or --force to replace it\n"
    )
    assert file.read_text() == "mine"
    assert main(["export", "--force", str(file)]) == 0
    assert file.read_text().startswith('{"format":"vctutor progress"')
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "kept"]


@pytest.mark.parametrize("name", ["", "none/there", "x" * 300])
def test_where_nothing_can_be_written(
    fill: Fill, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(1)
    assert main(["export", str(tmp_path / name)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


class Streams(io.StringIO):
    """Text streams with bytes beneath, as those of a process."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__()
        self.buffer = io.BytesIO(data)


def test_through_a_pipe(
    fill: Fill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(4)
    out = Streams()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        assert main(["export", "-"]) == 0
    monkeypatch.setenv("VCTUTOR_DATA_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setattr(sys, "stdin", Streams(out.buffer.getvalue()))
    assert main(["import", "-"]) == 0
    assert capsys.readouterr().out == "4 new events, 0 known already\n"


def test_a_file_with_anything_wrong_changes_nothing(
    fill: Fill, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(3)
    file = tmp_path / "whole"
    assert main(["export", str(file)]) == 0
    whole = file.read_bytes()
    before = progress(data)
    for number, damaged in enumerate(
        (whole[:-2], whole.replace(b"a/1", b"a/9"), b"", whole[1:], whole + b"{}\n")
    ):
        bad = tmp_path / f"bad{number}"
        bad.write_bytes(damaged)
        capsys.readouterr()
        assert main(["import", str(bad)]) == 1
        assert capsys.readouterr().err.startswith("vctutor: ")
    assert progress(data) == before


def test_what_is_no_file_is_not_waited_for(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (tmp_path / "pipe", tmp_path, tmp_path / "missing", Path("/dev/zero")):
        assert main(["import", str(name)]) == 1
        error = capsys.readouterr().err
        assert str(name) in error and error.count("\n") == 1
    assert not data.exists()  # nothing is even opened before the file is read


def test_a_data_directory_that_cannot_be(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.write_text("in the way")
    for command in (
        ["progress"],
        ["export", str(tmp_path / "out")],
        ["notebook", str(tmp_path / "out")],
    ):
        assert main(command) == 1
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.count("\n") == 1 and "VCTUTOR_DATA_DIR" in captured.err
    assert data.read_text() == "in the way"
    assert not (tmp_path / "out").exists()


def test_a_newer_store_is_exported_and_not_imported_into(
    fill: Fill, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(2)
    file = tmp_path / "out"
    assert main(["export", str(file)]) == 0
    with (data / "progress.db").open("r+b") as database:
        database.seek(60)
        database.write(b"\x00\x00\x00\x63")
    before = (data / "progress.db").read_bytes()
    capsys.readouterr()
    assert main(["export", "--force", str(file)]) == 0
    captured = capsys.readouterr()
    assert "newer vctutor" in captured.err and captured.out.startswith("2 events")
    assert main(["import", str(file)]) == 1
    assert (data / "progress.db").read_bytes() == before
