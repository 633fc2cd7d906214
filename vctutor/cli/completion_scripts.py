"""The completion scripts for bash, zsh and fish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Slot:
    """The value of an option or an argument.

    Attributes:
        kind: ``none`` (a switch), ``any``, ``words``, ``files``, ``directories``, ``chapters``, ``simulations`` or
            ``parameters``.
        words: the possible values if the kind is ``words``.
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
    """A command with its options and, in order, its arguments."""

    name: str
    help: str
    options: tuple[Option, ...]
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Completions:
    """Everything that can be completed.

    Attributes:
        commands: the commands.
        chapters: the numbers and the ids of the chapters.
        simulations: name -> parameter -> the values that have names.
        shown: number or id of a chapter -> its first simulation.
    """

    commands: tuple[Command, ...]
    chapters: tuple[str, ...] = ()
    simulations: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)


def _words(slot: Slot, completions: Completions) -> tuple[str, ...]:
    """Return the possible values of a slot; none for files, directories, parameters and free text."""
    if slot.kind == "chapters":
        return completions.chapters
    if slot.kind == "simulations":
        return (
            *completions.simulations,
            *(known for known in completions.shown if known.isdigit()),
        )
    return slot.words


def _quoted(text: str) -> str:
    """Return a text between single quotes, for bash and zsh."""
    return "'" + text.replace("'", "'\\''") + "'"


# --- bash ----------------------------------------------------------------------------------------------------

_BASH = """\
# Completion of vctutor for bash: put  eval "$(vctutor completion bash)"  into ~/.bashrc

_vctutor_reply() {
    local IFS=$'\\n'
    COMPREPLY=($(compgen "${@:2}" -- "$1"))
}

_vctutor() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    local command="" simulation="" parameter="" word i words="" given=0
    COMPREPLY=()
    # bash splits at the equals sign: alpha=0.1 is three words.
    if [[ $cur == "=" ]]; then
        parameter=$prev cur=""
    elif [[ $prev == "=" ]]; then
        parameter=${COMP_WORDS[COMP_CWORD-2]}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -z $command ]]; then
            [[ $word == -* ]] || command=$word
            continue
        fi
        [[ $word == -* || ${COMP_WORDS[i-1]} == -* || $word == "=" ]] || given=$((given + 1))
        case $word in
@SIMULATIONS@
        esac
    done
    if [[ -z $command ]]; then
        _vctutor_reply "$cur" -W @COMMANDS@
        return
    fi
    if [[ -n $parameter ]]; then
        case $simulation:$parameter in
@VALUES@
        esac
        _vctutor_reply "$cur" -W "$words"
        return
    fi
    if [[ $prev == --set ]]; then
        case $simulation in
@PARAMETERS@
        esac
        _vctutor_reply "$cur" -W "$words"
        compopt -o nospace 2>/dev/null
        return
    fi
    case "$command $prev" in
@TAKES@
    esac
    case $command in
@OPTIONS@
    esac
    if [[ $cur == -* ]]; then
        _vctutor_reply "$cur" -W "$words"
        return
    fi
    case $command:$given in
@ARGUMENTS@
    esac
}

complete -F _vctutor vctutor"""


def bash(completions: Completions) -> str:
    """Return the script for bash."""
    names = [command.name for command in completions.commands]
    # Without a command the tutor opens, so the options of ``open`` are valid there.
    without = [
        option for one in completions.commands if one.name == "open" for option in _long(one)
    ]
    blocks = {
        "COMMANDS": _listed([*names, *without]),
        "SIMULATIONS": _cases(_bash_simulations(completions)),
        "VALUES": _cases(_bash_values(completions)),
        "PARAMETERS": _cases(
            (name, f"words={_listed(f'{one}=' for one in parameters)}")
            for name, parameters in completions.simulations.items()
        ),
        "TAKES": _cases(_bash_takes(completions)),
        "OPTIONS": _cases(
            (command.name, f"words={_listed(_long(command))}") for command in completions.commands
        ),
        "ARGUMENTS": _cases(_bash_arguments(completions)),
    }
    script = _BASH
    for name, block in blocks.items():
        script = script.replace(f"@{name}@", block)
    return script


def _listed(words: Iterable[str]) -> str:
    """Return words as one bash string, separated by newlines."""
    return "$'" + "\\n".join(word.replace("\\", "\\\\").replace("'", "\\'") for word in words) + "'"


def _long(command: Command) -> list[str]:
    return [name for one in command.options for name in one.names if name.startswith("--")]


def _cases(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"            {pattern}) {action} ;;" for pattern, action in rows)


def _bash_simulations(completions: Completions) -> Iterable[tuple[str, str]]:
    yield "|".join(completions.simulations), "simulation=$word"
    for known, name in completions.shown.items():
        yield known, f"simulation={name}"


def _bash_values(completions: Completions) -> Iterable[tuple[str, str]]:
    for name, parameters in completions.simulations.items():
        for parameter, values in parameters.items():
            if values:
                yield f"{name}:{parameter}", f"words={_listed(values)}"


def _bash_takes(completions: Completions) -> Iterable[tuple[str, str]]:
    """Yield a case for each option that takes a value."""
    for command in completions.commands:
        for option in command.options:
            if option.slot.kind not in ("none", "parameters"):
                patterns = "|".join(f'"{command.name} {name}"' for name in option.names)
                yield patterns, f"{_bash_complete(option.slot, completions)}; return"


def _bash_arguments(completions: Completions) -> Iterable[tuple[str, str]]:
    for command in completions.commands:
        for number, slot in enumerate(command.slots):
            yield f"{command.name}:{number}", _bash_complete(slot, completions)


def _bash_complete(slot: Slot, completions: Completions) -> str:
    if slot.kind in ("files", "directories"):
        which = "-f" if slot.kind == "files" else "-d"
        return f'_vctutor_reply "$cur" {which}; compopt -o filenames 2>/dev/null'
    words = _words(slot, completions)
    return f'_vctutor_reply "$cur" -W {_listed(words)}' if words else ":"


# --- zsh -----------------------------------------------------------------------------------------------------

_ZSH = """\
#compdef vctutor
# Completion of vctutor for zsh: a file named _vctutor in fpath, or  source <(vctutor completion zsh)

_vctutor_parameters() {
    local -a names
    local word
    for word in $words; do
        case $word in
@PARAMETERS@
        esac
    done
    compadd -S '' -- $names
}

_vctutor() {
    local -a commands
    commands=(
@COMMANDS@
    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
@ARGUMENTS@
    esac
}

if [[ $funcstack[1] == _vctutor ]]; then
    _vctutor "$@"
else
    compdef _vctutor vctutor
fi"""


def zsh(completions: Completions) -> str:
    """Return the script for zsh."""
    commands = (f"        {_quoted(f'{one.name}:{one.help}')}" for one in completions.commands)
    parameters = (
        (f"{name}|{numbers}" if numbers else name, f"names=({' '.join(f'{p}=' for p in names)})")
        for name, names in completions.simulations.items()
        for numbers in ["|".join(one for one, shown in completions.shown.items() if shown == name)]
    )
    arguments = (
        (one.name, " ".join(["_arguments", *_zsh_specs(one, completions)]))
        for one in completions.commands
    )
    return (
        _ZSH.replace("@COMMANDS@", "\n".join(commands))
        .replace("@PARAMETERS@", _cases(parameters))
        .replace("@ARGUMENTS@", _cases(arguments))
    )


def _zsh_specs(command: Command, completions: Completions) -> Iterable[str]:
    for option in command.options:
        message = option.help.replace("[", "(").replace("]", ")").replace(":", " -")
        for name in option.names:
            star = "*" if option.repeats else ""
            yield _quoted(f"{star}{name}[{message}]{_zsh_slot(option.slot, completions)}")
    for number, slot in enumerate(command.slots, 1):
        yield _quoted(f"{number}{_zsh_slot(slot, completions) or ': :'}")


def _zsh_slot(slot: Slot, completions: Completions) -> str:
    if slot.kind == "none":
        return ""
    if slot.kind in ("files", "directories"):
        return ":file:_files" + (" -/" if slot.kind == "directories" else "")
    if slot.kind == "parameters":
        return ":parameter:_vctutor_parameters"
    words = _words(slot, completions)
    return f":value:({' '.join(words)})" if words else ":value: "


# --- fish ----------------------------------------------------------------------------------------------------


def fish(completions: Completions) -> str:
    """Return the script for fish."""
    lines = ["# Completion of vctutor for fish: ~/.config/fish/completions/vctutor.fish"]
    lines.append("complete -c vctutor -f")
    for command in completions.commands:
        lines.append(_fish("__fish_use_subcommand", f"-a {command.name}", command.help))
        seen = f"__fish_seen_subcommand_from {command.name}"
        for option in command.options:
            lines += _fish_option(option, seen, completions)
        for slot in command.slots:
            taken = _fish_slot(slot, completions)
            lines += [_fish(seen, taken)] if taken else []
    return "\n".join(lines)


def _fish(condition: str, what: str, message: str = "") -> str:
    described = f" -d {_fish_quoted(message)}" if message else ""
    return f"complete -c vctutor -n {_fish_quoted(condition)} {what}{described}"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _fish_option(option: Option, seen: str, completions: Completions) -> Iterable[str]:
    names = " ".join(
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    )
    if option.slot.kind == "parameters":
        for name, parameters in completions.simulations.items():
            known = [name, *(one for one, shown in completions.shown.items() if shown == name)]
            here = f"{seen}; and __fish_seen_subcommand_from {' '.join(known)}"
            words = " ".join(f"{one}=" for one in parameters)
            yield _fish(here, f"{names} -x -a {_fish_quoted(words)}", option.help)
        return
    if option.slot.kind == "none":
        yield _fish(seen, names, option.help)
        return
    takes = _fish_slot(option.slot, completions)
    yield _fish(seen, f"{names} {'-r' if '-F' in takes else '-x'} {takes}".rstrip(), option.help)


def _fish_slot(slot: Slot, completions: Completions) -> str:
    if slot.kind == "files":
        return "-F"
    if slot.kind == "directories":
        return "-a '(__fish_complete_directories)'"
    words = _words(slot, completions)
    return f"-a {_fish_quoted(' '.join(words))}" if words else ""


SCRIPTS = {"bash": bash, "zsh": zsh, "fish": fish}
