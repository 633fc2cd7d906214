import pytest

from vctutor.charts import draw
from vctutor.simulations.scene import Edge, Graph, GraphNode, Scene
from vctutor.styled_text import plain, width


def chain(lit=""):
    nodes = (
        GraphNode("x", "x", 0, 0, "2", "12"),
        GraphNode("y", "y", 0, 1, "3", ""),
        GraphNode("s", "s = x+y", 1, 0, "5", "", lit=True),
    )
    return Graph(nodes, (Edge("x", "s", "1", lit), Edge("y", "s", "1")))


def text(graph, w, h):
    return "\n".join(plain(line) for line in draw(Scene((graph,)), w, h))


@pytest.mark.parametrize(("w", "h"), [(60, 20), (36, 16), (24, 12), (20, 6), (14, 4)])
def test_every_form_shows_values_and_derivatives(w, h):
    found = text(chain(), w, h)
    assert "s = x+y" in found and "5" in found
    if w >= 20:
        assert "∂ 12" in found
    assert all(width(line) == w for line in draw(Scene((chain(),)), w, h))


def test_arrow_heads_follow_the_flow():
    assert text(chain("forward"), 60, 20).count("▸") >= 1
    assert "◂" in text(chain("backward"), 60, 20)
    assert "◂" not in text(chain("forward"), 60, 20)


def test_lit_edges_are_drawn_as_lit():
    roles = {span.role for line in draw(Scene((chain("forward"),)), 60, 20) for span in line}
    assert {"chart lit", "chart edge", "chart node"} <= roles
    quiet = Graph(chain().nodes[:2], ())
    assert "chart lit" not in {s.role for line in draw(Scene((quiet,)), 60, 20) for s in line}


def test_golden_graph(golden):
    golden("graph-48x14", draw(Scene((chain("backward"),)), 48, 14))
    golden("graph-24x16", draw(Scene((chain("forward"),)), 24, 16))
    golden("graph-20x6", draw(Scene((chain("forward"),)), 20, 6))
