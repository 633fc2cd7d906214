"""``vctutor read``: print a chapter as plain text, for a pipe, a printer or a screen reader."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from vctutor.cli.arguments import Parser, add_course
from vctutor.cli.text_arguments import add_text_options
from vctutor.i18n import N_, _

if TYPE_CHECKING:
    from vctutor.course.model import Chapter
    from vctutor.page.text_options import TextOptions
    from vctutor.progress.store import Store

_EXAMPLES = N_("""\
vctutor read 4
vctutor read the-gradient --width 60 | lpr
vctutor read 5#vanishing --speak

On a terminal it stops after each section: enter goes on, q stops. What was shown counts as read, as in the
tutor. Into a pipe or a file it writes everything at once, and nothing counts as read unless --record is given.
""")
GO_ON = N_("Enter goes on, q stops: ")


class Part(NamedTuple):
    """The text of a section. ``whole`` is false if it starts inside the section."""

    place: str
    lines: tuple[str, ...]
    whole: bool = True


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser("read", _("Print a chapter as plain text."), _(_EXAMPLES))
    add = command.add_argument
    add("chapter", help=_("a chapter's number or name, with #PLACE to begin there"))
    add_text_options(command)
    add("--whole", action="store_true", help=_("do not stop after each section"))
    add("--record", action="store_true", help=_("count what is printed as read"))
    add_course(command)
    return command


def run(arguments: Sequence[str]) -> int:
    """Print a chapter."""
    from vctutor.cli.course_choice import open_catalog
    from vctutor.cli.line_terminal import at_a_terminal
    from vctutor.cli.text_arguments import text_options_of

    options = parser().parse_args(arguments)
    text_options = text_options_of(options)
    catalog = open_catalog(options.course)
    found = catalog.find(options.chapter)
    chapter = catalog.chapter(found.entry)
    last = found.entry.number + 1 == len(catalog.course.chapters)
    parts = list(_parts(chapter, found.place, text_options, last))
    stops = at_a_terminal() and not options.whole
    with ExitStack() as stack:
        wanted = stops or options.record
        store = _store(stack, catalog.course.id, options) if wanted else None
        _show(chapter, parts, store, stops)
    return 0


def _store(stack: ExitStack, course: str, options: Namespace) -> Store | None:
    """Open the store. Without ``--record`` an unusable store is only reported."""
    import sys

    from vctutor.cli.store_session import opened_store
    from vctutor.errors import StoreError

    try:
        return stack.enter_context(opened_store(course))
    except StoreError as error:
        if options.record:
            raise
        message = _("what you read is not recorded: {why}").format(why=error)
        print(f"vctutor: {message}", file=sys.stderr)
        return None


def _show(chapter: Chapter, parts: list[Part], store: Store | None, stops: bool) -> None:
    """Print the parts. With ``stops``, wait for enter after each part but the last."""
    from vctutor.cli.line_terminal import standard_terminal
    from vctutor.cli.store_session import wait

    terminal = standard_terminal()
    known = wait(store.progress()).read if store else frozenset[str]()
    for number, part in enumerate(parts, 1):
        terminal.write(["", "", *part.lines] if number > 1 else part.lines)
        last = number == len(parts)
        heard = terminal.ask(f"\n{_(GO_ON)}") if stops and not last else ""
        item = f"{chapter.id}/{part.place}"
        if store and part.whole and item not in known:
            store.record("read", item)
        if heard is None or heard.casefold() in ("q", "quit"):
            break
    if store and stops:
        store.record("position", chapter.id, {"place": part.place, "line_offset": 0})


def _parts(
    chapter: Chapter, place: str | None, text_options: TextOptions, last: bool
) -> Iterator[Part]:
    """Yield the head and the sections of a chapter, from ``place`` on if there is one."""
    import sys

    drawn = sys.stdout.isatty() and not text_options.aloud
    begun = place is None
    parts = _drawn(chapter, text_options) if drawn else _plain(chapter, text_options, last)
    for name, lines, starts in parts:
        start = 0
        if not begun:
            if place not in starts:
                continue
            begun, start = True, starts[place]
        yield Part(name, lines[start:], start == 0)


_Parts = Iterator[tuple[str, tuple[str, ...], dict[str, int]]]


def _plain(chapter: Chapter, text_options: TextOptions, last: bool) -> _Parts:
    from vctutor.page.plain import chapter_parts

    for part in chapter_parts(chapter, text_options, last=last):
        yield part.place, part.lines, dict(part.starts)


def _drawn(chapter: Chapter, text_options: TextOptions) -> _Parts:
    """Yield the page as the tutor draws it, divided at its sections."""
    from vctutor.course.model import Section
    from vctutor.errors import CourseError
    from vctutor.grading.attempts import begin
    from vctutor.page.card import CardView
    from vctutor.page.chapter_layout import TOP, ChapterLayout
    from vctutor.page.glyphs import glyphs
    from vctutor.styled_text import plain

    views = {}
    for number, question in enumerate(chapter.questions, 1):
        try:
            views[question.place] = CardView(begin(question), number, len(chapter.questions))
        except CourseError:
            continue  # the page shows why it can't be asked
    page = ChapterLayout(chapter, text_options.cells, glyphs(text_options.ascii)).page(views, {})
    lines = [plain(line).rstrip() for line in page.lines]
    sections = [TOP, *(block.place for block in chapter.body if isinstance(block, Section))]
    bounds = [found.line for place in sections if (found := page.find(place))] + [len(lines)]
    for place, start, end in zip(sections, bounds, bounds[1:], strict=False):
        text = "\n".join(lines[start:end]).rstrip("\n").split("\n")
        starts = {b.place: b.line - start for b in page.blocks if start <= b.line < end}
        yield place, tuple(text), starts
