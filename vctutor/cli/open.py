"""``vctutor`` and ``vctutor open``: open the tutor."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING

from vctutor.asyncio_without_ssl import import_asyncio
from vctutor.errors import UsageError
from vctutor.i18n import _, speak

if TYPE_CHECKING:
    from vctutor.cli.arguments import Parser
    from vctutor.course.catalog import Catalog


def run(arguments: Sequence[str]) -> int:
    """Open the tutor and return the exit code."""
    options = usual_options(arguments) or parser().parse_args(arguments)
    if options.version:
        from vctutor import __version__

        print(f"vctutor {__version__}")
        return 0
    if options.kiosk:
        from vctutor import kiosk

        kiosk.enter(["open", *arguments])
    _need_a_terminal()
    gc.disable()  # until the first picture: almost everything made by then is kept
    # One thread is plenty for a course, and a hundred sessions share the machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import_asyncio()
    from vctutor.course.catalog import Catalog
    from vctutor.paths import config_dir, course_dir, data_dir
    from vctutor.progress.store import Store
    from vctutor.settings import load

    # Strangers write nothing outside the data directory, and open no course but the host's.
    config = data_dir() if options.kiosk else config_dir()
    settings, wrong = load(config)
    speak(settings.language)
    preferred = "" if options.kiosk else settings.course
    catalog = Catalog.open(course_dir(options.course, preferred))
    if options.place is not None:
        catalog.find(options.place)
    store = Store.open(data_dir(), course=catalog.course.id)
    from vctutor.tui.app import Options
    from vctutor.tui.run import run as sit_down

    return sit_down(
        catalog,
        store,
        Options(
            place=options.place,
            settings=settings,
            ascii=_plain(settings.characters, sys.stdout.encoding),
            colours=_coloured(settings.colours, os.environ),
            notices=(*wrong, *course_notices(catalog)),
            config=config,
            kiosk=options.kiosk,
        ),
    )


def course_notices(catalog: Catalog) -> tuple[str, ...]:
    """Return what to tell at the start where the list of chapters has mistakes: a chapter may be missing."""
    problems = catalog.course.problems
    if not problems:
        return ()
    from vctutor.course.catalog import check_command

    told = _("{problem}; '{command}' shows every mistake of the course")
    return (told.format(problem=problems[0], command=check_command(catalog.directory)),)


def _plain(characters: str, encoding: str | None) -> bool:
    """Return whether only ASCII is drawn."""
    from vctutor.tui.terminal.capabilities import draws_unicode, terminal_encoding

    if characters == "unicode":
        return terminal_encoding(os.environ, encoding) != "utf-8"
    return characters == "ascii" or not draws_unicode(os.environ, encoding)


def _coloured(colours: str, environment: Mapping[str, str]) -> bool:
    """Return whether colours are used: NO_COLOR, if it is not empty, asks for none."""
    from vctutor.tui.terminal.capabilities import has_colours

    return has_colours(environment) if colours == "auto" else colours == "always"


def usual_options(arguments: Sequence[str]) -> SimpleNamespace | None:
    """Return what is asked where it is nothing or only a place: no parser need be loaded for that."""
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        return None
    place = arguments[0] if arguments else None
    return SimpleNamespace(place=place, course=None, kiosk=False, version=False)


def parser() -> Parser:
    """Return the parser of the command."""
    from vctutor.cli.arguments import Parser

    made = Parser(
        "open",
        _("Open the tutor where you left, or at a chapter or a place."),
        "vctutor\nvctutor open 4\nvctutor open the-gradient\nvctutor open 5#vanishing",
    )
    made.add_argument(
        "place", nargs="?", help=_("a chapter's number or name, with #PLACE if you like")
    )
    made.add_argument("--course", metavar="DIR", help=_("another course (or set VCTUTOR_COURSE)"))
    made.add_argument(
        "--kiosk",
        action="store_true",
        help=_("for an account that anybody may use: nothing but learning"),
    )
    made.add_argument("--version", action="store_true", help=_("print the version"))
    return made


def _need_a_terminal() -> None:
    """Look that the tutor can read and draw, before anything is touched.

    Raises:
        UsageError: it can't.
    """
    from vctutor.tui.terminal.capabilities import kind_of

    _fill_closed_descriptors()
    if not (os.isatty(0) and os.isatty(1)):
        raise UsageError(
            _("the tutor needs a terminal for its input and output"),
            _("run it in one, or use 'vctutor read', 'vctutor list' and 'vctutor sim'"),
        )
    term = os.environ.get("TERM", "")
    if os.name == "posix" and kind_of(term) == "useless":
        raise UsageError(
            _("this terminal (TERM={term}) can't be drawn on").format(term=term)
            if term
            else _("TERM is not set"),
            _(
                "use 'vctutor read CHAPTER', or set TERM to what your terminal is, such as "
                "xterm-256color"
            ),
        )


def _fill_closed_descriptors() -> None:
    """Open /dev/null in place of what is closed: else the next file takes the number, and what is written to it."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
