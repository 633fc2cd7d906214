"""Translation of the interface with gettext.

Every text that a person may read goes through `_` or `plural`. A text in a table that is made at import is marked with
`N_` there and goes through `_` where it is shown. Without a translation the English of the source is shown, and the
gettext module is not imported.
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

_translation: NullTranslations | None = None
_requested = True  # whether the settings or the environment name a language


def languages(preferred: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the languages to try, best first: the preferred one, else LANGUAGE, LC_ALL, LC_MESSAGES or LANG.

    The locales ``C`` and ``POSIX``, such as ``C.UTF-8``, name no language.

    Args:
        preferred: the language of the settings; empty means the environment decides.
        environment: the environment variables.
    """
    if preferred:
        return (preferred,)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            named = (one for one in value.split(":") if one)
            return tuple(one for one in named if one.partition(".")[0] not in ("C", "POSIX"))
    return ()


def use_language(preferred: str = "", *, locales: Path | None = None) -> bool:
    """Use the best available translation, else English; return whether there is a translation.

    Args:
        preferred: the language of the settings; empty means the environment decides.
        locales: the directory of ``LANGUAGE/LC_MESSAGES/vctutor.mo``; None for that of the package.
    """
    global _requested
    wanted = languages(preferred, os.environ)
    _requested = bool(wanted)
    return _use(wanted, locales or LOCALES)


def suggest_language(language: str, *, locales: Path | None = None) -> bool:
    """Use the language of a course, unless the reader asked for one; return whether there is a translation.

    Args:
        language: the language of the course, such as ``de``.
        locales: as for `use_language`.
    """
    return not _requested and _use((language,), locales or LOCALES)


def _use(wanted: Sequence[str], locales: Path) -> bool:
    """Use the first language that has a translation. English, the language of the source, needs none."""
    global _translation
    _translation = None
    wanted = list(takewhile(lambda one: not one.lower().startswith("en"), wanted))
    if not wanted or not locales.is_dir():
        return False
    import gettext

    found = gettext.translation(DOMAIN, str(locales), languages=wanted, fallback=True)
    if type(found) is gettext.NullTranslations:
        return False
    _translation = found
    return True


def _(text: str) -> str:
    """Return a text in the reader's language."""
    return _translation.gettext(text) if _translation is not None and text else text


def plural(one: str, many: str, count: int) -> str:
    """Return the singular or plural form for a count, in the reader's language. Its braces are not filled in."""
    if _translation is not None:
        return _translation.ngettext(one, many, count)
    return one if count == 1 else many


def N_(text: str) -> str:
    """Mark a text to be translated where it is shown."""
    return text
