"""Completion scripts for bash, zsh and fish, from what there is to offer."""

from __future__ import annotations

from collections.abc import Iterable

from vctutor.cli.completion import Command, Offer, Option, Slot


def _words(slot: Slot, offer: Offer) -> tuple[str, ...]:
    """Return the words offered for a slot; none for files, directories, parameters and free text."""
    if slot.kind == "chapters":
        return offer.chapters
    if slot.kind == "simulations":
        return (*offer.simulations, *(known for known in offer.shown if known.isdigit()))
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
    # bash cuts at the equals sign: alpha=0.1 are three words.
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


def bash(offer: Offer) -> str:
    """Return the script for bash."""
    names = [command.name for command in offer.commands]
    # Without a command the tutor opens, so its options stand there too.
    without = [option for one in offer.commands if one.name == "open" for option in _long(one)]
    blocks = {
        "COMMANDS": _listed([*names, *without]),
        "SIMULATIONS": _cases(_bash_simulations(offer)),
        "VALUES": _cases(_bash_values(offer)),
        "PARAMETERS": _cases(
            (name, f"words={_listed(f'{one}=' for one in parameters)}")
            for name, parameters in offer.simulations.items()
        ),
        "TAKES": _cases(_bash_takes(offer)),
        "OPTIONS": _cases(
            (command.name, f"words={_listed(_long(command))}") for command in offer.commands
        ),
        "ARGUMENTS": _cases(_bash_arguments(offer)),
    }
    script = _BASH
    for name, block in blocks.items():
        script = script.replace(f"@{name}@", block)
    return script


def _listed(words: Iterable[str]) -> str:
    """Return words as one string in bash, parted by line ends."""
    return "$'" + "\\n".join(word.replace("\\", "\\\\").replace("'", "\\'") for word in words) + "'"


def _long(command: Command) -> list[str]:
    return [name for one in command.options for name in one.names if name.startswith("--")]


def _cases(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"            {pattern}) {action} ;;" for pattern, action in rows)


def _bash_simulations(offer: Offer) -> Iterable[tuple[str, str]]:
    yield "|".join(offer.simulations), "simulation=$word"
    for known, name in offer.shown.items():
        yield known, f"simulation={name}"


def _bash_values(offer: Offer) -> Iterable[tuple[str, str]]:
    for name, parameters in offer.simulations.items():
        for parameter, values in parameters.items():
            if values:
                yield f"{name}:{parameter}", f"words={_listed(values)}"


def _bash_takes(offer: Offer) -> Iterable[tuple[str, str]]:
    """Yield what comes behind an option that takes a value; behind most of them comes nothing known."""
    for command in offer.commands:
        for option in command.options:
            if option.slot.kind not in ("none", "parameters"):
                patterns = "|".join(f'"{command.name} {name}"' for name in option.names)
                yield patterns, f"{_bash_complete(option.slot, offer)}; return"


def _bash_arguments(offer: Offer) -> Iterable[tuple[str, str]]:
    for command in offer.commands:
        for number, slot in enumerate(command.slots):
            yield f"{command.name}:{number}", _bash_complete(slot, offer)


def _bash_complete(slot: Slot, offer: Offer) -> str:
    if slot.kind in ("files", "directories"):
        which = "-f" if slot.kind == "files" else "-d"
        return f'_vctutor_reply "$cur" {which}; compopt -o filenames 2>/dev/null'
    words = _words(slot, offer)
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


def zsh(offer: Offer) -> str:
    """Return the script for zsh."""
    commands = (f"        {_quoted(f'{one.name}:{one.help}')}" for one in offer.commands)
    parameters = (
        (f"{name}|{numbers}" if numbers else name, f"names=({' '.join(f'{p}=' for p in known)})")
        for name, known in offer.simulations.items()
        for numbers in ["|".join(one for one, shown in offer.shown.items() if shown == name)]
    )
    arguments = (
        (one.name, " ".join(["_arguments", *_zsh_specs(one, offer)])) for one in offer.commands
    )
    return (
        _ZSH.replace("@COMMANDS@", "\n".join(commands))
        .replace("@PARAMETERS@", _cases(parameters))
        .replace("@ARGUMENTS@", _cases(arguments))
    )


def _zsh_specs(command: Command, offer: Offer) -> Iterable[str]:
    for option in command.options:
        told = option.help.replace("[", "(").replace("]", ")").replace(":", " -")
        for name in option.names:
            star = "*" if option.repeats else ""
            yield _quoted(f"{star}{name}[{told}]{_zsh_slot(option.slot, offer)}")
    for number, slot in enumerate(command.slots, 1):
        yield _quoted(f"{number}{_zsh_slot(slot, offer) or ': :'}")


def _zsh_slot(slot: Slot, offer: Offer) -> str:
    if slot.kind == "none":
        return ""
    if slot.kind in ("files", "directories"):
        return ":file:_files" + (" -/" if slot.kind == "directories" else "")
    if slot.kind == "parameters":
        return ":parameter:_vctutor_parameters"
    words = _words(slot, offer)
    return f":value:({' '.join(words)})" if words else ":value: "


# --- fish ----------------------------------------------------------------------------------------------------


def fish(offer: Offer) -> str:
    """Return the script for fish."""
    lines = ["# Completion of vctutor for fish: ~/.config/fish/completions/vctutor.fish"]
    lines.append("complete -c vctutor -f")
    for command in offer.commands:
        lines.append(_fish("__fish_use_subcommand", f"-a {command.name}", command.help))
        seen = f"__fish_seen_subcommand_from {command.name}"
        for option in command.options:
            lines += _fish_option(option, seen, offer)
        for slot in command.slots:
            taken = _fish_slot(slot, offer)
            lines += [_fish(seen, taken)] if taken else []
    return "\n".join(lines)


def _fish(condition: str, what: str, told: str = "") -> str:
    described = f" -d {_fish_quoted(told)}" if told else ""
    return f"complete -c vctutor -n {_fish_quoted(condition)} {what}{described}"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _fish_option(option: Option, seen: str, offer: Offer) -> Iterable[str]:
    names = " ".join(
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    )
    if option.slot.kind == "parameters":
        for name, parameters in offer.simulations.items():
            known = [name, *(one for one, shown in offer.shown.items() if shown == name)]
            here = f"{seen}; and __fish_seen_subcommand_from {' '.join(known)}"
            words = " ".join(f"{one}=" for one in parameters)
            yield _fish(here, f"{names} -x -a {_fish_quoted(words)}", option.help)
        return
    if option.slot.kind == "none":
        yield _fish(seen, names, option.help)
        return
    takes = _fish_slot(option.slot, offer)
    yield _fish(seen, f"{names} {'-r' if '-F' in takes else '-x'} {takes}".rstrip(), option.help)


def _fish_slot(slot: Slot, offer: Offer) -> str:
    if slot.kind == "files":
        return "-F"
    if slot.kind == "directories":
        return "-a '(__fish_complete_directories)'"
    words = _words(slot, offer)
    return f"-a {_fish_quoted(' '.join(words))}" if words else ""
