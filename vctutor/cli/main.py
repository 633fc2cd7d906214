"""The entry point: finds and runs a command, and turns an expected error into one line and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from vctutor import __version__
from vctutor.errors import UsageError, VctutorError, nearest
from vctutor.i18n import N_, _, use_language

# Name -> one line of help. `command_module` says where a command is implemented.
COMMANDS = {
    "open": N_("open the tutor, at a chapter or a place: vctutor open 5#vanishing"),
    "list": N_("list the chapters"),
    "read": N_("print a chapter as plain text"),
    "quiz": N_("ask a chapter's questions, line by line"),
    "review": N_("ask again what is due for review"),
    "sim": N_("run a simulation without a screen"),
    "diff": N_("differentiate an expression, four ways"),
    "tex": N_("typeset a formula"),
    "grade": N_("judge an answer"),
    "check": N_("find the mistakes in a course"),
    "progress": N_("show what is read and answered"),
    "doctor": N_("say what this terminal and your record can do"),
    "notebook": N_("write your answers, notes and solutions as Markdown"),
    "export": N_("write the progress to a file"),
    "import": N_("read progress back from a file"),
    "certificate": N_("write a certificate when all is done"),
    "completion": N_("print the completion script of a shell"),
}


def command_module(name: str) -> ModuleType:
    """Return the module of a command, which defines ``parser() -> Parser`` and ``run(arguments) -> int``.

    It is imported only here, so that a command loads nothing that only other commands need.
    """
    return import_module(f"vctutor.cli.{'import_' if name == 'import' else name}")


def usage() -> str:
    """Return the help of the whole command line."""
    width = max(map(len, COMMANDS))
    rows = "\n".join(f"  {name:<{width}}  {_(line)}" for name, line in COMMANDS.items())
    return _(
        "usage: vctutor [COMMAND] [options]\n"
        "\n"
        "A tutor in the terminal for the calculus behind machine learning.\n"
        "Without a command it opens where you left.\n"
        "\n"
        "commands:\n"
        "{rows}\n"
        "\n"
        "options:\n"
        "  --course DIR  open another course (or set VCTUTOR_COURSE)\n"
        "  --version     print the version\n"
        "  -h, --help    print this; 'vctutor COMMAND --help' tells more\n"
    ).format(rows=rows)


def split_command(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Return the name of the command and its arguments. Without a name the command is ``open``.

    Raises:
        UsageError: the first word is not a command.
    """
    before = _course_before(arguments)
    if before and len(arguments) > before and arguments[before] in COMMANDS:
        return arguments[before], [*arguments[:before], *arguments[before + 1 :]]
    if not arguments or arguments[0].startswith("-"):
        return "open", list(arguments)
    name, *rest = arguments
    if name not in COMMANDS:
        near = nearest(name, list(COMMANDS))
        hint = (
            _("did you mean 'vctutor {near}'?").format(near=near)
            if near
            else _("'vctutor --help' lists the commands")
        )
        raise UsageError(_("there is no command '{name}'").format(name=name), hint)
    return name, rest


def _course_before(arguments: Sequence[str]) -> int:
    """Return the number of arguments taken by a ``--course`` in front of the command, as in ``--course DIR list``."""
    if not arguments or arguments[0].partition("=")[0] != "--course":
        return 0
    return 1 if "=" in arguments[0] else 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``vctutor`` and return its exit code. The default for the arguments is ``sys.argv[1:]``."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    use_language()
    try:
        if given[:1] == ["--version"]:
            print(f"vctutor {__version__}")
            return 0
        if given and given[0] in ("-h", "--help"):
            print(usage(), end="")
            return 0
        name, rest = split_command(given)
        return int(command_module(name).run(rest))
    except VctutorError as error:
        print(f"vctutor: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()  # so that Python does not report the pipe a second time at exit
        return 141  # 128 + SIGPIPE, as a shell reports it
    except KeyboardInterrupt:
        return 130
