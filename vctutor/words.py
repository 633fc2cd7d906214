"""The words of the interface, ready to be translated with gettext.

Every sentence a person may read goes through ``_`` or ``plural``. A word in a table that is made when a module is
imported is marked with ``N_`` there, and goes through ``_`` where it is shown. Without a translation, which is how the
program comes, the English of the source is what is shown, and the gettext module is not even imported.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "vctutor"
LOCALES = Path(__file__).parent / "locale"

_spoken: NullTranslations | None = None


def languages(preferred: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the languages to try, best first: the preferred, else what LANGUAGE, LC_ALL, LC_MESSAGES or LANG says.

    Args:
        preferred: of the settings; empty asks the environment.
        environment: where those variables are looked up.
    """
    if preferred:
        return (preferred,)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return tuple(one for one in value.split(":") if one)
    return ()


def speak(preferred: str = "", *, locales: Path = LOCALES) -> bool:
    """Use the best translation there is, and return whether there is one; without one English is spoken."""
    global _spoken
    _spoken = None
    wanted = [one for one in languages(preferred, os.environ) if one not in ("C", "POSIX")]
    if not wanted or not locales.is_dir():
        return False
    import gettext

    found = gettext.translation(DOMAIN, str(locales), languages=wanted, fallback=True)
    if type(found) is gettext.NullTranslations:
        return False
    _spoken = found
    return True


def _(text: str) -> str:
    """Return a text in the reader's language."""
    return _spoken.gettext(text) if _spoken is not None and text else text


def plural(one: str, many: str, count: int) -> str:
    """Return the form of a text that goes with a count, in the reader's language; it is not filled in."""
    if _spoken is not None:
        return _spoken.ngettext(one, many, count)
    return one if count == 1 else many


def N_(text: str) -> str:
    """Mark a text to be translated where it is shown."""
    return text
