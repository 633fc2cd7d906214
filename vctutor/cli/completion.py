"""``vctutor completion``: the completion script of a shell, with the chapters and simulations of the course in it.

Everything a script offers is written into it, so that the tab key costs no start of Python.
"""

from __future__ import annotations

from argparse import Action
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from vctutor.cli.arguments import Parser, add_course
from vctutor.i18n import N_, _

if TYPE_CHECKING:
    from vctutor.course.catalog import Catalog

_EXAMPLES = N_("""\
eval "$(vctutor completion bash)"
vctutor completion zsh > ~/.zfunc/_vctutor
vctutor completion fish > ~/.config/fish/completions/vctutor.fish

The first belongs into ~/.bashrc; for zsh, ~/.zfunc must be in fpath before compinit.
""")
SHELLS = ("bash", "zsh", "fish")
_BY_METAVAR = {"FILE": "files", "DIR": "directories"}
_BY_NAME = {"chapter": "chapters", "place": "chapters", "name": "simulations", "set": "parameters"}


@dataclass(frozen=True)
class Slot:
    """What an option or an argument takes.

    Attributes:
        kind: ``none`` (a switch), ``any``, ``words``, ``files``, ``directories``, ``chapters``, ``simulations`` or
            ``parameters``.
        words: the words offered where the kind is ``words``.
    """

    kind: str = "any"
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """An option of a command."""

    names: tuple[str, ...]
    help: str
    slot: Slot
    repeats: bool = False


@dataclass(frozen=True)
class Command:
    """A command: its line of help, its options and its arguments in order."""

    name: str
    help: str
    options: tuple[Option, ...]
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Offer:
    """Everything a script offers.

    Attributes:
        commands: the commands.
        chapters: numbers and names of the chapters.
        simulations: name -> its parameters, each with the values it takes by name.
        shown: chapter, by number or name -> the simulation that stands in it.
    """

    commands: tuple[Command, ...]
    chapters: tuple[str, ...] = ()
    simulations: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)


def parser() -> Parser:
    """Return the parser of the command."""
    made = Parser("completion", _("Print the completion script of a shell."), _(_EXAMPLES))
    made.add_argument("shell", choices=SHELLS, help=_("bash, zsh or fish"))
    add_course(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Print the script."""
    from vctutor.cli import completion_scripts
    from vctutor.cli.course_choice import chosen
    from vctutor.course.catalog import Catalog

    options = parser().parse_args(arguments)
    offered = offer(Catalog.open(chosen(options.course)))
    print(
        {
            "bash": completion_scripts.bash,
            "zsh": completion_scripts.zsh,
            "fish": completion_scripts.fish,
        }[options.shell](offered)
    )
    return 0


def offer(catalog: Catalog) -> Offer:
    """Return what there is to offer: the commands with their options, the course's chapters, the simulations."""
    from vctutor.cli.main import COMMANDS
    from vctutor.simulations.registry import NAMES, get

    entries = catalog.course.chapters
    return Offer(
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
    module = import_module(f"vctutor.cli.{'import_' if name == 'import' else name}")
    actions: list[Action] = module.parser()._actions
    options = tuple(
        Option(
            tuple(one.option_strings),
            one.help or "",
            _slot(one),
            "append" in str(type(one)).lower(),
        )
        for one in actions
        if one.option_strings
    )
    return Command(
        name, line, options, tuple(_slot(one) for one in actions if not one.option_strings)
    )


def _slot(action: Action) -> Slot:
    if action.option_strings and action.nargs == 0:
        return Slot("none")
    if action.choices:
        return Slot("words", tuple(map(str, action.choices)))
    metavar = str(action.metavar or "")
    return Slot(_BY_METAVAR.get(metavar) or _BY_NAME.get(_meant(action), "any"))


def _meant(action: Action) -> str:
    """Return what an action is called; ``--name`` of a person is no simulation."""
    is_option = bool(action.option_strings)
    return action.dest if not is_option or action.dest in ("set", "chapter") else ""
