"""The argument parser of every command. A mistake is one line that suggests the nearest valid name."""

from __future__ import annotations

import re
from argparse import Action, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from vctutor.errors import UsageError, nearest
from vctutor.i18n import N_, _

_KINDS = {"int": N_("give a whole number"), "float": N_("give a number")}


class _Formatter(RawDescriptionHelpFormatter):
    """Translates what argparse itself writes."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the usage line, with a translated prefix."""
        super().add_usage(usage, actions, groups, prefix or _("usage: "))


class Parser(ArgumentParser):
    """The parser of one command. A mistake raises `UsageError` instead of exiting.

    Options can't be abbreviated: a new option would make an abbreviation in somebody's script ambiguous.
    """

    def __init__(self, command: str, description: str, examples: str, **more: Any) -> None:
        """Make the parser of ``vctutor COMMAND``.

        Args:
            command: the command's name.
            description: what the command does, in one sentence.
            examples: lines that can be typed as they are; after an empty line, any other text.
            more: further arguments of `argparse.ArgumentParser`, such as ``usage``.
        """
        super().__init__(
            prog=f"vctutor {command}",
            description=description,
            epilog="\n".join((_("examples:"), _indented(examples))),
            formatter_class=_Formatter,
            allow_abbrev=False,
            **more,
        )
        # argparse offers no other way to translate its own titles.
        self._positionals.title = _("positional arguments")
        self._optionals.title = _("options")
        self._actions[0].help = _("show this help message and exit")

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Namespace | None = None
    ) -> Namespace:
        """Return the parsed options.

        Raises:
            UsageError: an argument is unknown, is missing or has an invalid value.
        """
        given = list(args or ())
        if SPEAK in self.option_names():
            given = with_speech(given)
        self._reject_unknown(given)
        options, left = self.parse_known_args(given, namespace)
        if left:
            message = _("'{argument}' is one argument too many").format(argument=left[0])
            raise UsageError(message, self._advice())
        return options

    def actions(self) -> list[Action]:
        """Return the options and arguments, in the order of the help. argparse has no public way to list them."""
        return self._actions

    def option_names(self) -> list[str]:
        """Return the name of every option, such as ``--width``."""
        return [name for action in self._actions for name in action.option_strings]

    def _reject_unknown(self, given: Sequence[str]) -> None:
        known = self.option_names()
        for word in given:
            if word == "--":
                return
            name = word.partition("=")[0]
            if re.fullmatch(r"--?[A-Za-z][\w-]*", name) and name not in known:
                near = nearest(name, known)
                hint = _did_you_mean(near) if near else self._advice()
                raise UsageError(_("there is no option '{option}'").format(option=name), hint)

    def _advice(self) -> str:
        return _("'{command} --help' shows how it is called").format(command=self.prog)

    def error(self, message: str) -> NoReturn:
        """Raise a `UsageError` in place of the message of argparse, whose wording the patterns below match."""
        missing = re.fullmatch(r"the following arguments are required: (.*)", message)
        if missing:
            raise UsageError(_("{argument} is missing").format(argument=missing[1]), self._advice())
        value = re.fullmatch(r"argument (\S+): invalid (\w+) value: '(.*)'", message, re.DOTALL)
        if value:
            kind = _KINDS.get(value[2])
            hint = _(kind) if kind else self._advice()
            raise UsageError(_invalid(value[1], value[3]), hint)
        choice = re.fullmatch(
            r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", message
        )
        if choice:
            names = [name.strip(" '") for name in choice[3].split(",")]
            near = nearest(choice[2], names)
            listed = _("choose one of {names}").format(names=", ".join(names))
            raise UsageError(
                _invalid(choice[1], choice[2]), _did_you_mean(near) if near else listed
            )
        raise UsageError(message.removeprefix("argument "), self._advice())


# ``--speak`` may be followed by a word, or by an argument of the command: argparse could not tell which.
SPEAK = "--speak"
BY_SETTING = "as-set"


def with_speech(given: list[str]) -> list[str]:
    """Return arguments with ``--speak`` joined to the word after it, or to a value of its own where none follows."""
    joined: list[str] = []
    for word in given:
        if joined and joined[-1] == f"{SPEAK}={BY_SETTING}" and word in ("full", "brief"):
            joined[-1] = f"{SPEAK}={word}"
        else:
            joined.append(f"{SPEAK}={BY_SETTING}" if word == SPEAK else word)
    return joined


def _did_you_mean(near: str) -> str:
    return _("did you mean '{nearest}'?").format(nearest=near)


def _invalid(argument: str, value: str) -> str:
    return _("{argument} can't be '{value}'").format(argument=argument, value=value)


def add_course(parser: ArgumentParser) -> None:
    """Add the option ``--course``."""
    parser.add_argument("--course", metavar="DIR", help=_("another course (or set VCTUTOR_COURSE)"))


def _indented(examples: str) -> str:
    """Return the text with its first paragraph, the examples, indented."""
    first, gap, rest = examples.strip("\n").partition("\n\n")
    return "\n".join(f"  {line.strip()}" for line in first.split("\n")) + gap + rest
