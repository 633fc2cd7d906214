from pathlib import Path

import pytest

from vctutor.styled_text import plain

HERE = Path(__file__).parent / "golden"


@pytest.fixture
def golden(request):
    """Compare a drawing with a file that a person has looked at.

    --update-golden writes the files anew: look at each before it is committed.
    """

    def compare(name, lines):
        text = "\n".join(plain(line).rstrip() for line in lines) + "\n"
        path = HERE / f"{name}.txt"
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
