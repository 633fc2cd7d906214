from __future__ import annotations

import pytest

from vctutor.course.loader import parse_course
from vctutor.course.model import (
    About,
    BrokenBlock,
    Callout,
    Code,
    Derivation,
    Diagram,
    Expectation,
    ExpressionAnswer,
    Flow,
    Formula,
    ManyChoices,
    MatrixAnswer,
    NumberAnswer,
    OneChoice,
    OrderAnswer,
    Prose,
    Question,
    Section,
    ShapeAnswer,
    SimulationRef,
    Table,
    TextAnswer,
    VectorAnswer,
    WrongAnswer,
)


def one(read):
    """Return the only block, which must be right."""
    assert [str(problem) for problem in read.parsed.problems] == []
    (block,) = read.chapter.body
    return block


def test_a_whole_chapter(chapter):
    read = chapter(
        r"""
        id: limits
        title: Limits
        goals: [Find a limit., "Say when there is none."]
        terms:
          - {term: limit, means: What $f(x)$ tends to.}
        summary:
          - A limit is a promise.
        body:
          - section: What is near
            id: near
          - text: |
              First paragraph.

              Second, of [[limit|limits]].
          - text: Third
        """
    )
    chapter = read.chapter
    assert read.parsed.problems == chapter.problems == ()
    assert (chapter.id, chapter.number, chapter.title) == ("limits", 3, "Limits")
    assert chapter.goals == ("Find a limit.", "Say when there is none.")
    assert chapter.terms[0].means == "What $f(x)$ tends to."
    assert chapter.summary == ("A limit is a promise.",)
    section, first, second = chapter.body
    assert isinstance(section, Section)
    assert (section.place, section.title) == ("near", "What is near")
    assert isinstance(first, Prose)
    assert first.text == "First paragraph.\n\nSecond, of [[limit|limits]]."
    assert [first.place, second.place] == ["text-1", "text-2"]
    assert (first.at.file, first.at.line, first.at.column) == ("limits.yaml", 12, 5)


def test_formula(body):
    block = one(body("- formula: |\n    \\nabla f\n  say: the gradient of f\n  id: gradient\n"))
    assert isinstance(block, Formula)
    assert block.formula == "\\nabla f"
    assert block.say == "the gradient of f"
    assert block.place == "gradient"


def test_callout(body):
    block = one(body("- callout: {kind: key idea, title: Row or column?, text: Choose.}\n"))
    assert isinstance(block, Callout)
    assert (block.kind, block.title, block.text) == ("key idea", "Row or column?", "Choose.")


def test_table_with_numbers_words_and_empty_cells(body):
    block = one(
        body(
            """
            - table:
                columns: [Step, '$x$', note]
                rows:
                  - [0, 2.40, '']
                  - [1, no, true]
                align: [right, left, center]
                caption: Three steps
            """
        )
    )
    assert isinstance(block, Table)
    assert block.rows == (("0", "2.40", ""), ("1", "no", "true"))
    assert block.align == ("right", "left", "center")


def test_code_and_diagram_keep_their_spaces(body):
    read = body(
        """
        - code:
            language: python
            text: |
              for x in y:
                  print(x)

            caption: A loop
        - diagram:
            text: |2
                a
               / b
            say: a above b
        """
    )
    assert read.parsed.problems == ()
    code, diagram = read.chapter.body
    assert isinstance(code, Code)
    assert code.text == "for x in y:\n    print(x)"
    assert isinstance(diagram, Diagram)
    assert diagram.text.splitlines()[0].startswith(" ")


@pytest.mark.parametrize(
    "text",
    [
        "- derivation: [{formula: a, because: of b}, {formula: c}]\n  title: Why\n",
        "- derivation:\n    title: Why\n    steps: [{formula: a, because: of b}, {formula: c}]\n",
    ],
)
def test_derivation(body, text):
    block = one(body(text))
    assert isinstance(block, Derivation)
    assert block.title == "Why"
    assert [(s.formula, s.because) for s in block.steps] == [("a", "of b"), ("c", None)]


def test_flow_folds_the_label_of_an_arrow_into_the_box_after_it(body):
    block = one(
        body("- flow: [{name: A, note: one}, {by: many}, {name: B}, {name: C, by: more}]\n")
    )
    assert isinstance(block, Flow)
    assert [(n.name, n.note, n.by) for n in block.nodes] == [
        ("A", "one", None),
        ("B", None, "many"),
        ("C", None, "more"),
    ]


def test_simulation_with_ranges(body):
    read = body(
        "- simulation:\n    name: descent-map\n    alpha: 0.2\n    ranges:\n"
        "      alpha: [0.01, 2]\n      start: [-4, 4]\n"
    )
    block = one(read)
    assert isinstance(block, SimulationRef)
    assert block.ranges == {"alpha": (0.01, 2), "start": (-4, 4)}
    assert block.values == {"alpha": 0.2}
    at = read.parsed.position(block.place, ("simulation", "ranges", "start"))
    assert (at.line, at.column) == (8, 16)


@pytest.mark.parametrize("indent", ["  ", "    "], ids=["beside", "in"])
def test_simulation_with_a_prediction(body, indent):
    read = body(
        "- simulation:\n    name: descent-map\n    function: x^2 + 2y^2\n    start: [3, 2]\n"
        "    alpha: 0.15\n    trail: true\n    title: Down\n"
        f"{indent}predict: {{ask: Where?, answer: [2.10, 4/5], after: 3, tolerance: 0.1}}\n"
    )
    block = one(read)
    assert isinstance(block, SimulationRef)
    assert (block.name, block.title) == ("descent-map", "Down")
    assert block.values == {
        "function": "x^2 + 2y^2",
        "start": (3, 2),
        "alpha": 0.15,
        "trail": True,
    }
    assert block.predict is not None
    assert block.predict.answer == ("2.10", "4/5")
    assert (block.predict.after, block.predict.tolerance) == (3, 0.1)
    at = read.parsed.position(block.place, ("predict", "answer", 1))
    assert (at.line, at.column) == (
        10,
        len(f"  {indent}predict: {{ask: Where?, answer: [2.10, ") + 1,
    )


QUESTION = """
- question:
    id: at-a-point
    ask: What is $f'({p})$?
    idea: evaluating
    vary: {a: 2..4, p: [1, 2.5], h: 0.1..0.3/0.1, c: 7}
    where: a != p
    first: {a: 3, p: 1, h: 0.2}
    answer: %s
    about: {function: a*x^2*y, by: [x], at: {x: p, y: 1}}
    hints: [Differentiate., 'Put in {p}, or {+a}, or {=2*a}.']
    wrong:
      - {value: a*p^2, say: That is f itself.}
      - {value: [1, [2, 3]], say: No.}
    expect:
      - {value: 6, verdict: right}
      - {value: 3, verdict: wrong, says: itself}
    solution: |
      It is ${=2*a*p}$.
"""


def test_question(body):
    block = one(body(QUESTION % "{number: 2*a*p, tolerance: 0.01, unit: m}"))
    assert isinstance(block, Question)
    assert block.id == block.place == "at-a-point"
    assert block.vary == {"a": (2, 3, 4), "p": (1, 2.5), "h": (0.1, 0.2, 0.3), "c": (7,)}
    assert block.where == ("a != p",)
    assert block.first == {"a": 3, "p": 1, "h": 0.2}
    assert block.answer == NumberAnswer(value="2*a*p", tolerance=0.01, unit="m")
    assert block.about == About(function=("a*x^2*y",), by=("x",), at={"x": "p", "y": "1"})
    assert block.wrong[1] == WrongAnswer(value="[1, [2, 3]]", say="No.")
    assert block.expect[1] == Expectation(value="3", verdict="wrong", says="itself")
    assert block.solution == "It is ${=2*a*p}$."


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{number: 2.50}", NumberAnswer(value="2.50")),
        ("{number: -3, relative: 0}", NumberAnswer(value="-3", relative=0)),
        ("{expression: 18*x + 6}", ExpressionAnswer(value="18*x + 6")),
        (
            "{expression: x, variables: {x: -2..2, y: }, form: factored}",
            ExpressionAnswer(value="x", variables={"x": "-2..2", "y": ""}, form="factored"),
        ),
        ("{vector: [1, 2*a]}", VectorAnswer(value=("1", "2*a"))),
        (
            "{vector: [x], variables: [x], row: true}",
            VectorAnswer(value=("x",), variables={"x": ""}, row=True),
        ),
        ("{matrix: [[1, a], [0, 1]]}", MatrixAnswer(value=(("1", "a"), ("0", "1")))),
        ("{shape: [2, n]}", ShapeAnswer(value=("2", "n"))),
        ("{order: [one, two]}", OrderAnswer(steps=("one", "two"))),
        ("{text: [yes, true, 3]}", TextAnswer(accepted=("yes", "true", "3"))),
        ("{text: word}", TextAnswer(accepted=("word",))),
    ],
)
def test_answers(body, text, wanted):
    assert one(body(QUESTION % text)).answer == wanted


def test_options(body):
    options = "[{text: A, right: true, say: Yes.}, {text: B, say: No.}]"
    answer = one(body(QUESTION % f"{{choice: {options}, shuffle: false}}")).answer
    assert isinstance(answer, OneChoice)
    assert not answer.shuffle
    assert [(o.text, o.right, o.say) for o in answer.options] == [
        ("A", True, "Yes."),
        ("B", False, "No."),
    ]
    both = "[{text: A, right: true}, {text: B, right: true}, {text: C, say: No.}]"
    assert isinstance(one(body(QUESTION % f"{{choices: {both}}}")).answer, ManyChoices)


def test_a_broken_block_stands_in_its_place_and_the_rest_is_there(body):
    read = body(
        """
        - text: before
        - callout:
            kind: waning
            text: x

        # about the next
        - text: after
        """
    )
    before, broken, after = read.chapter.body
    assert isinstance(before, Prose)
    assert isinstance(after, Prose)
    assert isinstance(broken, BrokenBlock)
    assert broken.source == "- callout:\n    kind: waning\n    text: x"
    assert broken.problems == read.parsed.problems == read.chapter.problems
    assert str(broken.problems[0]) == (
        "limits.yaml:5:13: 'kind' can't be 'waning' (did you mean warning?)"
    )


def test_what_is_not_yaml_costs_only_its_own_block(body):
    read = body(
        """
        - text: before
        - text: "never closed
        - formula: x
        - table: {columns: [a, rows: [[b]]}
        - question: id: x
        - text: after
        """
    )
    kinds = [type(block).__name__ for block in read.chapter.body]
    assert kinds == ["Prose", "BrokenBlock", "Formula", "BrokenBlock", "BrokenBlock", "Prose"]
    assert [problem.at.line for problem in read.parsed.problems] == [4, 6, 7]
    assert read.chapter.goals == ("Go.",)


def test_a_broken_list_beside_the_body_does_not_cost_the_body(chapter):
    read = chapter("goals: [a\nterms:\n  - {term: x, means: y}\nbody:\n  - text: here\n")
    assert [problem.at.line for problem in read.parsed.problems] == [1]
    assert [type(block).__name__ for block in read.chapter.body] == ["Prose"]
    assert read.chapter.terms[0].term == "x"


def test_a_file_that_says_nothing_shows_why(chapter):
    for text in ("", "just words\n", "[1, 2\n", "- a\n- b\n", "body: {\n"):
        read = chapter(text)
        assert len(read.parsed.problems) >= 1
        (block,) = read.chapter.body
        assert isinstance(block, BrokenBlock)


def test_the_opening_and_finishing_pages(chapter):
    read = parse_course(
        b"title: T\nchapters: [{id: a, file: a.yaml, title: A}]\n"
        b"opening: [{text: Hello.}]\nfinishing: [{text: Bye.}]\n"
    )
    assert read.parsed.problems == ()
    assert [block.place for block in read.course.opening] == ["text-1"]
    assert [block.place for block in read.course.finishing] == ["finishing-text-1"]
    assert read.course.language == "en"


def test_blocks_beyond_the_most_are_told_once_and_not_read(entry):
    from vctutor.course.loader import MAX_BLOCKS, parse_chapter

    data = b"goals: [a]\nbody:\n" + b"  - text: a\n" * (MAX_BLOCKS + 50)
    read = parse_chapter(data, entry)
    (problem,) = read.parsed.problems
    assert (problem.at.line, problem.at.column) == (MAX_BLOCKS + 3, 5)
    assert len(read.chapter.body) == MAX_BLOCKS
