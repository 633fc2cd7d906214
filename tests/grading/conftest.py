import msgspec
import pytest

from vctutor.course.model import Option, Position, Question


@pytest.fixture(scope="session")
def make_question():
    """Return a maker of questions: the answer and any other field of a question."""

    def make(answer, **fields):
        given = {"id": "made", "ask": "What?", "at": Position("made.yaml", 1, 1), **fields}
        return Question(answer=answer, **given)

    return make


@pytest.fixture(scope="session")
def options():
    """Return a maker of options: texts, the right ones marked with a star."""

    def make(*texts):
        return tuple(
            Option(text=text.lstrip("*"), right=text.startswith("*"), say=f"about {text}")
            for text in texts
        )

    return make


@pytest.fixture(scope="session")
def replace():
    return msgspec.structs.replace
