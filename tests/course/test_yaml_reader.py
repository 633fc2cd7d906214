from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vctutor.course import yaml_reader
from vctutor.course.advice import SyntaxMistake
from vctutor.course.nodes import MappingNode, ScalarNode, SequenceNode, places_of, walk
from vctutor.course.yaml_reader import YamlReader, decode


def read(text: str):
    source, problems = decode("a.yaml", text.encode())
    reader = YamlReader(source)
    root = reader.read()
    return root, [*problems, *reader.problems], source


def value(text: str):
    root, problems, _ = read(f"key: {text}\n")
    assert not problems
    assert isinstance(root, MappingNode)
    node = root.entries["key"]
    assert isinstance(node, ScalarNode)
    return node.value


@pytest.mark.parametrize("loader", [yaml.CLoader, yaml.Loader], ids=["libyaml", "python"])
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("False", False),
        ("12", 12),
        ("-007", -7),
        ("+3", 3),
        ("1.5", 1.5),
        ("-.5", -0.5),
        ("5.", 5.0),
        ("1e-3", 0.001),
        ("2.5E+3", 2500.0),
    ],
)
def test_scalars_of_yaml_1_2(monkeypatch, loader, text, wanted):
    monkeypatch.setattr(yaml_reader, "_LOADER", loader)
    found = value(text)
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize("loader", [yaml.CLoader, yaml.Loader], ids=["libyaml", "python"])
@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "on",
        "off",
        "y",
        "12:30:00",
        "1_000",
        "0x1F",
        "0o17",
        "0b1",
        "1..5",
        "2024-01-01",
        ".nan",
        ".inf",
        "1e",
        "e5",
        "-x",
        "1.2.3",
        "tRUE",
        "=",
        "x^2 + 2y^2",
        "−3",
    ],
)
def test_what_only_looks_like_something_else_stays_text(monkeypatch, loader, text):
    monkeypatch.setattr(yaml_reader, "_LOADER", loader)
    assert value(text) == text


@pytest.mark.parametrize("text", ["'12'", '"true"', "'~'", "''"])
def test_quotes_make_text(text):
    assert value(text) == text[1:-1]


@pytest.mark.parametrize("text", ["9" * 19, "-" + "9" * 5000, "1e999"])
def test_a_number_too_large_to_keep_is_a_mistake(text):
    _, problems, _ = read(f"key: {text}\n")
    assert len(problems) == 1
    assert problems[0].at.column == 6


def test_every_value_and_key_knows_its_place():
    text = "a: 1\nb:\n  - x\n  - {c: d, 'e': [f, g]}\nh: |\n  two\n  lines\n"
    root, problems, source = read(text)
    assert not problems
    expected: dict[tuple[str | int, ...], tuple[int, int]] = {
        (): (1, 1),
        ("a",): (1, 4),
        ("b",): (3, 3),
        ("b", 0): (3, 5),
        ("b", 1): (4, 5),
        ("b", 1, "c"): (4, 9),
        ("b", 1, "e"): (4, 17),
        ("b", 1, "e", 0): (4, 18),
        ("b", 1, "e", 1): (4, 21),
        ("h",): (5, 4),
    }
    for path, place in expected.items():
        at = source.position(walk(root, path).start)
        assert (at.line, at.column) == place, path
    inner = walk(root, ("b", 1))
    assert isinstance(inner, MappingNode)
    assert source.position(inner.keys["e"].start).column == 12
    assert walk(root, ("b", 1, "nothing", 3)) is inner


def test_places_count_characters_not_bytes():
    root, _, source = read("title: déjà vu ∇f\n# ∂∂∂\nb: [∇, x]\n")
    assert source.position(walk(root, ("b", 1)).start).column == 8


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system(end):
    root, problems, source = read(f"a: 1{end}b: |{end}  x{end}  y{end}")
    assert not problems
    assert walk(root, ("b",)).text == "x\ny\n"
    assert source.position(walk(root, ("b",)).start).line == 2


def test_a_byte_order_mark_is_passed_over():
    source, problems = decode("a.yaml", b"\xef\xbb\xbfa: 1\n")
    assert not problems
    assert source.text == "a: 1\n"


def test_a_file_in_another_encoding_is_named():
    assert "UTF-16" in decode("a.yaml", "a: b".encode("utf-16"))[1][0].message
    _, problems = decode("a.yaml", "a: 1\nb: caf\xe9\n".encode("latin-1"))
    assert (problems[0].at.line, problems[0].at.column) == (2, 7)
    assert "0xE9 is not UTF-8" in problems[0].message


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "'a' is given twice; the first is in line 1"),
        ("a: &x 1\n", 1, 4, "no anchors"),
        ("a: *bold\n", 1, 4, "can't start with *"),
        ("a: *b\n", 1, 4, "can't start with *"),
        ("a: !x 1\n", 1, 4, "no tags"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, 4, "no tags"),
        ("<<: {a: 1}\n", 1, 1, "no merge keys"),
        ("1: a\n", 1, 1, "a key must be a text"),
        ("? [a, b]\n: c\n", 1, 3, "a key must be a text, not a list"),
        ("{a: b}: c\n", 1, 1, "a key must be a text, not a mapping"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document"),
        ("%YAML 1.1\n---\na: 1\n", 1, 1, "no % directives"),
        (f"a: {'x' * 70_000}\n", 1, 4, "at most 65,536 are read"),
        ('a: "$\\frac{1}{2}$"\n', 1, 6, "'\\frac' in double quotes: YAML reads \\f as a form feed"),
        ('a: "x \\theta"\n', 1, 7, "\\t as a tab"),
        ('a: "\\beta"\n', 1, 5, "\\b as a backspace"),
        ('a: "\\nabla f"\n', 1, 5, "\\n as a newline"),
        ('a: "two\n  \\rho"\n', 2, 3, "\\r as a carriage return"),
        ('a: "\\x1b[31m"\n', 1, 5, "\\x as an escape"),
        ("a: b\x1b[31m\n", 1, 5, "an escape character (U+001B)"),
        ("a: b\u200b\n", 1, 5, "a zero-width space (U+200B)"),
        ("# \u202e\na: 1\n", 1, 3, "turns the direction of writing (U+202E)"),
        ("a: \x00\n", 1, 4, "a null character"),
    ],
)
def test_a_mistake_leaves_the_rest_readable(text, line, column, said):
    root, problems, _ = read(text)
    assert [(p.at.line, p.at.column) for p in problems][:1] == [(line, column)]
    assert said in problems[0].message
    assert isinstance(root, MappingNode)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ('a: 1\nb: "x\nc: 2\n', 2, 4, "the quote that opens here is never closed"),
        ("a: 'x\n", 1, 4, "the quote that opens here is never closed"),
        ("a: b: c\n", 1, 5, "a colon and a space inside a text"),
        ("a: [x, y\nb: 1\n", 1, 4, "the [ that opens here goes wrong"),
        ("a: [$x^{2}$, y]\n", 1, 4, "needs 'single quotes'"),
        ("a: {b: 1\nc: 2\n", 1, 4, "the { that opens here goes wrong"),
        ("a: `code` here\n", 1, 4, "a text can't start with `"),
        ("a: @here\n", 1, 4, "a text can't start with @"),
        ("a: %b\n", 1, 4, "a text can't start with %"),
        ("a:\n\t- b\n", 2, 1, "a tab; indent with spaces"),
        ("a: |x| is\n", 1, 4, "a text can't start with |"),
        ("a: & b\n", 1, 4, "a text can't start with &"),
        ('a: "\\sigma"\n', 1, 5, "'\\s' in double quotes is an escape to YAML"),
        ("a:\n  - b\n c: d\n", 3, 2, "the mapping that starts in line 1"),
        ("- a\nb: c\n", 2, 1, "the list that starts in line 1"),
        ("a: - b\n", 1, 4, "a list can't start here"),
        ("a: **bold** text\n", 1, 4, "a text can't start with *"),
        ("a: 1\n  b: 2\n", 2, 4, "wrong indentation"),
        ("a: 'x' y\n", 1, 8, "this follows a closing quote"),
        ('a: "x" is y\nb: 1\n', 1, 8, "this follows a closing quote"),
        ("- a: 'b'\n   c: d\n", 2, 4, "indented deeper than line 1"),
        ("a:\n  b: 1\n\tc: 2\n", 3, 1, "a tab; indent with spaces"),
        ("- a:\n    b: 1\n\u00a0   c: 2\n", 3, 1, "(U+00A0); type an ordinary one"),
        ("a:\n  b:\u00a0c\n  d: e\n", 2, 5, "(U+00A0); type an ordinary one"),
        ("- a: b\n-\u00a0a: c\n", 2, 2, "(U+00A0); type an ordinary one"),
        ("- {a: 'x, b: 1}\n- {a: 'y'}\n", 1, 7, "closes only in line 2"),
        ("- {a: 'Don't go'}\n", 1, 12, "this follows a closing quote"),
        ("a: ['b', 'c'\nd: e\n", 1, 4, "the [ that opens here is not closed before line 2"),
        ("- a:\n    b: 1\n  c: 2\n    d: 3\n", 4, 6, "a colon and a space inside a text"),
        ("- a:\n    b: 1\n  c: {d: 1}\n    e: 3\n", 4, 5, "indented deeper than line 3"),
        ("a: 1\nbc\nd: 2\n", 2, 1, "a key without its colon"),
    ],
)
def test_what_is_not_yaml_is_explained_at_its_cause(text, line, column, said):
    source, _ = decode("a.yaml", text.encode())
    with pytest.raises(SyntaxMistake) as caught:
        YamlReader(source).read()
    found = caught.value.problem(source)
    assert said in found.message
    assert (found.at.line, found.at.column) == (line, column)


def test_depth_and_number_of_values_are_bounded():
    with pytest.raises(SyntaxMistake, match="more than 24 deep"):
        read("[" * 25 + "]" * 25)
    root, problems, _ = read("[" * 24 + "]" * 24)
    assert isinstance(root, SequenceNode)
    assert not problems
    with pytest.raises(SyntaxMistake, match="more than 50,000 values") as caught:
        read("[" + "1," * 50_000 + "]")
    assert caught.value.fatal


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1)


@given(words)
def test_what_pyyaml_writes_is_read_back(text):
    written = yaml.safe_dump({"key": text}, allow_unicode=True, default_style="'")
    root, problems, _ = read(written)
    if not problems:
        assert walk(root, ("key",)).value == text


@given(st.lists(st.sampled_from(["alpha", "$x$", "[[term]]", "\n\n", "a b", "'q'"]), min_size=1))
def test_each_character_of_a_block_text_is_found_in_the_file(parts):
    text = " ".join(parts).strip()
    lines = "".join(f"    {line}\n" if line.strip() else "\n" for line in text.split("\n"))
    root, problems, source = read(f"# before\na:\n  b: |\n{lines}c: 1\n")
    node = walk(root, ("a", "b"))
    assert not problems
    kept = node.text.strip()
    for offset, index in enumerate(places_of(source, node, kept)[:-1]):
        if not kept[offset].isspace():
            assert source.text[index] == kept[offset]
            before = kept[:offset].rpartition("\n")[2]
            assert source.position(index).column == 5 + len(before)


@given(st.text(alphabet="ab:-[]{}|>'\"&*!%#?,\n\t \\\x1b\u202e0", max_size=60))
def test_no_text_brings_the_reader_down(text):
    source, _ = decode("a.yaml", text.encode())
    try:
        YamlReader(source).read()
    except SyntaxMistake as mistake:
        assert 1 <= mistake.problem(source).at.line <= source.text.count("\n") + 1
