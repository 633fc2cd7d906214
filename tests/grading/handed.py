"""The verdicts that were handed in: reading the table and judging its rows."""

from pathlib import Path
from typing import NamedTuple

from vctutor.cli.grade import comparison
from vctutor.course.catalog import Catalog
from vctutor.grading import grade
from vctutor.grading.variants import draw
from vctutor.paths import shipped_course

TABLE = Path(__file__).with_name("handed_verdicts.tsv")
RETIRED = Path(__file__).with_name("retired")


class Row(NamedTuple):
    line: int
    kind: str
    allowed: tuple[str, ...]
    key: str
    answer: str

    @property
    def outcomes(self):
        return tuple(one.partition(",")[0] for one in self.allowed)


def read_table():
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    cells = [(number, *line.split("\t")) for number, line in enumerate(lines, 2)]
    return [Row(n, kind, tuple(a.split("|")), key, answer) for n, kind, a, key, answer in cells]


_QUESTIONS = {}


def question_and_variant(row):
    """Return what a row asks; a bare key is the right expression, as in ``vctutor grade --expression``."""
    if not row.key.startswith("question "):
        return comparison(row.key, row.answer)
    if not _QUESTIONS:
        for chapter in Catalog.open(shipped_course()).chapters():
            _QUESTIONS.update({f"{chapter.number}/{q.id}": q for q in chapter.questions})
        # Rows about a question that the course has changed since are judged by what it was.
        for chapter in Catalog.open(RETIRED).chapters():
            number = chapter.id.removeprefix("chapter-")
            _QUESTIONS.update({f"{number}/{q.id}": q for q in chapter.questions})
    name, _, seed = row.key.removeprefix("question ").partition("@")
    return _QUESTIONS[name], draw(_QUESTIONS[name], int(seed or 0))


def judge(row):
    question, variant = question_and_variant(row)
    return grade(question, variant, row.answer.replace("\\n", "\n"))
