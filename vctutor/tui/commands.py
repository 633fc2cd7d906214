"""Every command, once: its keys, its words, and who carries it out.

The key bindings, the line of keys at the bottom, the command palette and the page of keys are all made from this table,
and a settings file rebinds any of them by its id.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from textual.binding import Binding, BindingType

Home = Literal["course", "text", "card", "simulation"]


class Command(Struct, frozen=True):
    """Something the reader can have done.

    Attributes:
        id: its name, for settings; ``chapter.next`` is carried out by ``command_chapter_next``.
        keys: the keys that do it, separated by commas, as Textual names them.
        label: what it does, in a word or three.
        help: what it does, in a sentence.
        home: where its keys work: anywhere in the course, in the text, on an active question card, or in a simulation.
        shown: whether the line of keys shows it.
        key_label: how its keys are written; empty takes the first key.
        palette: whether the command palette offers it.
    """

    id: str
    keys: str
    label: str
    help: str
    home: Home
    shown: bool = False
    key_label: str = ""
    palette: bool = True

    @property
    def method(self) -> str:
        """The name of the method that carries it out."""
        return "command_" + self.id.replace(".", "_").replace("-", "_")

    @property
    def key_text(self) -> str:
        """How its keys are written for people."""
        return self.key_label or self.keys.split(",")[0]


COMMANDS: tuple[Command, ...] = (
    # On an active question card. These come first: where no card is active they let the key pass.
    Command("option.up", "up,k", "option above", "Go to the option above.", "card", key_label="↑", palette=False),
    Command("option.down", "down,j", "option below", "Go to the option below.", "card", key_label="↓", palette=False),
    Command("step.up", "shift+up,K", "move up", "Move a step up, where steps are put in order.", "card", key_label="K", shown=True, palette=False),
    Command("step.down", "shift+down,J", "move down", "Move a step down, where steps are put in order.", "card", key_label="J", shown=True, palette=False),
    Command("option.pick", "space", "choose", "Choose the option, or take it back.", "card", shown=True, palette=False),
    Command("answer.submit", "enter", "answer", "Have the answer judged; in a field, begin to type.", "card", shown=True, palette=False),
    Command("answer.hint", "h", "hint", "Show the next hint.", "card", shown=True),
    Command("answer.solution", "w", "solution", "Show the worked solution.", "card", shown=True),
    Command("answer.another", "v", "another", "Ask another question like this one.", "card", shown=True),
    Command("answer.leave", "escape", "leave", "Leave the question and go on reading.", "card", shown=True, key_label="esc", palette=False),
    # In the text.
    Command("text.down", "down,j", "line down", "Move a line down.", "text", key_label="↓ j", palette=False),
    Command("text.up", "up,k", "line up", "Move a line up.", "text", key_label="↑ k", palette=False),
    Command("text.page-down", "space,pagedown", "page down", "Move a page down.", "text", key_label="space", palette=False),
    Command("text.page-up", "b,pageup", "page up", "Move a page up.", "text", key_label="b", palette=False),
    Command("text.top", "g,home", "top", "Go to the start of the chapter.", "text", palette=False),
    Command("text.bottom", "G,end", "end", "Go to the end of the chapter.", "text", palette=False),
    Command("target.next", "tab", "next thing", "Go to the next thing to act on: a formula, a simulation, a question, a link.", "text", palette=False),
    Command("target.previous", "shift+tab", "previous thing", "Go to the previous thing to act on.", "text", palette=False),
    Command("target.act", "enter", "open", "Act on it: show the formula large, start the simulation, answer the question.", "text", palette=False),
    Command("target.copy", "ctrl+y", "copy LaTeX", "Copy the LaTeX of the chosen formula.", "text"),
    # Anywhere.
    Command("chapter.next", "n", "next", "Go to the next chapter.", "course", shown=True),
    Command("chapter.previous", "p", "previous", "Go to the previous chapter.", "course", shown=True),
    Command("chapter.list", "c", "chapters", "Go to the list of chapters and back.", "course", shown=True),
    Command("simulation.toggle", "s", "simulation", "Go to the simulation of this passage and back.", "course", shown=True),
    Command("question.next", "a", "question", "Go to the next unanswered question.", "course", shown=True),
    Command("search.open", "slash", "search", "Search the whole course.", "course", shown=True, key_label="/"),
    Command("history.back", "left_square_bracket", "back", "Go back to where you were.", "course", key_label="["),
    Command("history.forward", "right_square_bracket", "forward", "Go forward again.", "course", key_label="]"),
    Command("note.add", "m", "note", "Write a note on this passage.", "course"),
    Command("bookmark.toggle", "B", "bookmark", "Mark this passage, or take the mark away.", "course"),
    Command("mine.open", "M", "marks and notes", "Show your bookmarks and notes.", "course"),
    Command("place.copy", "ctrl+l", "copy place", "Show and copy the name of this place.", "course"),
    Command("review.open", "r", "review", "Answer again what is due for review.", "course"),
    Command("progress.open", "P", "progress", "Show what you have done and what to review.", "course"),
    Command("diff.open", "D", "differentiate", "Differentiate a function of your own.", "course"),
    Command("glossary.open", "T", "glossary", "Look a term up.", "course"),
    Command("settings.open", "comma", "settings", "Change the theme, the width of the text and more.", "course", key_label=","),
    Command("theme.toggle", "ctrl+t", "dark or light", "Change between the dark and the light theme.", "course"),
    Command("keys.open", "question_mark", "keys", "Show the keys.", "course", shown=True, key_label="?"),
    Command("app.quit", "q", "quit", "Leave. Everything is saved already.", "course", shown=True),
    # In a simulation.
    Command("sim.step", "space", "step", "Take one step.", "simulation", shown=True),
    Command("sim.run", "r", "run", "Run, or pause.", "simulation", shown=True),
    Command("sim.reset", "R", "reset", "Begin again.", "simulation", shown=True),
    Command("sim.up", "up,k", "parameter above", "Choose the parameter above.", "simulation", key_label="↑", palette=False),
    Command("sim.down", "down,j", "parameter below", "Choose the parameter below.", "simulation", key_label="↓", palette=False),
    Command("sim.less", "left,h", "less", "Make the parameter smaller.", "simulation", shown=True, key_label="←", palette=False),
    Command("sim.more", "right,l", "more", "Make the parameter larger.", "simulation", shown=True, key_label="→", palette=False),
    Command("sim.much-less", "shift+left,H", "much less", "Make the parameter smaller by ten steps.", "simulation", key_label="shift+←", palette=False),
    Command("sim.much-more", "shift+right,L", "much more", "Make the parameter larger by ten steps.", "simulation", key_label="shift+→", palette=False),
    Command("sim.edit", "e,enter", "type", "Type a value or a function for the parameter.", "simulation", shown=True),
    Command("sim.numbers", "y", "numbers", "Show the numbers as text, and copy them.", "simulation", shown=True),
    Command("sim.action-1", "1", "first action", "Do the simulation's first action, such as Forward.", "simulation", palette=False),
    Command("sim.action-2", "2", "second action", "Do the simulation's second action, such as Backward.", "simulation", palette=False),
    Command("sim.action-3", "3", "third action", "Do the simulation's third action, such as Train.", "simulation", palette=False),
    Command("sim.save", "ctrl+s", "save picture", "Save the picture as an SVG file, where you say.", "simulation"),
    Command("sim.leave", "escape", "back", "Go back to the text.", "simulation", shown=True, key_label="esc", palette=False),
)  # fmt: skip

BY_ID = {command.id: command for command in COMMANDS}


def commands_of(home: Home) -> Iterator[Command]:
    """Yield the commands whose keys work in one place."""
    return (command for command in COMMANDS if command.home == home)


def bindings(*homes: Home) -> list[BindingType]:
    """Return the key bindings of the commands of these places, in the order of the table."""
    return [
        Binding(command.keys, f"command('{command.id}')", command.label, show=False, id=command.id)
        for home in homes
        for command in commands_of(home)
    ]
