from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from vctutor.course.catalog import Catalog
from vctutor.course.characters import forbidden
from vctutor.course.loader import parse_chapter
from vctutor.course.model import BrokenBlock
from vctutor.errors import CourseError

ATTACKS = Path(__file__).parent / "attacks"


@pytest.mark.skipif(sys.platform == "win32", reason="the limits are those of POSIX")
def test_no_file_takes_more_than_a_second_or_200_megabytes():
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(ATTACKS / "large.py")],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=True,
    )
    outcomes = dict(line.split("\t") for line in done.stdout.splitlines())
    assert len(outcomes) > 50
    assert {name: what for name, what in outcomes.items() if not what.startswith("ok ")} == {}


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for one in pair for text in texts(one)]
    return [text for one in value for text in texts(one)] if isinstance(value, list | tuple) else []


FILES = sorted(ATTACKS.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_file_of_the_corpus_is_found_out(path, entry):
    read = parse_chapter(path.read_bytes(), entry)
    assert read.parsed.problems
    for text in texts(msgspec.to_builtins(read.chapter)):
        assert not forbidden(text.replace("\n", ""))
    for problem in read.parsed.problems:
        assert "\n" not in str(problem)


BLOCKS = {
    "section": "- section: {0}",
    "text": "- text: {0}",
    "formula": "- formula: {0}",
    "spoken formula": "- formula: x\n  say: {0}",
    "callout": "- callout: {{kind: warning, title: {0}, text: x}}",
    "callout text": "- callout: {{kind: warning, text: {0}}}",
    "kind": "- callout: {{kind: {0}, text: x}}",
    "table head": "- table: {{columns: [{0}], rows: [[a]]}}",
    "table cell": "- table: {{columns: [a], rows: [[{0}]]}}",
    "table caption": "- table: {{columns: [a], rows: [[b]], caption: {0}}}",
    "code": "- code: {{language: python, text: {0}}}",
    "language": "- code: {{language: {0}, text: x}}",
    "derivation": "- derivation: [{{formula: {0}}}]",
    "reason": "- derivation: [{{formula: x, because: {0}}}]",
    "flow": "- flow: [{{name: A}}, {{by: {0}}}, {{name: B}}]",
    "flow note": "- flow: [{{name: A, note: {0}}}]",
    "diagram": "- diagram: {{text: {0}, say: x}}",
    "simulation": "- simulation: {{name: {0}}}",
    "parameter": "- simulation: {{name: a, function: {0}}}",
    "parameter's name": "- simulation: {{name: a, {0}: 1}}",
    "prediction": "- simulation: {{name: a}}\n  predict: {{ask: {0}, answer: 1}}",
    "question": "- question: {{id: q, ask: {0}, answer: {{number: 1}}}}",
    "id": "- question: {{id: {0}, ask: x, answer: {{number: 1}}}}",
    "answer": "- question: {{id: q, ask: x, answer: {{text: [{0}]}}}}",
    "option": "- question: {{id: q, ask: x, answer: {{choice: [{{text: {0}, right: true}}, {{text: b, say: c}}]}}}}",
    "hint": "- question: {{id: q, ask: x, answer: {{number: 1}}, hints: [{0}]}}",
    "wrong": "- question: {{id: q, ask: x, answer: {{number: 1}}, wrong: [{{value: 1, say: {0}}}]}}",
    "solution": "- question: {{id: q, ask: x, answer: {{number: 1}}, solution: {0}}}",
    "unknown key": "- text: x\n  {0}: y",
    "unknown kind": "- {0}: y",
}
PAYLOADS = {
    "escape": "a\x1b[31mb",
    "escaped escape": '"a\\e[31mb"',
    "escaped by number": '"a\\x1b[2Jb"',
    "one-byte control sequence": "a\x9b31mb",
    "bell": "a\x07b",
    "title": '"\\e]0;owned\\a"',
    "link": "a\x1b]8;;file:///etc/passwd\x1b\\b",
    "backspace": '"ls\\b\\brm"',
    "carriage return": '"good\\rbad"',
    "null": '"a\\0b"',
    "bidi": "a\u202eb",
    "escaped bidi": '"a\\u202eb"',
    "zero width": "a\u200bb",
    "tag character": "a\U000e0041b",
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_no_kind_of_block_lets_a_control_through(body, payload):
    for name, pattern in BLOCKS.items():
        read = body("- text: before\n" + pattern.format(payload) + "\n- text: after\n")
        assert read.parsed.problems, name
        assert isinstance(read.chapter.body[1], BrokenBlock), name
        assert len(read.chapter.body) == 3, name
        for text in texts(msgspec.to_builtins(read.chapter)):
            assert not forbidden(text.replace("\n", "")), (name, text)
        for problem in read.parsed.problems:
            assert not forbidden(str(problem)), name
            assert "\n" not in str(problem)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_nor_does_the_list_of_chapters(tmp_path, payload):
    for row in ("{{id: {0}, file: a.yaml, title: A}}", "{{id: a, file: {0}, title: A}}"):
        text = "title: T\nchapters:\n  - " + row.format(payload) + "\n"
        (tmp_path / "course.yaml").write_text(text, encoding="utf-8")
        try:
            catalog = Catalog.open(tmp_path)
            catalog.chapter(0)
        except CourseError as error:
            assert not forbidden(str(error))
            assert "\n" not in str(error)
        else:
            pytest.fail("the chapter was read")


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
def test_a_course_of_links_and_pipes_is_refused_at_once(tmp_path):
    course = tmp_path / "course"
    course.mkdir()
    secret = tmp_path / "secret.yaml"
    secret.write_text("goals: [a]\nbody: [{text: secret}]\n")
    (course / "link.yaml").symlink_to(secret)
    os.mkfifo(course / "pipe.yaml")
    files = ["link.yaml", "pipe.yaml", "../secret.yaml", str(secret), "/dev/zero"]
    rows = "".join(f"  - {{id: c{i}, file: {name}, title: T}}\n" for i, name in enumerate(files))
    (course / "course.yaml").write_text("title: T\nchapters:\n" + rows)
    catalog = Catalog.open(course)
    for number in range(len(files)):
        with pytest.raises(CourseError) as caught:
            catalog.chapter(number)
        assert "secret" not in str(caught.value).replace("secret.yaml", "")
    (course / "course.yaml").unlink()
    (course / "course.yaml").symlink_to(secret)
    with pytest.raises(CourseError, match="symbolic link"):
        Catalog.open(course)
    (course / "course.yaml").unlink()
    os.mkfifo(course / "course.yaml")
    with pytest.raises(CourseError, match="not a regular file"):
        Catalog.open(course)
