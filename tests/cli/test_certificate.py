"""The certificate: only for what was done, never over another file, and whole whatever the name."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from vctutor.certificate import Achievement, certificate_svg, cleaned
from vctutor.cli.main import main
from vctutor.paths import data_dir
from vctutor.progress.events import answer_payload
from vctutor.progress.store import Store

SVG = "{http://www.w3.org/2000/svg}"
DONE = Achievement("Ada Lovelace", "A course", 10, 120, 0.93, date(2026, 11, 22))


def words(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.fixture
def finished(small_course: Path) -> Callable[..., None]:
    """Return a function that does the whole course, but for what it is told to leave."""

    def do(*left: str) -> None:
        store = Store.open(data_dir(), idle=3600.0)
        for item in ("slopes/top", "slopes/first", "slopes/second", "bowls/top", "bowls/bowl"):
            if item not in left:
                store.record("read", item)
        names = ("slopes/pick", "slopes/value", "slopes/all", "slopes/steps")
        for item in (*names, "bowls/gradient", "bowls/name"):
            if item not in left:
                store.record("answer", item, answer_payload("?", outcome="right", credit=0.5))
        store.progress().result(10)
        store.close()

    return do


def test_it_says_name_date_score_and_the_four_steps() -> None:
    told = words(certificate_svg(DONE))
    assert {"Ada Lovelace", "A course", "93 %", "22 November 2026"} <= set(told)
    assert "10 chapters read, 120 questions answered" in told
    assert [word for word in told if word in ("Derivative", "Gradient", "Jacobian", "Backpropagation")] == [
        "Derivative", "Gradient", "Jacobian", "Backpropagation",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "A \"B\" & 'C'", "Ω 张 é", "a\x00b\nc\ud800", "x" * 80, "]]>"],
)
def test_any_name_gives_a_whole_document(name: str) -> None:
    svg = certificate_svg(Achievement(name, "<&>", 1, 1, 1.0, date(2026, 1, 2)))
    told = words(svg.encode().decode())
    assert cleaned(name) in told and "<&>" in told
    assert "one chapter read, one question answered" in told


def test_a_long_name_is_written_smaller() -> None:
    def size(name: str) -> int:
        svg = ElementTree.fromstring(
            certificate_svg(Achievement(name, "C", 1, 1, 1, date(2026, 1, 2)))
        )
        return next(int(e.attrib["font-size"]) for e in svg.iter(f"{SVG}text") if e.text == name)

    assert size("Ada") == 66
    assert 15 < size("x" * 80) < 25


def test_what_is_missing_is_told(
    finished: Callable[..., None], converse: Callable[..., str], tmp_path: Path
) -> None:
    finished("slopes/second", "bowls/name", "bowls/bowl", "bowls/top")
    told = converse(["certificate", str(tmp_path / "c.svg"), "--name", "Ada"], code=1)
    assert told == (
        "Not yet. What is left:\n"
        "   0  Slopes: one part to read\n"
        "   1  Bowls: 2 parts to read, one question to answer\n"
    )
    assert not (tmp_path / "c.svg").exists()


def test_it_is_written_once_and_not_over_another(
    finished: Callable[..., None],
    converse: Callable[..., str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    finished()
    path = tmp_path / "c.svg"
    assert main(["certificate", str(path)]) == 2
    assert "whose certificate" in capsys.readouterr().err
    assert "of Ada is written" in converse(["certificate", str(path), "--name", " Ada\n"])
    written = path.read_text()
    assert {"Ada", "A small course", "50 %"} <= set(words(written))
    assert main(["certificate", str(path)]) == 1
    assert "--force" in capsys.readouterr().err and path.read_text() == written
    converse(["certificate", str(path), "--name", "Bo", "--force"])
    assert "Bo" in words(path.read_text())
    assert "Bo" in words(converse(["certificate", "-"]))  # the name is remembered
    assert main(["certificate", "-", "--name", "x" * 81]) == 2
