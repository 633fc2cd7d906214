"""The options for plain text: ``--width``, ``--ascii`` and ``--speak``."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from vctutor.cli.arguments import BY_SETTING, SPEAK
from vctutor.cli.line_terminal import only_ascii
from vctutor.errors import UsageError
from vctutor.i18n import _
from vctutor.settings import CHOICES, TEXT_WIDTH, load

if TYPE_CHECKING:
    from vctutor.page.text_options import TextOptions

NARROWEST = 20


def add_text_options(parser: ArgumentParser) -> None:
    """Add the options to the parser of a command."""
    add_speak(parser, _("everything in words, for a screen reader"))
    parser.add_argument("--width", type=int, metavar="N", help=_("cells a line may take"))
    parser.add_argument("--ascii", action="store_true", help=_("use ASCII characters only"))


def add_speak(parser: ArgumentParser, meaning: str) -> None:
    """Add ``--speak``, which may be followed by how formulas are read: ``full`` or ``brief``."""
    parser.add_argument(
        SPEAK,
        choices=(BY_SETTING, *CHOICES["speech"]),
        default="",
        metavar="HOW",
        help=meaning
        + "; "
        + _("{choices} may follow (default: as in the settings)").format(
            choices="/".join(CHOICES["speech"])
        ),
    )


def is_brief(options: Namespace) -> bool:
    """Return whether ``--speak`` asks for brief speech, by itself or by the settings."""
    if options.speak != BY_SETTING:
        return bool(options.speak == "brief")
    from vctutor.paths import config_dir

    return load(config_dir())[0].speech == "brief"


def text_options_of(options: Namespace) -> TextOptions:
    """Return the text options that a command line asks for.

    Raises:
        UsageError: the width is too small.
    """
    from vctutor.page.text_options import TextOptions

    return TextOptions(
        cells(options),
        only_ascii(options.ascii),
        bool(options.speak),
        options.course or "",
        is_brief(options),
    )


def cells(options: Namespace) -> int:
    """Return the width of a line: the one asked for, else that of the terminal, at most `TEXT_WIDTH`.

    Raises:
        UsageError: the width asked for is too small.
    """
    if options.width is None:
        return max(NARROWEST, min(TEXT_WIDTH, shutil.get_terminal_size((80, 24)).columns))
    if options.width < NARROWEST:
        raise UsageError(
            _("a line can't be {count} cells wide").format(count=options.width),
            _("give at least {least}").format(least=NARROWEST),
        )
    return int(options.width)
