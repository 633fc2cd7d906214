"""A simulation outside the panel: its numbers as text, and its picture as SVG."""

from __future__ import annotations

from vctutor.charts import draw
from vctutor.charts.ascii import spelled
from vctutor.charts.svg import as_svg
from vctutor.i18n import _
from vctutor.simulations.scene import aspect_of
from vctutor.tui.widgets.simulation_panel.layout import PanelView

PICTURE_SIZE = (100, 32)  # cells of a saved picture


def numbers(view: PanelView, *, ascii: bool) -> str:
    """Return the step, the parameters, the readouts and the sentence, a line each."""
    simulation, state = view.simulation, view.state
    text = "\n".join(
        [
            _("step {n}").format(n=state.step),
            *(f"{_(p.label)} = {p.text(state.values[p.name])}" for p in simulation.parameters),
            *(f"{one.label} = {one.text()}" for one in simulation.readouts(state)),
            simulation.sentence(state),
        ]
    )
    return spelled(text) if ascii else text


def picture(view: PanelView) -> str:
    """Return the chart as the text of an SVG file."""
    scene = view.simulation.scene(view.state, aspect_of(*PICTURE_SIZE))
    return as_svg(draw(scene, *PICTURE_SIZE))
