"""Writing a file where the reader says."""

from __future__ import annotations

from pathlib import Path

from vctutor.errors import VctutorError
from vctutor.i18n import _


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
        raise VctutorError(
            _("{path} exists already").format(path=path), _("give another name")
        ) from None
    except OSError as error:
        raise VctutorError(
            _("{path} can't be written").format(path=path), (error.strerror or _("error")).lower()
        ) from None
    return path
