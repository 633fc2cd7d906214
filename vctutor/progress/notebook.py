"""The reader's own work as Markdown with LaTeX: answers, mistakes and why, worked solutions, notes, functions tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from vctutor.course.model import Chapter, OrderAnswer, Question
from vctutor.i18n import N_, _
from vctutor.progress.events import Event
from vctutor.progress.projection import Note, Progress, fold

SHOWN_OUTCOMES = {
    "right": N_("right"),
    "wrong": N_("not right"),
    "undecided": N_("could not be decided"),
}

_TERM = re.compile(r"\[\[(?:([^\[\]|]*)\|)?([^\[\]|]*)\]\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


class Shown(NamedTuple):
    """A question's texts as one variant shows them; all prose.

    Attributes:
        ask: what is asked.
        solution: the worked solution; None where there is none.
        options: the options, or the steps to put in order, as the file lists them; empty for other kinds.
    """

    ask: str
    solution: str | None = None
    options: tuple[str, ...] = ()


Show = Callable[[Question, int], Shown]


def notebook(
    title: str, chapters: Iterable[Chapter], events: Sequence[Event], show: Show, today: date
) -> str:
    """Return the reader's work as one Markdown document.

    Args:
        title: the course's.
        chapters: in their order; those the reader did nothing in are left out.
        events: all of the reader's in this course, their items bare, in their order.
        show: gives a question's texts for a variant's seed; 0 is the first variant.
        today: the date the document bears.
    """
    progress = fold(Progress(), events)
    answers = _answers(events)
    parts = [
        "# " + _("My work: {title}").format(title=_prose(title)),
        _("Written on {date}.").format(date=today.isoformat()),
    ]
    for chapter in chapters:
        body = _chapter(chapter, answers, progress, show)
        if body:
            parts += [f"## {chapter.number}. {_prose(chapter.title)}", *body]
    parts += _elsewhere(answers, progress)
    parts += _functions(progress)
    if len(parts) == 2:
        parts.append(_("Nothing is answered or noted yet."))
    return "\n\n".join(parts) + "\n"


def _answers(events: Sequence[Event]) -> dict[str, list[Event]]:
    """Return the answers worth showing by their questions; what could not be read taught nothing."""
    answers: dict[str, list[Event]] = {}
    for event in events:
        if event.kind == "answer" and event.payload.get("outcome") in SHOWN_OUTCOMES:
            answers.setdefault(event.item, []).append(event)
    return answers


def _chapter(
    chapter: Chapter, answers: dict[str, list[Event]], progress: Progress, show: Show
) -> list[str]:
    """Return a chapter's part and take what it shows out of ``answers``."""
    parts = []
    for question in chapter.questions:
        given = answers.pop(f"{chapter.id}/{question.id}", [])
        for seed, tries in _by_seed(given).items():
            parts += _question(question, seed, tries, show)
    notes = [note for note in progress.notes.values() if note.item.partition("/")[0] == chapter.id]
    if notes:
        parts += ["### " + _("Notes"), *(_note(note) for note in notes)]
    return parts


def _by_seed(events: Sequence[Event]) -> dict[int, list[Event]]:
    tries: dict[int, list[Event]] = {}
    for event in events:
        seed = event.payload.get("seed")
        tries.setdefault(seed if isinstance(seed, int) else 0, []).append(event)
    return tries


def _question(question: Question, seed: int, tries: Sequence[Event], show: Show) -> list[str]:
    shown = show(question, seed)
    heading = f"### {question.id.replace('-', ' ').capitalize()}" + (
        _(" (variant {seed})").format(seed=seed) if seed else ""
    )
    parts = [heading, _prose(shown.ask)]
    ordered = isinstance(question.answer, OrderAnswer)
    parts.append("\n".join(_try(event.payload, shown.options, ordered=ordered) for event in tries))
    known = any(
        event.payload.get("outcome") == "right" or event.payload.get("solution") is True
        for event in tries
    )
    if known and shown.solution:  # of a question still open, it would give the answer away
        parts += [_("**Worked solution**"), _prose(shown.solution)]
    return parts


def _try(payload: Mapping[str, object], options: Sequence[str], *, ordered: bool) -> str:
    """Return a list item: what was answered, how it was judged, and what was said to it."""
    given = payload.get("answer")
    if isinstance(given, list):
        texts = [
            options[index] if isinstance(index, int) and 0 <= index < len(options) else "?"
            for index in given
        ]
        answer = (" → " if ordered else "; ").join(map(_line, texts))
    else:
        answer = _code(str(given))
    said = payload.get("feedback")
    item = f"- {answer}: **{_(SHOWN_OUTCOMES[str(payload.get('outcome'))])}**"
    return item + (f"\n{_indented(_prose(said))}" if isinstance(said, str) and said.strip() else "")


def _note(note: Note) -> str:
    place = note.item.partition("/")[2]
    quoted = f"> {_line(note.quote)}\n\n" if note.quote else ""
    where = _(" (at {place})").format(place=place) if place else ""
    return (
        f"{quoted}- {note.time.date().isoformat()}{where}\n{_indented(_clean(note.text).strip())}"
    )


def _elsewhere(answers: Mapping[str, Sequence[Event]], progress: Progress) -> list[str]:
    """Return the answers to questions that this course does not have."""
    if not answers:
        return []
    items = []
    for item, tries in answers.items():
        judged = ", ".join(_(SHOWN_OUTCOMES[str(event.payload["outcome"])]) for event in tries)
        items.append(f"- {_code(item)}: {judged}")
    return ["## " + _("Questions that are not in this course"), "\n".join(items)]


def _functions(progress: Progress) -> list[str]:
    if not progress.functions:
        return []
    return [
        "## " + _("Functions tried"),
        "\n".join(f"- {_code(text)}" for text in progress.functions),
    ]


def _clean(text: str) -> str:
    """Return the text without characters that would control a terminal or turn the text around."""
    return _CONTROL.sub("", text)


def _prose(text: str) -> str:
    """Return a course's prose as plain Markdown: glossary terms become their words."""
    return _TERM.sub(lambda match: match[1] or match[2], _clean(text)).strip()


def _line(text: str) -> str:
    return " ".join(_prose(text).split())


def _indented(text: str) -> str:
    """Return the text as the further lines of a list item, so that nothing in it becomes a heading of the document."""
    return "\n".join(f"  {line}".rstrip() for line in ("", *text.splitlines()))


def _code(text: str) -> str:
    """Return the text as Markdown code whatever back-quotes it holds."""
    inner = " ".join(_clean(text).split())
    fence = "`" * (max((len(run) for run in re.findall("`+", inner)), default=0) + 1)
    space = " " if inner.startswith("`") or inner.endswith("`") or not inner else ""
    return f"{fence}{space}{inner}{space}{fence}"
