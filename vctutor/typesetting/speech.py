"""How a formula is read aloud: for screen readers, and for those who don't know a sign yet."""

from __future__ import annotations

from vctutor.typesetting import spoken_parts, spoken_rows, spoken_scripts
from vctutor.typesetting.saying import say, tidy
from vctutor.typesetting.tree import Node

# Each teaches ``say`` the kinds of nodes it knows.
TEACHERS = (spoken_parts, spoken_scripts, spoken_rows)


def speak(node: Node) -> str:
    """Return a formula in words."""
    return tidy(say(node))
