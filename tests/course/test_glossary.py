from __future__ import annotations

from vctutor.course.glossary import Glossary, GlossaryEntry
from vctutor.course.loader import parse_chapter
from vctutor.course.model import ChapterEntry


def test_terms_of_chapters_in_the_order_of_the_alphabet():
    texts = [
        "goals: [g]\nbody: [{text: x}]\nterms: [{term: Slope, means: first}, {term: loss, means: l}]\n",
        "goals: [g]\nbody: [{text: x}]\nterms: [{term: slope, means: second}]\n",
    ]
    chapters = [
        parse_chapter(
            text.encode(), ChapterEntry(number=n, id=f"c{n}", title="T", file="c.yaml")
        ).chapter
        for n, text in enumerate(texts)
    ]
    glossary = Glossary.of(chapters)
    assert [(entry.term, entry.chapter) for entry in glossary.entries] == [
        ("loss", 0),
        ("Slope", 0),
        ("slope", 1),
    ]


ENTRIES = [
    GlossaryEntry("learning rate", "b", 5),
    GlossaryEntry("learning rate", "a", 2),
    GlossaryEntry("Gradient", "g", 4),
]


def test_a_term_means_what_the_latest_chapter_read_says():
    glossary = Glossary(ENTRIES)
    assert glossary.find("Learning  Rate") == ENTRIES[1]
    assert glossary.find("learning rate", chapter=3) == ENTRIES[1]
    assert glossary.find("learning rate", chapter=9) == ENTRIES[0]
    assert glossary.find("learning rate", chapter=0) == ENTRIES[1]
    assert glossary.find("gradient", chapter=0) == ENTRIES[2]
    assert glossary.find("momentum") is None
