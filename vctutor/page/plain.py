"""A chapter as plain text: for a pipe, a printer, a file or a screen reader. Nothing is boxed or drawn."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from msgspec.structs import replace

from vctutor.course.model import (
    Block,
    BrokenBlock,
    Callout,
    Chapter,
    Code,
    Derivation,
    Diagram,
    Flow,
    FlowNode,
    Formula,
    Prose,
    Question,
    Section,
    SimulationRef,
    Table,
)
from vctutor.errors import CourseError
from vctutor.i18n import _, plural
from vctutor.page.chapter_layout import TOP
from vctutor.page.glyphs import ASCII, UNICODE
from vctutor.page.plain_question import asked
from vctutor.page.table import lay_table
from vctutor.page.text_options import INDENT, TextOptions, formula, phrase, prose, sentence, wrapped
from vctutor.styled_text import plain

Blocks = list[tuple[str, list[str]]]


class Part(NamedTuple):
    """A part of a chapter as plain lines: its head, or a section.

    Attributes:
        place: ``top`` or the section's place.
        lines: the text.
        starts: place of each of its blocks -> the line it starts at.
    """

    place: str
    lines: tuple[str, ...]
    starts: Mapping[str, int]


def chapter_parts(chapter: Chapter, options: TextOptions, *, last: bool = False) -> list[Part]:
    """Return a chapter's head and its sections; the summary and what to do next end the last.

    Args:
        chapter: what to write.
        options: width, characters and speech.
        last: whether no chapter comes after it.
    """
    blocks: Blocks = [(TOP, _head(chapter, options))]
    groups = [(TOP, blocks)]
    number = 0
    for block in chapter.body:
        if isinstance(block, Section):
            blocks = []
            groups.append((block.place, blocks))
        if isinstance(block, Question):
            number += 1
            blocks.append((block.place, _question(block, number, chapter, options)))
        else:
            blocks.append((block.place, lay_plain(block, options, chapter)))
    if chapter.summary:
        blocks.append(("summary", _summary(chapter, options)))
    blocks.append(("end", _next(chapter, options, last)))
    return [_part(place, group) for place, group in groups]


def _part(place: str, blocks: Blocks) -> Part:
    lines: list[str] = []
    starts: dict[str, int] = {}
    for name, laid in blocks:
        if lines and laid and lines[-1]:
            lines.append("")
        starts[name] = len(lines)
        lines += laid
    return Part(place, tuple(lines), starts)


def lay_plain(block: Block, options: TextOptions, chapter: Chapter | None = None) -> list[str]:
    """Return a block as plain lines; ``chapter`` is where it stands, for the command that runs its simulation."""
    if isinstance(block, SimulationRef):
        return _simulation(block, options, chapter)
    lay = _LAYOUTS.get(type(block))
    lines = lay(block, options) if lay else []
    caption = getattr(block, "caption", None)
    return [*lines, *prose(caption, options)] if caption and not isinstance(block, Table) else lines


def sim_command(ref: SimulationRef) -> str:
    """Return the command that runs a simulation with the parameters of its passage."""
    words = ["vctutor", "sim", ref.name]
    for name, value in ref.values.items():
        words += ["--set", shlex.quote(f"{name}={typed(value)}")]
    return " ".join(words)


def chapter_sim(ref: SimulationRef, chapter: Chapter, options: TextOptions) -> str:
    """Return the short command for it, which asks its prediction first: ``vctutor sim 4``."""
    first = chapter.simulations[0].place == ref.place
    return options.command(f"sim {chapter.number}" + ("" if first else f"#{ref.place}"))


def typed(value: object) -> str:
    """Return a parameter's value as it is typed behind ``--set KEY=``."""
    if isinstance(value, tuple):
        entries = ",".join(typed(one) for one in value)
        return f"[{entries}]" if any(isinstance(one, str) for one in value) else entries
    return f"{value:.15g}" if isinstance(value, float) else str(value)


# --- the parts that are no blocks ---------------------------------------------------------------------------


def _head(chapter: Chapter, options: TextOptions) -> list[str]:
    title = phrase(chapter.title, options)
    numbered = _("Chapter {number}. {title}").format(number=chapter.number, title=title)
    name = numbered if chapter.number >= 0 else title
    lines = wrapped(name, options)
    if not options.aloud:
        lines.append("=" * min(options.cells, max(map(len, lines))))
    if chapter.goals:
        goals = prose("\n".join(f"- {goal}" for goal in chapter.goals), options)
        lines += ["", _("After this chapter you can:"), *goals]
    return lines


def _summary(chapter: Chapter, options: TextOptions) -> list[str]:
    body = prose("\n".join(f"- {line}" for line in chapter.summary), options)
    return [*_heading(_("What to keep"), options), *body]


def _next(chapter: Chapter, options: TextOptions, last: bool) -> list[str]:
    """Return the commands that go on from here."""
    if chapter.number < 0:
        return []
    rows = []
    if chapter.questions:
        count = len(chapter.questions)
        asks = plural("asks its question", "asks its {count} questions", count).format(count=count)
        rows.append((options.command(f"quiz {chapter.number}"), asks))
    runs = _("runs its simulation")
    rows += [(chapter_sim(ref, chapter, options), runs) for ref in chapter.simulations]
    if not last:
        rows.append((options.command(f"read {chapter.number + 1}"), _("goes on")))
    wide = 0 if options.aloud else 1 + max((len(command) for command, __ in rows), default=0)
    return [f"{command:<{wide}} {does}" for command, does in rows]


def _question(question: Question, number: int, chapter: Chapter, options: TextOptions) -> list[str]:
    from vctutor.grading.attempts import begin

    try:
        attempt = begin(question)
    except CourseError as error:
        told = _("Question {number} can't be asked: {why}.")
        return wrapped(told.format(number=number, why=error.message), options)
    head = _("Question {number} of {count}.")
    return asked(attempt, head.format(number=number, count=len(chapter.questions)), options)


# --- blocks --------------------------------------------------------------------------------------------------


def _heading(title: str, options: TextOptions) -> list[str]:
    if options.aloud:
        return [_("Section: {title}").format(title=sentence(title)), ""]
    lines = wrapped(title, options)
    return [*lines, "-" * min(options.cells, max(map(len, lines)))]


def _section(block: Section, options: TextOptions) -> list[str]:
    return _heading(phrase(block.title, options), options)


def _prose(block: Prose, options: TextOptions) -> list[str]:
    return prose(block.text, options)


def _formula(block: Formula, options: TextOptions) -> list[str]:
    if not options.aloud:
        return formula(block.formula, options)
    words = block.say.strip() if block.say else phrase(f"${block.formula.strip()}$", options)
    return wrapped(_("Formula: {words}").format(words=sentence(words)), options)


def _callout(block: Callout, options: TextOptions) -> list[str]:
    head = f"{_(block.kind.capitalize())}."
    if block.title:
        head += f" {sentence(phrase(block.title, options))}"
    return [*wrapped(head, options), *prose(block.text, options, 2)]


def _table(block: Table, options: TextOptions) -> list[str]:
    if not options.aloud:
        caption = prose(block.caption, options) if block.caption else []
        marks = replace(ASCII if options.ascii else UNICODE, horizontal="-")
        laid = lay_table(block, options.cells, marks)
        return [*(plain(line).rstrip() for line in laid.lines), *caption]
    count = len(block.rows)
    named = f" {sentence(phrase(block.caption, options))}" if block.caption else ""
    head = plural("Table with one row.", "Table with {count} rows.", count).format(count=count)
    lines = wrapped(head + named, options)
    names = [phrase(name, options) for name in block.columns]
    for number, row in enumerate(block.rows, 1):
        cells = [phrase(cell, options) for cell in row]
        told = [
            f"{name}: {cell}" if name else cell
            for name, cell in zip_longest(names, cells, fillvalue="")
            if cell
        ]
        head = _("Row {number}. {cells}")
        lines += wrapped(head.format(number=number, cells=sentence("; ".join(told))), options)
    return lines


def _code(block: Code, options: TextOptions) -> list[str]:
    listing = block.text.rstrip("\n").split("\n")
    if options.aloud:
        named = _("Listing in {language}.").format(language=block.language.capitalize())
        head = named if block.language else _("Listing.")
        return [head, *listing, _("End of the listing.")]
    return [(" " * INDENT + line).rstrip() for line in listing]


def _derivation(block: Derivation, options: TextOptions) -> list[str]:
    if options.aloud:
        count = len(block.steps)
        head = plural("Derivation in one step", "Derivation in {count} steps", count)
        title = f": {phrase(block.title, options)}" if block.title else ""
        lines = wrapped(sentence(head.format(count=count) + title), options)
        for number, step in enumerate(block.steps, 1):
            said = sentence(phrase(f"${step.formula.strip()}$", options))
            told = _("Step {number}. {formula}").format(number=number, formula=said)
            if step.because:
                reason = sentence(phrase(step.because, options))
                told += " " + _("Reason: {reason}").format(reason=reason)
            lines += wrapped(told, options)
        return lines
    lines = prose(block.title, options) if block.title else []
    for step in block.steps:
        lines += formula(step.formula, options)
        lines += prose(step.because, options, 2 * INDENT) if step.because else []
    return lines


def _flow(block: Flow, options: TextOptions) -> list[str]:
    first, *others = (_box(node, options) for node in block.nodes)
    labels = [phrase(node.by, options) if node.by else "" for node in block.nodes[1:]]
    steps = zip(labels, others, strict=True)
    if options.aloud:
        told = [
            (_("by {label}, to {box}") if by else _("then {box}")).format(label=by, box=box)
            for by, box in steps
        ]
        return wrapped(_("Flow: {boxes}.").format(boxes="; ".join([first, *told])), options)
    text = first + "".join(f" -> ({by}) -> {box}" if by else f" -> {box}" for by, box in steps)
    return wrapped(text, options, INDENT)


def _box(node: FlowNode, options: TextOptions) -> str:
    name = phrase(node.name, options)
    return f"{name}, {phrase(node.note, options)}" if node.note else name


def _diagram(block: Diagram, options: TextOptions) -> list[str]:
    return prose(_("Diagram: {told}").format(told=block.say.strip()), options)


def _simulation(block: SimulationRef, options: TextOptions, chapter: Chapter | None) -> list[str]:
    title = phrase(block.title or block.name.replace("-", " "), options)
    lines = wrapped(_("Try it: {title}").format(title=sentence(title)), options)
    lines += prose(block.caption, options) if block.caption else []
    if block.predict:
        asked_first = _("Predict first: {ask}").format(ask=block.predict.ask.strip())
        lines += prose(asked_first, options)
    if chapter is not None and chapter.number >= 0:
        lines.append(f"{options.margin(INDENT)}{chapter_sim(block, chapter, options)}")
    if not options.aloud:
        lines.append(f"{options.margin(INDENT)}{sim_command(block)}")
    return lines


def _broken(block: BrokenBlock, options: TextOptions) -> list[str]:
    told = [_("This part of the chapter could not be read."), *map(str, block.problems)]
    return [line for text in told for line in wrapped(text, options)]


_LAYOUTS: dict[type[Block], Callable[[Any, TextOptions], list[str]]] = {
    Section: _section,
    Prose: _prose,
    Formula: _formula,
    Callout: _callout,
    Table: _table,
    Code: _code,
    Derivation: _derivation,
    Flow: _flow,
    Diagram: _diagram,
    BrokenBlock: _broken,
}
