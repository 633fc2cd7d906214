"""The slips of the shipped course: what each would answer is computed, typed, and must be recognised."""

from collections import Counter, defaultdict

import pytest

from vctutor.course.catalog import Catalog
from vctutor.course.model import MatrixAnswer, Number, ShapeAnswer, VectorAnswer
from vctutor.grading import grade, kind
from vctutor.grading.candidates import candidates
from vctutor.grading.reading import read_key
from vctutor.grading.variants import draw
from vctutor.maths.expression import substitute, to_text
from vctutor.paths import shipped_course

SEEDS = range(8)


@pytest.fixture(scope="module")
def questions():
    catalog = Catalog.open(shipped_course())
    return [question for chapter in catalog.chapters() for question in chapter.questions]


def as_typed(entries, question, variant):
    texts = [to_text(substitute(entry, dict(variant.values))) for entry in entries]
    if isinstance(question.answer, MatrixAnswer):
        columns = len(question.answer.value[0])
        rows = [texts[i : i + columns] for i in range(0, len(texts), columns)]
        return f"[{'; '.join(', '.join(row) for row in rows)}]"
    return f"[{', '.join(texts)}]" if isinstance(question.answer, VectorAnswer) else texts[0]


def test_computed_slips_are_recognised(questions):
    named, tried = defaultdict(set), Counter()
    for question in (q for q in questions if q.about):
        for seed in SEEDS:
            variant = draw(question, seed)
            key = read_key(question, variant)
            found = candidates(question, variant, key)
            for candidate in found:
                verdict = grade(question, variant, as_typed(candidate.entries, question, variant))
                if verdict.outcome == "right":  # for these parameters the slip changes nothing
                    assert verdict.diagnosis is None
                    continue
                tried[candidate.slip] += 1
                assert verdict.outcome in ("wrong", "undecided"), (question.id, candidate, verdict)
                allowed = {"author", *(other.slip for other in found)}
                if verdict.outcome == "wrong":
                    assert verdict.diagnosis in allowed, (question.id, seed, candidate, verdict)
                    named[verdict.diagnosis].add(question.id)
    assert tried["inner"] >= 30
    assert tried["not differentiated"] >= 60
    assert "author" not in named  # what the author foresaw is named, too, if it is a known slip


def test_slips_met_by_five_questions_or_more(questions):
    met = defaultdict(set)
    for question in (q for q in questions if q.about):
        variant = draw(question, 0)
        for candidate in candidates(question, variant, read_key(question, variant)):
            met[candidate.slip].add(question.id)
    for slip in ("inner", "inner inside", "not differentiated", "integrated", "other variable"):
        assert len(met[slip]) >= 5, slip
    assert len(met["product"]) >= 4


def test_sign_factor_and_order_wherever_they_change_the_answer(questions):
    seen = Counter()
    for question in questions:
        if kind(question) not in ("expression", "vector", "matrix"):
            continue
        for seed in SEEDS:
            variant = draw(question, seed)
            entries = read_key(question, variant).entries
            texts = as_typed(entries, question, variant)
            assert grade(question, variant, texts).outcome == "right", (question.id, seed)
            assert grade(question, variant, texts).diagnosis is None
            for name, changed in {"sign": "-1*", "factor": "7*"}.items():
                wrong = as_typed(entries, question, variant)
                wrong = scaled(wrong, changed, question)
                verdict = grade(question, variant, wrong)
                assert verdict.outcome == "wrong", (question.id, seed, wrong, verdict)
                seen[name] += verdict.diagnosis == name
    assert seen["sign"] >= 5 * len(SEEDS)
    assert seen["factor"] >= 5 * len(SEEDS)


def test_added_constants_and_changed_places(questions):
    named = defaultdict(set)
    for question in questions:
        if kind(question) not in ("expression", "vector"):
            continue
        for seed in SEEDS:
            variant = draw(question, seed)
            entries = read_key(question, variant).entries
            if kind(question) == "expression":
                answer = f"{as_typed(entries, question, variant)} + 1/3"
            else:
                answer = as_typed(entries[::-1], question, variant)
            verdict = grade(question, variant, answer)
            if verdict.outcome != "right":
                assert verdict.diagnosis, (question.id, verdict)
                named[verdict.diagnosis].add(question.id)
    assert len(named["constant"]) >= 10
    assert len(named["entry order"]) >= 5


def scaled(typed, factor, question):
    if kind(question) == "expression":
        return f"{factor}({typed})"
    inner = typed.strip("[]")
    rows = [[f"{factor}({cell})" for cell in row.split(", ")] for row in inner.split("; ")]
    return f"[{'; '.join(', '.join(row) for row in rows)}]"


def test_square_matrices_transposed_and_shapes_swapped(questions):
    transposed, swapped = set(), set()
    for question in questions:
        variant = draw(question, 0)
        if isinstance(question.answer, MatrixAnswer):
            rows = read_key(question, variant).rows
            turned = tuple(zip(*rows, strict=True))
            text = "; ".join(
                ", ".join(to_text(substitute(cell, dict(variant.values))) for cell in row)
                for row in turned
            )
            verdict = grade(question, variant, f"[{text}]")
            if verdict.outcome == "wrong":
                assert verdict.diagnosis in ("transposed", "author")
                transposed.add(question.id)
        if isinstance(question.answer, ShapeAnswer):
            sizes = [str(int(eval_size(size, variant))) for size in question.answer.value]
            verdict = grade(question, variant, " x ".join(sizes[::-1]))
            assert verdict.right == (sizes == sizes[::-1])
            if not verdict.right:
                assert verdict.diagnosis in ("swapped", "author")
                swapped.add(question.id)
    assert len(transposed) >= 5
    assert len(swapped) >= 4


def eval_size(text, variant):
    from vctutor.grading.arithmetic import compute

    return compute(text, variant.values)


def test_the_course_has_no_mistakes_in_its_keys(questions):
    from vctutor.grading.check import check_question

    assert [(q.id, mistake) for q in questions for mistake in check_question(q)] == []


def test_numbers_of_the_course_are_right_as_fractions_and_rounded(questions):
    for question in questions:
        if not isinstance(question.answer, Number):
            continue
        for seed in SEEDS:
            variant = draw(question, seed)
            key = read_key(question, variant)
            text = as_typed(key.entries, question, variant)
            assert grade(question, variant, text).outcome == "right", (question.id, seed)
