"""``vctutor completion``: print the completion script of a shell.

The script contains every completion, those of the course included, so that the tab key does not start Python.
"""

from __future__ import annotations

from argparse import Action
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vctutor.cli.arguments import Parser, add_course
from vctutor.cli.completion_scripts import SCRIPTS, Command, Completions, Option, Slot
from vctutor.i18n import N_, _

if TYPE_CHECKING:
    from vctutor.course.catalog import Catalog

_EXAMPLES = N_("""\
eval "$(vctutor completion bash)"
vctutor completion zsh > ~/.zfunc/_vctutor
vctutor completion fish > ~/.config/fish/completions/vctutor.fish

The first belongs into ~/.bashrc; for zsh, ~/.zfunc must be in fpath before compinit.
""")
_BY_METAVAR = {"FILE": "files", "DIR": "directories"}
_BY_NAME = {"chapter": "chapters", "place": "chapters", "name": "simulations", "set": "parameters"}


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser("completion", _("Print the completion script of a shell."), _(_EXAMPLES))
    command.add_argument("shell", choices=list(SCRIPTS), help=_("bash, zsh or fish"))
    add_course(command)
    return command


def run(arguments: Sequence[str]) -> int:
    """Print the script."""
    from vctutor.cli.course_choice import open_catalog

    options = parser().parse_args(arguments)
    print(SCRIPTS[options.shell](completions(open_catalog(options.course))))
    return 0


def completions(catalog: Catalog) -> Completions:
    """Return all completions: commands with their options, chapters of the course, simulations."""
    from vctutor.cli.main import COMMANDS
    from vctutor.simulations.registry import NAMES, get

    entries = catalog.course.chapters
    return Completions(
        commands=tuple(_command(name, _(line)) for name, line in COMMANDS.items()),
        chapters=tuple(str(one.number) for one in entries) + tuple(one.id for one in entries),
        simulations={
            name: {
                parameter.name: tuple(
                    choice.name for choice in parameter.choices if " " not in choice.name
                )
                for parameter in get(name).parameters
            }
            for name in NAMES
        },
        shown={
            known: chapter.simulations[0].name
            for chapter in catalog.chapters()
            if chapter.simulations
            for known in (str(chapter.number), chapter.id)
        },
    )


def _command(name: str, line: str) -> Command:
    from vctutor.cli.main import command_module

    parser: Parser = command_module(name).parser()
    options = tuple(
        Option(
            tuple(one.option_strings),
            one.help or "",
            _slot(one),
            "append" in str(type(one)).lower(),
        )
        for one in parser.actions()
        if one.option_strings
    )
    return Command(
        name, line, options, tuple(_slot(one) for one in parser.actions() if not one.option_strings)
    )


def _slot(action: Action) -> Slot:
    if action.option_strings and action.nargs == 0:
        return Slot("none")
    if action.choices:
        return Slot("words", tuple(map(str, action.choices)))
    metavar = str(action.metavar or "")
    return Slot(_BY_METAVAR.get(metavar) or _BY_NAME.get(_subject(action), "any"))


def _subject(action: Action) -> str:
    """Return the name that says what an action takes. Most options have none: ``--name`` is a person's."""
    is_option = bool(action.option_strings)
    return action.dest if not is_option or action.dest in ("set", "chapter") else ""
