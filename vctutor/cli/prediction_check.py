"""Check a prediction of an author: run its simulation and compare the readouts with the answer."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING

from vctutor.course.checking import FieldMistake, FieldPath
from vctutor.errors import VctutorError, nearest
from vctutor.i18n import _, plural

if TYPE_CHECKING:
    from typing import Any

    from vctutor.course.model import Prediction
    from vctutor.simulations.base import Readout, Simulation, State

NONE = "none"  # the answer is not a number that the simulation shows
SHOWN = 12  # numbers quoted at most
ROUNDING = 1e-9  # relative; absolute for numbers below 1


def prediction_mistakes(
    prediction: Prediction, simulation: Simulation[Any], state: State
) -> Iterator[FieldMistake]:
    """Yield a mistake if the answer of a prediction is not what its simulation shows.

    With ``readout`` each entry of the answer is compared with the readout that it names. Without, an entry is accepted
    if it equals any readout, or the difference of one between the first and the last state. ``readout: none`` skips
    the check.

    Args:
        prediction: one with numbers as answers; one with choices can't be checked.
        simulation: the simulation with the author's ranges.
        state: the first state with the author's parameters.
    """
    from vctutor.grading.prediction import numbers

    try:
        answer = numbers(prediction.answer)
    except VctutorError:  # `simulation_mistakes` reports it
        return
    if not all(map(isfinite, answer)):
        yield FieldMistake(("predict", "answer"), _("the answer has no finite value"))
        return
    if not answer or prediction.readout == (NONE,):
        return
    start = simulation.readouts(state)
    end = simulation.readouts(simulation.after(state, prediction.after))
    if not prediction.readout:
        yield from _not_shown(prediction, answer, start, end)
        return
    shown = []
    for place, name in enumerate(prediction.readout):
        found = [readout for readout in end if readout.name == name]
        if name == NONE:
            message = _("'none' stands alone: it says that the answer is about none of the numbers")
            yield FieldMistake(("predict", "readout", place), message)
            return
        if not found:
            yield _no_readout(name, end, ("predict", "readout", place))
            return
        shown += _values(found[0])
    yield from _different(prediction, answer, shown)


def _values(readout: Readout) -> list[float]:
    """Return the numbers of a readout; none if it is a text or not known yet."""
    value = readout.value
    if value is None or isinstance(value, str):
        return []
    return [float(part) for part in (value if isinstance(value, tuple) else (value,))]


def _close(answer: float, shown: float, tolerance: float) -> bool:
    return abs(answer - shown) <= tolerance + ROUNDING * max(1.0, abs(answer))


def _no_readout(name: str, readouts: tuple[Readout, ...], path: FieldPath) -> FieldMistake:
    names = [readout.name for readout in readouts]
    near = nearest(name, [*names, NONE])
    message = _("the simulation shows no '{name}'; it shows {names}")
    return FieldMistake(path, message.format(name=name[:40], names=", ".join(names)), near)


def _different(
    prediction: Prediction, answer: list[float], shown: list[float]
) -> Iterator[FieldMistake]:
    """Yield a mistake if the readouts differ from the answer, in value or in number."""
    names, after = ", ".join(prediction.readout), _when(prediction)
    path: FieldPath = ("predict", "answer")
    if len(shown) != len(answer):
        message = _("the answer has {answer}, and {names} {after} has {shown}")
        yield FieldMistake(
            path,
            message.format(answer=_count(answer), names=names, after=after, shown=_count(shown)),
        )
    elif not all(map(_close, answer, shown, [prediction.tolerance] * len(shown))):
        message = _("{names} {after} is {shown}, which is not {answer}")
        yield FieldMistake(
            path, message.format(names=names, after=after, shown=_text(shown), answer=_text(answer))
        )


def _not_shown(
    prediction: Prediction,
    answer: list[float],
    start: tuple[Readout, ...],
    end: tuple[Readout, ...],
) -> Iterator[FieldMistake]:
    """Yield a mistake for the first entry that no readout and no change of a readout equals."""
    before = {readout.name: _values(readout) for readout in start}
    candidates = [value for readout in end for value in _values(readout)]
    for readout in end:
        pairs = zip(_values(readout), before.get(readout.name, []), strict=False)
        candidates += [sign * (now - then) for now, then in pairs for sign in (1, -1)]
    for entry in answer:
        if not any(_close(entry, value, prediction.tolerance) for value in candidates):
            message = _(
                "{after} the simulation shows {numbers}, none of which is {entry}; which one is meant "
                "is said with 'readout: NAME', and that it is none of them with 'readout: none'"
            )
            numbers = ", ".join(
                f"{readout.name} {_text(_values(readout))}" for readout in end if _values(readout)
            )
            yield FieldMistake(
                ("predict", "answer"),
                message.format(after=_when(prediction), numbers=numbers, entry=_text([entry])),
            )
            return


def _when(prediction: Prediction) -> str:
    return plural("after {n} step", "after {n} steps", prediction.after).format(n=prediction.after)


def _count(values: list[float]) -> str:
    return plural("{n} number", "{n} numbers", len(values)).format(n=len(values))


def _text(values: list[float]) -> str:
    shown = [f"{value:.6g}" for value in values[:SHOWN]]
    more = ["..."] if len(values) > SHOWN else []
    return shown[0] if len(values) == 1 else f"[{', '.join([*shown, *more])}]"
