"""Judge of a word or two: forgiving of case, spacing, articles and small slips of the keyboard."""

from __future__ import annotations

import re
import unicodedata

from vctutor.course.model import Question, TextAnswer
from vctutor.grading.diagnosis.expected_mistakes import expected_wrong_text
from vctutor.grading.variants import Variant, substitute
from vctutor.grading.verdict import Verdict, right, unreadable, wrong
from vctutor.i18n import _

_ARTICLES = re.compile(r"^(?:the|a|an|it is|its|it's)\s+")


def judge_text(question: Question, variant: Variant, answer: str | tuple[int, ...]) -> Verdict:
    """Judge a word; one slip is forgiven from five letters on and two from ten, never in the first two letters.

    Those first letters are where words of opposite meaning differ: increases and decreases, maximum
    and minimum.
    """
    assert isinstance(question.answer, TextAnswer)
    given = plain_words(str(answer))
    if not given:
        return unreadable(_("Type a word or two."))
    accepted = [substitute(text, variant) for text in question.answer.accepted]
    if any(plain_words(text) == given for text in accepted):
        return right()
    said = expected_wrong_text(question, variant, lambda text: plain_words(text) == given)
    if said is not None:
        return wrong(said, diagnosis="author")
    for text in accepted:
        if _slip_of(given, plain_words(text)):
            return right(_("It is spelt {text}.").format(text=text))
    return wrong(_("That is not the word looked for."))


def plain_words(text: str) -> str:
    """Return a text without case, accents, articles, punctuation and doubled spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    words = " ".join(re.sub(r"[^\w\s']+", " ", bare).split())
    return _ARTICLES.sub("", words)


def _slip_of(given: str, target: str) -> bool:
    allowed = 2 if len(target) >= 10 else 1 if len(target) >= 5 else 0
    return given[:2] == target[:2] and 0 < edits(given, target) <= allowed


def edits(one: str, other: str) -> int:
    """Return how many letters to add, drop, change or swap with a neighbour turn one word into the other."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, target in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
