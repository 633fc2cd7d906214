from __future__ import annotations

import itertools
import random

import pytest

from vctutor.course.loader import parse_chapter
from vctutor.course.model import ChapterEntry
from vctutor.course.passages import words
from vctutor.course.search import Index

CHAPTER = r"""
goals: [Compute a gradient.]
terms:
  - {term: Jacobian, means: The matrix of all partials.}
  - {term: Gradient, means: All the signals that come back.}
summary: [Multiply along the way.]
body:
  - section: Vanishing signals
    id: vanishing
  - text: |
      Collect the partials of $f$. Déjà vu is a `code_word`.

      The second paragraph has a [[gradients|gradient]] and a [link](https://hidden.example).
  - formula: |
      \nabla f = 0
    id: stationary
  - table: {columns: [Function, Slope], rows: [[sigmoid, '$s$'], [relu, '$1$']]}
  - code: {language: python, text: "for x in data:\n    tape.backward(x)"}
  - derivation: [{formula: a = b, because: quadrants cancel}]
  - flow: [{name: Derivative, note: slope}, {name: Backpropagation}]
  - diagram: {text: ~~, say: An octopus}
  - simulation: {name: descent-map, caption: Walk in zigzag}
  - question:
      id: q
      ask: Which way is uphill?
      answer: {choice: [{text: Northwards, right: true}, {text: South, say: secretfeedback}]}
      hints: [secrethint]
      solution: secretsolution
"""


def spoken(latex: str) -> str:
    return latex.replace("\\nabla f", "the gradient of f").replace("=", "equals")


def read(text: str, number: int = 0, title: str = "The slope"):
    entry = ChapterEntry(number=number, id=f"c{number}", title=title, file="c.yaml")
    done = parse_chapter(
        text.replace('"for x in data:\\n    tape', '"for x in data: tape').encode(), entry
    )
    assert done.parsed.problems == ()
    return done.chapter


@pytest.fixture(scope="module")
def index():
    return Index.of([read(CHAPTER)], spoken)


@pytest.mark.parametrize(
    ("query", "kind", "place", "part"),
    [
        ("vanishing", "heading", "vanishing", "Vanishing"),
        ("VANISH", "heading", "vanishing", "Vanishing"),
        ("jacobian", "term", "", "Jacobian: The matrix"),
        ("deja vu", "text", "text-1", "Déjà"),
        ("code word", "text", "text-1", "code_word"),
        ("second gradients", "text", "text-1", "second paragraph"),
        ("gradient equals", "formula", "stationary", "\\nabla f = 0"),
        ("nabla", "formula", "stationary", "\\nabla f = 0"),
        ("relu", "text", "table-1", "relu"),
        ("tape backward", "code", "code-1", "tape.backward(x)"),
        ("quadrants", "text", "derivation-1", "quadrants cancel"),
        ("backprop", "text", "flow-1", "Backpropagation"),
        ("octopus", "text", "diagram-1", "An octopus"),
        ("descent", "simulation", "simulation-1", "Descent map"),
        ("zig", "text", "simulation-1", "zigzag"),
        ("uphill", "question", "q", "Which way is uphill?"),
        ("northw", "question", "q", "Northwards"),
        ("along", "text", "summary", "Multiply along the way."),
        ("signals that", "term", "text-1", "Gradient: All the signals"),
        ("compute", "text", "", "Compute a gradient."),
    ],
)
def test_every_kind_of_passage_is_found_in_its_place(index, query, kind, place, part):
    hit = index.search(query)[0]
    assert (hit.passage.kind, hit.passage.place) == (kind, place)
    assert part in hit.passage.text


@pytest.mark.parametrize("query", ["secretfeedback", "secrethint", "secretsolution", "hidden"])
def test_answers_and_addresses_are_not_found(index, query):
    assert index.search(query) == []


@pytest.mark.parametrize("query", ["", "   ", "$$$", "zzz", "vanishing zzz", "\x1b", "x" * 100_000])
def test_nothing_to_find(index, query):
    assert index.search(query) == []


def test_all_words_must_occur_in_one_passage(index):
    assert index.search("vanishing octopus") == []
    assert {hit.passage.kind for hit in index.search("partials")} == {"text", "term"}


def test_the_best_comes_first():
    chapters = [
        read("goals: [g]\nbody: [{text: A word about gradients of all sorts.}]", 0, "Other"),
        read("goals: [g]\nbody: [{text: The gradient in a sentence.}]", 1, "Another"),
        read("goals: [g]\nbody: [{section: The gradient}]", 2, "Third"),
        read("goals: [g]\nbody: [{text: x}]", 3, "The gradient"),
    ]
    hits = Index.of(chapters, spoken).search("gradient")
    assert [hit.passage.chapter for hit in hits] == [3, 2, 1, 0]
    assert hits[0].words == {"gradient"}
    assert hits[3].words == {"gradients"}


def test_results_narrow_as_one_types(index):
    word = "backpropagation"
    found = [{hit.passage for hit in index.search(word[:end])} for end in range(1, len(word) + 1)]
    for before, after in itertools.pairwise(found):
        assert after <= before
    assert found[-1]


def test_a_slip_suggests_what_is_known(index):
    assert index.suggest("vanshing") == "vanishing"
    assert index.suggest("vanishing octpous") == "vanishing octopus"
    assert index.suggest("octopus") is None
    assert index.suggest("qqqqq") is None


def test_the_index_agrees_with_looking_at_every_passage():
    chance = random.Random(4)
    vocabulary = ["slope", "slopes", "sign", "signal", "chain", "chains", "rule", "tape", "loss"]
    chapters = [
        read(
            "goals: [g]\nbody:\n"
            + "".join(
                f"  - text: {' '.join(chance.choices(vocabulary, k=4))}\n" for _ in range(30)
            ),
            number,
            "T",
        )
        for number in range(5)
    ]
    index = Index.of(chapters, spoken)
    for query in ("slope", "slo", "sig ch", "chain rule", "tape loss s", "r"):
        wanted = {
            (chapter.number, block.place)
            for chapter in chapters
            for block in chapter.body
            if all(any(w.startswith(q) for w in words(block.text)) for q in query.split())
        }
        found = {(h.passage.chapter, h.passage.place) for h in index.search(query, limit=1000)}
        assert found == wanted


def test_a_thousand_chapters(course_of):
    index = course_of(1000)
    hits = index.search("needle417")
    assert [hit.passage.chapter for hit in hits] == [417]
    assert index.search("needle41")[0].passage.chapter == 41
    assert len(index.search("the")) == 50


@pytest.fixture
def course_of():
    """Make an index of a course of many small chapters; each has a word of its own."""

    def make(count: int) -> Index:
        def chapters():
            for number in range(count):
                yield read(
                    f"goals: [g]\nbody:\n  - text: The needle{number} is here.\n  - text: The rest.\n",
                    number,
                    f"Chapter {number}",
                )

        return Index.of(chapters(), spoken)

    return make
