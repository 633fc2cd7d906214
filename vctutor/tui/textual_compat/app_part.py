"""The base of the parts that make up `ResilientApp`.

Textual inspects every subclass of its own when it is created, which takes half a millisecond each. The parts are
therefore plain classes when the program runs, and the application alone is a class of Textual's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    from textual.app import App

    AppPart: TypeAlias = App[None]
else:
    AppPart = object
