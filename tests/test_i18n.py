"""The words of the interface in another language."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vctutor import i18n


@pytest.fixture
def french(translate) -> Iterator[Path]:
    messages = {"next": "suivant", "{n} question\0{n} questions": "{n} question\0{n} questions !"}
    yield translate("fr", messages, "nplurals=2; plural=(n > 1);")
    i18n.use_language("C")


@pytest.fixture
def polish(translate) -> Iterator[Path]:
    messages = {"{n} question\0{n} questions": "{n} pytanie\0{n} pytania\0{n} pytań"}
    rule = "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"
    yield translate("pl", messages, f"nplurals=3; plural={rule};")
    i18n.use_language("C")


def test_the_source_is_shown_without_a_translation(monkeypatch):
    monkeypatch.setenv("LANG", "xx_XX.UTF-8")
    assert not i18n.use_language()
    assert i18n._("next") == "next"
    assert i18n.plural("{n} question", "{n} questions", 1) == "{n} question"
    assert i18n.plural("{n} question", "{n} questions", 0) == "{n} questions"


def test_lang_chooses(french, monkeypatch):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert i18n.use_language(locales=french)
    assert i18n._("next") == "suivant"
    assert i18n._("previous") == "previous"
    assert i18n._("") == ""


def test_plural_forms_are_the_languages_own(french):
    assert i18n.use_language("fr", locales=french)
    assert i18n.plural("{n} question", "{n} questions", 0) == "{n} question"
    assert i18n.plural("{n} question", "{n} questions", 2) == "{n} questions !"


def test_english_before_another_language_is_english(french):
    assert not i18n.use_language("en_GB", locales=french)
    assert i18n._("next") == "next"


@pytest.mark.parametrize("variable", ["LANGUAGE", "LANG"])
def test_a_course_is_heard_where_nobody_asked_for_a_language(french, monkeypatch, variable):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    i18n.use_language(locales=french)
    assert i18n.suggest_language("fr", locales=french)
    assert i18n._("next") == "suivant"
    monkeypatch.setenv(variable, "en_GB.UTF-8")
    i18n.use_language(locales=french)
    assert not i18n.suggest_language("fr", locales=french)
    assert i18n._("next") == "next"


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 pytań"), (1, "1 pytanie"), (3, "3 pytania"), (5, "5 pytań"), (12, "12 pytań"), (22, "22 pytania")],
)  # fmt: skip
def test_a_language_may_have_three_forms(polish, count, shown):
    assert i18n.use_language("pl_PL.UTF-8", locales=polish)
    assert i18n.plural("{n} question", "{n} questions", count).format(n=count) == shown


@pytest.mark.parametrize(
    ("preferred", "environment", "wanted"),
    [
        ("de", {"LANG": "fr"}, ("de",)),
        ("", {"LANG": "fr_FR.UTF-8"}, ("fr_FR.UTF-8",)),
        ("", {"LANGUAGE": "de:fr", "LANG": "en"}, ("de", "fr")),
        ("", {"LC_ALL": "it", "LANG": "en"}, ("it",)),
        ("", {"LANG": "C.UTF-8"}, ()),
        ("", {"LC_ALL": "POSIX", "LANG": "fr"}, ()),
        ("", {}, ()),
    ],
)
def test_the_setting_comes_before_the_environment(preferred, environment, wanted):
    assert i18n.languages(preferred, environment) == wanted


def test_what_a_table_marks_is_left_as_it_is():
    assert i18n.N_("next") == "next"


def test_without_a_translation_gettext_is_not_even_imported():
    code = (
        "import sys; from vctutor import i18n; i18n.use_language('de'); i18n.suggest_language('fr');"
        "print(i18n._('next'), 'gettext' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["next", "False"]
