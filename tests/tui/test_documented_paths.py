"""The files that CONTRIBUTING names on the paths of an answer and of a step are those that run."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import vctutor

PACKAGE = Path(vctutor.__file__).parent
PAGE = PACKAGE.parent / ".github" / "CONTRIBUTING.md"


def documented(path: str) -> set[str]:
    """Return the files that the page names on a path."""
    text = PAGE.read_text(encoding="utf-8").split(f"**{path}.**")[1]
    return set(re.findall(r"`([\w/]+\.py)`", re.split(r"\n\*\*|\n#", text)[0]))


@contextmanager
def recorded() -> Iterator[set[str]]:
    """Record the files of the package whose functions are called, in threads that start meanwhile, too."""
    files: set[str] = set()

    def note(frame: FrameType, event: str, argument: object) -> None:
        files.add(frame.f_code.co_filename)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield files
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]


def inside(files: set[str]) -> set[str]:
    """Return the files of the package among these, as the page names them."""
    paths = map(Path, files)
    return {path.relative_to(PACKAGE).as_posix() for path in paths if path.is_relative_to(PACKAGE)}


async def test_an_answer_takes_the_documented_path(opened, quiet):
    with recorded() as files:
        async with opened("4") as pilot:
            pilot.app.screen.enter_card("check")
            await quiet(pilot)
            files.clear()
            await pilot.press(*"[6,5]", "enter")
            await quiet(pilot)
            assert pilot.app.screen.state.cards.current.verdict is not None
    named = documented("Submit an answer")
    assert len(named) > 10
    assert named - inside(files) == set()


async def test_a_step_takes_the_documented_path(opened, quiet):
    with recorded() as files:
        async with opened("4") as pilot:
            await pilot.press("s")
            await quiet(pilot)
            await pilot.press(
                "space", "escape"
            )  # the first step asks for a prediction; go on without
            await quiet(pilot)
            before = pilot.app.screen.panel.view.state.step
            files.clear()
            await pilot.press("space")
            await quiet(pilot)
            assert pilot.app.screen.panel.view.state.step == before + 1
    named = documented("Step a simulation")
    assert len(named) > 8
    assert named - inside(files) == set()
