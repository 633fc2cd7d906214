"""How a widget or screen binds the keys of commands and carries them out. The table is in ``commands``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import isawaitable

from textual.binding import Binding, BindingType

from vctutor.tui.commands import COMMANDS_OF, Home


def bindings(*homes: Home) -> list[BindingType]:
    """Return the key bindings of the commands of these places, in the order of the table."""
    return [
        Binding(command.keys, f"command('{command.id}')", command.label, show=False, id=command.id)
        for home in homes
        for command in COMMANDS_OF[home]
    ]


class CommandDispatch:
    """A mixin in front of Textual's classes: the action ``command('chapter.next')`` is looked up in a table.

    Textual inspects every class of its own for half a millisecond, which it does not do with a plain mixin.

    Attributes:
        command_table: command id -> what carries it out.
    """

    command_table: Mapping[str, Callable[[], object]]

    def can(self, command: str) -> bool:
        """Return whether a command can be done now. Where it can't, its key passes to the widget's parents."""
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether Textual may run the action of a key."""
        if action == "command" and parameters:
            return self.can(str(parameters[0]))
        return super().check_action(action, parameters)  # type: ignore[misc,no-any-return]

    async def action_command(self, command: str) -> None:
        """Carry a command out."""
        done = self.command_table[command]()
        if isawaitable(done):
            await done
