"""The slips of the shipped course: what each would answer is computed, typed, and must be recognised.

And what is right is typed in many equal ways, and must never meet a diagnosis.
"""

from collections import defaultdict

import pytest

from vctutor.course.catalog import Catalog
from vctutor.course.model import (
    ExpressionAnswer,
    ManyChoices,
    MatrixAnswer,
    NumberAnswer,
    OneChoice,
    OrderAnswer,
    ShapeAnswer,
    TextAnswer,
    VectorAnswer,
)
from vctutor.grading import grade
from vctutor.grading.diagnosis.candidates import candidates
from vctutor.grading.diagnosis.diagnose import SLIPS
from vctutor.grading.kinds.shape import right_shape
from vctutor.grading.reading import read_key
from vctutor.grading.variants import draw
from vctutor.maths.expression import parse, substitute, to_text
from vctutor.maths.symbolic import simplify
from vctutor.paths import shipped_course

SEEDS = range(6)
ENOUGH = 5  # questions of the course on which a diagnosis must be given

# Every diagnosis that readers are promised, and the name it goes by here.
PROMISED = {
    "sign": "sign",
    "a constant factor (2 forgotten)": "factor",
    "inner derivative forgotten": "inner",
    "product rule as a product of derivatives": "product",
    "derivative with respect to the other variable": "other variable",
    "integrated instead": "integrated",
    "not differentiated": "not differentiated",
    "gradient transposed": "transposed vector",
    "Jacobian transposed": "transposed matrix",
    "n and m swapped": "swapped",
    "right up to a constant": "constant",
    "right but not in the form asked": "form",
}
ALSO = {
    "inner inside",
    "constant kept",
    "power kept",
    "power factor",
    "entry order",
    "rounded too far",
}
# The course teaches no quotient rule, and asks for no single second derivative and no decimals in an
# expression. These are tested on made questions only.
NOT_IN_THE_COURSE = {"quotient", "once", "rounded"}


@pytest.fixture(scope="module")
def questions():
    """Every question of the course, under ``chapter/id``."""
    chapters = Catalog.open(shipped_course()).chapters()
    return {f"{c.number}/{question.id}": question for c in chapters for question in c.questions}


def texts(entries, variant):
    return [to_text(substitute(entry, dict(variant.values))) for entry in entries]


def layout(cells, question):
    """Type entries as the question wants them."""
    if isinstance(question.answer, MatrixAnswer):
        columns = len(question.answer.value[0])
        return rows_of([cells[i : i + columns] for i in range(0, len(cells), columns)])
    if isinstance(question.answer, VectorAnswer):
        return f"[{('; ' if question.answer.row is False else ', ').join(cells)}]"
    return cells[0]


def rows_of(rows):
    return f"[{'; '.join(', '.join(row) for row in rows)}]"


def each(pattern, cells):
    return [pattern.format(f"({cell})") for cell in cells]


def slipped(question, variant):
    """Yield what each slip would lead a reader to type: its name, the answer."""
    if isinstance(question.answer, ShapeAnswer):
        yield "swapped", " x ".join(map(str, right_shape(question, variant)[::-1]))
    if not isinstance(
        question.answer, NumberAnswer | ExpressionAnswer | VectorAnswer | MatrixAnswer
    ):
        return
    key = read_key(question, variant)
    cells = texts(key.entries, variant)
    for candidate in candidates(question, variant, key):
        yield candidate.slip, layout(texts(candidate.entries, variant), question)
    yield "sign", layout(each("-{}", cells), question)
    yield "factor", layout(each("{}/2", cells), question)
    yield "factor", layout(each("2*{}", cells), question)
    match question.answer:
        case ExpressionAnswer(form=form):
            yield "constant", f"{cells[0]} + 1/3"
            if form != "any":
                tidy = to_text(simplify(parse(cells[0])))
                yield "form", {"factored": "({0})/2 + ({0})/2"}.get(form, "1*({0})").format(tidy)
        case VectorAnswer(row=row):
            yield "entry order", layout(cells[::-1], question)
            if row is not None:
                yield "transposed vector", f"[{('; ' if row else ', ').join(cells)}]"
        case MatrixAnswer(value=rows):
            columns = [cells[i :: len(rows[0])] for i in range(len(rows[0]))]
            yield "transposed matrix", rows_of(columns)
    values = [key.ground.measure(entry).value[0] for entry in key.entries]
    if not any(entry.free_symbols & set(key.variables) for entry in key.entries):
        rounded = [f"{value:.2g}" for value in values]
        if any(abs(float(r) - v) > 0.003 * abs(v) for r, v in zip(rounded, values, strict=True)):
            yield "rounded too far", layout(rounded, question)


def given(questions):
    """Return slip -> question -> the diagnoses that its answers met, where they were wrong."""
    met = defaultdict(lambda: defaultdict(list))
    for name, question in questions.items():
        for seed in SEEDS:
            variant = draw(question, seed)
            for slip, answer in slipped(question, variant):
                verdict = grade(question, variant, answer)
                assert verdict.outcome != "unreadable", (name, seed, slip, answer, verdict)
                if verdict.outcome == "wrong":
                    assert verdict.feedback
                    met[slip][name].append(verdict.diagnosis)
                else:  # for these parameters the slip changes nothing, or too little to say so
                    assert verdict.diagnosis is None
    return met


@pytest.fixture(scope="module")
def met(questions):
    return given(questions)


def always(met, slip):
    """Return the questions on which a slip was named as often as it was made."""
    wanted = slip.split()[0] if slip.startswith("transposed") else slip
    return sorted(name for name, named in met[slip].items() if set(named) == {wanted})


@pytest.mark.parametrize("promise", PROMISED)
def test_every_promised_diagnosis_is_given_on_five_questions_whenever_the_slip_is_made(
    met, promise
):
    assert len(always(met, PROMISED[promise])) >= ENOUGH


@pytest.mark.parametrize("slip", sorted(ALSO))
def test_further_diagnoses_are_given_on_five_questions(met, slip):
    assert sum(slip in named for named in met[slip].values()) >= ENOUGH


def test_every_slip_is_accounted_for():
    names = {"transposed" if n.startswith("transposed") else n for n in PROMISED.values()}
    assert names | ALSO | NOT_IN_THE_COURSE == set(SLIPS)


def test_a_slip_computed_from_the_function_is_always_given_a_name_of_the_function(questions):
    """Two slips may lead to one answer; then the first is named, and never something foreign."""
    for name, question in questions.items():
        if question.about is None:
            continue
        for seed in SEEDS:
            variant = draw(question, seed)
            found = candidates(question, variant, read_key(question, variant))
            known = {candidate.slip for candidate in found}
            for candidate in found:
                answer = layout(texts(candidate.entries, variant), question)
                verdict = grade(question, variant, answer)
                if verdict.outcome == "wrong":
                    # What is only the negative of the key is told so first, whatever else leads there.
                    assert verdict.diagnosis in {*known, "sign"}, (name, seed, candidate, verdict)


def test_a_vector_is_asked_as_a_row_and_as_a_column(questions):
    rows = {getattr(question.answer, "row", None) for question in questions.values()}
    assert rows == {True, False, None}


def test_forms_are_asked_in_words(questions):
    words = {"factored": ("factored", "product"), "expanded": ("multiplied out",)}
    for name, question in questions.items():
        form = getattr(question.answer, "form", "any")
        if form != "any":
            assert any(word in question.ask for word in words[form]), name


# --- right answers ----------------------------------------------------------------------------------


def right_ways(question, variant):
    """Yield the right answer in many ways that readers type it."""
    match question.answer:
        case OneChoice(options=options) | ManyChoices(options=options):
            yield tuple(place for place, option in enumerate(options) if option.right)
        case OrderAnswer(steps=steps):
            yield tuple(range(len(steps)))
        case TextAnswer(accepted=accepted):
            yield from (f" {text.upper()} " for text in accepted)
            yield from accepted
        case ShapeAnswer():
            sizes = list(map(str, right_shape(question, variant)))
            yield from (join.join(sizes) for join in (" x ", "x", "×", " by ", ", "))
            yield f"({', '.join(sizes)})"
        case _:
            yield from right_entries(question, variant)


EQUAL = ("{}", "-(-{})", "2*{}/2", "0 + {}", "{} + 1 - 1", "{}^1", "3*{} - 2*{}", "{}*5/5")


def right_entries(question, variant):
    key = read_key(question, variant)
    cells = texts(key.entries, variant)
    for pattern in EQUAL:
        typed = [pattern.replace("{}", f"({cell})") for cell in cells]
        yield layout(typed, question).replace("[(", "[1*(")  # "[(1), (2)]" would be a column
    variables = key.variables
    if variables and isinstance(question.answer, ExpressionAnswer):
        yield f"{variables[0]} + ({cells[0]}) - {variables[0]}"
    yield layout([to_text(simplify(parse(cell))) for cell in cells], question)
    if isinstance(question.answer, VectorAnswer):
        row = question.answer.row
        if row is not True:
            yield f"[{'; '.join(cells)}]"
            yield f"[{', '.join(cells)}]^T"
        if row is not False:
            yield f"[{', '.join(cells)}]"
            yield f"[[{', '.join(cells)}]]"
            yield ", ".join(cells)


def test_no_diagnosis_is_given_for_a_right_answer(questions):
    for name, question in questions.items():
        form = getattr(question.answer, "form", "any")
        for seed in SEEDS:
            variant = draw(question, seed)
            outcomes = set()
            for answer in right_ways(question, variant):
                verdict = grade(question, variant, answer)
                outcomes.add(verdict.outcome)
                if form != "any" and verdict.outcome == "wrong":  # an equal one in another form
                    assert verdict.diagnosis == "form", (name, seed, answer, verdict)
                    assert not verdict.costs_attempt
                else:
                    told = (verdict.outcome, verdict.diagnosis)
                    assert told == ("right", None), (name, seed, answer, verdict)
            assert "right" in outcomes, (name, seed)


def test_the_course_has_no_mistakes_in_its_keys(questions):
    from vctutor.grading.checking.check import check_question

    found = {name: list(check_question(question)) for name, question in questions.items()}
    assert {name: mistakes for name, mistakes in found.items() if mistakes} == {}
