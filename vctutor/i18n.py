"""The words of the interface, ready to be translated with gettext.

Every sentence a person may read goes through ``_`` or ``plural``. A word in a table that is made when a module is
imported is marked with ``N_`` there, and goes through ``_`` where it is shown. Without a translation, which is how the
program comes, the English of the source is what is shown, and the gettext module is not even imported.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "vctutor"
LOCALES = Path(__file__).parent / "locale"

_spoken: NullTranslations | None = None
_asked = True  # whether the settings or the environment name a language


def languages(preferred: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the languages to try, best first: the preferred, else what LANGUAGE, LC_ALL, LC_MESSAGES or LANG says.

    The locales ``C`` and ``POSIX``, such as ``C.UTF-8``, name no language.

    Args:
        preferred: of the settings; empty asks the environment.
        environment: where those variables are looked up.
    """
    if preferred:
        return (preferred,)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            named = (one for one in value.split(":") if one)
            return tuple(one for one in named if one.partition(".")[0] not in ("C", "POSIX"))
    return ()


def speak(preferred: str = "", *, locales: Path | None = None) -> bool:
    """Use the best translation there is, and return whether there is one; without one English is spoken.

    Args:
        preferred: of the settings; empty asks the environment.
        locales: where translations are, ``LANGUAGE/LC_MESSAGES/vctutor.mo``; those that come along where None.
    """
    global _asked
    wanted = languages(preferred, os.environ)
    _asked = bool(wanted)
    return _use(wanted, locales or LOCALES)


def suggest(language: str, *, locales: Path | None = None) -> bool:
    """Use the language of a course, unless the reader asked for another; return whether it is spoken.

    Args:
        language: of the course, such as ``de``.
        locales: as for `speak`.
    """
    return not _asked and _use((language,), locales or LOCALES)


def _use(wanted: Sequence[str], locales: Path) -> bool:
    """Use the first language there is a translation for; English, that of the source, needs none."""
    global _spoken
    _spoken = None
    wanted = list(takewhile(lambda one: not one.lower().startswith("en"), wanted))
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
