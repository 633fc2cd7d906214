"""The first theme of an application, applied while its style sheets are read rather than after."""

from __future__ import annotations

from textual.app import App

from vctutor.tui.textual_compat.app_part import AppPart


class ThemedApp(AppPart):
    """An application that reads its style sheets once, with the colours of its first theme."""

    _applied_theme = ""

    def start_with_theme(self, name: str) -> None:
        """Apply a theme before the application runs.

        Setting `theme` would do, but Textual then reads every style sheet two more times.
        """
        self._applied_theme = name
        self.set_reactive(App.theme, name)
        dark = self.current_theme.dark
        classes = {"-dark-mode": dark, "-light-mode": not dark, f"-theme-{name}": True}
        self.update_classes(classes, update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """Return the colours of the theme; empty until a theme is set, since computing them is slow."""
        return super().get_css_variables() if self._applied_theme else {}

    def _watch_theme(self, theme_name: str) -> None:
        # Textual calls this for the first theme too, when the application starts.
        if theme_name != self._applied_theme:
            self._applied_theme = theme_name
            super()._watch_theme(theme_name)
