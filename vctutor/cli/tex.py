"""``vctutor tex``: typeset a formula."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from vctutor.cli.arguments import Parser
from vctutor.cli.line_terminal import only_ascii
from vctutor.errors import UsageError
from vctutor.i18n import _

EXAMPLES = """\
  vctutor tex '\\frac{df}{dx} = \\lim_{h \\to 0} \\frac{f(x+h) - f(x)}{h}'
  vctutor tex --form spoken '\\nabla f'
  vctutor tex --list arrow
  vctutor tex --width 40 --ascii 'e^{-x^2/2}'
  echo '\\sqrt{2}' | vctutor tex -
"""


def run(arguments: Sequence[str]) -> int:
    """Print a formula; if it can't be parsed, print the position of the mistake and return 1."""
    options = parser().parse_args(list(arguments))
    ascii = only_ascii(options.ascii)
    if options.list:
        print("\n".join(_known(options.latex, ascii)))
        return 0
    if options.latex is None:
        raise UsageError(_("LATEX is missing"), _("give a formula, or --list for all commands"))

    from vctutor.typesetting import problem, typeset

    latex = (sys.stdin.read() if options.latex == "-" else options.latex).strip()
    wrong = problem(latex)
    if wrong is not None:
        print(_report(latex, wrong.offset, wrong.length, str(wrong)), file=sys.stderr)
        return 1
    lines = typeset(latex, form=options.form, width=options.width, ascii=ascii)
    print("\n".join("".join(span.text for span in line).rstrip() for line in lines))
    return 0


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser("tex", _("Typeset a LaTeX formula in the terminal."), EXAMPLES)
    add = command.add_argument
    add(
        "latex",
        nargs="?",
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
    add(
        "--list",
        action="store_true",
        help=_("the commands that are known, as they look; with LATEX, those whose name holds it"),
    )
    add("--ascii", action="store_true", help=_("ASCII characters only, in any form"))
    return command


def _known(part: str | None, ascii: bool) -> Iterator[str]:
    """Yield the commands and environments whose names hold ``part``, each with what it shows."""
    from vctutor.typesetting import inline, problem
    from vctutor.typesetting.latex.commands import COMMANDS, ENVIRONMENTS
    from vctutor.typesetting.latex.macros import MACROS
    from vctutor.typesetting.latex.rewriting import REWRITTEN

    wanted = (part or "").lstrip("\\")
    for name in sorted({*COMMANDS, *MACROS}, key=lambda name: (name.casefold(), name)):
        if wanted not in name:
            continue
        # A command shows itself alone or with as many arguments as it needs.
        samples = (f"\\{name}{arguments}" for arguments in ("", "{x}", "{x}{y}", "{a}{x}{y}"))
        sample = next((latex for latex in samples if problem(latex) is None), "")
        shown = "".join(span.text for span in inline(sample, ascii=ascii)).strip()
        yield f"{sample or f'{chr(92)}{name}':28} {shown}".rstrip()
    for name in sorted({*ENVIRONMENTS, *REWRITTEN}):
        if wanted in name:
            yield f"\\begin{{{name}}}"


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
