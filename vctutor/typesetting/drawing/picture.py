"""Pictures: rectangles of characters with a baseline, and the few ways to put them together."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from vctutor.styled_text import cells


class Picture(Struct, frozen=True):
    """Rows of one width, in cells.

    Attributes:
        rows: from top to bottom; never empty.
        width: of every row, in cells.
        baseline: the row that lines up with the text around.
    """

    rows: tuple[str, ...]
    width: int
    baseline: int = 0

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def depth(self) -> int:
        """Number of rows below the baseline."""
        return len(self.rows) - 1 - self.baseline


def text(content: str) -> Picture:
    """Return one row of text."""
    return Picture((content,), cells(content))


def blank(width: int, height: int = 1, baseline: int = 0) -> Picture:
    """Return empty room."""
    return Picture((" " * width,) * height, width, baseline)


def beside(pictures: Sequence[Picture], gaps: Sequence[int] = ()) -> Picture:
    """Return pictures side by side on one baseline, with ``gaps[i]`` cells before the i-th."""
    if not pictures:
        return text("")
    if len(pictures) == 1 and not any(gaps):
        return pictures[0]
    spaces = gaps or (0,) * len(pictures)
    total = sum(spaces) + sum(picture.width for picture in pictures)
    if all(len(picture.rows) == 1 for picture in pictures):
        row = "".join(
            [" " * gap + picture.rows[0] for gap, picture in zip(spaces, pictures, strict=True)]
        )
        return Picture((row,), total)
    above = max(picture.baseline for picture in pictures)
    below = max(picture.depth for picture in pictures)
    rows: list[list[str]] = [[] for _ in range(above + below + 1)]
    for gap, picture in zip(spaces, pictures, strict=True):
        top = above - picture.baseline
        empty = " " * (gap + picture.width)
        lead = " " * gap
        for at, row_parts in enumerate(rows):
            inside = top <= at < top + len(picture.rows)
            row_parts.append(lead + picture.rows[at - top] if inside else empty)
    return Picture(tuple(["".join(parts) for parts in rows]), total, above)


def centred(picture: Picture, width: int, align: str = "c") -> Picture:
    """Return the picture in the middle of ``width`` cells, or at their left (``l``) or right (``r``)."""
    missing = width - picture.width
    if missing <= 0:
        return picture
    left = {"l": 0, "r": missing}.get(align, missing // 2)
    before, after = " " * left, " " * (missing - left)
    return Picture(tuple([before + row + after for row in picture.rows]), width, picture.baseline)


def stack(pictures: Sequence[Picture], baseline: int, align: str = "c") -> Picture:
    """Return pictures one above the other; ``baseline`` counts rows of the whole."""
    width = max(picture.width for picture in pictures)
    rows = tuple([row for picture in pictures for row in centred(picture, width, align).rows])
    return Picture(rows, width, baseline)


def corners(picture: Picture) -> tuple[int, int]:
    """Return the first and the last row of the right edge of a picture, its baseline among them."""
    edge = [at for at, row in enumerate(picture.rows) if not row.endswith(" ")]
    return min([*edge, picture.baseline]), max([*edge, picture.baseline])


def beside_closely(base: Picture, script: Picture) -> Picture:
    """Return a script right of a base, moved left over the blanks that end the base's rows beside it."""
    shift = base.baseline - script.baseline  # the base's row beside the first row of the script
    below = [base.rows[at + shift] for at in range(script.height) if 0 <= at + shift < base.height]
    used = [
        row
        for row, drawn in zip(below, script.rows[max(-shift, 0) :], strict=False)
        if drawn.strip()
    ]
    blanks = min(
        (len(row) - len(row.rstrip(" ")) for row in (*used, base.rows[base.baseline])), default=0
    )
    if not blanks:
        return beside((base, script))
    width = max(base.width, base.width - blanks + script.width)
    start, end = min(0, shift), max(base.height, shift + script.height)
    rows = []
    for at in range(start, end):
        row = base.rows[at] if 0 <= at < base.height else " " * base.width
        over = script.rows[at - shift] if 0 <= at - shift < script.height else ""
        if over.strip():
            row = row[: len(row) - blanks] + over
        rows.append(row + " " * (width - cells(row)))
    return Picture(tuple(rows), width, base.baseline - start)
