"""``vctutor`` and ``vctutor open``: open the tutor."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from vctutor.errors import UsageError


def run(arguments: Sequence[str]) -> int:
    """Open the tutor and return the exit code."""
    options = _parser().parse_args(arguments)
    if options.version:
        from vctutor import __version__

        print(f"vctutor {__version__}")
        return 0
    _need_a_terminal()
    # One thread is plenty for a course, and a hundred sessions share the machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from vctutor.course.catalog import Catalog
    from vctutor.paths import config_dir, course_dir, data_dir
    from vctutor.progress.store import Store
    from vctutor.settings import load

    settings, wrong = load(config_dir())
    catalog = Catalog.open(course_dir(options.course, settings.course))
    if options.place is not None:
        catalog.find(options.place)
    store = Store.open(data_dir())
    try:
        from vctutor.tui.app import Options, TutorApp

        app = TutorApp(
            catalog,
            store,
            Options(
                place=options.place,
                settings=settings,
                ascii=_plain(settings.characters, sys.stdout.encoding),
                colours=_coloured(settings.colours, os.environ),
                notices=wrong,
                config=config_dir(),
            ),
        )
        app.run()
        return app.return_code or 0
    finally:
        store.close()


def _plain(characters: str, encoding: str | None) -> bool:
    """Return whether only ASCII is drawn."""
    if characters == "auto":
        return "utf" not in (encoding or "").lower()
    return characters == "ascii"


def _coloured(colours: str, environment: Mapping[str, str]) -> bool:
    """Return whether colours are used: NO_COLOR, if it is not empty, asks for none."""
    if colours == "auto":
        return not environment.get("NO_COLOR")
    return colours == "always"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vctutor open",
        description="Open the tutor where you left, or at a chapter or a place.",
        epilog="examples: vctutor    vctutor open 4    vctutor open the-gradient    vctutor open 5#vanishing",
    )
    parser.add_argument(
        "place", nargs="?", help="a chapter's number or name, with #PLACE if you like"
    )
    parser.add_argument("--course", metavar="DIR", help="another course (or set VCTUTOR_COURSE)")
    parser.add_argument("--version", action="store_true", help="print the version")
    return parser


def _need_a_terminal() -> None:
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise UsageError(
            "the tutor needs a terminal for its input and output",
            "run it in one, or use 'vctutor read', 'vctutor list' and 'vctutor sim'",
        )
    if os.environ.get("TERM") == "dumb":
        raise UsageError(
            "this terminal (TERM=dumb) can't be drawn on", "use 'vctutor read CHAPTER'"
        )
