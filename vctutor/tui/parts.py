"""What the parts of the application, of the course screen and of the simulation panel derive from.

Textual looks through every class of its own when it is made, which takes half a millisecond each. So parts are plain
mixins when the program runs, and only what they make up together is a class of Textual's. For the type checker a part
derives from what it is a part of. Bindings belong into the whole: Textual passes over those of a plain class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    from textual.app import App

    from vctutor.tui.course.base import CourseBase
    from vctutor.tui.course.opening import Opening
    from vctutor.tui.widgets.simulation_panel.base import PanelBase

    AppPart: TypeAlias = App[None]
    BasePart: TypeAlias = CourseBase
    ScreenPart: TypeAlias = Opening
    PanelPart: TypeAlias = PanelBase
else:
    AppPart = BasePart = ScreenPart = PanelPart = object
