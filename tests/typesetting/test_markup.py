"""Markup is read as an XML parser reads it, and what is no markup is refused."""

from __future__ import annotations

import string
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vctutor.typesetting.latex.markup import Element, MarkupError, parse

names = st.text(string.ascii_lowercase, min_size=1, max_size=4)
texts = st.text(alphabet="ab <>&\"'∂\u2061é 𝛼", max_size=8)
attributes = st.dictionaries(st.sampled_from(["style", "width", "rspace"]), texts, max_size=2)


def tree(depth: int) -> st.SearchStrategy[ElementTree.Element]:
    children = st.lists(tree(depth - 1), max_size=3) if depth else st.just([])

    @st.composite
    def element(draw: st.DrawFn) -> ElementTree.Element:
        made = ElementTree.Element(draw(names), draw(attributes))
        made.text = draw(texts)
        for child in draw(children):
            child.tail = draw(texts)
            made.append(child)
        return made

    return element()


def told(one: Element | ElementTree.Element) -> object:
    """Return an element as plain tuples."""
    given = one.attributes if isinstance(one, Element) else one.attrib
    return (one.tag, dict(given), one.text or "", one.tail or "", [told(child) for child in one])


@given(tree(3))
def test_it_reads_what_an_xml_parser_reads(element: ElementTree.Element) -> None:
    element.tail = None
    markup = ElementTree.tostring(element, encoding="unicode")
    read = parse(markup)
    assert told(read) == told(ElementTree.fromstring(markup))
    assert "".join(read.texts()) == "".join(element.itertext())


def test_characters_by_number_and_name() -> None:
    assert parse("<mo>&#8289;&#x2061;&ApplyFunction;&lt;</mo>").text == "\u2061\u2061\u2061<"


@pytest.mark.parametrize(
    "markup",
    [
        "", "text", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a/>text", "text<a/>", "<a b></a>", "<a b=c/>", "<A/>",
        "<a><b></a></b>", "<a>&nobody;</a>", "<a>&</a>", "<a>&lt</a>", "<a>&#1114112;</a>", "<a x='1'/>",
        "<!-- --><a/>", "<a", "<a b=\"<\"/>", "<a></a b=\"c\">",
    ],
)  # fmt: skip
def test_what_is_no_markup_is_refused(markup: str) -> None:
    with pytest.raises(MarkupError):
        parse(markup)


def test_depth_costs_no_recursion() -> None:
    read = parse("<m>" * 5000 + "</m>" * 5000)
    levels = 0
    while read:
        read, levels = read[0], levels + 1
    assert levels == 4999


def test_typesetting_loads_no_xml_parser() -> None:
    import subprocess
    import sys

    code = "from vctutor.typesetting import typeset; typeset(r'\\frac{x}{2}'); import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "vctutor.typesetting.latex.mathml" in done.stdout.split()
    assert not {"xml.etree.ElementTree", "pyexpat"} & set(done.stdout.split())
