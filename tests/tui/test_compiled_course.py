"""The application with the course compiled, as every installed wheel has it, shows what it shows of the YAML."""

from __future__ import annotations

import pytest

from vctutor.course import catalog
from vctutor.course.compiling import compile_course
from vctutor.paths import shipped_course


@pytest.fixture(scope="module")
def form(tmp_path_factory):
    """The shipped course, compiled."""
    place = tmp_path_factory.mktemp("compiled")
    compile_course(shipped_course(), place)
    return place


async def seen(opened, quiet, text, place, keys):
    """Return every screen that keys lead to, from a place on."""
    screens = []
    async with opened(place) as pilot:
        for key in ("", *keys):
            await pilot.press(*([key] if key else []))
            await quiet(pilot)
            screens.append(text(pilot))
    return screens


@pytest.mark.parametrize(
    ("place", "keys"),
    [(None, ["n", "0", "p"]), ("4", ["n", "a", "1", "enter"]), ("9", ["n", "p", "s"])],
)
async def test_every_screen_is_the_same(opened, quiet, text, form, monkeypatch, place, keys):
    from_yaml = await seen(opened, quiet, text, place, keys)
    monkeypatch.setenv("VCTUTOR_DATA_DIR", str(form.parent / f"data-{place}"))
    monkeypatch.setattr(catalog, "compiled_course", lambda directory: form)
    monkeypatch.setattr(catalog.Catalog, "_as_read", lambda *_: pytest.fail("read as YAML"))
    compiled = await seen(opened, quiet, text, place, keys)
    for before, after in zip(from_yaml, compiled, strict=True):
        assert after == before


COURSE = """
title: Two
chapters:
  - {id: one, file: one.yaml, title: One}
  - {id: two, file: two.yaml, title: Two}
opening:
  - text: There are {chapters} chapters with {questions} questions.
"""


async def test_the_opening_page_counts_what_is_readable(opened, quiet, text, tmp_path, monkeypatch):
    (tmp_path / "course.yaml").write_text(COURSE)
    (tmp_path / "one.yaml").write_text("body: []\n")
    (tmp_path / "two.yaml").write_bytes(b"\xff")  # no UTF-8
    monkeypatch.setattr(catalog, "compiled_course", lambda directory: tmp_path / "nothing")
    async with opened(course=tmp_path) as pilot:
        await quiet(pilot)
        assert "There are 2 chapters with 0 questions." in text(pilot)
