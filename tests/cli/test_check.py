from __future__ import annotations

import re
from pathlib import Path

import pytest

from vctutor.cli.main import main

CHAPTER = r"""goals: ['Find $\alhpa$.']
terms:
  - {term: slope, means: How steep it is.}
body:
  - text: |
      A [[slop]] of $\frac{1}{2}$ and
      then $\frca{1}{2}$.
  - formula: |
      x =
        \sgima
  - table:
      columns: [a]
      rows: [['$\left( x$']]
  - simulation:
      name: descent-line
      alhpa: 0.1
      function: theta^2 +* 1
      predict: {ask: Where?, answer: [2 +]}
  - simulation: {name: decent-line}
  - question:
      id: q
      ask: What is $2 \cdot {a}$?
      vary: {a: 1..3}
      first: {a: 2}
      answer: {number: 2*a}
      expect: [{value: 4, verdict: wrong}]
  - question: {id: r, ask: x, answer: {number: 1}}
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    where = tmp_path / "mine"
    where.mkdir()
    row = "{id: a, file: a.yaml, title: A}"
    (where / "course.yaml").write_text(f"title: T\nchapters:\n  - {row}\n", encoding="utf-8")
    (where / "a.yaml").write_text(CHAPTER, encoding="utf-8")
    return where


def test_every_mistake_with_its_place_and_what_was_meant(course, capsys):
    assert main(["check", "mine"]) == 1
    captured = capsys.readouterr()
    assert captured.err == ""
    lines = captured.out.splitlines()
    places = [re.match(r"mine/a\.yaml:(\d+):(\d+): ", line) for line in lines]
    assert all(places)
    order = [(int(place[1]), int(place[2])) for place in places]
    assert order == sorted(order)

    def said(start: str) -> str:
        (line,) = [line for line in lines if line.startswith(f"mine/a.yaml:{start}: ")]
        return line

    assert "(did you mean \\alpha?)" in said("1:16")
    assert "'slop'" in said("6:11")
    assert "(did you mean slope?)" in said("6:11")
    assert "(did you mean \\frac?)" in said("7:13")
    assert "(did you mean \\sigma?)" in said("10:9")
    assert "\\right" in said("13:25")
    assert said("16:7") == (
        "mine/a.yaml:16:7: descent-line has no parameter 'alhpa' (did you mean alpha?)"
    )
    assert said("17:26")
    assert any(line.startswith("mine/a.yaml:18:") for line in lines)
    assert said("19:24") == (
        "mine/a.yaml:19:24: there is no simulation 'decent-line' (did you mean descent-line?)"
    )
    assert any(line.startswith("mine/a.yaml:26:") for line in lines)
    assert not any(line.startswith("mine/a.yaml:27:") for line in lines)


ADVICE = [
    ("- formula: $x$", "the formula of its own", "3:14", "has no dollar signs around it"),
    ("- formula: \\dte A", "exchanged letters", "3:14", "(did you mean \\det?)"),
    (
        "- simulation: {name: taylor-fit, function: exp(z)}",
        "advice is no suggestion",
        "3:50",
        "unknown name 'z': the variables here are x",
    ),
    (
        "- simulation: {name: descent-map, ranges: {alhpa: [0, 1]}}",
        "a range of nothing",
        "3:46",
        "no parameter 'alhpa' (did you mean alpha?)",
    ),
    (
        "- simulation: {name: descent-map, ranges: {alpha: [-1, 1]}}",
        "a range that can't be",
        "3:53",
        "the range of alpha can't be -1 to 1: it must be above zero",
    ),
    (
        "- simulation: {name: descent-map, alpha: 3, ranges: {alpha: [0.01, 2]}}",
        "a value outside its range",
        "3:44",
        "alpha is 3: it must be at most 2",
    ),
    (
        "- simulation: {name: descent-map, ranges: {alpha: [1, 2]}}",
        "a default outside its range",
        "3:53",
        "alpha starts from 0.15, which is outside: give it a value",
    ),
    (
        "- simulation: {name: linear-map, function: [x1, x1 + z]}",
        "a map given as a list",
        "3:46",
        "unknown name 'z'",
    ),
    (
        "- simulation: {name: linear-map, nudge: 0.1, function: [x1, x2, x1]}",
        "the parameter that is refused",
        "3:58",
        "two components",
    ),
    (
        "- question: {id: q, ask: a, answer: {number: b}}",
        "the key itself",
        "3:48",
        "neither a variable nor a parameter",
    ),
    (
        "- question: {id: q, ask: a, answer: {expression: (x - 1)^2, variables: [x], form: expanded}}",
        "a key without its form",
        "3:52",
        "the answer itself does not have the form 'expanded'",
    ),
]


@pytest.mark.parametrize(
    ("block", "place", "told"),
    [(block, place, told) for block, __, place, told in ADVICE],
    ids=[name for __, name, *___ in ADVICE],
)
def test_one_mistake_one_line(course, capsys, block, place, told):
    (course / "a.yaml").write_text(f"goals: [Go.]\nbody:\n  {block}\n", encoding="utf-8")
    assert main(["check", "mine"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"mine/a.yaml:{place}: ")
    assert told in line


QUESTION = """goals: [Go.]
body:
  - question:
      id: q
      ask: What is $2 \\cdot {{a}}$?
      vary: {{a: 1..3, n: 1..3}}
      answer: {{number: 2*a}}
      solution: |
        It is
        so {put}.
"""


@pytest.mark.parametrize(
    ("put", "told"),
    [
        ("{=2*b }", "10:12: in {=2*b}: there is no parameter 'b'"),
        ("${a*n}$", "10:13: {a*n} stays as it is; to compute it (did you mean {=a*n}?)"),
        (r"$x_{n-1}^{2*n} + \sqrt[3]{a+n} + \frac{a+1}{n-1}$", ""),
        ("{n-m}", ""),
    ],
)
def test_what_is_put_into_a_text(course, capsys, put, told):
    (course / "a.yaml").write_text(QUESTION.format(put=put), encoding="utf-8")
    assert main(["check", "mine"]) == bool(told)
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert out.startswith(f"mine/a.yaml:{told}" if told else "T (1 chapter")


def test_a_map_may_be_given_as_a_list(course, capsys):
    (course / "a.yaml").write_text(
        "goals: [Go.]\nbody:\n  - simulation: {name: linear-map, function: [x1, 2*x2]}\n"
    )
    assert main(["check", "mine"]) == 0, capsys.readouterr().out


def test_a_course_without_mistakes_is_one_line(course, capsys):
    (course / "a.yaml").write_text(
        "goals: [Go.]\nbody:\n  - question: {id: r, ask: x, answer: {number: 1}}\n"
    )
    assert main(["check", str(course)]) == 0
    assert capsys.readouterr().out == "T (1 chapter, 1 question, 0 simulations): no mistakes\n"


def test_the_shipped_course_is_clean(capsys, monkeypatch):
    monkeypatch.delenv("VCTUTOR_COURSE", raising=False)
    assert main(["check"]) == 0, capsys.readouterr().out
    assert re.fullmatch(
        r"Vector .* \(10 chapters, \d+ questions, \d+ simulations\): no mistakes\n",
        capsys.readouterr().out,
    )


def test_the_guide_for_authors_shows_every_block_and_answer_and_all_of_it_is_right(
    tmp_path, capsys, monkeypatch
):
    """The examples in chapters/README.md are a chapter that passes the check."""
    from vctutor.course.answers import KINDS as ANSWERS
    from vctutor.course.blocks import KINDS
    from vctutor.course.catalog import Catalog
    from vctutor.course.model import Question
    from vctutor.paths import shipped_course

    guide = (Path(__file__).parents[2] / "chapters" / "README.md").read_text(encoding="utf-8")
    if not shipped_course().is_dir():
        pytest.skip("no shipped course")
    examples = re.findall(r"^```yaml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    blocks = "".join(text for text in examples if text.startswith("- "))
    body = "".join(f"  {line}\n" if line else "\n" for line in blocks.splitlines())
    (tmp_path / "course.yaml").write_text(
        "title: T\nchapters: [{id: a, file: a.yaml, title: A}]\n", encoding="utf-8"
    )
    (tmp_path / "a.yaml").write_text(
        "goals: [Go.]\nterms: [{term: gradient, means: All the slopes.}]\nbody:\n" + body,
        encoding="utf-8",
    )
    assert main(["check", str(tmp_path)]) == 0, capsys.readouterr().out
    chapter = Catalog.open(tmp_path).chapter(0)
    shown = {type(block).__struct_config__.tag or type(block).__name__ for block in chapter.body}
    assert len(shown) == len(KINDS)
    answers = {
        type(block.answer).__struct_config__.tag
        for block in chapter.body
        if isinstance(block, Question)
    }
    assert answers == set(ANSWERS)


def test_a_missing_course_is_one_line(tmp_path, capsys):
    assert main(["check", str(tmp_path / "nowhere")]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
