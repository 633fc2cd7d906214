"""``vctutor tex``: typeset a formula."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from vctutor.cli.arguments import Parser
from vctutor.cli.line_terminal import only_ascii
from vctutor.i18n import _

EXAMPLES = """\
  vctutor tex '\\frac{df}{dx} = \\lim_{h \\to 0} \\frac{f(x+h) - f(x)}{h}'
  vctutor tex --form spoken '\\nabla f'
  vctutor tex --width 40 --ascii 'e^{-x^2/2}'
  echo '\\sqrt{2}' | vctutor tex -
"""


def run(arguments: Sequence[str]) -> int:
    """Print a formula; if it can't be parsed, print the position of the mistake and return 1."""
    options = parser().parse_args(list(arguments))

    from vctutor.typesetting import problem, typeset

    latex = (sys.stdin.read() if options.latex == "-" else options.latex).strip()
    wrong = problem(latex)
    if wrong is not None:
        print(_report(latex, wrong.offset, wrong.length, str(wrong)), file=sys.stderr)
        return 1
    ascii = only_ascii(options.ascii)
    lines = typeset(latex, form=options.form, width=options.width, ascii=ascii)
    print("\n".join("".join(span.text for span in line).rstrip() for line in lines))
    return 0


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser("tex", _("Typeset a LaTeX formula in the terminal."), EXAMPLES)
    add = command.add_argument
    add(
        "latex",
        metavar="LATEX",
        help=_("the formula, without dollar signs; - reads it from the input"),
    )
    add("--width", type=_positive, metavar="N", help=_("cells a line may take (default: no bound)"))
    add(
        "--form",
        choices=["display", "inline", "ascii", "spoken"],
        default="display",
        help=_("in two dimensions (default), on one line, in ASCII, or as it is read aloud"),
    )
    add("--ascii", action="store_true", help=_("ASCII characters only, in any form"))
    return command


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(_("the width must be at least 1"))
    return number


def _report(latex: str, offset: int, length: int, message: str) -> str:
    """Return the line with the mistake, carets under it, and the message."""
    from rich.cells import cell_len

    start = latex.rfind("\n", 0, offset) + 1
    end = latex.find("\n", offset)
    line = latex[start : end if end >= 0 else len(latex)]
    shown = "".join(character if character.isprintable() else " " for character in line)
    column = offset - start
    carets = "^" * max(1, cell_len(shown[column : column + length]))
    return f"{shown}\n{' ' * cell_len(shown[:column])}{carets}\n{message}"
