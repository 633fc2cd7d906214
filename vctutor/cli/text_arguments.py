"""The options that say how plain text is written: ``--width``, ``--ascii``, ``--speak``."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from vctutor.cli.line_terminal import only_ascii
from vctutor.errors import UsageError
from vctutor.i18n import _

if TYPE_CHECKING:
    from vctutor.page.text_options import TextOptions

NARROWEST = 20
WIDEST = 84


def add_manners(parser: ArgumentParser) -> None:
    """Add the options to a command."""
    parser.add_argument(
        "--speak", action="store_true", help=_("everything in words, for a screen reader")
    )
    parser.add_argument("--width", type=int, metavar="N", help=_("cells a line may take"))
    parser.add_argument("--ascii", action="store_true", help=_("use ASCII characters only"))


def manner_of(options: Namespace) -> TextOptions:
    """Return how to write.

    Raises:
        UsageError: the width is too small to write anything.
    """
    from vctutor.page.text_options import TextOptions

    return TextOptions(
        cells(options), only_ascii(options.ascii), options.speak, options.course or ""
    )


def cells(options: Namespace) -> int:
    """Return how wide a line gets: what was asked for, else the terminal's width up to 84.

    Raises:
        UsageError: it is too small to write anything.
    """
    if options.width is None:
        return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))
    if options.width < NARROWEST:
        raise UsageError(
            _("a line can't be {count} cells wide").format(count=options.width),
            _("give at least {least}").format(least=NARROWEST),
        )
    return int(options.width)
