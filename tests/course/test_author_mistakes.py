# ruff: noqa: E501
"""Every sort of slip an author makes, with the place and the words of its message."""

from __future__ import annotations

import pytest

from vctutor.course.loader import parse_course

# Blocks start in line 3 of the file; their dash stands in column 3.
BLOCKS = [
    # kinds
    ("- txt: x", "3:5: there is no kind of block 'txt' (did you mean text?)"),
    ("- simulaton: {name: a}", "3:5: there is no kind of block 'simulaton' (did you mean simulation?)"),
    ("- zzz: x", "3:5: 'zzz' is no kind of block; known are section, text, formula"),
    ("- just words", "3:5: a block must be one of 'section:', 'text:'"),
    ("- [a]", "3:5: a block must be one of 'section:'"),
    ("- {}", "3:5: '' is no kind of block"),
    ("-", "a block must be one of 'section:'"),
    ("- text: x\n  formula: y", "4:5: one block can't be both 'text' and 'formula'"),
    # keys and types
    ("- text: x\n  capton: y", "4:5: a text block has no key 'capton'"),
    ("- formula: x\n  sya: y", "4:5: a formula block has no key 'sya' (did you mean say?)"),
    ("- text: [a, b]", "3:11: 'text' must be a text, not a list; a text that starts with { or ["),
    ("- text:", "3:10: 'text' is empty"),
    ("- section: ''", "3:14: 'section' is empty"),
    ("- text: x\n  id: Two Words", "4:9: the id 'Two Words' must be small letters, digits and hyphens (did you mean two-words?)"),
    ("- text: x\n  id: 12", "4:9: the id '12' is a number; start it with a letter"),
    ("- text: x\n  id: text-2", "4:9: the id 'text-2' is like those made for blocks without one"),
    ("- text: x\n  id: a\n- text: y\n  id: a", "6:9: the id 'a' is taken by line 4"),
    # callouts
    ("- callout: {kind: isight, text: x}", "3:21: 'kind' can't be 'isight' (did you mean insight?)"),
    ("- callout: {kind: zzz, text: x}", "3:21: 'kind' can't be 'zzz'; it is one of insight, convention"),
    ("- callout: {text: x}", "3:14: the callout needs 'kind'"),
    ("- callout: {kind: warning}", "3:14: the callout needs 'text'"),
    ("- callout: words", "3:14: the callout must be a mapping of keys and values, not 'words'"),
    ("- callout: {kind: warning, text: x, titel: y}", "3:39: the callout has no key 'titel' (did you mean title?)"),
    ("- text:x", "3:5: a space is missing after 'text:'"),
    ("- callout:\n  kind: warning\n  text: x", "3:5: 'callout' is empty; is what belongs to it indented deeper than it?"),
    ("- text: x\n  text: y", "4:5: 'text' is given twice; the first is in line 3; is a '- ' missing that starts the next of the list?"),
    ("- callout: {kind: warning, text: x, y}", "3:39: 'y' follows a comma; a text that holds a comma needs 'single quotes'"),
    ("- callout: {kind: warning, text:x}", "3:30: a space is missing after 'text:'"),
    ("- callout:\n    kind: warning\n    text: {a: b}", "5:13: 'text' must be a text, not a mapping; a text that starts with { or ["),
    ("- simulation: {name: a, alpha: 0,2}", "3:36: 2 stands where a key must: between braces a comma parts entries"),
    # tables
    ("- table: {columns: [a, b], rows: [[1, 2], [3]]}", "3:45: this row has 1 cell, the table 2 columns"),
    ("- table: {columns: [a], rows: [b]}", "3:34: a row must be a list of cells, not 'b'"),
    ("- table: {columns: [a], rows: []}", "3:33: 'rows' is empty"),
    ("- table: {rows: [[1]]}", "3:12: the table needs 'columns'"),
    ("- table: {columns: [a], rows: [[1]], align: [lef]}", "3:47: 'align' can't hold 'lef'"),
    ("- table: {columns: [a], rows: [[1]], align: [left, left]}", "3:47: 'align' has 2 entries for 1 column"),
    ("- table: {columns: [a], rows: [[]]}", "3:34: this row has 0 cells"),
    # code, derivation, flow, diagram
    ("- code: {text: x}", "3:11: the code needs 'language'"),
    ("- derivation: [{because: x}]", "3:18: a step of the derivation needs 'formula'"),
    ("- derivation: x", "3:17: the derivation must be a list, not 'x'"),
    ("- flow: [{by: x}, {name: A}]", "3:12: 'by' labels the arrow between two boxes; it needs a box before"),
    ("- flow: [{name: A}, {by: x}]", "3:23: 'by' labels the arrow between two boxes; there is no box after"),
    ("- flow: [{name: A}, {nam: B}]", "3:24: an entry of the flow has no key 'nam' (did you mean name?)"),
    ("- diagram: {text: x}", "3:14: the diagram needs 'say'"),
    # simulations
    ("- simulation: {alpha: 1}", "3:17: the simulation needs 'name'"),
    ("- simulation: {name: a, start: {x: 1}}", "3:34: 'start' must be a number, a text or a list of them"),
    ("- simulation: {name: a, start: }", "'start' must be a number, a text or a list of them"),
    ("- simulation: {name: a, ranges: 3}", "3:35: 'ranges' must be a mapping of keys and values, not '3'"),
    ("- simulation: {name: a, ranges: {b: 3}}", "3:39: the range of 'b' must be a list of two numbers, such as [0.01, 2], not '3'"),
    ("- simulation: {name: a, ranges: {b: [1]}}", "3:39: the range of 'b' must be a list of two numbers"),
    ("- simulation: {name: a, ranges: {b: [1, x]}}", "3:43: the range of 'b' must be a number, not 'x'"),
    ("- simulation: {name: a, ranges: {b: [2, 1]}}", "3:39: the range of 'b' must go from the smaller number to the larger"),
    ("- simulation: {name: a, ranges: {b: [2, 2]}}", "3:39: the range of 'b' must go from the smaller"),
    ("- simulation: {name: a}\n  predict: {ask: x}", "4:14: a prediction needs either 'answer' or 'choices'"),
    ("- simulation: {name: a}\n  predict: {ask: x, answer: 1, choices: []}", "4:14: a prediction needs either"),
    ("- simulation: {name: a}\n  predict: {ask: x, answer: 1, after: -1}", "4:41: 'after' must be a whole number from 0"),
    ("- simulation: {name: a}\n  predict: {ask: x, answer: 1, after: 10001}", "4:41: 'after' must be a whole number from 0 to 10000"),
    ("- simulation: {name: a}\n  predict: {ask: x, answer: 1, tolerance: no}", "4:45: 'tolerance' must be a number, not 'no'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), BLOCKS, ids=[text for text, _ in BLOCKS])
def test_blocks(body, text, wanted):
    found = [str(p) for p in body(text + "\n").parsed.problems]
    assert any(f"limits.yaml:{wanted}" in line or wanted in line for line in found), found


ASK = "- question:\n    id: q\n    ask: x\n"
# The question's keys stand in column 7; the first line after ``ask`` is line 6.
QUESTIONS = [
    ("", "4:7: a question needs 'answer'"),
    ("    answer: 3\n", "6:15: 'answer' must be a mapping such as {number: 6}, not '3'"),
    ("    answer: {}\n", "6:15: an answer is one of choice, choices, number"),
    ("    answer: {numbr: 3}\n", "6:16: there is no kind of answer 'numbr' (did you mean number?)"),
    ("    answer: {number: 3, text: x}\n", "6:27: an answer can't be both 'number' and 'text'"),
    ("    answer: {number: 3, tolerence: 1}\n", "6:27: a number answer has no key 'tolerence' (did you mean tolerance?)"),
    ("    answer: {number: 3, tolerance: -1}\n", "6:38: 'tolerance' must be at least 0"),
    ("    answer: {number: 3, tolerance: x}\n", "6:38: 'tolerance' must be a number, not 'x'"),
    ("    answer: {number: }\n", "'number' is empty"),
    ("    answer: {number: [1]}\n", "6:24: 'number' must be a text, not a list"),
    ("    answer: {expression: x, form: factord}\n", "6:37: 'form' can't be 'factord' (did you mean factored?)"),
    ("    answer: {expression: x, variables: {x: 5}}\n", "6:46: the domain of 'x' must be a range such as -2..2"),
    ("    answer: {expression: x, variables: [2x]}\n", "6:43: '2x' can't be the name of a variable"),
    ("    answer: {vector: x}\n", "6:24: 'vector' must be a list such as [2*x, 3], not 'x'"),
    ("    answer: {vector: [1], row: yes}\n", "6:34: 'row' must be true or false (did you mean true?)"),
    ("    answer: {matrix: [[1, 2], [3]]}\n", "6:33: this row has one entry, the first has 2"),
    ("    answer: {matrix: [2, 3]}\n", "6:24: 'matrix' must be a list of rows such as [[2, 0], [0, 3]], not a list"),
    ("    answer: {shape: 3x4}\n", "6:23: 'shape' must be a list such as [2, 3], not '3x4'"),
    ("    answer: {number:3}\n", "6:16: a space is missing after 'number:'"),
    ("    answer: {choice: [{text: A}, {text: B, say: x}]}\n", "6:25: no option is right; if this one is, mark it with 'right: true'"),
    ("    answer: {choice: [{text: A}, {text: B}]}\n", "6:24: no option is right; mark one"),
    ("    answer: {number: 1}\n    vary: {a: 4...8}\n", "7:17: '4...8' is neither a range"),
    ("    answer: {number: 1}\n    hints:\n      - Careful: look.\n", "8:11: an entry of 'hints' must be a text, not a mapping; a text that holds a colon"),
    ("    answer: {order: [a, a]}\n", "6:23: 'order' needs at least two steps"),
    ("    answer: {choice: [{text: A, right: true}, {text: B}]}\n", "6:49: the wrong option 'B' needs 'say'"),
    ("    answer: {choice: [{text: A, say: x}, {text: B, say: x}]}\n", "6:24: no option is right"),
    ("    answer: {choice: [{text: A, right: true}, {text: B, right: true}]}\n", "6:49: a second option is right"),
    ("    answer: {choice: [{text: A, right: true}, {text: A, say: x}]}\n", "6:49: this option is the same as that in line 6"),
    ("    answer: {choice: [{text: A, right: true}]}\n", "6:24: there must be at least two options"),
    ("    answer: {choice: [{text: A, rihgt: true}, {text: B, say: x}]}\n", "6:35: an option has no key 'rihgt' (did you mean right?)"),
    ("    answer: {number: 1}\n    hnits: [x]\n", "7:7: a question has no key 'hnits' (did you mean hints?)"),
    ("    answer: {number: 1}\n    hints: []\n", "7:14: 'hints' is empty"),
    ("    answer: {number: 1}\n    vary: {a: 1-5}\n", "7:17: '1-5' is neither a range such as 1..5"),
    ("    answer: {number: 1}\n    vary: {a: 5..1}\n", "7:17: a range goes up"),
    ("    answer: {number: 1}\n    vary: {a: 0.1..0.5}\n", "7:17: a range of decimals needs a step"),
    ("    answer: {number: 1}\n    vary: {a: 1..1000000000}\n", "7:17: this range has 1,000,000,000 values"),
    ("    answer: {number: 1}\n    vary: {a: [1, x]}\n", "7:21: a value of 'a' must be a number, not 'x'"),
    ("    answer: {number: 1}\n    vary: {2a: 1..5}\n", "7:14: '2a' can't be the name of a parameter"),
    ("    answer: {number: 1}\n    vary: [a]\n", "7:13: 'vary' must be a mapping such as {a: 1..5}"),
    ("    answer: {number: 1}\n    where: a > 1\n", "7:14: 'where' needs 'vary'"),
    ("    answer: {number: 1}\n    vary: {a: 1..5}\n    first: {b: 1}\n", "8:15: 'first' has no key 'b'"),
    ("    answer: {number: 1}\n    vary: {a: 1..5}\n    first: {a: 9}\n", "8:18: the first 'a' is 9, which is none of its values"),
    ("    answer: {number: 1}\n    vary: {a: 1..5}\n    hints: ['See {+b}.']\n", "8:20: {+b} stands for no parameter; 'vary' has a"),
    ("    answer: {number: 1}\n    vary: {alpha: 1..5}\n    solution: |\n      It is\n      so {alfa}.\n", "10:12: {alfa} stands for no parameter; 'vary' has alpha (did you mean alpha?)"),
    ("    answer: {number: 1}\n    wrong: [{say: x}]\n", "7:15: a wrong answer needs 'value'"),
    ("    answer: {number: 1}\n    wrong: [{value: 1}]\n", "7:15: a wrong answer needs 'say'"),
    ("    answer: {number: 1}\n    expect: [{value: 1, verdict: rigth}]\n", "7:36: 'verdict' can't be 'rigth' (did you mean right?)"),
    ("    answer: {number: 1}\n    about: {by: [x]}\n", "7:14: 'about' needs 'function'"),
    ("    answer: {number: 1}\n    about: {function: x*y, by: [x, y], at: {x: 1}}\n", "7:46: 'at' needs a value for 'y'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), QUESTIONS, ids=[text for text, _ in QUESTIONS])
def test_questions(body, text, wanted):
    found = [str(p) for p in body(ASK + text).parsed.problems]
    assert any(f"limits.yaml:{wanted}" in line or wanted in line for line in found), found


ALONE = [
    ("    answer: {choice: [{text: A}, {text: B, say: x}]}\n", "no option is right"),
    ("    answer: {choice: [{text: A, right: yes}, {text: B, say: x}]}\n", "'right' must be true or false"),
    ("    answer: {choice: [{text: A, rihgt: true}, {text: B, say: x}]}\n", "no key 'rihgt'"),
    ("    anwser: {number: 1}\n", "no key 'anwser'"),
    ("    answer: {numbr: 1}\n", "no kind of answer 'numbr'"),
    ("    answer: {number: 1}\n    wrong: [{value: 1, sya: x}]\n", "no key 'sya'"),
    ("    answer: {number: 1}\n    hints: ['$a_{n-1}$ and $x^{2*n}$']\n    vary: {n: 1..3}\n", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), ALONE, ids=[text for text, _ in ALONE])
def test_one_slip_is_told_once(body, text, wanted):
    found = [str(p) for p in body(ASK + text).parsed.problems]
    assert len(found) == bool(wanted), found
    assert wanted in "".join(found)


def test_braces_in_formulas_and_sets_are_left_alone(body):
    text = ASK + "    answer: {number: 1}\n    hints: ['$x^{b}$ in {1, 2}', '{x}']\n"
    assert body(text).parsed.problems == ()


def test_a_question_without_an_id(body):
    found = [str(p) for p in body("- question: {ask: x, answer: {number: 1}}\n").parsed.problems]
    assert found == ["limits.yaml:3:15: a question needs 'id'"]


CHAPTERS = [
    ("body:\n  - text: x\n", "1:1: a chapter needs 'goals'"),
    ("goals: [a]\n", "1:1: a chapter needs 'body'"),
    ("goals: [a]\nbody: x\n", "2:7: the body must be a list of blocks"),
    ("gaols: [a]\nbody: [{text: x}]\n", "1:1: a chapter has no key 'gaols' (did you mean goals?)"),
    ("goal: [a]\nbody: [{text: x}]\n", "1:1: a chapter has no key 'goal' (did you mean goals?)"),
    ("id: limit\ngoals: [a]\nbody: [{text: x}]\n", "1:5: the id is 'limit' here and 'limits' in course.yaml"),
    ("title: Limit\ngoals: [a]\nbody: [{text: x}]\n", "1:8: the title is 'Limit' here and 'Limits' in course.yaml"),
    ("goals: [a]\nbody: [{text: x}]\nterms: [{term: a, means: b}, {term: A, means: c}]\n", "3:30: the term 'A' is explained in line 3 already"),
    ("goals: [a]\nbody: [{text: x}]\nterms: [{term: a, mean: b}]\n", "3:19: a term has no key 'mean' (did you mean means?)"),
    ("goals: [a]\nbody: [{text: x}]\nterms: [a]\n", "3:9: a term must be a mapping of keys and values, not 'a'"),
    ("goals: [a]\nbody: [{text: x}]\nsummary: {a: b}\n", "3:10: 'summary' must be a list, not a mapping"),
    ("", "1:1: the file is empty"),
    ("# nothing\n", "1:1: the file is empty"),
    ("words\n", "1:1: a chapter must be a mapping of keys and values, not 'words'"),
    ("goals: [a]\ngoals: [b]\nbody: [{text: x}]\n", "2:1: 'goals' is given twice; the first is in line 1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CHAPTERS, ids=[text for text, _ in CHAPTERS])
def test_chapters(chapter, text, wanted):
    found = [str(p) for p in chapter(text).parsed.problems]
    assert any(line.startswith(f"limits.yaml:{wanted}") for line in found), found


COURSES = [
    ("title: T\n", "1:1: a course needs 'chapters'"),
    ("title: T\nlanguage: english\nchapters: [{id: a, file: a.yaml, title: A}]\n", "2:11: the language 'english' must be a code such as en, de or pt-BR"),
    ("title: T\nchapters: []\n", "2:11: 'chapters' is empty"),
    ("title: T\nchapters: [{id: a, file: a.yaml}]\n", "2:12: a chapter of the list needs 'title'"),
    ("title: T\nchapters: [{id: a, file: a.yaml, title: A, tile: B}]\n", "2:44: a chapter of the list has no key 'tile'"),
    ("title: T\nchapters: [{id: a b, file: a.yaml, title: A}]\n", "2:17: the id 'a b' must be small letters"),
    ("title: T\nchapters:\n  - {id: a, file: a.yaml, title: A}\n  - {id: a, file: b.yaml, title: B}\n", "4:10: the id 'a' is that of line 3 too"),
    ("title: T\nchapters:\n  - {id: a, file: a.yaml, title: A}\n  - {id: b, file: a.yaml, title: B}\n", "4:19: the file 'a.yaml' is that of line 3 too"),
    ("titel: T\nchapters: [{id: a, file: a.yaml, title: A}]\n", "1:1: a course has no key 'titel' (did you mean title?)"),
    ("title: T\nchapters: [{id: a, file: a.yaml, title: A}]\nopening: [{txt: x}]\n", "3:12: there is no kind of block 'txt'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), COURSES, ids=[text for text, _ in COURSES])
def test_courses(text, wanted):
    found = [str(p) for p in parse_course(text.encode()).parsed.problems]
    assert any(line.startswith(f"course.yaml:{wanted}") for line in found), found


def test_a_misspelt_key_is_not_told_to_be_missing_too(chapter):
    found = [str(p) for p in chapter("gaols: [a]\nbody: [{text: x}]\n").parsed.problems]
    assert found == ["limits.yaml:1:1: a chapter has no key 'gaols' (did you mean goals?)"]


@pytest.mark.parametrize(
    ("row", "chapters"),
    [
        ("{id: a, file: a.yaml, title: A: b}", [("a", "a.yaml", "A: b"), ("b", "b.yaml", "B")]),
        ("{title: A: b, c, file: 'a.yaml', id: a}", [("a", "a.yaml", "A: b, c"), ("b", "b.yaml", "B")]),
        ("{id: a, file: a.yaml, title: [A}", [("a", "a.yaml", "[A"), ("b", "b.yaml", "B")]),
        ("{id: a, title: A: b}", [("b", "b.yaml", "B")]),
    ],
)  # fmt: skip
def test_a_chapter_of_the_list_that_is_not_yaml_is_read_all_the_same(row, chapters):
    rows = f"  - {row}\n  - {{id: b, file: b.yaml, title: B}}\n"
    read = parse_course(f"title: T\nchapters:\n{rows}".encode())
    assert [(entry.id, entry.file, entry.title) for entry in read.course.chapters] == chapters
    assert [entry.number for entry in read.course.chapters] == list(range(len(chapters)))
    (problem,) = read.parsed.problems
    assert problem.at.line == 3


def test_every_mistake_of_a_file_is_told_at_once_and_in_order(body):
    read = body(
        """
        - callout: {kind: x, titel: y}
        - text: "never closed
        - question: {id: a, ask: b, answer: {choice: [{text: c}]}}
        - formula: {a: b}
        """
    )
    lines = [p.at.line for p in read.parsed.problems]
    assert lines == sorted(lines)
    assert {3, 4, 5, 6} == set(lines)
    assert sum(line == 3 for line in lines) == 3
    assert sum(line == 5 for line in lines) == 2
