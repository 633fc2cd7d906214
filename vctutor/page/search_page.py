"""What a search found, as a page: each passage with where it stands, one below the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from vctutor.course.search import Hit
from vctutor.i18n import N_, _
from vctutor.page.blocks import lay_text
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Page, Placed, Target
from vctutor.styled_text import Line, Span, crop, pad, plain
from vctutor.typesetting import inline

MOST_LINES = 3  # of a passage


def lay_hits(
    hits: Sequence[Hit], chosen: int, title: Callable[[int], str], cells: int, glyphs: Glyphs
) -> Page:
    """Lay out what was found.

    Args:
        hits: the best first.
        chosen: the place of the one under the cursor.
        title: chapter number -> title.
        cells: the width.
        glyphs: what it is drawn with.
    """
    lines: list[Line] = []
    targets: list[Target] = []
    blocks: list[Placed] = []
    for number, hit in enumerate(hits):
        laid = _hit(hit, number == chosen, title, cells, glyphs)
        place = f"hit {number}"
        targets.append(Target("link", len(lines), 0, cells, len(laid), place, str(number)))
        blocks.append(Placed(place, len(lines), len(laid)))
        lines += [*laid, ()]
    return Page(cells, tuple(lines), tuple(targets), tuple(blocks))


# What is said of a passage besides its chapter.
KINDS = {
    "heading": N_("heading"),
    "term": N_("term"),
    "formula": N_("formula"),
    "simulation": N_("simulation"),
    "question": N_("question"),
    "code": N_("code"),
}


def _hit(
    hit: Hit, here: bool, title: Callable[[int], str], cells: int, glyphs: Glyphs
) -> list[Line]:
    passage = hit.passage
    pointer = Span(f"{glyphs.pointer if here else ' '} ", "accent")
    found = f"{passage.chapter} {title(passage.chapter)}"
    if passage.kind in KINDS:
        found = _("{kind} in {chapter}").format(kind=_(KINDS[passage.kind]), chapter=found)
    where = Span(found, "accent strong" if here else "muted")
    body = _passage(hit, max(1, cells - 4), glyphs)
    head = crop((pointer, where), cells)
    rows: list[Line] = [pad(head, cells, "chosen") if here else head]
    return rows + [(Span("    "), *line) for line in body]


def _passage(hit: Hit, cells: int, glyphs: Glyphs) -> list[Line]:
    """Return a passage in a few lines, from the first that holds what was sought."""
    passage = hit.passage
    if passage.formulas:
        return [crop(inline(passage.text, ascii=glyphs.ascii), cells)]
    lines = [line for line in lay_text(passage.text, cells, glyphs).lines if line]
    start = next((y for y, line in enumerate(lines) if _holds(line, hit.words)), 0)
    return [_lit(line, hit.words) for line in lines[start : start + MOST_LINES]]


def _holds(line: Line, words: Collection[str]) -> bool:
    text = plain(line).casefold()
    return any(word in text for word in words)


def _lit(line: Line, words: Collection[str]) -> Line:
    """Return a line with the words that were sought made strong."""
    shown: list[Span] = []
    for span in line:
        rest = span.text
        while rest:
            at, word = _first(rest, words)
            if at < 0:
                shown.append(Span(rest, span.role))
                break
            shown += [
                Span(rest[:at], span.role),
                Span(rest[at : at + len(word)], f"{span.role} strong accent".strip()),
            ]
            rest = rest[at + len(word) :]
    return tuple(span for span in shown if span.text)


def _first(text: str, words: Collection[str]) -> tuple[int, str]:
    folded = text.casefold()
    found = [(folded.find(word), word) for word in words if word and word in folded]
    # Folding may change the length of a text: then nothing is made strong rather than the wrong letters.
    if not found or len(folded) != len(text):
        return -1, ""
    return min(found, key=lambda one: (one[0], -len(one[1])))
