"""Every command, once: its keys, its label, and where its keys work.

The key bindings, the key bar, the command palette and the page of keys are all built from this table, and a settings file
rebinds any of them by its id.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import force_setattr

from vctutor.i18n import N_

Home = Literal["course", "found", "text", "card", "simulation"]


class Command(Struct, frozen=True):
    """Something the reader can have done.

    Attributes:
        id: its name, in settings and in the tables of those who carry commands out.
        keys: the keys that do it, separated by commas, as Textual names them.
        label: what it does, in a word or three; to be translated where it is shown.
        help: what it does, in a sentence; to be translated too.
        home: where its keys work: anywhere in the course, there while a search is on, in the text, on an active question
            card, or in a simulation.
        shown: whether the line of keys shows it.
        key_label: how its keys are written for people; the first of them, where nothing is given.
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

    def __post_init__(self) -> None:
        """Set the label of the keys where there is none."""
        if not self.key_label:
            force_setattr(self, "key_label", self.keys.split(",")[0])


COMMANDS: tuple[Command, ...] = (
    # On an active question card. First, for where no card is active their keys pass to the bindings below.
    Command("option.up", "up,k", N_("option above"), N_("Go to the option above."), "card", key_label="↑", palette=False),
    Command("option.down", "down,j", N_("option below"), N_("Go to the option below."), "card", key_label="↓", palette=False),
    Command("step.up", "shift+up,K", N_("move up"), N_("Move a step up, where steps are put in order."), "card", key_label="K", shown=True, palette=False),
    Command("step.down", "shift+down,J", N_("move down"), N_("Move a step down, where steps are put in order."), "card", key_label="J", shown=True, palette=False),
    Command("option.pick", "space", N_("choose"), N_("Choose the option, or take it back."), "card", shown=True, palette=False),
    Command("answer.submit", "enter", N_("answer"), N_("Have the answer judged; in a field, begin to type."), "card", shown=True, palette=False),
    Command("answer.hint", "h", N_("hint"), N_("Show the next hint."), "card", shown=True),
    Command("answer.solution", "w", N_("solution"), N_("Show the worked solution."), "card", shown=True),
    Command("answer.another", "v", N_("another"), N_("Ask another question like this one."), "card", shown=True),
    Command("answer.seed", "V", N_("variant by number"), N_("Ask the variant of this question that has the number you give."), "card"),
    Command("answer.leave", "escape", N_("leave"), N_("Leave the question and go on reading."), "card", shown=True, key_label="esc", palette=False),
    # In the text.
    Command("text.down", "down,j", N_("line down"), N_("Move a line down."), "text", key_label="↓ j", palette=False),
    Command("text.up", "up,k", N_("line up"), N_("Move a line up."), "text", key_label="↑ k", palette=False),
    Command("text.page-down", "space,pagedown", N_("page down"), N_("Move a page down."), "text", key_label="space", palette=False),
    Command("text.page-up", "b,pageup", N_("page up"), N_("Move a page up."), "text", key_label="b", palette=False),
    Command("text.top", "g,home", N_("top"), N_("Go to the start of the chapter."), "text", palette=False),
    Command("text.bottom", "G,end", N_("end"), N_("Go to the end of the chapter."), "text", palette=False),
    Command("target.next", "tab", N_("next thing"), N_("Go to the next thing to act on: a formula, a simulation, a question, a link."), "text", palette=False),
    Command("target.previous", "shift+tab", N_("previous thing"), N_("Go to the previous thing to act on."), "text", palette=False),
    Command("target.act", "enter", N_("open"), N_("Act on it: show the formula large, start the simulation, answer the question."), "text", palette=False),
    Command("target.copy", "ctrl+y", N_("copy LaTeX"), N_("Copy the LaTeX of the chosen formula."), "text"),
    # Anywhere.
    Command("chapter.next", "n", N_("next"), N_("Go to the next chapter."), "course", shown=True),
    Command("chapter.previous", "p", N_("previous"), N_("Go to the previous chapter."), "course", shown=True),
    Command("chapter.list", "c", N_("chapters"), N_("Go to the list of chapters and back."), "course", shown=True),
    Command("simulation.toggle", "s", N_("simulation"), N_("Go to the simulation of this passage and back."), "course", shown=True),
    Command("question.next", "a", N_("question"), N_("Go to the next unanswered question."), "course", shown=True),
    Command("search.open", "slash", N_("search"), N_("Search the whole course."), "course", shown=True, key_label="/"),
    Command("history.back", "left_square_bracket", N_("back"), N_("Go back to where you were."), "course", key_label="["),
    Command("history.forward", "right_square_bracket", N_("forward"), N_("Go forward again."), "course", key_label="]"),
    Command("note.add", "m", N_("note"), N_("Write a note on this passage."), "course"),
    Command("bookmark.toggle", "B", N_("bookmark"), N_("Mark this passage, or take the mark away."), "course"),
    Command("mine.open", "M", N_("marks and notes"), N_("Show your bookmarks and notes."), "course"),
    Command("place.copy", "ctrl+l", N_("copy place"), N_("Show and copy the name of this place."), "course"),
    Command("review.open", "r", N_("review"), N_("Answer again what is due for review."), "course"),
    Command("progress.open", "P", N_("progress"), N_("Show what you have done and what to review."), "course"),
    Command("diff.open", "D", N_("differentiate"), N_("Differentiate a function of your own."), "course"),
    Command("glossary.open", "T", N_("glossary"), N_("Look a term up."), "course"),
    Command("settings.open", "comma", N_("settings"), N_("Change the theme, the width of the text and more."), "course", key_label=","),
    Command("theme.toggle", "ctrl+t", N_("dark or light"), N_("Change between the dark and the light theme."), "course"),
    Command("keys.open", "question_mark", N_("keys"), N_("Show the keys."), "course", shown=True, key_label="?"),
    Command("app.quit", "q", N_("quit"), N_("Leave. Everything is saved already."), "course", shown=True),
    # While a search is on: these come before the same keys of the course.
    Command("hit.next", "n", N_("next hit"), N_("Go to the next passage that was found."), "found", shown=True, palette=False),
    Command("hit.previous", "N", N_("previous hit"), N_("Go to the passage that was found before it."), "found", shown=True, palette=False),
    Command("hit.leave", "escape", N_("end search"), N_("End the search: n goes to the next chapter again."), "found", shown=True, key_label="esc", palette=False),
    # In a simulation.
    Command("sim.step", "space", N_("step"), N_("Take one step."), "simulation", shown=True),
    Command("sim.run", "r", N_("run"), N_("Run, or pause."), "simulation", shown=True),
    Command("sim.reset", "R", N_("reset"), N_("Begin again."), "simulation", shown=True),
    Command("sim.leave", "escape", N_("back"), N_("Go back to the text."), "simulation", shown=True, key_label="esc", palette=False),
    Command("sim.up", "up,k", N_("parameter above"), N_("Choose the parameter above."), "simulation", key_label="↑", palette=False),
    Command("sim.down", "down,j", N_("parameter below"), N_("Choose the parameter below."), "simulation", key_label="↓", palette=False),
    Command("sim.less", "left,h", N_("less"), N_("Make the parameter smaller."), "simulation", shown=True, key_label="←", palette=False),
    Command("sim.more", "right,l", N_("more"), N_("Make the parameter larger."), "simulation", shown=True, key_label="→", palette=False),
    Command("sim.much-less", "shift+left,H", N_("much less"), N_("Make the parameter smaller by ten steps."), "simulation", key_label="shift+←", palette=False),
    Command("sim.much-more", "shift+right,L", N_("much more"), N_("Make the parameter larger by ten steps."), "simulation", key_label="shift+→", palette=False),
    Command("sim.edit", "e,enter", N_("type"), N_("Type a value or a function for the parameter."), "simulation", shown=True),
    Command("sim.numbers", "y", N_("numbers"), N_("Show the numbers as text, and copy them."), "simulation", shown=True),
    Command("sim.action-1", "1", N_("first action"), N_("Do the simulation's first action, such as Forward."), "simulation", palette=False),
    Command("sim.action-2", "2", N_("second action"), N_("Do the simulation's second action, such as Backward."), "simulation", palette=False),
    Command("sim.action-3", "3", N_("third action"), N_("Do the simulation's third action, such as Train."), "simulation", palette=False),
    Command("sim.save", "ctrl+s", N_("save picture"), N_("Save the picture as an SVG file, where you say."), "simulation"),
)  # fmt: skip

# What the keys of a field or of a choice do, by what it is for. They are its own: letters are typed there.
ASKED_KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "answer": (("enter", N_("answer")), ("esc", N_("leave"))),
    "value": (("enter", N_("take it")), ("esc", N_("as it was"))),
    "guess": (("enter", N_("answer")), ("esc", N_("go on without"))),
    "choice": (("↑ ↓", N_("choose")), ("enter", N_("answer")), ("esc", N_("go on without"))),
}

BY_ID = {command.id: command for command in COMMANDS}

# The commands whose keys work in one place, in the order of the table.
COMMANDS_OF: dict[Home, tuple[Command, ...]] = {
    home: tuple(command for command in COMMANDS if command.home == home) for home in get_args(Home)
}
