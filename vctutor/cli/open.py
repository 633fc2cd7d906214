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
from vctutor.i18n import _, use_language

if TYPE_CHECKING:
    from vctutor.cli.arguments import Parser
    from vctutor.course.catalog import Catalog


def run(arguments: Sequence[str]) -> int:
    """Open the tutor and return the exit code."""
    options = parse_simple(arguments) or parser().parse_args(arguments)
    if options.version:
        from vctutor import __version__

        print(f"vctutor {__version__}")
        return 0
    if options.kiosk:
        from vctutor import kiosk

        kiosk.enter(["open", *arguments])
    _need_a_terminal()
    gc.disable()  # until the first frame: almost everything allocated by then stays alive
    # One thread is enough for the matrices of a course, and many sessions may share the machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import_asyncio()
    from vctutor.course.catalog import Catalog
    from vctutor.paths import config_dir, course_dir, data_dir
    from vctutor.progress.store import Store
    from vctutor.settings import load

    # In a kiosk nothing is written outside the data directory, and only the host chooses the course.
    config = data_dir() if options.kiosk else config_dir()
    settings, wrong = load(config)
    use_language(settings.language)
    preferred = "" if options.kiosk else settings.course
    catalog = Catalog.open(course_dir(options.course, preferred))
    if options.place is not None:
        catalog.find(options.place)
    store = Store.open(data_dir(), course=catalog.course.id)
    from vctutor.tui.app import Options
    from vctutor.tui.run import run as run_tutor

    return run_tutor(
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
    """Return a notice for the start if ``course.yaml`` has mistakes: a chapter may be missing."""
    problems = catalog.course.problems
    if not problems:
        return ()
    from vctutor.course.catalog import check_command

    message = _("{problem}; '{command}' shows every mistake of the course")
    return (message.format(problem=problems[0], command=check_command(catalog.directory)),)


def _plain(characters: str, encoding: str | None) -> bool:
    """Return whether to draw ASCII characters only."""
    from vctutor.tui.terminal.capabilities import draws_unicode, terminal_encoding

    if characters == "unicode":
        return terminal_encoding(os.environ, encoding) != "utf-8"
    return characters == "ascii" or not draws_unicode(os.environ, encoding)


def _coloured(colours: str, environment: Mapping[str, str]) -> bool:
    """Return whether to use colours. A NO_COLOR that is not empty asks for none."""
    from vctutor.tui.terminal.capabilities import has_colours

    return has_colours(environment) if colours == "auto" else colours == "always"


def parse_simple(arguments: Sequence[str]) -> SimpleNamespace | None:
    """Return the options of a call with at most a place. Importing argparse would delay the most common start."""
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        return None
    place = arguments[0] if arguments else None
    return SimpleNamespace(place=place, course=None, kiosk=False, version=False)


def parser() -> Parser:
    """Return the parser of the command."""
    from vctutor.cli.arguments import Parser, add_course

    command = Parser(
        "open",
        _("Open the tutor where you left, or at a chapter or a place."),
        "vctutor\nvctutor open 4\nvctutor open the-gradient\nvctutor open 5#vanishing",
    )
    add = command.add_argument
    add("place", nargs="?", help=_("a chapter's number or name, with #PLACE if you like"))
    add_course(command)
    add(
        "--kiosk",
        action="store_true",
        help=_("for an account that anybody may use: nothing but learning"),
    )
    add("--version", action="store_true", help=_("print the version"))
    return command


def _need_a_terminal() -> None:
    """Check that the tutor can read and draw, before anything is opened.

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
    """Open /dev/null for each closed standard descriptor: the next opened file would take its number and its output."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
