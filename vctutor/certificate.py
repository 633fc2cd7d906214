"""The certificate of a finished course as SVG. Pure: name, day and score are handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from math import hypot, pi, sqrt

from rich.cells import cell_len

from vctutor.i18n import N_, _, plural

WIDTH, HEIGHT = 1188, 840  # A4 landscape
LONGEST_NAME = 80  # characters

INK, QUIET, ACCENT, WARM, PAPER, LINE = (
    "#1b2a41", "#5c6b80", "#0f766e", "#b45309", "#fdfbf5", "#d9cfb8",
)  # fmt: skip
_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
_STEPS = (N_("Derivative"), N_("Gradient"), N_("Jacobian"), N_("Backpropagation"))
_SERIF = "Georgia, 'Times New Roman', 'DejaVu Serif', serif"
_SANS = "'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"


@dataclass(frozen=True)
class Achievement:
    """The content of a certificate.

    Attributes:
        name: the name of the reader.
        course: the title of the course.
        chapters: the number of chapters.
        questions: the number of questions.
        score: the score of the whole course, from 0 to 1.
        day: the day of the certificate.
    """

    name: str
    course: str
    chapters: int
    questions: int
    score: float
    day: date


def cleaned(name: str) -> str:
    """Return a name with every run of spaces and unprintable characters replaced by one space."""
    shown = "".join(char if char.isprintable() else " " for char in name)
    return " ".join(shown.split())


def certificate_svg(done: Achievement) -> str:
    """Return the certificate as an SVG document. Every text in it is escaped."""
    name = cleaned(done.name)
    description = _("Certificate of {name}: {course}, score {score}, {day}").format(
        name=name, course=done.course, score=_percent(done.score), day=_date(done.day)
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" aria-labelledby="description">',
        f'<title id="description">{escape(description)}</title>',
        *_paper(),
        *_words(done, name),
        *_steps(),
        *_seal(done.score),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def _date(day: date) -> str:
    month = _(_MONTHS[day.month - 1])
    return _("{day} {month} {year}").format(day=day.day, month=month, year=day.year)


# --- the sheet -----------------------------------------------------------------------------------------------


def _paper() -> Iterable[str]:
    """Return the sheet: two frames, and faint contour lines of x^2 + 2y^2."""
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
    yield f'<clipPath id="inside"><rect x="38" y="38" width="{WIDTH - 76}" height="{HEIGHT - 76}" rx="14"/></clipPath>'
    yield '<g clip-path="url(#inside)">'
    for number in range(1, 11):
        radius = 62 * number
        yield (
            f'<ellipse cx="594" cy="330" rx="{radius}" ry="{radius / sqrt(2):.1f}" fill="none" '
            f'stroke="{LINE}" stroke-opacity="0.32"/>'
        )
    yield "</g>"
    yield _frame(26, 3, INK)
    yield _frame(38, 1, WARM)


def _frame(inset: int, thick: int, colour: str) -> str:
    wide, high = WIDTH - 2 * inset, HEIGHT - 2 * inset
    return (
        f'<rect x="{inset}" y="{inset}" width="{wide}" height="{high}" rx="14" fill="none" '
        f'stroke="{colour}" stroke-width="{thick}"/>'
    )


def _words(done: Achievement, name: str) -> Iterable[str]:
    size, course = _fitting(name, 66), _fitting(done.course, 40)
    yield _text(118, _("CERTIFICATE"), 24, WARM, _SANS, spacing=12)
    yield _text(176, _("This is to say that"), 24, QUIET, _SERIF, slant=True)
    yield _text(256, name, size, INK, _SERIF)
    yield f'<path d="M394 288H794" stroke="{WARM}" stroke-width="1.5"/>'
    yield _text(332, _("has worked through all of"), 24, QUIET, _SERIF, slant=True)
    yield _text(390, done.course, course, ACCENT, _SERIF)
    read = plural("one chapter read", "{count} chapters read", done.chapters)
    answered = plural("one question answered", "{count} questions answered", done.questions)
    counts = f"{read.format(count=done.chapters)}, {answered.format(count=done.questions)}"
    yield _text(438, counts, 22, INK, _SERIF)
    yield _text(706, _date(done.day), 22, INK, _SERIF, x=264)
    yield f'<path d="M144 720H384" stroke="{QUIET}"/>'
    yield _text(744, _("date"), 15, QUIET, _SANS, x=264)
    yield _text(706, "vctutor", 22, INK, _SERIF, x=924)
    yield f'<path d="M804 720H1044" stroke="{QUIET}"/>'
    yield _text(744, _("from a slope to a network that learns"), 15, QUIET, _SANS, x=924)


def _fitting(text: str, largest: int) -> int:
    """Return the font size at which a text fits between the frames, for glyphs 0.62 em wide, as in a wide serif."""
    return min(largest, int(1000 / max(1.0, 0.62 * cell_len(text))))


def _text(
    y: float,
    text: str,
    size: int,
    colour: str,
    font: str,
    *,
    x: float = WIDTH / 2,
    slant: bool = False,
    spacing: int = 0,
) -> str:
    style = ' font-style="italic"' if slant else ""
    style += f' letter-spacing="{spacing}"' if spacing else ""
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="middle" font-family="{font}" font-size="{size}" '
        f'fill="{colour}"{style}>{escape(text)}</text>'
    )


def _seal(score: float) -> Iterable[str]:
    """Return the score in a ring; the coloured part of the ring is the score."""
    radius = 52
    around = 2 * pi * radius
    yield '<g transform="translate(594 726)">'
    yield f'<circle r="{radius}" fill="{PAPER}" stroke="{LINE}" stroke-width="7"/>'
    yield (
        f'<circle r="{radius}" fill="none" stroke="{ACCENT}" stroke-width="7" transform="rotate(-90)" '
        f'stroke-dasharray="{around * min(1.0, max(0.0, score)):.1f} {around:.1f}"/>'
    )
    yield _text(6, _percent(score), 28, INK, _SERIF, x=0)
    yield _text(27, _("score"), 14, QUIET, _SANS, x=0)
    yield "</g>"


# --- the four steps ------------------------------------------------------------------------------------------


def _steps() -> Iterable[str]:
    """Return the four steps of the course from left to right, each with a picture."""
    pictures = (_derivative(), _gradient(), _jacobian(), _graph())
    for number, (name, picture) in enumerate(zip(_STEPS, pictures, strict=True)):
        x = 204 + 260 * number
        yield f'<g transform="translate({x} 552)" fill="none" stroke-linecap="round">'
        yield from picture
        yield "</g>"
        yield _text(644, _(name), 19, INK, _SERIF, x=x)
        if number:
            yield _arrow(x - 150, 552, x - 112, 552, WARM)


def _derivative() -> Iterable[str]:
    """The parabola with its tangent at 1, whose slope is 2."""
    across, up = 48, 34

    def at(x: float, y: float) -> str:
        return f"{across * x:.1f} {40 - up * y:.1f}"

    yield f'<path d="M-84 40H84M0 52V-62" stroke="{LINE}" stroke-width="1.5"/>'
    yield f'<path d="M{at(-1.65, 2.7225)}Q{at(0, -2.7225)} {at(1.65, 2.7225)}" stroke="{INK}" stroke-width="3"/>'
    yield f'<path d="M{at(0.3, -0.4)}L{at(1.7, 2.4)}" stroke="{ACCENT}" stroke-width="3"/>'
    yield f'<circle cx="{across}" cy="{40 - up}" r="5.5" fill="{WARM}"/>'


def _gradient() -> Iterable[str]:
    """Contour lines of x^2 + 2y^2, and the gradient (2x, 4y) at a point, at right angles to its contour."""
    scale = 26
    for level in (0.8, 2.6, 5.4, 9.2):
        rx, ry = scale * sqrt(level), scale * sqrt(level / 2)
        yield f'<ellipse rx="{rx:.1f}" ry="{ry:.1f}" stroke="{INK}" stroke-width="2"/>'
    x, y = 1.1, 0.8307  # on the contour of 2.6
    length = hypot(2 * x, 4 * y)
    tip = (x + 1.15 * 2 * x / length, y + 1.15 * 4 * y / length)
    yield _arrow(scale * x, -scale * y, scale * tip[0], -scale * tip[1], ACCENT, 3)
    yield f'<circle cx="{scale * x:.1f}" cy="{-scale * y:.1f}" r="5.5" fill="{WARM}"/>'


def _jacobian() -> Iterable[str]:
    """A square grid and its image under the Jacobian [[1.25, 0.55], [0.3, 0.95]]."""
    yield f'<g stroke="{LINE}" stroke-width="1.5">{_grid(1, 0, 0, 1)}</g>'
    yield f'<g stroke="{ACCENT}" stroke-width="2">{_grid(1.25, 0.55, 0.3, 0.95)}</g>'
    yield f'<circle r="5.5" fill="{WARM}"/>'


def _grid(a: float, b: float, c: float, d: float) -> str:
    size, lines = 46, []
    for k in (-1.0, -0.5, 0.0, 0.5, 1.0):
        for start, end in (((k, -1.0), (k, 1.0)), ((-1.0, k), (1.0, k))):
            points = [
                f"{size * (a * x + b * y):.1f} {-size * (c * x + d * y):.1f}"
                for x, y in (start, end)
            ]
            lines.append(f"M{points[0]}L{points[1]}")
    return f'<path d="{"".join(lines)}"/>'


def _graph() -> Iterable[str]:
    """A small computation graph with arrows forward in ink and backward in colour."""
    nodes = {"x": (-78, -34), "w": (-78, 34), "z": (-14, 0), "a": (34, 0), "L": (84, 0)}
    for one, other in (("x", "z"), ("w", "z"), ("z", "a"), ("a", "L")):
        yield _between(nodes[one], nodes[other], INK, -4)
        yield _between(nodes[other], nodes[one], ACCENT, -4)
    for x, y in nodes.values():
        fill = WARM if (x, y) == nodes["L"] else PAPER
        yield f'<circle cx="{x}" cy="{y}" r="11" fill="{fill}" stroke="{INK}" stroke-width="2.5"/>'


def _between(start: tuple[float, float], end: tuple[float, float], colour: str, aside: int) -> str:
    """Return an arrow between the rims of two nodes, shifted to leave room for one in the other direction."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    ux, uy = dx / length, dy / length
    px, py = -uy * aside, ux * aside
    return _arrow(
        start[0] + 13 * ux - px,
        start[1] + 13 * uy - py,
        end[0] - 13 * ux - px,
        end[1] - 13 * uy - py,
        colour,
        2,
        head=6,
    )


def _arrow(
    x: float, y: float, to_x: float, to_y: float, colour: str, thick: float = 2, head: float = 9
) -> str:
    """Return an arrow with an open head."""
    length = hypot(to_x - x, to_y - y) or 1.0
    ux, uy = (to_x - x) / length, (to_y - y) / length
    wings = [
        f"{to_x - head * (ux + side * 0.6 * uy):.1f} {to_y - head * (uy - side * 0.6 * ux):.1f}"
        for side in (1, -1)
    ]
    return (
        f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}M{wings[0]}L{to_x:.1f} {to_y:.1f}'
        f'L{wings[1]}" fill="none" stroke="{colour}" stroke-width="{thick:g}" stroke-linejoin="round"/>'
    )
