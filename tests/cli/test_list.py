from __future__ import annotations

import json

import pytest

from vctutor.cli.main import main

TITLES = ["Why calculus?", "Derivatives from scratch", "Taylor series", "Many variables"]


def test_one_line_a_chapter(capsys, monkeypatch):
    monkeypatch.delenv("VCTUTOR_COURSE", raising=False)
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 10
    assert [line.split(None, 1)[1] for line in lines[:4]] == TITLES
    assert [line.split()[0] for line in lines] == [str(number) for number in range(10)]


def test_json_is_one_object_a_line(capsys, monkeypatch):
    monkeypatch.delenv("VCTUTOR_COURSE", raising=False)
    assert main(["list", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[4] == {
        "number": 4,
        "id": "the-gradient",
        "title": "The gradient",
        "file": "04-the-gradient.yaml",
        "language": "en",
    }


@pytest.mark.parametrize("by", ["option", "environment"])
def test_another_course(tmp_path, capsys, monkeypatch, by):
    row = "{id: a, file: a.yaml, title: Déjà}"
    (tmp_path / "course.yaml").write_text(f"title: T\nchapters: [{row}]\n", encoding="utf-8")
    if by == "environment":
        monkeypatch.setenv("VCTUTOR_COURSE", str(tmp_path))
        assert main(["list"]) == 0
    else:
        assert main(["list", "--course", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "0  Déjà\n"


def test_a_missing_course_is_one_line_with_what_to_do(tmp_path, capsys):
    assert main(["list", "--course", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "course.yaml" in captured.err


def test_a_usage_error_exits_2(capsys):
    assert main(["list", "--jsno"]) == 2
    assert "did you mean '--json'" in capsys.readouterr().err
