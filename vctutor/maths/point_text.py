"""Sentences about what a function does at a point; all follow from :mod:`vctutor.maths.points`."""

from __future__ import annotations

import math

from vctutor.i18n import _
from vctutor.maths.frameworks import returned_sentences
from vctutor.maths.points import PointAnalysis, Profile, Side


def number(value: float | None) -> str:
    """Return a number with up to six digits; a word where there is none."""
    if value is None or math.isnan(value):
        return _("undefined")
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value + 0.0:.6g}".replace("-", "−")


def sentences(found: PointAnalysis) -> tuple[str, ...]:
    """Return what is to be said of a point: nothing where the function is smooth there."""
    if found.kind == "smooth":
        return ()
    if len(found.names) == 1:
        body: tuple[str, ...] = (_line(found.profiles[0]),)
    else:
        body = _several(found)
    spoken = found.value is not None and found.kind in ("corner", "cone", "jump")
    choices = returned_sentences(found.special) if spoken else ()
    return (*body, *choices)


def _line(profile: Profile) -> str:
    left, right = profile.left, profile.right
    if profile.kind == "corner":
        return _(
            "the function has a corner here: its slope is {left} on the left and {right} on the right, so it has no "
            "derivative"
        ).format(left=number(left.slope), right=number(right.slope))
    if profile.kind == "cusp":
        return _(
            "the function has a cusp here: its slope tends to {left} on the left and {right} on the right"
        ).format(left=number(left.slope), right=number(right.slope))
    if profile.kind == "vertical":
        return _("the tangent is vertical here: the slope is infinite")
    if profile.kind == "jump":
        return _jump(profile)
    if profile.kind == "gap":
        return _(
            "the function has no value here, but the limit {limit}: a removable gap; there is no derivative"
        ).format(limit=number(profile.limit))
    if profile.kind == "pole":
        return _pole(left, right)
    if profile.kind == "edge":
        return _edge(profile)
    if profile.kind == "outside":
        return _("the function has no value here: the point is outside its domain")
    if profile.kind == "oscillating":
        return _("the function oscillates ever faster near this point and has no limit")
    return _("what the function does here can't be told")


def _jump(profile: Profile) -> str:
    left, right = number(profile.left.limit), number(profile.right.limit)
    if profile.value is None:
        return _(
            "the function has no value here: it jumps from {left} on the left to {right} on the right"
        ).format(left=left, right=right)
    if left == right:
        return _(
            "the function jumps here: its value is {value}, its limit on both sides {limit}; it has no derivative"
        ).format(value=number(profile.value), limit=left)
    return _("the function jumps here, from {left} to {right}, and has no derivative").format(
        left=left, right=right
    )


def _pole(left: Side, right: Side) -> str:
    if left.status == "outside":
        return _(
            "the function has no value here: it tends to {limit} from the right, and the domain ends"
        ).format(limit=number(right.limit))
    if right.status == "outside":
        return _(
            "the function has no value here: it tends to {limit} from the left, and the domain ends"
        ).format(limit=number(left.limit))
    if left.limit is None or right.limit is None:
        return _("the function has no value here: it has a pole")
    return _(
        "the function has no value here: it tends to {left} from the left and to {right} from the right"
    ).format(left=number(left.limit), right=number(right.limit))


def _edge(profile: Profile) -> str:
    side = profile.left if profile.right.status == "outside" else profile.right
    if profile.value is None:
        return _(
            "the domain ends here, and the function has no value at its end; the limit is {limit}"
        ).format(limit=number(side.limit))
    if side.slope is None:
        return _("the domain ends here; the slope at its end can't be told")
    if math.isinf(side.slope):
        return _("the domain ends here, with a vertical tangent: the slope is infinite")
    return _("the domain ends here; the slope at its end, from one side only, is {slope}").format(
        slope=number(side.slope)
    )


def _several(found: PointAnalysis) -> tuple[str, ...]:
    if found.kind == "cone":
        return (
            _(
                "the function has a cone here: its slope is {slope} in every direction, so it has no derivative"
            ).format(slope=number(found.slope)),
        )
    if found.value is None:
        return (
            {
                "outside": _("the function has no value here: the point is outside its domain"),
                "pole": _("the function has no value here: it grows beyond all bounds nearby"),
                "oscillating": _("the function has no value here and oscillates nearby"),
            }.get(found.kind, _("the function has no value here")),
        )
    lines = tuple(
        _("along {name}: {what}").format(name=name, what=_line(profile))
        for name, profile in zip(found.names, found.profiles, strict=True)
        if profile.kind != "smooth"
    )
    if lines:
        return lines
    if found.kind == "edge":
        return (_("the domain ends here: in some directions the function has no values"),)
    if found.kind == "unknown":
        return (_("what the function does here can't be told"),)
    return (
        _(
            "the function has slopes along the axes here, but in other directions others: it has no derivative"
        ),
    )
