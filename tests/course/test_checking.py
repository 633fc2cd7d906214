from __future__ import annotations

import pytest

from vctutor.course.checking import Checkers, FieldMistake, TextMistake, check_course
from vctutor.errors import CourseError

CHAPTER = r"""
goals: [Find $\alpha$.]
terms:
  - {term: Learning rate, means: A number.}
body:
  - section: One
    id: one
  - text: |
      The [[learning rate]] and the
      [[step|lerning rate]].

      See [there](#one), [here](other#two), [out](https://a.b/c).
  - formula: |
      a +
        \bad
"""
OTHER = """
goals: [Go.]
body:
  - section: Two
    id: two
  - text: '[a](#one) [b](0#one) [c](first#ona) [d](fist) [e](9) [f](file:///etc/passwd) [g](javascript:x)'
  - text: 'No links: `[[code]](#x)` and $[[1, 2]](y)$'
  - simulation: {name: s, alhpa: 1, function: x^^2}
    predict: {ask: Where?, answer: [1, 2*]}
  - question:
      id: q
      ask: x
      answer: {number: 3}
      wrong:
        - {value: 4, say: no}
"""


@pytest.fixture
def course(write_course):
    return write_course(first=CHAPTER, other=OTHER)


def lines(report):
    return [str(problem) for problem in report.problems]


def test_terms_and_links_that_lead_nowhere(course):
    report = check_course(course, Checkers())
    assert lines(report) == [
        "first.yaml:9:14: 'lerning rate' is in no chapter's terms (did you mean Learning rate?)",
        "other.yaml:5:16: chapter 1 has no place 'one'",
        "other.yaml:5:37: chapter 0 has no place 'ona' (did you mean one?)",
        "other.yaml:5:52: the link 'fist' names no chapter (did you mean first?)",
        "other.yaml:5:62: the link '9' names no chapter",
        "other.yaml:5:69: a link leads to https:// or to a place such as 5#vanishing, not to 'file:///etc/passwd'",
        "other.yaml:5:93: a link leads to https:// or to a place such as 5#vanishing, not to 'javascript:x'",
    ]
    assert report[2:] == (2, 1, 1)


def test_texts_are_handed_out_and_their_mistakes_placed(write_course):
    course = write_course(first=CHAPTER)

    def latex(text):
        return (
            [TextMistake(text.index("\\bad"), "bad command", "\\good")] if "\\bad" in text else []
        )

    def prose(text):
        return [TextMistake(text.index("$"), "a formula")] if "$" in text else []

    found = lines(check_course(course, Checkers(latex=latex, prose=prose)))
    assert "first.yaml:14:9: bad command (did you mean \\good?)" in found
    assert "first.yaml:1:14: a formula" in found


def test_fields_of_simulations_and_questions_are_placed(write_course):
    course = write_course(other=OTHER)
    checkers = Checkers(
        simulation=lambda ref: [
            FieldMistake(("simulation", "alhpa"), "unknown", "alpha", key=True),
            FieldMistake(("simulation", "function"), "bad", offset=2),
            FieldMistake(("predict", "answer", 1), "unfinished", offset=2),
        ],
        question=lambda question: [
            FieldMistake(("question", "wrong", 0, "value"), "is right"),
            FieldMistake(("question", "hints", 3), "nowhere"),
        ],
    )
    found = lines(check_course(course, checkers))
    assert "other.yaml:7:27: unknown (did you mean alpha?)" in found
    assert "other.yaml:7:49: bad" in found
    assert "other.yaml:8:42: unfinished" in found
    assert "other.yaml:14:19: is right" in found
    assert "other.yaml:10:7: nowhere" in found


def test_broken_blocks_are_not_handed_out(write_course):
    course = write_course(
        a="goals: [a]\nbody:\n  - simulation: {name: x}\n    bad: y\n  - question: {id: q}\n"
    )
    asked: list[object] = []
    report = check_course(
        course,
        Checkers(
            simulation=lambda ref: asked.append(ref) or [],
            question=lambda question: asked.append(question) or [],
        ),
    )
    assert asked == []
    assert len(report.problems) == 3


def test_a_chapter_that_can_not_be_opened_is_told_where_it_is_listed(course):
    (course / "first.yaml").unlink()
    found = lines(check_course(course, Checkers()))
    assert found[0] == "course.yaml:3:23: there is no file 'first.yaml' in the course"


def test_what_can_not_be_opened_is_not_missed_elsewhere(write_course):
    """A link or a term may lead where nothing can be read: that is told once, at its cause."""
    course = write_course(
        first="goals: [a]\nbody:\n  - text: '[[step]] [a](other#two) [b](other) [c](othre)'\n",
        other="goals: [a]\nterms: [{term: step, means: x}]\nbody: [{text: x, id: two}]\n",
    )
    (course / "other.yaml").rename(course / "others.yml")
    assert lines(check_course(course, Checkers())) == [
        "course.yaml:4:23: there is no file 'other.yaml' in the course (did you mean others.yml?)",
        "first.yaml:3:51: the link 'othre' names no chapter (did you mean other?)",
    ]


@pytest.mark.parametrize(
    "other",
    [
        "goals: [a]\nterms: {step: x}\nbody: [{text: x, id: two}]\n",
        "goals: [a]\nterms:\n  - {term: step, means: 'x}\nbody: [{text: x, id: two}]\n",
        "goals: [a]\nbody:\n  - {text: 'x, id: two}\nterms: [{term: step, means: x}]\n",
    ],
)
def test_what_a_torn_chapter_offers_is_not_missed(write_course, other):
    course = write_course(
        first="goals: [a]\nbody:\n  - text: '[[step]] [a](other#two)'\n", other=other
    )
    found = lines(check_course(course, Checkers()))
    assert found
    assert all(line.startswith("other.yaml") for line in found)


def test_a_file_that_two_chapters_name_is_told_once(write_course):
    course = write_course(first="id: first\ngoals: [a]\nbody: [{text: x}]\n")
    with (course / "course.yaml").open("a") as file:
        file.write("  - {id: second, file: first.yaml, title: Second}\n")
    assert lines(check_course(course, Checkers())) == [
        "course.yaml:4:24: the file 'first.yaml' is that of line 3 too"
    ]


def test_slips_of_markdown_are_told_once_and_in_their_place(course):
    (course / "other.yaml").write_text(
        "goals: [a]\nbody:\n  - text: |\n      Here\n      $$x$$ and ![y](z.png).\n",
        encoding="utf-8",
    )
    slips = Checkers(
        prose=lambda text: [TextMistake(text.find("$$"), "no partner")] if "$$" in text else []
    )
    found = [line for line in lines(check_course(course, slips)) if line.startswith("other")]
    assert [line.split(": ")[0] for line in found] == ["other.yaml:5:7", "other.yaml:5:17"]
    assert "no partner" not in "".join(found)


@pytest.mark.parametrize(
    ("goals", "place"),
    [
        ("goals:\n  -Go.\n  -Stay.\n", ["first.yaml:2:3"]),
        ("goals:\n  - Go.\n   -Stay.\n", ["first.yaml:3:4"]),
        ("goals:\n  - -x\n  - a\n    - b\n  - |\n    -x\n", []),
    ],
)
def test_a_dash_without_its_space(write_course, goals, place):
    found = lines(check_course(write_course(first=f"{goals}body: [{{text: x}}]\n"), Checkers()))
    assert [line.split(": ")[0] for line in found] == place
    assert all("needs a space" in line for line in found)


def test_an_address_without_its_scheme_gets_one(write_course):
    course = write_course(first="goals: [a]\nbody: [{text: '[a](www.example.org)'}]\n")
    assert "(did you mean https://www.example.org?)" in "".join(
        lines(check_course(course, Checkers()))
    )


def test_a_misspelt_count_of_the_opening_page(course):
    with (course / "course.yaml").open("a") as file:
        file.write("opening: [{text: 'There are {chapter}, {questions}, ${two}$ and {no}.'}]\n")
    assert lines(check_course(course, Checkers()))[0] == (
        "course.yaml:5:29: {chapter} stands for no number (did you mean {chapters}?)"
    )


def test_a_course_that_can_not_be_opened(tmp_path):
    with pytest.raises(CourseError):
        check_course(tmp_path, Checkers())
