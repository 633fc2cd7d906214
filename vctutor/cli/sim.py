"""``vctutor sim``: run a simulation and print a line for each step, JSON, or a drawing."""

from __future__ import annotations

import json
import math
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from vctutor.cli.arguments import Parser, add_course
from vctutor.cli.text_arguments import add_speak, is_brief
from vctutor.errors import UsageError, VctutorError
from vctutor.i18n import N_, _

if TYPE_CHECKING:
    from vctutor.cli.chapter_simulation import ChapterSimulation, JudgedPrediction
    from vctutor.page.text_options import TextOptions
    from vctutor.simulations.base import Readout, Simulation, State
    from vctutor.styled_text import Line

_EXAMPLES = N_("""\
  vctutor sim --list
  vctutor sim descent-line --set alpha=1.05 --steps 5
  vctutor sim descent-map --set function="x^2 + y^4" --set start=2,1 --json
  vctutor sim taylor-fit --set order=7 --steps 0 --plot
  vctutor sim computation-graph --do train --json
  vctutor sim 4 --guess '2.1, 0.8'

A chapter's number, or --chapter, begins with the parameters of that chapter; its prediction is asked first, on a
terminal or with --guess, and counts as in the tutor.
""")


def parser() -> Parser:
    """Return the parser of the command."""
    command = Parser(
        "sim", _("Run a simulation without a screen: one line for each step."), _(_EXAMPLES)
    )
    add = command.add_argument
    add("name", nargs="?", help=_("the simulation (see --list), or a chapter's number"))
    add("--list", action="store_true", help=_("name all simulations; with a name, its parameters"))
    add(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help=_("set a parameter (repeatable)"),
    )
    add("--steps", type=int, metavar="N", help=_("how many steps to take"))
    add(
        "--do",
        action="append",
        default=[],
        metavar="ACTION",
        help=_("after the steps, have this done (repeatable)"),
    )
    add("--chapter", metavar="CHAPTER", help=_("the simulation of a chapter, as it stands there"))
    add("--guess", metavar="ANSWER", help=_("your answer to the chapter's prediction"))
    add("--json", action="store_true", help=_("one JSON object a step"))
    add_speak(command, _("in words, for a screen reader"))
    add("--plot", action="store_true", help=_("draw the last state"))
    add("--width", type=int, default=72, help=_("width of the drawing (72)"))
    add("--height", type=int, default=22, help=_("height of the drawing (22)"))
    add("--ascii", action="store_true", help=_("draw with ASCII characters only"))
    add("--svg", metavar="FILE", help=_("write the drawing of the last state to a file"))
    add_course(command)
    return command


def run(arguments: Sequence[str]) -> int:
    """Run ``vctutor sim``.

    Raises:
        UsageError: a simulation, parameter, value or option is unknown.
        VctutorError: the drawing can't be written.
    """
    options = parser().parse_args(arguments)
    if options.list:
        print("\n".join(_listing(options.name)))
        return 0
    passage = _passage(options)
    if options.name is None and passage is None:
        raise UsageError(_("which simulation?"), _("'vctutor sim --list' names them"))
    _check_sizes(options)
    from vctutor.simulations.registry import get

    simulation = get(passage.ref.name if passage else options.name)
    if passage:
        simulation = simulation.with_ranges(passage.ref.ranges)
        _begin_at(passage, options)
    from vctutor.maths.expression import ParseError

    try:
        return _run(simulation, options)
    except ParseError as error:
        print(f"vctutor: {error}\n{error.caret()}", file=sys.stderr)
        return UsageError.exit_code


def _passage(options: Namespace) -> ChapterSimulation | None:
    """Return the simulation of a chapter if one is meant; None for a simulation by its own name."""
    from vctutor.cli.chapter_simulation import find_in_chapter, names_chapter

    named = options.name if options.name and names_chapter(options.name) else None
    chapter = options.chapter or named
    if chapter is None:
        if options.guess is not None:
            advice = _("as in {command}").format(command="vctutor sim 4 --guess '2.1, 0.8'")
            raise UsageError(_("--guess needs a chapter"), advice)
        return None
    passage = find_in_chapter(chapter, options.course)
    if options.name not in (None, named, passage.ref.name):
        raise UsageError(
            _("chapter {number} has {simulation}, not {other}").format(
                number=passage.chapter.number, simulation=passage.ref.name, other=options.name
            ),
            _("leave one of the two out"),
        )
    return passage


def _begin_at(passage: ChapterSimulation, options: Namespace) -> None:
    """Use the parameters of the chapter. If they are not changed, ask its prediction first."""
    from vctutor.cli.chapter_simulation import settings_of

    predicted = _predicted(passage, options)
    options.set = settings_of(passage.ref, options.set)
    if predicted is None:
        return
    _keep(passage, predicted)
    if options.steps is None and passage.ref.predict:
        options.steps = passage.ref.predict.after
    if options.json:
        print(json.dumps({"prediction": predicted.record()}, ensure_ascii=False))
    else:
        print("\n".join([*predicted.lines(_text_options(options)), ""]))


def _predicted(passage: ChapterSimulation, options: Namespace) -> JudgedPrediction | None:
    from vctutor.cli.chapter_simulation import ask, judge
    from vctutor.cli.line_terminal import at_a_terminal, standard_terminal

    prediction = passage.ref.predict
    if options.guess is not None:
        if prediction is None or options.set:
            raise UsageError(
                _("there is nothing to guess here"),
                _("a prediction is about the chapter's own parameters: leave --set out")
                if prediction
                else _("leave --guess out"),
            )
        return judge(prediction, options.guess)
    quiet = options.json or options.plot or options.svg or options.set
    if prediction is None or quiet or not at_a_terminal():
        return None
    return ask(prediction, standard_terminal(), _text_options(options))


def _keep(passage: ChapterSimulation, predicted: JudgedPrediction) -> None:
    from vctutor.cli.store_session import opened_store, wait

    with opened_store(passage.course, needed=False) as store:
        wait(store.record("prediction", passage.item, predicted.record()))


def _text_options(options: Namespace) -> TextOptions:
    from vctutor.cli.line_terminal import only_ascii
    from vctutor.page.text_options import TextOptions

    return TextOptions(
        ascii=only_ascii(options.ascii), aloud=bool(options.speak), brief=is_brief(options)
    )


def _run(simulation: Simulation[Any], options: Namespace) -> int:
    last = None
    for state in _states(simulation, options):
        last = state
        if options.json:
            print(json.dumps(as_json(simulation, state), ensure_ascii=False))
        elif not (options.plot or options.svg):
            print(as_words(simulation, state) if options.speak else as_text(simulation, state))
    assert last is not None
    if options.speak and not options.json:
        print(numbers_in_words(simulation, last))
    if options.plot or options.svg:
        _picture(simulation, last, options)
    return 0


def as_json(simulation: Simulation[Any], state: State) -> dict[str, object]:
    """Return a state for JSON: its step, every readout by name, and its sentence.

    Numbers are rounded to twelve digits. A value that is unknown or not finite is null.
    """
    found: dict[str, object] = {"step": state.step}
    for readout in simulation.readouts(state):
        found[readout.name] = _plain(readout.value)
    found["sentence"] = simulation.sentence(state)
    return found


def as_text(simulation: Simulation[Any], state: State) -> str:
    """Return a state in one line."""
    shown = "  ".join(f"{r.label} = {r.text()}" for r in simulation.readouts(state) if _known(r))
    return f"{state.step:>3}  {shown}  {simulation.sentence(state)}"


def as_words(simulation: Simulation[Any], state: State) -> str:
    """Return the sentence of a state in words alone."""
    from vctutor.line_mode.vocabulary import in_words

    sentence = simulation.sentence(state)
    step = _("Step {number}").format(number=state.step)
    return in_words(sentence if sentence.startswith(step) else f"{step}. {sentence}")


def numbers_in_words(simulation: Simulation[Any], state: State) -> str:
    """Return the readouts of a state in words alone."""
    from vctutor.line_mode.vocabulary import in_words

    shown = [f"{r.label} = {r.text()}" for r in simulation.readouts(state) if _known(r)]
    return in_words(_("The numbers now: {numbers}.").format(numbers="; ".join(shown)))


def _known(readout: Readout) -> bool:
    value = readout.value
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return float(f"{value:.12g}") if math.isfinite(value) else None
    return value


def _states(simulation: Simulation[Any], options: Namespace) -> Iterator[State]:
    state = simulation.start(_settings(options.set))
    yield state
    for _taken in range(simulation.default_steps if options.steps is None else options.steps):
        if simulation.done(state):
            break
        state = simulation.step(state)
        yield state
    for action in options.do:
        state = simulation.act(state, action)
        yield state


def _settings(given: Sequence[str]) -> dict[str, object]:
    settings: dict[str, object] = {}
    for item in given:
        key, equals, value = item.partition("=")
        if not equals or not key.strip():
            raise UsageError(
                _("--set {item} sets nothing").format(item=item),
                _("write --set KEY=VALUE, as in --set alpha=0.1"),
            )
        settings[key.strip()] = value
    return settings


def _check_sizes(options: Namespace) -> None:
    if options.steps is not None and not 0 <= options.steps <= 100_000:
        raise UsageError(
            _("{steps} steps can't be taken").format(steps=options.steps),
            _("give a number from 0 to 100000"),
        )
    if not (4 <= options.width <= 500 and 3 <= options.height <= 300):
        raise UsageError(
            _("a drawing can't be {width} by {height}").format(
                width=options.width, height=options.height
            ),
            _("give a width from 4 to 500 and a height from 3 to 300"),
        )


def _picture(simulation: Simulation[Any], state: State, options: Namespace) -> None:
    from vctutor.charts import draw
    from vctutor.charts.ascii import spelled
    from vctutor.charts.svg import as_svg
    from vctutor.simulations.scene import aspect_of
    from vctutor.styled_text import plain

    scene = simulation.scene(state, aspect_of(options.width, options.height))
    glyphs = "ascii" if options.ascii else "unicode"
    lines: list[Line] = draw(scene, options.width, options.height, glyphs=glyphs)  # type: ignore[arg-type]
    sentence = simulation.sentence(state)
    if options.svg:
        _write(options.svg, as_svg(lines, f"{_(simulation.title)}. {sentence}"))
    if options.plot:
        for line in lines:
            print(plain(line).rstrip())
        if not options.json:
            print(spelled(sentence) if options.ascii else sentence)


def _write(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise VctutorError(
            _("{path} can't be written").format(path=path), error.strerror or _("try another place")
        ) from error
    print(_("wrote {path}").format(path=path), file=sys.stderr)


def _listing(name: str | None) -> list[str]:
    from vctutor.simulations.registry import describe, get

    if name is None:
        wide = max(len(row[0]) for row in describe())
        message = _("{title} (chapter {number})")
        return [
            f"{one:<{wide}}  {message.format(title=title, number=chapter)}"
            for one, title, chapter in describe()
        ]
    rows = []
    for parameter in get(name).parameters:
        default = parameter.text(parameter.default)
        choices = ", ".join(choice.name for choice in parameter.choices)
        limits = (
            _("{minimum:g} to {maximum:g}").format(
                minimum=parameter.minimum, maximum=parameter.maximum
            )
            if parameter.minimum is not None and parameter.maximum is not None
            else choices
        )
        about = f"{_(parameter.help)} [{default}{'; ' + limits if limits else ''}]"
        rows.append(f"{parameter.name:<14}{about}")
    simulation = get(name)
    rows += [f"--do {action.name:<9}{_(action.help)}" for action in simulation.actions]
    shown = ", ".join(readout.name for readout in simulation.readouts(simulation.start()))
    return [*rows, _("shows: {readouts}").format(readouts=shown)]
