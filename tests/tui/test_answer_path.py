"""What a submitted answer passes through: few files, one way, one layout of the page."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import FrameType

import pytest

import vctutor.tui
from vctutor.page.chapter_layout import ChapterLayout
from vctutor.tui.course import position

TUI = Path(vctutor.tui.__file__).parent
# What paints, and what adapts Textual and the terminal: every widget and event passes it, whatever is done.
BELOW = ("styles/", "terminal/", "textual_compat/", "widgets/drawn.py")
ANSWERS = {"right": "[6, 4]", "wrong": "[6, 5]", "unreadable": "[6, 4"}


class Tracer:
    """Counts the calls from one file of ``tui/`` to another, callbacks and properties included."""

    def __init__(self) -> None:
        self.calls: Counter[tuple[str, str]] = Counter()
        self._names: dict[str, str] = {}

    def __enter__(self) -> Tracer:
        sys.setprofile(self._called)
        return self

    def __exit__(self, *exception: object) -> None:
        sys.setprofile(None)

    def _called(self, frame: FrameType, event: str, argument: object) -> None:
        if event != "call" or frame.f_back is None:
            return
        caller, called = self._file(frame.f_back), self._file(frame)
        if caller and called and caller != called:
            self.calls[caller, called] += 1

    def _file(self, frame: FrameType) -> str:
        """Return the file of a frame below ``tui/``; empty for any other."""
        path = frame.f_code.co_filename
        if path not in self._names:
            inside = Path(path).is_relative_to(TUI)
            name = Path(path).relative_to(TUI).as_posix() if inside else ""
            self._names[path] = "" if name.startswith(BELOW) else name
        return self._names[path]


async def open_field(pilot, quiet, typed: str) -> None:
    pilot.app.screen.enter_card("check")
    await quiet(pilot)
    pilot.app.screen.answer_field.field.value = typed
    await quiet(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
async def test_an_answer_passes_few_files_and_goes_one_way(
    opened, quiet, monkeypatch, size, answer
):
    # What happens when the reader has not scrolled for a second is not part of it, however slow the machine is.
    monkeypatch.setattr(position, "SETTLE_DELAY", 3600.0)
    async with opened("4", size=size) as pilot:
        await open_field(pilot, quiet, answer)
        with Tracer() as traced:
            await pilot.press("enter")
            await quiet(pilot)
        attempt = pilot.app.screen.state.cards.current
        assert attempt.verdict is not None
        calls = traced.calls
        assert ("course/questions.py", "model/question_cards.py") in calls, "it sees the calls"
        files = {file for pair in calls for file in pair}
        assert len(files) <= 14, sorted(files)
        assert [pair for pair in calls if pair[::-1] in calls] == []


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
async def test_an_answer_lays_the_page_out_once(opened, quiet, text, monkeypatch, answer):
    layouts = []
    for name in ("page", "glimpse"):
        usual = getattr(ChapterLayout, name)

        def counted(*given, usual=usual):
            layouts.append(usual)
            return usual(*given)

        monkeypatch.setattr(ChapterLayout, name, counted)
    async with opened("4") as pilot:
        await open_field(pilot, quiet, answer)
        layouts.clear()
        passes = pilot.app.screen.page_layout.passes
        await pilot.press("enter")
        await quiet(pilot)
        assert len(layouts) == 1
        assert pilot.app.screen.page_layout.passes == passes + 1
        if answer == ANSWERS["right"]:
            assert "100 % saved" in text(pilot), "what the store reported is on the card"


async def test_the_last_answer_of_a_review_lays_the_page_out_once(opened, quiet, text):
    monday = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)
    async with opened("4", clock=lambda: monday) as pilot:
        await open_field(pilot, quiet, ANSWERS["wrong"])
        await pilot.press("enter")
        await quiet(pilot)
    async with opened("0", clock=lambda: monday + timedelta(days=1)) as pilot:
        await pilot.press("r")
        await quiet(pilot)
        pilot.app.screen.answer_field.field.value = ANSWERS["right"]
        await quiet(pilot)
        passes = pilot.app.screen.page_layout.passes
        await pilot.press("enter")
        await quiet(pilot)
        assert "The review is done" in text(pilot)
        assert pilot.app.screen.page_layout.passes == passes + 1


def test_the_course_screen_has_few_classes_of_ours():
    from vctutor.tui.course.screen import CourseScreen

    ours = [one for one in CourseScreen.__mro__ if one.__module__.startswith("vctutor.")]
    assert len(ours) <= 3, ours
