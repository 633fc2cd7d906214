"""A whole chapter as one page: blocks one below the other, with the space between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from vctutor.course.model import Block, Chapter, Derivation, Question, Section
from vctutor.i18n import _
from vctutor.lazy import LazyModule
from vctutor.page.blocks import lay_block, lay_text
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Laid, Page, Placed, Target
from vctutor.styled_text import Line, Span, width

if TYPE_CHECKING:
    from vctutor.page import card, derivation
    from vctutor.page.card import CardView
else:  # for pages that have one
    card, derivation = LazyModule("vctutor.page.card"), LazyModule("vctutor.page.derivation")

TOP = "top"
END = "end"


class ChapterLayout:
    """A chapter at one width. Each block is laid out once; the next page reuses every block that did not change.

    Laying out a whole chapter takes long, so the part in the window can come first (`glimpse`) and the rest a
    block at a time (`lay_next`).
    """

    def __init__(self, chapter: Chapter, cells: int, glyphs: Glyphs) -> None:
        """Prepare the layout of ``chapter`` in ``cells`` columns without laying anything out."""
        self.chapter = chapter
        self.cells = cells
        self._glyphs = glyphs
        self._laid: dict[str, Laid] = {}
        self._cards: dict[str, tuple[CardView, Laid]] = {}
        self._done: set[str] = set()
        self._spacing = {"summary": 2, **spacing(chapter.body)}
        self._blocks = {block.place: block for block in chapter.body}
        self._places = [TOP, *self._blocks, *(["summary"] if chapter.summary else [])]

    def page(
        self,
        cards: Mapping[str, CardView],
        revealed: Mapping[str, int],
        footer: tuple[str, ...] = (),
    ) -> Page:
        """Return the page.

        Args:
            cards: place -> what the card of the question there shows; a question without one is left out.
            revealed: derivation place -> how many of its steps are shown; one not named is shown whole.
            footer: prose below the last block.
        """
        parts = [(place, self._part(place, cards, revealed)) for place in self._places]
        return self._stacked(parts, footer)

    def glimpse(
        self,
        cards: Mapping[str, CardView],
        revealed: Mapping[str, int],
        footer: tuple[str, ...],
        place: str,
        lines: int,
    ) -> Page:
        """Return the page with ``lines`` lines from a place on laid out; where no more is, as many before its end.

        What is not laid out yet stands as empty lines, about as many as it will have.
        """
        laid: dict[str, Laid] = {}
        first = self._places.index(place) if place in self._places else 0
        left = lines
        for near in [*self._places[first:], *reversed(self._places[:first])]:
            if left <= 0:
                break
            laid[near] = self._part(near, cards, revealed)
            left -= len(laid[near].lines) + 1
        parts = [(one, laid.get(one) or self._known(one)) for one in self._places]
        return self._stacked(parts, footer)

    def lay_next(self, cards: Mapping[str, CardView], revealed: Mapping[str, int]) -> bool:
        """Lay out the next part that is not yet; return False when all are."""
        place = next((place for place in self._places if place not in self._done), None)
        if place is None:
            return False
        self._part(place, cards, revealed)
        return True

    @property
    def complete(self) -> bool:
        """Whether every part was laid out."""
        return self._done.issuperset(self._places)

    def _stacked(self, parts: list[tuple[str, Laid]], footer: tuple[str, ...]) -> Page:
        return stack(
            [*parts, (END, _foot(footer, self.cells, self._glyphs))], self.cells, self._spacing
        )

    def _known(self, place: str) -> Laid:
        """Return a part as it was laid out, or empty lines in its place."""
        if place in self._laid:
            return self._laid[place]
        if place in self._cards:
            return self._cards[place][1]
        return Laid(((),) * _guess(self._blocks.get(place), self.cells))

    def _part(self, place: str, cards: Mapping[str, CardView], revealed: Mapping[str, int]) -> Laid:
        self._done.add(place)
        if place == TOP:
            return self._once(TOP, lambda: _head(self.chapter, self.cells, self._glyphs))
        if place == "summary" and place not in self._blocks:
            return self._once(place, lambda: _summary(self.chapter, self.cells, self._glyphs))
        return self._block(self._blocks[place], cards, revealed)

    def _block(
        self, block: Block, cards: Mapping[str, CardView], revealed: Mapping[str, int]
    ) -> Laid:
        if isinstance(block, Question):
            return self._card(block, cards)
        if isinstance(block, Derivation) and block.place in revealed:
            laid = derivation.lay_derivation(block, self.cells, self._glyphs, revealed[block.place])
            return _named(laid, block.place)
        return self._once(block.place, lambda: lay_block(block, self.cells, self._glyphs))

    def _once(self, place: str, lay: Callable[[], Laid]) -> Laid:
        if place not in self._laid:
            self._laid[place] = lay()
        return self._laid[place]

    def _card(self, question: Question, cards: Mapping[str, CardView]) -> Laid:
        view = cards.get(question.place)
        if view is None:
            told = _("A question stands here that can't be asked; 'vctutor check' tells why.")
            return _named(lay_text(told, self.cells, self._glyphs, "error"), question.place)
        known = self._cards.get(question.place)
        if known is not None and known[0] == view:
            return known[1]
        laid = _named(card.lay_card(view, self.cells, self._glyphs), question.place)
        self._cards[question.place] = (view, laid)
        return laid


def _named(laid: Laid, place: str) -> Laid:
    """Return the block with its targets given the block's place."""
    return Laid(laid.lines, tuple(replace(target, place=place) for target in laid.targets))


def lay_blocks(blocks: tuple[Block, ...], cells: int, glyphs: Glyphs) -> Page:
    """Lay out blocks that are no chapter: the opening and the finishing page."""
    parts = [(block.place, lay_block(block, cells, glyphs)) for block in blocks]
    return stack(parts, cells, spacing(blocks))


def spacing(blocks: tuple[Block, ...]) -> dict[str, int]:
    """Return how many empty lines stand above the blocks that differ from one: two above a heading, none below."""
    lines = {block.place: 2 for block in blocks if isinstance(block, Section)}
    for heading, block in pairwise(blocks):
        if isinstance(heading, Section):
            lines[block.place] = 0
    return lines


def stack(parts: list[tuple[str, Laid]], cells: int, spacing: Mapping[str, int]) -> Page:
    """Put laid blocks one below the other, one empty line between them, or as many as ``spacing`` says of one."""
    lines: list[Line] = []
    targets: list[Target] = []
    blocks: list[Placed] = []
    for place, laid in parts:
        if not laid.lines:
            continue
        if lines:
            lines += [()] * spacing.get(place, 1)
        blocks.append(Placed(place, len(lines), len(laid.lines)))
        targets += [target.moved(len(lines)) for target in laid.targets]
        lines += laid.lines
    return Page(cells, tuple(lines), tuple(targets), tuple(blocks))


def _guess(block: Block | None, cells: int) -> int:
    """Return about how many lines a block takes."""
    if isinstance(block, Section):
        return 2
    text = str(getattr(block, "text", "") or getattr(block, "ask", ""))
    return 4 + text.count("\n\n") + len(text) // cells


def _head(chapter: Chapter, cells: int, glyphs: Glyphs) -> Laid:
    name = f"{chapter.number}  {chapter.title}" if chapter.number >= 0 else chapter.title
    title = lay_text(name, cells, glyphs, "title")
    if not chapter.goals:
        return title
    goals = lay_text("\n".join(f"- {goal}" for goal in chapter.goals), cells, glyphs, "muted")
    lead: Line = (Span(_("After this chapter you can"), "muted"),)
    return Laid((*title.lines, (), lead, *goals.lines))


def _summary(chapter: Chapter, cells: int, glyphs: Glyphs) -> Laid:
    head: Line = (Span(_("What to keep"), "heading"),)
    rule: Line = (Span(glyphs.horizontal * width(head), "rule"),)
    body = lay_text("\n".join(f"- {line}" for line in chapter.summary), cells, glyphs)
    return Laid((head, rule, *body.lines), tuple(target.moved(2) for target in body.targets))


def _foot(footer: tuple[str, ...], cells: int, glyphs: Glyphs) -> Laid:
    return lay_text("\n\n".join(footer), cells, glyphs, "muted") if footer else Laid(())
