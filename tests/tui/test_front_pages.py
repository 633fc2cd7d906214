"""What stands on the pages around the chapters."""

from __future__ import annotations

from pathlib import Path

from vctutor.course.catalog import Catalog
from vctutor.course.model import Prose
from vctutor.paths import shipped_course
from vctutor.tui.model.front_matter import unreadable


def page_text(catalog: Catalog) -> str:
    __, why = unreadable("there is no file", catalog)
    assert isinstance(why, Prose)
    return why.text


def test_what_is_advised_for_a_broken_chapter_is_about_its_course() -> None:
    catalog = Catalog.open(shipped_course())
    assert "`vctutor check` shows" in page_text(catalog)
    other = Catalog(Path("/srv/my course"), catalog.course)
    assert "`vctutor check '/srv/my course'` shows" in page_text(other)
