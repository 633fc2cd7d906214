"""Pages shown over the course: progress, glossary, keys, a formula, numbers, a term, a link, settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from vctutor.course.model import Prose
from vctutor.i18n import N_, _
from vctutor.lazy import LazyModule
from vctutor.page.blocks import lay_text
from vctutor.page.chapter_layout import lay_blocks
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Page, Target
from vctutor.settings import Settings
from vctutor.styled_text import Line, Span, pad, width
from vctutor.tui.commands import COMMANDS, Home
from vctutor.tui.course.navigation import Navigation
from vctutor.tui.course.state import CourseState
from vctutor.tui.model.chapter_summary import overview
from vctutor.tui.model.front_matter import NOWHERE
from vctutor.tui.services import Pages, Preferences, Session
from vctutor.tui.styles.themes import PALETTES
from vctutor.typesetting import spoken, typeset
from vctutor.typesetting.prose import literal

if TYPE_CHECKING:
    from vctutor.tui.pages import page_screen
else:  # loaded with the first page
    page_screen = LazyModule("vctutor.tui.pages.page_screen")

HOMES: tuple[tuple[Home, str], ...] = (
    ("course", N_("Anywhere")),
    ("found", N_("While a search is on")),
    ("text", N_("In the text")),
    ("card", N_("On a question")),
    ("simulation", N_("In a simulation")),
)


KEYS_WIDE = 12  # cells for the keys, beside what they do
TYPED_WIDE = 18  # cells for what is typed, beside what it means
TYPED: tuple[tuple[str, str], ...] = (
    ("2x, 2*x, x y", N_("Products. The sign may be left out.")),
    ("x^2, x², e^(2x)", N_("Powers. A longer exponent stands in brackets.")),
    ("1/(2x)", N_("Fractions. Brackets around what is below.")),
    ("sqrt(x), exp(x)", N_("Functions: also sin, cos, tanh, ln, sigma, relu, abs and others.")),
    ("sin^2 x, sin² x", N_("The square of sin x.")),
    ("2*theta, 2θ", N_("Greek letters by their names, such as alpha and pi, or as they are.")),
    ("0.5, 1/2, sqrt(2)", N_("Numbers. Decimals have a point.")),
    ("[1, 2]", N_("A vector. A column is [1; 2].")),
    ("[[1, 2], [3, 4]]", N_("A matrix, row by row.")),
    ("3 x 2", N_("A shape, rows by columns.")),
)
READABLE = 56  # cells for a few sentences in a window of their own


class CoursePages:
    """Makes and shows the pages.

    Attributes:
        commands: command id -> what carries it out; the pages that need more to be opened are not among them.
    """

    def __init__(
        self,
        state: CourseState,
        navigation: Navigation,
        pages: Pages,
        session: Session,
        preferences: Preferences,
    ) -> None:
        """Show pages about ``state``."""
        self._state = state
        self._navigation = navigation
        self._pages = pages
        self._session = session
        self._preferences = preferences
        self._glyphs = pages.look.glyphs
        self.commands: Mapping[str, Callable[[], object]] = {
            "progress.open": self.open_progress,
            "diff.open": self.open_differentiate,
            "glossary.open": self.open_glossary,
            "theme.toggle": self.toggle_theme,
        }

    def _show(
        self,
        title: str,
        draw: Callable[[int], Page],
        done: Callable[[Target | None], object] | None = None,
        *,
        copied: str | None = None,
        room: int | None = None,
    ) -> None:
        page = page_screen.PageScreen(self._pages.look, title, draw, copied=copied, room=room)
        self._pages.show_page(page, done)

    # --- progress and the glossary ----------------------------------------------------------------------------

    def open_progress(self) -> None:
        """Show what the reader has done, and what is due."""
        from vctutor.page.progress import lay_progress

        record = self._state.record
        state = overview(self._state.catalog, record.progress, record.store.now())
        self._show(
            _("Progress"),
            lambda cells: page_screen.page_of(lay_progress(state, cells, self._glyphs), cells),
        )

    def open_glossary(self) -> None:
        """Show every term of the course, from A to Z, with the chapter that brings it."""
        self._show(_("Glossary"), self._glossary, self._go_to)

    def _go_to(self, target: Target | None) -> None:
        if target is not None:
            self._navigation.go(target.value)

    def _glossary(self, cells: int) -> Page:
        terms = sorted(
            (
                (term.term, term.means.strip(), chapter)
                for chapter in self._state.catalog.chapters()
                for term in chapter.terms
            ),
            key=lambda entry: entry[0].casefold(),
        )
        blocks = tuple(
            Prose(
                at=NOWHERE,
                place=f"term {number}",
                text=f"**{name}** [{chapter.number}]({chapter.id})\n\n{means}",
            )
            for number, (name, means, chapter) in enumerate(terms)
        )
        return lay_blocks(blocks, cells, self._glyphs)

    # --- keys, formulas, terms and links ------------------------------------------------------------------------

    def open_keys(self, here: Home) -> None:
        """Show the keys, those of the place one is in first."""
        self._show(_("Keys"), lambda cells: keys_page(cells, here, self._glyphs))

    def open_formula(self, target: Target) -> None:
        """Show a formula large, with its LaTeX and how it is spoken."""
        latex, glyphs = target.value, self._glyphs
        widest = max(map(width, typeset(latex, form="display", ascii=glyphs.ascii)), default=0)
        self._show(
            _("Formula"),
            lambda cells: formula_page(latex, cells, glyphs),
            copied=latex,
            room=max(widest, READABLE),
        )

    def copy_formula(self, target: Target | None) -> None:
        """Copy the LaTeX of the chosen formula."""
        if target is None or target.kind != "formula":
            self._state.show_message(_("Go to a formula with tab, then copy it."))
            return
        self._pages.copy_text(target.value)
        self._state.show_message(_("Copied: {latex}").format(latex=target.value))

    def open_term(self, target: Target) -> None:
        """Show what a term means."""
        meaning = self.meaning(target.value)
        if meaning is None:
            self._state.show_message(
                _("The glossary does not have '{term}'.").format(term=target.value)
            )
            return
        self._show(
            target.value,
            lambda cells: page_screen.page_of(lay_text(meaning, cells, self._glyphs).lines, cells),
            room=READABLE,
        )

    def meaning(self, term: str) -> str | None:
        """Return what a term means, this chapter's own words first; None where no chapter says."""
        from vctutor.course.glossary import Glossary

        chapter = self._state.location.chapter
        here = chapter.number if chapter else None
        found = Glossary.of(self._state.catalog.chapters()).find(term, here)
        return found.means if found else None

    def follow_link(self, target: Target) -> None:
        """Follow a link within the course; show the address of any other."""
        from vctutor.tui.pages.link import LinkScreen, can_open

        address = target.value
        if "://" not in address:
            self._navigation.go(address)
            return
        openable = not self._session.kiosk and can_open(address, os.environ)
        self._pages.show_page(LinkScreen(self._pages.look, address, openable=openable))

    def open_numbers(self, title: str, text: str) -> None:
        """Show a simulation's numbers as text."""
        lines: list[Line] = [(Span(line),) for line in text.split("\n")]
        self._show(title, lambda cells: _wrapped(lines, cells), copied=text)

    # --- differentiating ------------------------------------------------------------------------------------

    def open_differentiate(self) -> None:
        """Differentiate a function of the reader's own."""
        from vctutor.tui.pages.differentiate import FIRST, DifferentiateScreen

        record = self._state.record
        tried = record.progress.functions

        def keep(function: str | None) -> None:
            if function and function not in (FIRST, *tried[-1:]):
                record.add("function", "differentiate", {"function": function})

        page = DifferentiateScreen(self._pages.look, tried[-1] if tried else FIRST)
        self._pages.show_page(page, keep)

    # --- settings ---------------------------------------------------------------------------------------------

    def toggle_theme(self) -> None:
        """Change between the dark and the light theme, and save that."""
        dark, light = list(PALETTES)[:2]
        theme = light if self._preferences.theme == dark else dark
        self._preferences.change_settings(replace(self._preferences.settings, theme=theme))
        self._save_settings()

    def open_settings(self, apply: Callable[[Settings], None]) -> None:
        """Change the settings; each change goes to ``apply``."""
        from vctutor.tui.pages.settings import SettingsScreen

        preferences = self._preferences
        page = SettingsScreen(
            self._pages.look,
            preferences.settings,
            apply,
            preferences.settings_file,
            kiosk=self._session.kiosk,
        )
        self._pages.show_page(page, lambda __: self._save_settings())

    def _save_settings(self) -> None:
        wrong = self._preferences.save_settings()
        if wrong:
            self._state.show_message(wrong)


def _wrapped(lines: list[Line], cells: int) -> Page:
    out: list[Line] = []
    for line in lines:
        rest = "".join(span.text for span in line)
        while len(rest) > cells:
            cut = rest.rfind(" ", 0, cells + 1)
            cut = cut if cut > 0 else cells
            out.append((Span(rest[:cut]),))
            rest = rest[cut:].lstrip()
        out.append((Span(rest),))
    return page_screen.page_of(out, cells)


def keys_page(cells: int, here: Home, signs: Glyphs) -> Page:
    """Return the page of keys, with those of one place first."""
    order = sorted(HOMES, key=lambda home: home[0] != here)
    lines: list[Line] = []
    for home, title in order:
        lines += [*([()] if lines else []), (Span(_(title), "heading"),)]
        for command in COMMANDS:
            if command.home == home:
                lines += _key_lines(command.key_label, _(command.help), cells, signs)
        if home == "course":
            lines += _key_lines(_("0 to 9"), _("Go to that chapter."), cells, signs)
            lines += _key_lines("ctrl+p", _("Find any command by its name."), cells, signs)
        if home == here == "card":
            lines += _typed_lines(cells, signs)
    if here != "card":
        lines += _typed_lines(cells, signs)
    lines += [(), (Span(_("Names of the commands, for keys of your own"), "heading"),)]
    for home, __ in order:
        for command in COMMANDS:
            if command.home == home:
                key = Span(signs.text(command.key_label), "key")
                lines.append((*pad((key,), KEYS_WIDE), Span(command.id, "code")))
    return page_screen.page_of(lines, cells)


def _typed_lines(cells: int, signs: Glyphs) -> list[Line]:
    """Return how mathematics is typed, in answers and for functions."""
    lines: list[Line] = [(), (Span(_("Typing mathematics"), "heading"),)]
    for sample, meaning in TYPED:
        lines += _key_lines(sample, _(meaning), cells, signs, TYPED_WIDE)
    return lines


def _key_lines(
    keys: str, action: str, cells: int, signs: Glyphs, wide: int = KEYS_WIDE
) -> list[Line]:
    """Return a row of the page of keys: the keys, in ``wide`` cells, and what they do beside them."""
    text = lay_text(literal(action), max(1, cells - wide), signs).lines
    front = pad((Span(signs.text(keys), "key"),), wide)
    fronts = [front, *[(Span(" " * wide),)] * (len(text) - 1)]
    return [(*front, *line) for front, line in zip(fronts, text, strict=True)]


def formula_page(latex: str, cells: int, signs: Glyphs) -> Page:
    """Return a formula by itself, then how it is said, then its LaTeX."""
    shown = typeset(latex, form="display", width=cells, ascii=signs.ascii)
    wide = max((width(line) for line in shown), default=0)
    margin = Span(" " * max(0, (cells - wide) // 2))
    lines: list[Line] = [(), *((margin, *line) for line in shown), ()]
    lines += [(Span(_("Said"), "muted"),)]
    lines += lay_text(literal(spoken(latex)), cells, signs).lines
    lines += [(), (Span("LaTeX", "muted"),)]
    source: list[Line] = [(Span(line, "code"),) for line in latex.split("\n")]
    return page_screen.page_of([*lines, *_wrapped(source, cells).lines], cells)
