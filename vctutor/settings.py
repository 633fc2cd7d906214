"""The reader's settings: a TOML file in the config directory.

An entry that is unknown or invalid is skipped with a message that suggests the nearest valid one. The other entries
are still used.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from vctutor.errors import VctutorError, nearest
from vctutor.i18n import _

FILE = "settings.toml"
TEXT_WIDTH = 84  # cells of a line of text, unless the reader sets another width
LARGEST = 64 * 1024  # bytes

Characters = Literal["auto", "unicode", "ascii"]
Colours = Literal["auto", "always", "never"]
Speech = Literal["full", "brief"]


class Settings(Struct, frozen=True):
    """The settings.

    Attributes:
        theme: the name of the theme.
        text_width: the maximum width of a line of text, 40 to 120 cells.
        characters: ``unicode``, ``ascii``, or ``auto`` for what the encoding of the terminal can show.
        colours: ``always``, ``never``, or ``auto`` for colours unless NO_COLOR is set.
        motion: whether a simulation may run by itself.
        course: the directory of the course to open; empty for the shipped one.
        language: the language of the interface, such as ``de``; empty for that of the environment.
        speech: how ``--speak`` reads formulas: ``full`` says where every part ends, ``brief`` pauses there.
        keys: command id -> keys, separated by commas, as in the table of commands.
    """

    theme: str = "vctutor-dark"
    text_width: int = TEXT_WIDTH
    characters: Characters = "auto"
    colours: Colours = "auto"
    motion: bool = True
    course: str = ""
    language: str = ""
    speech: Speech = "full"
    keys: Mapping[str, str] = field(default_factory=dict)


CHOICES: dict[str, tuple[str, ...]] = {
    "characters": ("auto", "unicode", "ascii"),
    "colours": ("auto", "always", "never"),
    "speech": ("full", "brief"),
}
WIDTHS = (40, 120)


def load(directory: Path) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings in a directory and a message for each entry that is not used.

    Without a file the settings are the defaults.
    """
    path = directory / FILE
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(_("it is too large"))
        raw = parse_toml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        message = _("{path}: {error}; the defaults are used")
        return Settings(), (message.format(path=path, error=why),)
    return read(raw)


def parse_toml(text: str) -> dict[str, Any]:
    """Parse TOML with ``tomllib``, which Python has since 3.11, or its backport."""
    name = "tomllib" if sys.version_info >= (3, 11) else "tomli"
    read_toml: dict[str, Any] = import_module(name).loads(text)
    return read_toml


def read(raw: Mapping[str, Any]) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings in a parsed file and a message for each entry that is not used."""
    settings, wrong = Settings(), []
    known = list(Settings.__struct_fields__)
    for name, value in raw.items():
        if name not in known:
            wrong.append(_unknown(_("there is no setting '{name}'"), name, known))
            continue
        try:
            settings = replace(settings, **{name: checked(name, value)})
        except VctutorError as error:
            wrong.append(str(error))
    return settings, tuple(wrong)


def checked(name: str, value: Any) -> Any:
    """Return the value of a setting if it is valid.

    Raises:
        VctutorError: it is not; the hint says what is.
    """
    default = getattr(Settings(), name)
    if name == "keys":
        return _keys(value)
    if isinstance(default, bool):
        wanted, right = _("true or false"), isinstance(value, bool)
    elif isinstance(default, int):
        right = (
            isinstance(value, int)
            and not isinstance(value, bool)
            and WIDTHS[0] <= value <= WIDTHS[1]
        )
        wanted = _("a whole number from {least} to {most}").format(least=WIDTHS[0], most=WIDTHS[1])
    elif name in CHOICES:
        wanted, right = _(" or ").join(CHOICES[name]), value in CHOICES[name]
    else:
        wanted, right = _("a text in quotes"), isinstance(value, str)
    if right:
        return value
    near = nearest(str(value), list(CHOICES.get(name, ())))
    hint = (
        _("did you mean {near}?").format(near=near)
        if near
        else _("it must be {wanted}").format(wanted=wanted)
    )
    raise VctutorError(
        _("the setting {name} can't be {value!r}").format(name=name, value=value), hint
    )


def _keys(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise VctutorError(_("the setting keys can't be read"), _("write a table: [keys]"))
    for command, keys in value.items():
        if not isinstance(keys, str) or not keys.strip():
            raise VctutorError(
                _("the keys of {command} can't be {keys!r}").format(command=command, keys=keys),
                _('write them as in "n,ctrl+n"'),
            )
    return {str(command): str(keys) for command, keys in value.items()}


def _unknown(message: str, name: str, known: Sequence[str]) -> str:
    near = nearest(name, list(known))
    advice = _(" (did you mean {near}?)").format(near=near) if near else ""
    return message.format(name=name) + advice


def usable_keys(
    asked: Mapping[str, str], commands: Mapping[str, tuple[str, str]]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the keys of the settings that can be bound and a message for each that can't.

    Args:
        asked: command id -> keys in the settings.
        commands: command id -> (where its keys work, its default keys).
    """
    bound, wrong = {}, []
    taken = {
        (home, key): name
        for name, (home, keys) in commands.items()
        for key in _split(keys)
        if name not in asked
    }
    for name, keys in asked.items():
        if name not in commands:
            wrong.append(_unknown(_("there is no command '{name}'"), name, list(commands)))
            continue
        home = commands[name][0]
        clash = next((key for key in _split(keys) if (home, key) in taken), None)
        if clash is not None:
            wrong.append(
                _("the key {clash} of {name} belongs to {taken} already").format(
                    clash=clash, name=name, taken=taken[home, clash]
                )
            )
            continue
        taken |= {(home, key): name for key in _split(keys)}
        bound[name] = ",".join(_split(keys))
    return bound, tuple(wrong)


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]


def save(directory: Path, settings: Settings) -> Path:
    """Write the settings that differ from the defaults, atomically, and return the path of the file.

    Raises:
        VctutorError: the file can't be written.
    """
    path = directory / FILE
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = directory / f"{FILE}.{os.getpid()}"
        draft.write_text(as_toml(settings), encoding="utf-8")
        draft.chmod(0o600)
        os.replace(draft, path)
    except OSError as error:
        raise VctutorError(
            _("{path} can't be written ({strerror})").format(path=path, strerror=error.strerror),
            _("the settings hold until you leave"),
        ) from error
    return path


def as_toml(settings: Settings) -> str:
    """Return the settings that differ from the defaults as TOML."""
    plain = Settings()
    lines = ["# " + _("Settings of vctutor. What is not here is as it comes.")]
    for name in Settings.__struct_fields__:
        value = getattr(settings, name)
        if name != "keys" and value != getattr(plain, name):
            lines.append(f"{name} = {_value(value)}")
    if settings.keys:
        lines += [
            "",
            "[keys]",
            *(f"{_value(name)} = {_value(keys)}" for name, keys in settings.keys.items()),
        ]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in escaped)
        + '"'
    )
