"""The unit of the benchmarks: the least that a Textual application with a header and a footer can be."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static


class Minimal(App[None]):
    """Shows one line."""

    BINDINGS = [("q", "quit", "Quit")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """Yield a header, a line and a footer."""
        yield Header()
        yield Static("Hello there")
        yield Footer()


if __name__ == "__main__":
    Minimal().run()
