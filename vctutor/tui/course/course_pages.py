"""Pages that the course screen opens over itself: keys, a formula large, numbers, a term, a link."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec.structs import replace

from vctutor.course.model import Prose
from vctutor.errors import CourseError
from vctutor.i18n import N_, _
from vctutor.lazy import LazyModule
from vctutor.page.blocks import lay_text
from vctutor.page.chapter_layout import TOP, lay_blocks
from vctutor.page.glyphs import Glyphs
from vctutor.page.model import Page, Target
from vctutor.settings import Settings
from vctutor.styled_text import Line, Span, pad, width
from vctutor.tui.commands import COMMANDS, Home
from vctutor.tui.model.front_matter import NOWHERE
from vctutor.tui.model.navigation import Spot
from vctutor.tui.model.overview import overview
from vctutor.tui.parts import ScreenPart
from vctutor.tui.styles.themes import PALETTES
from vctutor.tui.widgets.simulation_panel.panel import SimulationPanel
from vctutor.typesetting import spoken, typeset
from vctutor.typesetting.prose import literal

if TYPE_CHECKING:
    from vctutor.tui.pages import page_screen as paging
else:  # with the first of them
    paging = LazyModule("vctutor.tui.pages.page_screen")

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


class Pages(ScreenPart):
    """A part of the course screen: what is shown over it."""

    # --- review ---------------------------------------------------------------------------------------------

    def command_review_open(self) -> None:
        """Ask again what is due, mixed over the chapters."""
        from vctutor.progress.review import session
        from vctutor.tui.model.review import Tally, review_chapter, review_questions

        now = self.record.store.now()
        items = session(self.record.progress, now)
        questions = review_questions(self.catalog, items)
        if not questions:
            self.tell(
                _(
                    "Nothing is due for review today. What you answer comes back when it is about to "
                    "fade."
                )
            )
            return
        self.begin_visit()
        self.leave_card()
        self.chapter = review_chapter(questions)
        self.desk.lay_out_review(questions, now.toordinal())
        self.review = Tally(self.desk.places)
        self.present(Spot(TOP))
        self.command_question_next()

    # --- progress and the glossary ----------------------------------------------------------------------------

    def command_progress_open(self) -> None:
        """Show what the reader has done, and what is due."""
        from vctutor.page.progress import lay_progress

        state = overview(self.catalog, self.record.progress, self.record.store.now())
        plain = self.tutor.glyphs
        self.app.push_screen(
            paging.PageScreen(
                _("Progress"),
                lambda cells: paging.page_of(lay_progress(state, cells, plain), cells),
            )
        )

    def command_glossary_open(self) -> None:
        """Show every term of the course, from A to Z, with the chapter that brings it."""
        self.app.push_screen(paging.PageScreen(_("Glossary"), self._glossary), self._go_to)

    def _go_to(self, target: Target | None) -> None:
        if target is not None:
            self.go(target.value)

    def _glossary(self, cells: int) -> Page:
        terms = sorted(
            (
                (term.term, term.means.strip(), chapter)
                for chapter in self.catalog.chapters()
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
        return lay_blocks(blocks, cells, self.tutor.glyphs)

    # --- keys -----------------------------------------------------------------------------------------------

    def command_keys_open(self) -> None:
        """Show the keys, those of the place one is in first."""
        here: Home = (
            "simulation" if self.panel.has_focus else "card" if self.desk.active else "course"
        )
        signs = self.tutor.glyphs
        self.app.push_screen(
            paging.PageScreen(_("Keys"), lambda cells: keys_page(cells, here, signs))
        )

    # --- formulas -------------------------------------------------------------------------------------------

    def act_on_formula(self, target: Target) -> None:
        """Show a formula large, with its LaTeX and how it is said."""
        latex = target.value
        signs = self.tutor.glyphs
        widest = max(map(width, typeset(latex, form="display", ascii=signs.ascii)), default=0)
        self.app.push_screen(
            paging.PageScreen(
                _("Formula"),
                lambda cells: formula_page(latex, cells, signs),
                copied=latex,
                room=max(widest, READABLE),
            )
        )

    def on_reader_copying(self) -> None:
        """Copy the LaTeX of the chosen formula."""
        current = self.reader.current
        if current is None or current.kind != "formula":
            self.tell(_("Go to a formula with tab, then copy it."))
            return
        self.app.copy_to_clipboard(current.value)
        self.tell(_("Copied: {latex}").format(latex=current.value))

    # --- terms and links ------------------------------------------------------------------------------------

    def act_on_term(self, target: Target) -> None:
        """Show what a term means."""
        meaning = self.meaning(target.value)
        if meaning is None:
            self.tell(_("The glossary does not have '{term}'.").format(term=target.value))
            return
        plain = self.tutor.glyphs
        self.app.push_screen(
            paging.PageScreen(
                target.value,
                lambda cells: paging.page_of(lay_text(meaning, cells, plain).lines, cells),
                room=READABLE,
            )
        )

    def meaning(self, term: str) -> str | None:
        """Return what a term means, this chapter's own words first; None where no chapter says."""
        from vctutor.course.glossary import Glossary

        here = self.chapter.number if self.chapter else None
        found = Glossary.of(self.catalog.chapters()).find(term, here)
        return found.means if found else None

    def act_on_link(self, target: Target) -> None:
        """Follow a link within the course; show the address of any other."""
        from vctutor.tui.pages.link import LinkScreen, can_open

        address = target.value
        if "://" not in address:
            self.go(address)
            return
        openable = not self.tutor.kiosk and can_open(address, os.environ)
        self.app.push_screen(LinkScreen(address, self.tutor.glyphs, openable=openable))

    def go(self, address: str) -> None:
        """Go to a place by its name, such as ``5#vanishing``."""
        try:
            found = self.catalog.find(address)
        except CourseError as error:
            self.tell(str(error))
            return
        self.visit(found.entry.number, Spot(found.place or TOP))
        self.reader.focus()

    # --- numbers --------------------------------------------------------------------------------------------

    def on_simulation_panel_numbers(self, event: SimulationPanel.Numbers) -> None:
        """Show a simulation's numbers as text."""
        lines: list[Line] = [(Span(line),) for line in event.text.split("\n")]
        self.app.push_screen(
            paging.PageScreen(event.title, lambda cells: _wrapped(lines, cells), copied=event.text)
        )

    # --- differentiating ------------------------------------------------------------------------------------

    def command_diff_open(self) -> None:
        """Differentiate a function of the reader's own."""
        from vctutor.tui.pages.differentiate import FIRST, DifferentiateScreen

        tried = self.record.progress.functions

        def keep(function: str | None) -> None:
            if function and function not in (FIRST, *tried[-1:]):
                self.record.add("function", "differentiate", {"function": function})

        self.app.push_screen(DifferentiateScreen(tried[-1] if tried else FIRST), keep)

    # --- theme ----------------------------------------------------------------------------------------------

    def command_theme_toggle(self) -> None:
        """Change between the dark and the light theme, and keep that."""
        dark, light = list(PALETTES)[:2]
        self._set(replace(self.tutor.settings, theme=light if self.app.theme == dark else dark))
        self._keep()

    # --- settings -------------------------------------------------------------------------------------------

    def command_settings_open(self) -> None:
        """Change the settings."""
        from vctutor.settings import FILE
        from vctutor.tui.pages.settings import SettingsScreen

        config = self.tutor.options.config
        where = str(config / FILE) if config else _("memory, until you leave")
        self.app.push_screen(
            SettingsScreen(self.tutor.settings, self._set, where), lambda __: self._keep()
        )

    def _set(self, settings: Settings) -> None:
        self.tutor.change_settings(settings)
        if self.reader.widest != settings.text_width:
            self.reader.widest = settings.text_width
            self.lay_out()

    def _keep(self) -> None:
        wrong = self.tutor.keep_settings()
        if wrong:
            self.tell(wrong)


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
    return paging.page_of(out, cells)


def keys_page(cells: int, here: Home, signs: Glyphs) -> Page:
    """Return the page of keys, with those of one place first."""
    order = sorted(HOMES, key=lambda home: home[0] != here)
    lines: list[Line] = []
    for home, title in order:
        lines += [*([()] if lines else []), (Span(_(title), "heading"),)]
        for command in COMMANDS:
            if command.home == home:
                lines += _key_lines(command.key_text, _(command.help), cells, signs)
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
                key = Span(signs.text(command.key_text), "key")
                lines.append((*pad((key,), KEYS_WIDE), Span(command.id, "code")))
    return paging.page_of(lines, cells)


def _typed_lines(cells: int, signs: Glyphs) -> list[Line]:
    """Return how mathematics is typed, in answers and for functions."""
    lines: list[Line] = [(), (Span(_("Typing mathematics"), "heading"),)]
    for sample, told in TYPED:
        lines += _key_lines(sample, _(told), cells, signs, TYPED_WIDE)
    return lines


def _key_lines(
    keys: str, told: str, cells: int, signs: Glyphs, wide: int = KEYS_WIDE
) -> list[Line]:
    """Return a row of the page of keys: the keys, in ``wide`` cells, and what they do beside them."""
    text = lay_text(literal(told), max(1, cells - wide), signs).lines
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
    return paging.page_of([*lines, *_wrapped(source, cells).lines], cells)
