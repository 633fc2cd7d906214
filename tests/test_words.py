"""The words of the interface in another language."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from vctutor import words


def compiled(messages: dict[str, str]) -> bytes:
    """Return a catalog in gettext's binary form, as msgfmt would write it."""
    pairs = sorted(
        {
            "": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n > 1);\n",
            **messages,
        }.items()
    )
    keys = [key.encode() for key, _ in pairs]
    values = [value.encode() for _, value in pairs]
    start = 28 + 16 * len(pairs)
    table, data, offset = b"", b"", start
    for texts in (keys, values):
        for text in texts:
            table += struct.pack("<II", len(text), offset)
            data += text + b"\0"
            offset += len(text) + 1
    head = struct.pack(
        "<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 28 + 16 * len(pairs)
    )
    return head + table + data


@pytest.fixture
def french(tmp_path: Path):
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    folder.joinpath("vctutor.mo").write_bytes(
        compiled(
            {"next": "suivant", "{n} question\0{n} questions": "{n} question\0{n} questions !"}
        )
    )
    yield tmp_path
    words.speak("C")


def test_the_source_is_shown_without_a_translation(monkeypatch):
    monkeypatch.setenv("LANG", "xx_XX.UTF-8")
    assert not words.speak()
    assert words._("next") == "next"
    assert words.plural("{n} question", "{n} questions", 1) == "{n} question"
    assert words.plural("{n} question", "{n} questions", 0) == "{n} questions"


def test_lang_chooses(french, monkeypatch):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert words.speak(locales=french)
    assert words._("next") == "suivant"
    assert words._("previous") == "previous"
    assert words._("") == ""


def test_plural_forms_are_the_languages_own(french):
    assert words.speak("fr", locales=french)
    assert words.plural("{n} question", "{n} questions", 0) == "{n} question"
    assert words.plural("{n} question", "{n} questions", 2) == "{n} questions !"


def test_english_before_another_language_is_english(french):
    assert not words.speak("en_GB", locales=french)
    assert words._("next") == "next"


@pytest.mark.parametrize("variable", ["LANGUAGE", "LANG"])
def test_a_course_is_heard_where_nobody_asked_for_a_language(french, monkeypatch, variable):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    words.speak(locales=french)
    assert words.suggest("fr", locales=french)
    assert words._("next") == "suivant"
    monkeypatch.setenv(variable, "en_GB.UTF-8")
    words.speak(locales=french)
    assert not words.suggest("fr", locales=french)
    assert words._("next") == "next"


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
    assert words.languages(preferred, environment) == wanted


def test_what_a_table_marks_is_left_as_it_is():
    assert words.N_("next") == "next"
