"""How a widget or screen carries out commands of the table in ``commands``."""

from __future__ import annotations

from collections.abc import Awaitable
from inspect import isawaitable
from typing import Any

from vctutor.tui.commands import BY_ID


class Commanded:
    """A mixin: ``command('chapter.next')`` calls ``command_chapter_next``, if the command can be done now."""

    def can(self, command: str) -> bool:
        """Return whether a command can be done now; where not, its key is let pass."""
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell Textual whether a key's action may run."""
        if action == "command" and parameters:
            return self.can(str(parameters[0]))
        return super().check_action(action, parameters)  # type: ignore[misc,no-any-return]

    async def action_command(self, command: str) -> None:
        """Carry a command out."""
        done: Awaitable[Any] | None = getattr(self, BY_ID[command].method)()
        if isawaitable(done):
            await done
