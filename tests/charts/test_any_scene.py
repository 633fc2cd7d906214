from hypothesis import given, settings
from hypothesis import strategies as st

from vctutor.charts import draw
from vctutor.simulations.scene import (
    Arrow,
    Axis,
    Bar,
    Contour,
    Curve,
    Edge,
    Graph,
    GraphNode,
    Layer,
    Plot,
    Point,
    Scene,
    Segment,
    TextLabel,
    TraceTable,
)
from vctutor.styled_text import plain, width

numbers = st.one_of(st.floats(-10, 10), st.floats(), st.sampled_from([0.0, 1e-300, 1e300, -1e308]))
positions = st.tuples(numbers, numbers)
lines = st.lists(positions, max_size=6).map(tuple)
words = st.text("abxθ→ ·²", max_size=12)
axes = st.builds(Axis, numbers, numbers, words, st.booleans())
layers = st.builds(
    Layer,
    bars=st.lists(st.builds(Bar, numbers, numbers, numbers), max_size=2).map(tuple),
    contours=st.lists(st.builds(Contour, numbers, st.tuples(lines), label=words), max_size=2).map(
        tuple
    ),
    curves=st.lists(st.builds(Curve, lines, label=words, dashed=st.booleans()), max_size=3).map(
        tuple
    ),
    segments=st.lists(
        st.builds(Segment, positions, positions, label=words, dashed=st.booleans()), max_size=2
    ).map(tuple),
    arrows=st.lists(st.builds(Arrow, positions, positions, label=words), max_size=2).map(tuple),
    labels=st.lists(st.builds(TextLabel, numbers, numbers, words), max_size=2).map(tuple),
    points=st.lists(st.builds(Point, numbers, numbers, label=words), max_size=3).map(tuple),
)
plots = st.builds(Plot, axes, axes, layers, layers, words, st.booleans())
names = ("a", "b", "c")
graphs = st.builds(
    Graph,
    st.tuples(
        *(
            st.builds(
                GraphNode, st.just(n), words, st.integers(0, 3), st.integers(0, 2), words, words
            )
            for n in names
        )
    ),
    st.lists(
        st.builds(
            Edge,
            st.sampled_from(names),
            st.sampled_from(names),
            words,
            st.sampled_from(["", "forward", "backward"]),
        ),
        max_size=3,
    ).map(tuple),
)
tables = st.builds(
    TraceTable,
    st.just(("one", "two")),
    st.lists(st.tuples(words, words), max_size=9).map(tuple),
    st.none() | st.integers(0, 8),
)
scenes = st.builds(
    Scene,
    st.lists(plots | graphs | tables, min_size=1, max_size=3).map(tuple),
    st.sampled_from(["stacked", "side"]),
)


@settings(max_examples=100, deadline=None)
@given(scenes, st.integers(1, 70), st.integers(1, 25), st.sampled_from(["unicode", "ascii"]))
def test_any_scene_fills_its_place_exactly(scene, w, h, glyphs):
    drawn = draw(scene, w, h, glyphs=glyphs)
    assert len(drawn) == h
    assert {width(line) for line in drawn} == {w}
    if glyphs == "ascii":
        assert all(ord(c) < 128 for line in drawn for c in plain(line))
