"""The commands of the course in the command palette."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.app import SystemCommand

from vctutor.i18n import _
from vctutor.tui.command_dispatch import CommandDispatch
from vctutor.tui.commands import COMMANDS, Command


class CoursePalette:
    """Offers the commands, and carries them out where their keys work."""

    def __init__(
        self,
        course: CommandDispatch,
        text: CommandDispatch,
        simulation: CommandDispatch,
        enter_simulation: Callable[[], object],
        press_card_key: Callable[[str], object],
    ) -> None:
        """Send commands to those who carry them out."""
        self._course = course
        self._text = text
        self._simulation = simulation
        self._enter_simulation = enter_simulation
        self._press_card_key = press_card_key

    def commands(self, *, kiosk: bool) -> Iterator[SystemCommand]:
        """Yield the commands; a ``kiosk`` offers none that writes a file."""
        for command in COMMANDS:
            if command.palette and not (kiosk and command.id == "sim.save"):
                yield SystemCommand(
                    _(command.label).capitalize(), _(command.help), partial(self._run, command)
                )

    async def _run(self, command: Command) -> None:
        if command.home == "card":
            self._press_card_key(command.id)
            return
        if command.home == "simulation":
            self._enter_simulation()
        homes = {"simulation": self._simulation, "text": self._text}
        home = homes.get(command.home, self._course)
        if home.can(command.id):
            await home.action_command(command.id)
