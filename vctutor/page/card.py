"""Question cards: the question, its options or field, what was said to the answer, and the buttons."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from vctutor.course.model import MatrixAnswer, OrderAnswer
from vctutor.grading.attempts import Attempt
from vctutor.grading.credit import percent, prices
from vctutor.grading.variants import choices, substitute
from vctutor.i18n import N_, _
from vctutor.page.blocks import lay_text
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Laid, Target
from vctutor.page.rows import Stack, lay_buttons, lay_option
from vctutor.styled_text import Line, Span, crop, pad, width
from vctutor.typesetting import typeset

LETTERS = "abcdefghijklmnopqrstuvwxyz"

ASKS = {
    "number": N_("a number"),
    "expression": N_("an expression"),
    "vector": N_("a vector, such as [1, 2]"),
    "matrix": N_("a matrix, such as [[1, 2], [3, 4]]"),
    "shape": N_("a shape, such as 2 x 3"),
    "text": N_("a word or two"),
}


class CardView(Struct, frozen=True):
    """What a card shows.

    Attributes:
        attempt: the state of the question: what is chosen or typed, the verdict, the help taken.
        number: its place among the chapter's questions, from 1.
        count: number of questions in the chapter.
        active: whether this card receives keys.
        best: the best credit ever earned with it, from the store; None where never answered.
        note: the state of the last answer in the store, such as ``saved``; may be empty.
        reading: how the typed answer is read, LaTeX; empty where it is not.
        caret: how many cells into the field its text could not be read, with what is wrong; None where it could.
    """

    attempt: Attempt
    number: int = 1
    count: int = 1
    active: bool = False
    best: float | None = None
    note: str = ""
    reading: str = ""
    caret: tuple[int, str] | None = None


def lay_card(view: CardView, cells: int, glyphs: Glyphs) -> Laid:
    """Lay a card out in ``cells`` columns."""
    room = max(1, cells - 4)
    inside = Stack()
    for part in _parts(view, room, glyphs):
        inside.gap()
        inside.add(part)
    return _boxed(view, inside, cells, glyphs)


def _parts(view: CardView, room: int, glyphs: Glyphs) -> Iterator[Laid]:
    attempt = view.attempt
    variant = attempt.variant
    yield lay_text(substitute(attempt.question.ask, variant, strict=False).strip(), room, glyphs)
    if attempt.offers:
        yield _options(view, room, glyphs)
    elif view.active or attempt.typed:
        yield _field(view, room, glyphs)
    for number, hint in enumerate(attempt.question.hints[: attempt.hints], 1):
        yield _labelled(
            _("Hint {number}").format(number=number),
            substitute(hint, variant, strict=False),
            "hint",
            room,
            glyphs,
        )
    if attempt.verdict is not None:
        yield _verdict(view, room, glyphs)
    if attempt.solution and attempt.question.solution:
        text = substitute(attempt.question.solution, variant, strict=False)
        yield _labelled(_("Worked solution"), text, "solution", room, glyphs)
    if view.active:
        yield _buttons(view, room)


def _options(view: CardView, room: int, glyphs: Glyphs) -> Laid:
    attempt = view.attempt
    built = Stack()
    for shown, index in enumerate(attempt.order):
        text = substitute(_option_text(attempt, index), attempt.variant, strict=False)
        here = view.active and shown == attempt.cursor
        mark = _mark(view, shown, index, glyphs)
        built.add(lay_option(mark, text, room, glyphs, here=here, value=str(shown)))
    return built.laid()


def _option_text(attempt: Attempt, index: int) -> str:
    answer = attempt.question.answer
    if isinstance(answer, OrderAnswer):
        return answer.steps[index]
    return choices(attempt.question)[index].text


def _mark(view: CardView, shown: int, index: int, glyphs: Glyphs) -> str:
    attempt = view.attempt
    if attempt.arranges:
        return f"{glyphs.handle} {shown + 1}"
    chosen = index in attempt.picked
    if attempt.many:
        box = glyphs.check_on if chosen else glyphs.check_off
    else:
        box = glyphs.radio_on if chosen else glyphs.radio_off
    return f"{box} {shown + 1}"  # the digit that chooses it


def _field(view: CardView, room: int, glyphs: Glyphs) -> Laid:
    """Return the line of the field, and below it how its text is read or where it can't be."""
    attempt = view.attempt
    label = _("Answer ")
    asks = _(ASKS.get(_kind(attempt), ""))
    typed = attempt.typed
    shown = Span(typed, "field") if typed else Span(asks, "field muted")
    size = max(1, room - len(label))
    line: Line = (Span(label, "muted"), *pad((shown,), size, "field"))
    lines: list[Line] = [crop(line, room)]
    if view.caret is not None:
        at, message = view.caret
        lines += _pointed(typed, at, len(label), size)
        lines += lay_text(message, room, glyphs, "error").lines
    elif view.reading or (attempt.verdict and attempt.verdict.reading):
        latex = view.reading or str(attempt.verdict and attempt.verdict.reading)
        read = typeset(latex, form="display", width=max(1, room - len(label)), ascii=glyphs.ascii)
        label = _("  read ")
        lines += [
            (Span(label if y == len(read) // 2 else " " * width((Span(label),)), "muted"), *row)
            for y, row in enumerate(read)
        ]
    lines += _marks(attempt, room, glyphs)
    return Laid(tuple(lines), (Target("field", 0, len(label), room),))


def _pointed(typed: str, at: int, left: int, size: int) -> list[Line]:
    """Return a caret below a character of the field; of a text the field can't show whole, that part again above it."""
    if len(typed) < size:
        return [(Span(" " * (left + at) + "^", "error"),)]
    start = max(0, min(at - size // 2, len(typed) - size + 1))
    part = typed[start : start + size]
    return [
        (Span(" " * left + part, "muted"),),
        (Span(" " * (left + min(at - start, size - 1)) + "^", "error"),),
    ]


def _marks(attempt: Attempt, room: int, glyphs: Glyphs) -> list[Line]:
    """Return which entries of a judged answer are right, one by one; nothing where all are, or there is only one."""
    verdict = attempt.verdict
    if verdict is None or verdict.right or len(verdict.entries) < 2:
        return []
    answer = attempt.question.answer
    if isinstance(answer, MatrixAnswer):
        wide = len(answer.value[0])
        rows = [verdict.entries[at : at + wide] for at in range(0, len(verdict.entries), wide)]
        names = [_("row {n}").format(n=n) for n in range(1, len(rows) + 1)]
        groups = [[(name, row)] for name, row in zip(names, rows, strict=True)]
    else:
        groups = [[(str(n), (one,)) for n, one in enumerate(verdict.entries, 1)]]
    lead = _("  entries ")
    lines: list[Line] = []
    for group in groups:
        line: list[Span] = [Span(lead if not lines else " " * len(lead), "muted")]
        for name, marks in group:
            spans = [Span(name, "muted"), *(_mark_of(one, glyphs) for one in marks), Span("  ")]
            if len(line) > 1 and width(line) + width(spans) > room:
                lines.append(tuple(line))
                line = [Span(" " * len(lead))]
            line += spans
        lines.append(tuple(line))
    return [crop(line, room) for line in lines]


def _mark_of(entry: bool | None, glyphs: Glyphs) -> Span:
    """Return the mark of an entry, or a word in ASCII. The colour carries no further information."""
    if entry is None:
        return Span(" ?", "warning")
    if glyphs.ascii:
        return Span(" " + (_("right") if entry else _("wrong")), "success" if entry else "error")
    return Span(f" {glyphs.right if entry else glyphs.wrong}", "success" if entry else "error")


def _kind(attempt: Attempt) -> str:
    return str(attempt.question.answer.__struct_config__.tag)


def _verdict(view: CardView, room: int, glyphs: Glyphs) -> Laid:
    verdict = view.attempt.verdict
    assert verdict is not None
    mark, word, role = {
        "right": (glyphs.right, _("Right."), "success"),
        "wrong": (glyphs.wrong, _("Not yet."), "error"),
        "undecided": ("?", _("I can't decide this one; it costs nothing."), "warning"),
        "unreadable": ("?", _("I can't read this; it costs nothing."), "warning"),
    }[verdict.outcome]
    head: Line = (Span(f"{mark} {word}", f"{role} strong"),)
    said = verdict.feedback.strip() or (verdict.caret.message if verdict.caret else "")
    body = lay_text(said, max(1, room - 2), glyphs).indented(2) if said else Laid(())
    rest = tuple(target.moved(1) for target in body.targets)
    return Laid((head, *body.lines), rest)


def _labelled(label: str, text: str, role: str, room: int, glyphs: Glyphs) -> Laid:
    body = lay_text(text.strip(), max(1, room - 2), glyphs).indented(2)
    head: Line = (Span(label, f"{role} strong"),)
    return Laid((head, *body.lines), tuple(target.moved(1) for target in body.targets))


def _buttons(view: CardView, room: int) -> Laid:
    """Return the buttons, with what the next help costs."""
    buttons = ((name, (Span(f"[{label}]", "button"),)) for name, label in _actions(view.attempt))
    return lay_buttons(buttons, room)


def _actions(attempt: Attempt) -> Iterator[tuple[str, str]]:
    if not attempt.done:
        yield "submit", _("enter Answer")
        left = len(attempt.question.hints) - attempt.hints
        if left:
            yield "hint", _("h Hint, {left} left").format(left=left)
    if attempt.question.solution and not attempt.solution:
        yield "solve", _("w Worked solution")
    if attempt.varies:
        yield "another", _("v Another like this")
    elif attempt.done or attempt.solution:
        yield "another", _("v Again")


def _worth(view: CardView, room: int) -> str:
    """Return what the bottom of the card says of credit, in at most ``room`` cells where that can be."""
    attempt = view.attempt
    if attempt.done:
        return f"{percent(attempt.credit)} {view.note}".strip()
    if view.active:
        told = prices(
            attempt.question,
            wrong_tries=attempt.wrong_tries,
            hints=attempt.hints,
            solution=attempt.solution,
        )
        return next((one for one in told if width((Span(one),)) <= room), told[-1])
    if view.best is not None:
        return _("answered, {best}").format(best=percent(view.best))
    return _("a answers")


def _boxed(view: CardView, inside: Stack, cells: int, glyphs: Glyphs) -> Laid:
    border = "card active" if view.active else "card"
    done = view.attempt.done or (view.best is not None and view.best > 0)
    mark = glyphs.right if done else "?"
    question = _("Question {number} of {count}").format(number=view.number, count=view.count)
    title = f" {mark} {question} "
    if view.attempt.variant.seed:
        variant = _("variant {seed}").format(seed=view.attempt.variant.seed)
        title += f"{'-' if glyphs.ascii else '·'} {variant} "
    worth = _worth(view, cells - 6)
    side = Span(glyphs.vertical, border)
    room = max(1, cells - 4)
    top = _edge(glyphs.top_left, title, "", glyphs.top_right, cells, border, glyphs)
    bottom = _edge(
        glyphs.bottom_left,
        "",
        f" {worth} " if worth else "",
        glyphs.bottom_right,
        cells,
        border,
        glyphs,
    )
    rows = tuple((side, Span(" "), *pad(line, room), Span(" "), side) for line in inside.lines)
    lines = (top, *rows, bottom)
    whole = Target("question", 0, 0, cells, height=len(lines), value=view.attempt.question.place)
    return Laid(
        tuple(crop(line, cells) for line in lines),
        (whole, *(target.moved(1, 2) for target in inside.targets)),
    )


def _edge(
    left: str, title: str, note: str, right: str, cells: int, role: str, glyphs: Glyphs
) -> Line:
    """Return the top or bottom of the box with a title on its left or a note on its right."""
    room = max(0, cells - 4)
    head = crop((Span(title, f"{role} strong"),), room)
    tail = crop((Span(note, "muted"),), max(0, room - width(head)))
    rule = max(0, cells - 4 - width(head) - width(tail))
    return (
        Span(left + glyphs.horizontal, role),
        *head,
        Span(glyphs.horizontal * rule, role),
        *tail,
        Span(glyphs.horizontal + right, role),
    )
