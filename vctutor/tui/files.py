"""Writing a file where the reader says."""

from __future__ import annotations

from pathlib import Path

from vctutor.errors import VctutorError


def save_new(name: str, text: str) -> Path:
    """Write ``text`` to a new file and return its path.

    Raises:
        VctutorError: the file exists already, or can't be written.
    """
    path = Path(name).expanduser()
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise VctutorError(f"{path} exists already", "give another name") from None
    except OSError as error:
        raise VctutorError(
            f"{path} can't be written", (error.strerror or "error").lower()
        ) from None
    return path
