"""What acting on a target of the text does, by key or by mouse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vctutor.page.model import Target, TargetKind
from vctutor.tui.course.course_pages import CoursePages
from vctutor.tui.course.questions import Questions
from vctutor.tui.course.simulation_pane import SimulationPane
from vctutor.tui.course.state import CourseState


class Targets:
    """Activates targets."""

    def __init__(
        self,
        state: CourseState,
        questions: Questions,
        simulation: SimulationPane,
        pages: CoursePages,
    ) -> None:
        """Send each kind of target to the controller that deals with it."""
        self._state = state
        self._actions: Mapping[TargetKind, Callable[[Target], object]] = {
            "formula": pages.open_formula,
            "term": pages.open_term,
            "link": pages.follow_link,
            "simulation": lambda target: simulation.enter(target.place),
            "derivation": self._reveal_step,
            "question": lambda target: questions.enter(target.value),
            "field": lambda target: questions.enter(target.place),
            "option": questions.click_option,
            "button": questions.click_button,
        }

    def activate(self, target: Target) -> None:
        """Do what a target stands for."""
        self._actions[target.kind](target)

    def _reveal_step(self, target: Target) -> None:
        """Show the next step of a derivation; from the whole of it, begin with the first."""
        chapter, revealed = self._state.location.chapter, self._state.revealed
        assert chapter is not None
        block: Any = next(block for block in chapter.body if block.place == target.place)
        shown = revealed.get(target.place, len(block.steps))
        if shown >= len(block.steps):
            revealed[target.place] = 1
        elif shown + 1 == len(block.steps):
            del revealed[target.place]
        else:
            revealed[target.place] = shown + 1
        self._state.changes.layout = True
