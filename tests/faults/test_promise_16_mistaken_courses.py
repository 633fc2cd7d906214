"""Promise 16: a mistake of a course costs its block, and none takes long: not on reading, answering or checking it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from vctutor.cli.main import main
from vctutor.course.fields import MAX_ENTRIES
from vctutor.course.loader import parse_chapter
from vctutor.course.model import BrokenBlock, ChapterEntry, Question
from vctutor.errors import CourseError
from vctutor.grading import attempts
from vctutor.grading.preview import read_answer

ENTRY = ChapterEntry(number=0, id="c", title="C", file="c.yaml")
PIECES = (
    "a",
    "b",
    "x",
    "1",
    "0",
    "/",
    "*",
    "+",
    "-",
    "(",
    ")",
    "^",
    "e",
    "log(",
    "sqrt(",
    "factorial(",
    "1e400",
    "{",
    ",",
    " ",
)
WHERE = (
    "a > 9",
    "a == b*b + 1",
    "a != z",
    "a >",
    "a/0 == 1",
    "factorial(99999999) > a",
    "a**b > 1",
    "a*a == 2",
)
TYPED = ("1", "x", "[1, 2]", "[[1, 2], [3, 4]]", "2 x 3", "")


def chapter(body: str) -> bytes:
    return f"goals: [g]\nbody:\n{body}".encode()


def some_key(rng: random.Random) -> str:
    """Return an answer of some kind whose expressions are made of random pieces."""

    def expression() -> str:
        return "'" + "".join(rng.choice(PIECES) for __ in range(rng.randint(1, 8))) + "'"

    pair = f"[{expression()}, {expression()}]"
    return rng.choice(
        (
            f"{{number: {expression()}}}",
            f"{{expression: {expression()}, variables: [x]}}",
            f"{{vector: {pair}, variables: [x]}}",
            f"{{matrix: [{pair}, {pair}]}}",
            f"{{shape: {pair}}}",
            f"{{text: {pair}}}",
        )
    )


def some_question(rng: random.Random) -> str:
    texts = "".join(rng.choice(PIECES) for __ in range(4)).replace("{", "")
    lines = [
        "  - question:",
        "      id: q",
        f"      ask: 'What is {{=2*a}}, and {{={texts}}}?'",
        f"      answer: {some_key(rng)}",
        "      vary: {a: 1..1000, b: 1..1000, c: 1..1000}",
        f"      hints: ['{{={texts}}}']",
        f"      solution: 'It is {{={texts}}}.'",
    ]
    if rng.random() < 0.5:
        lines.append(f"      where: ['{rng.choice(WHERE)}']")
    return "\n".join(lines) + "\n"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], str]:
    monkeypatch.setenv("VCTUTOR_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "course.yaml").write_text("title: C\nchapters: [{id: c, file: c.yaml, title: C}]\n")

    def make(data: bytes) -> str:
        (tmp_path / "c.yaml").write_bytes(data)
        return str(tmp_path)

    return make


def test_a_hundred_courses_with_wrong_keys(
    course: Callable[[bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(16)
    broken = judged = 0
    for number in range(100):
        data = chapter(some_question(rng) + "  - text: After it.\n")
        blocks = parse_chapter(data, ENTRY).chapter.body
        assert [block.place for block in blocks][-1] == "text-1"
        if number % 20 == 0:
            for command in (["read", "0"], ["check"], ["quiz", "0"], ["grade", "0/q", "1"]):
                typed = io.StringIO("1\nhint\nanother\n[1, 2]\nsolution\nquit\n")
                monkeypatch.setattr("sys.stdin", typed)
                option = [] if command == ["check"] else ["--course"]
                assert main([*command, *option, course(data)]) in (0, 1, 3), command
        question = blocks[0]
        if not isinstance(question, Question):
            assert isinstance(question, BrokenBlock) and question.problems
            continue
        for typed in TYPED:
            try:
                attempt = attempts.write(attempts.begin(question), typed)
                read_answer(question, attempt.variant, typed)
                judged += attempts.submit(attempt).verdict is not None
                attempts.another(attempt)
            except CourseError as error:
                broken += 1
                assert str(error)
    assert broken > 50
    assert judged > 50


@pytest.mark.parametrize(
    "body",
    [
        "  - table:\n      columns: [a, b]\n      rows:\n" + "        - [x, y]\n" * 501,
        "  - flow:\n" + "    - {name: x}\n" * (MAX_ENTRIES + 1),
        "  - derivation:\n" + "    - {formula: x}\n" * (MAX_ENTRIES + 1),
        "  - question:\n      id: q\n      ask: x\n      answer:\n        order:\n"
        + "".join(f"          - step {number}\n" for number in range(MAX_ENTRIES + 1)),
    ],
)
def test_what_is_laid_out_in_one_go_is_bounded(body: str) -> None:
    read = parse_chapter(chapter(body + "  - text: After it.\n"), ENTRY)
    block, after = read.chapter.body
    assert isinstance(block, BrokenBlock)
    assert "has more than" in block.problems[0].message
    assert after.place == "text-1"


def test_every_limit_of_the_guide_is_the_programs() -> None:
    from vctutor.course import blocks, fields, files, loader, questions, yaml_reader
    from vctutor.grading import parameter_search
    from vctutor.maths.parsing import cursor, tokens

    guide = (Path(__file__).parents[2] / "chapters/README.md").read_text()
    table = guide[guide.index("| what | at most |") :]
    for number in (
        yaml_reader.MAX_NODES,
        yaml_reader.MAX_DEPTH,
        loader.MAX_CHAPTERS,
        loader.MAX_BLOCKS,
        loader.MAX_TERMS,
        blocks.MAX_CELLS,
        blocks.MOST_STEPS,
        fields.MAX_ENTRIES,
        fields.MAX_VALUES,
        questions.MAX_VALUES,
        parameter_search.MAX_TRIALS,
        tokens.MAX_LENGTH,
        tokens.MAX_TOKENS,
        cursor.MAX_DEPTH,
    ):
        assert f"{number:,}" in table, number
    assert files.MAX_BYTES == 1 << 20 and "1 MiB" in table
    assert yaml_reader.MAX_SCALAR == 64 << 10 and "64 KiB" in table
