"""Judges of questions that offer options: one of several, or any number of several."""

from __future__ import annotations

import re

from vctutor.course.model import ManyChoices, OneChoice, Option, Question
from vctutor.errors import UsageError
from vctutor.grading.variants import Variant, choices, option_order, substitute
from vctutor.grading.verdict import Verdict, right, unreadable, wrong
from vctutor.i18n import _, plural

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def chosen(question: Question, variant: Variant, answer: str | tuple[int, ...]) -> tuple[int, ...]:
    """Return the options meant by an answer, as indexes into the file's list, sorted.

    Args:
        question: a choice question.
        variant: which decides the order the options are shown in.
        answer: indexes into the file's list; or typed: letters or numbers of the options *as shown*
            (``b``, ``1, 3``), or the text of one option.

    Raises:
        UsageError: the text names no option.
    """
    options = choices(question)
    if not isinstance(answer, str):
        if any(not 0 <= index < len(options) for index in answer):
            raise UsageError(
                _("there are {count} options, counted from 0").format(count=len(options))
            )
        return tuple(sorted(set(answer)))
    named = _by_text(options, variant, answer)
    if named is not None:
        return (named,)
    order = option_order(question, variant)
    return tuple(sorted({order[_shown_place(word, len(order))] for word in _words(answer)}))


def judge_one(question: Question, variant: Variant, answer: str | tuple[int, ...]) -> Verdict:
    """Judge a question of which exactly one option is right."""
    assert isinstance(question.answer, OneChoice)
    try:
        picked = chosen(question, variant, answer)
    except UsageError as error:
        return unreadable(str(error))
    if len(picked) != 1:
        return unreadable(_("Choose one of the options."))
    option = question.answer.options[picked[0]]
    said = substitute(option.say or "", variant)
    if option.right:
        return right(said)
    return wrong(said, diagnosis="author" if said else None)


def judge_many(question: Question, variant: Variant, answer: str | tuple[int, ...]) -> Verdict:
    """Judge a question with any number of right options: all must be chosen, and no other."""
    assert isinstance(question.answer, ManyChoices)
    options = question.answer.options
    try:
        picked = set(chosen(question, variant, answer))
    except UsageError as error:
        return unreadable(str(error))
    if not picked:
        return unreadable(_("Choose the options that are right."))
    entries = tuple((index in picked) == option.right for index, option in enumerate(options))
    if all(entries):
        return right(entries=entries)
    misled = [options[index] for index in sorted(picked) if not options[index].right]
    if misled:
        said = [substitute(option.say, variant) for option in misled if option.say]
        return wrong("\n\n".join(said), diagnosis="author" if said else None, entries=entries)
    return wrong(_missing(options, picked), diagnosis="incomplete", entries=entries)


def _missing(options: tuple[Option, ...], picked: set[int]) -> str:
    missing = sum(option.right for option in options) - len(picked)
    return plural(
        "What you chose is right, and one more is too.",
        "What you chose is right, and {n} more are too.",
        missing,
    ).format(n=missing)


def _by_text(options: tuple[Option, ...], variant: Variant, answer: str) -> int | None:
    wanted = _bare(answer)
    found = [
        index
        for index, option in enumerate(options)
        if wanted in (_bare(option.text), _bare(substitute(option.text, variant)))
    ]
    return found[0] if len(found) == 1 and len(wanted) > 1 else None


def _bare(text: str) -> str:
    return re.sub(r"[\s$.]+", "", text).casefold()


def _words(answer: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", answer.casefold())
    if len(words) == 1 and words[0].isalpha():
        return list(words[0]) if len(words[0]) <= 4 else words
    return [word for word in words if word != "and"]


def _shown_place(word: str, count: int) -> int:
    place = int(word) - 1 if word.isdigit() else _LETTERS.find(word) if len(word) == 1 else -1
    if not 0 <= place < count:
        last = _LETTERS[count - 1]
        raise UsageError(
            _("'{word}' is none of the options").format(word=word),
            _("choose by letter, a to {last}").format(last=last),
        )
    return place
