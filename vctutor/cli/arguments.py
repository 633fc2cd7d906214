"""The arguments of a command: one parser for all, whose mistakes are told in one line with the nearest right name."""

from __future__ import annotations

import re
from argparse import Action, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from vctutor.errors import UsageError, nearest
from vctutor.i18n import N_, _

_KINDS = {"int": N_("give a whole number"), "float": N_("give a number")}


class _Formatter(RawDescriptionHelpFormatter):
    """Writes the help with the words of `vctutor.i18n`."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add how the command is called."""
        super().add_usage(usage, actions, groups, prefix or _("usage: "))


class Parser(ArgumentParser):
    """The parser of one command. Mistakes raise `UsageError` instead of printing the usage and leaving.

    Options may not be abbreviated, so that one added later breaks no script.
    """

    def __init__(self, command: str, description: str, examples: str, **more: Any) -> None:
        """Make the parser of ``vctutor COMMAND``.

        Args:
            command: its name.
            description: what it does, in a sentence.
            examples: lines that can be typed as they are, and what else stands below the options.
            more: what `argparse.ArgumentParser` takes besides, such as ``usage``.
        """
        super().__init__(
            prog=f"vctutor {command}",
            description=description,
            epilog="\n".join((_("examples:"), _indented(examples))),
            formatter_class=_Formatter,
            allow_abbrev=False,
            **more,
        )
        self._positionals.title = _("positional arguments")
        self._optionals.title = _("options")
        self._actions[0].help = _("show this help message and exit")

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Namespace | None = None
    ) -> Namespace:
        """Return the options.

        Raises:
            UsageError: an argument is unknown, missing or no value of its kind.
        """
        given = list(args or ())
        self._look_for_unknown(given)
        options, left = self.parse_known_args(given, namespace)
        if left:
            told = _("'{argument}' is one argument too many").format(argument=left[0])
            raise UsageError(told, self._advice())
        return options

    def option_names(self) -> list[str]:
        """Return every option as it is typed, such as ``--width``."""
        return [name for action in self._actions for name in action.option_strings]

    def _look_for_unknown(self, given: Sequence[str]) -> None:
        known = self.option_names()
        for word in given:
            if word == "--":
                return
            name = word.partition("=")[0]
            if re.fullmatch(r"--?[A-Za-z][\w-]*", name) and name not in known:
                near = nearest(name, known)
                hint = _meant(near) if near else self._advice()
                raise UsageError(_("there is no option '{option}'").format(option=name), hint)

    def _advice(self) -> str:
        return _("'{command} --help' shows how it is called").format(command=self.prog)

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found, in words."""
        missing = re.fullmatch(r"the following arguments are required: (.*)", message)
        if missing:
            raise UsageError(_("{argument} is missing").format(argument=missing[1]), self._advice())
        value = re.fullmatch(r"argument (\S+): invalid (\w+) value: '(.*)'", message, re.DOTALL)
        if value:
            kind = _KINDS.get(value[2])
            hint = _(kind) if kind else self._advice()
            raise UsageError(_impossible(value[1], value[3]), hint)
        choice = re.fullmatch(
            r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", message
        )
        if choice:
            names = [name.strip(" '") for name in choice[3].split(",")]
            near = nearest(choice[2], names)
            listed = _("choose one of {names}").format(names=", ".join(names))
            raise UsageError(_impossible(choice[1], choice[2]), _meant(near) if near else listed)
        raise UsageError(message.removeprefix("argument "), self._advice())


def _meant(near: str) -> str:
    return _("did you mean '{nearest}'?").format(nearest=near)


def _impossible(argument: str, value: str) -> str:
    return _("{argument} can't be '{value}'").format(argument=argument, value=value)


def add_course(parser: ArgumentParser) -> None:
    """Add ``--course``, which most commands have."""
    parser.add_argument("--course", metavar="DIR", help=_("another course (or set VCTUTOR_COURSE)"))


def _indented(examples: str) -> str:
    """Return the text with its first paragraph, the examples, set in."""
    first, gap, rest = examples.strip("\n").partition("\n\n")
    return "\n".join(f"  {line.strip()}" for line in first.split("\n")) + gap + rest
