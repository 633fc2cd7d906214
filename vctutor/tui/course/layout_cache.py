"""The layouts of the chapters read last and of those that come next: few, and made before they are needed."""

from __future__ import annotations

from collections import OrderedDict

from vctutor.course.model import Chapter
from vctutor.page.chapter_layout import ChapterLayout
from vctutor.page.glyphs import Glyphs

KEPT = 4  # the chapter on show, its neighbours, and the one before


class LayoutCache:
    """Keeps a few layouts, and forgets the one used longest ago."""

    def __init__(self) -> None:
        """Keep none yet."""
        self._kept: OrderedDict[tuple[str, int], ChapterLayout] = OrderedDict()

    def of(self, chapter: Chapter, cells: int, glyphs: Glyphs) -> ChapterLayout:
        """Return the layout of a chapter in ``cells`` columns: the one kept, if the chapter is still the same."""
        key = (chapter.id, cells)
        kept = self._kept.get(key)
        if kept is None or kept.chapter is not chapter:
            kept = self._kept[key] = ChapterLayout(chapter, cells, glyphs)
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return kept
