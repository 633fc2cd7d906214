"""``vctutor read``: a chapter as plain text, for a pipe, a printer or a screen reader."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from vctutor.cli.arguments import Parser, add_course
from vctutor.cli.text_arguments import add_manners
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


class Piece(NamedTuple):
    """A section's text; ``whole`` where none of it was left out."""

    place: str
    lines: tuple[str, ...]
    whole: bool = True


def parser() -> Parser:
    """Return the parser of the command."""
    made = Parser("read", _("Print a chapter as plain text."), _(_EXAMPLES))
    made.add_argument("chapter", help=_("a chapter's number or name, with #PLACE to begin there"))
    add_manners(made)
    made.add_argument("--whole", action="store_true", help=_("do not stop after each section"))
    made.add_argument("--record", action="store_true", help=_("count what is printed as read"))
    add_course(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Print a chapter and return the exit code."""
    from vctutor.cli.course_choice import chosen
    from vctutor.cli.line_terminal import at_a_terminal
    from vctutor.cli.text_arguments import manner_of
    from vctutor.course.catalog import Catalog

    options = parser().parse_args(arguments)
    manner = manner_of(options)
    catalog = Catalog.open(chosen(options.course))
    found = catalog.find(options.chapter)
    chapter = catalog.chapter(found.entry)
    last = found.entry.number + 1 == len(catalog.course.chapters)
    pieces = list(_pieces(chapter, found.place, manner, last))
    stops = at_a_terminal() and not options.whole
    with ExitStack() as stack:
        wanted = stops or options.record
        store = _store(stack, catalog.course.id, options) if wanted else None
        _show(chapter, pieces, store, stops)
    return 0


def _store(stack: ExitStack, course: str, options: Namespace) -> Store | None:
    """Open the record of a course. Reading goes on without one, except where recording was asked for."""
    import sys

    from vctutor.cli.store_session import opened_store
    from vctutor.errors import StoreError

    try:
        return stack.enter_context(opened_store(course))
    except StoreError as error:
        if options.record:
            raise
        told = _("what you read is not recorded: {why}").format(why=error)
        print(f"vctutor: {told}", file=sys.stderr)
        return None


def _show(chapter: Chapter, pieces: list[Piece], store: Store | None, stops: bool) -> None:
    """Print the pieces, with a stop after each but the last where there are stops."""
    from vctutor.cli.line_terminal import conversation
    from vctutor.cli.store_session import wait

    talk = conversation()
    known = wait(store.progress()).read if store else frozenset[str]()
    for number, piece in enumerate(pieces, 1):
        talk.say(["", "", *piece.lines] if number > 1 else piece.lines)
        last = number == len(pieces)
        heard = talk.ask(f"\n{_(GO_ON)}") if stops and not last else ""
        item = f"{chapter.id}/{piece.place}"
        if store and piece.whole and item not in known:
            store.record("read", item)
        if heard is None or heard.casefold() in ("q", "quit"):
            break
    if store and stops:
        store.record("position", chapter.id, {"place": piece.place, "line_offset": 0})


def _pieces(
    chapter: Chapter, place: str | None, manner: TextOptions, last: bool
) -> Iterator[Piece]:
    """Yield the chapter's head and sections, from the place on where one is named."""
    import sys

    drawn = sys.stdout.isatty() and not manner.aloud
    begun = place is None
    parts = _drawn(chapter, manner) if drawn else _plain(chapter, manner, last)
    for name, lines, starts in parts:
        start = 0
        if not begun:
            if place not in starts:
                continue
            begun, start = True, starts[place]
        yield Piece(name, lines[start:], start == 0)


_Parts = Iterator[tuple[str, tuple[str, ...], dict[str, int]]]


def _plain(chapter: Chapter, manner: TextOptions, last: bool) -> _Parts:
    from vctutor.page.plain import chapter_parts

    for part in chapter_parts(chapter, manner, last=last):
        yield part.place, part.lines, dict(part.starts)


def _drawn(chapter: Chapter, manner: TextOptions) -> _Parts:
    """Yield the parts of the page as the tutor draws it, cut at its sections."""
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
            continue  # the page tells that it can't be asked
    page = ChapterLayout(chapter, manner.cells, glyphs(manner.ascii)).page(views, {})
    lines = [plain(line).rstrip() for line in page.lines]
    sections = [TOP, *(block.place for block in chapter.body if isinstance(block, Section))]
    bounds = [found.line for place in sections if (found := page.find(place))] + [len(lines)]
    for place, start, end in zip(sections, bounds, bounds[1:], strict=False):
        text = "\n".join(lines[start:end]).rstrip("\n").split("\n")
        starts = {b.place: b.line - start for b in page.blocks if start <= b.line < end}
        yield place, tuple(text), starts
