"""Simulations of many makes: ipywidgets' own, other libraries', and one that only Voila draws."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from factories import (
    code,
    cohort_data,
    front_matter_cell,
    markdown,
    notebook,
    parameters_cell,
    write_programme,
)
from serving import Served

pytestmark = pytest.mark.browser

ADA = "ada@example.org"
BILAL = "bilal@example.org"

INTERACT = """from IPython.display import HTML, display
from ipywidgets import interact

@interact(n=(1, 9))
def squared(n=3):
    print("The number is", n)
    display(HTML(f"<b class='square'>{n * n}</b>"))"""

MIXED = """from ipywidgets import Dropdown, HBox, Tab, Text, jslink

display(HTML("<em class='beside'>Beside the widgets</em>"))
one, other = Text(description="One"), Text(description="Other")
jslink((one, "value"), (other, "value"))
tab = Tab([HBox([one, other]), Dropdown(options=["red", "green"], description="Colour")])
tab.titles = ("Texts", "Colours")
tab"""

BQPLOT = """from bqplot import Bars, Figure, LinearScale, OrdinalScale
from ipywidgets import IntSlider, VBox

bars = Bars(x=["a", "b", "c"], y=[1, 2, 3], scales={"x": OrdinalScale(), "y": LinearScale()})
height = IntSlider(3, 1, 9, description="Height")
height.observe(lambda change: setattr(bars, "y", [1, 2, change.new]), "value")
VBox([height, Figure(marks=[bars], title="Three bars")])"""

IPYMPL = """%matplotlib widget
import matplotlib.pyplot as plt

figure = plt.figure(figsize=(4, 3))
figure.canvas.header_visible = False
plt.plot([1, 4, 9])
figure.canvas"""

ANYWIDGET = '''import anywidget
import traitlets

class Counter(anywidget.AnyWidget):
    _esm = """
    export default {
      render({ model, el }) {
        const button = document.createElement("button");
        const show = () => (button.textContent = `counted ${model.get("count")}`);
        button.addEventListener("click", () => {
          model.set("count", model.get("count") + 1);
          model.save_changes();
        });
        model.on("change:count", show);
        show();
        el.append(button);
      },
    };
    """
    count = traitlets.Int(0).tag(sync=True)

Counter()'''

ODD = """from ipywidgets import DOMWidget
from traitlets import Unicode

class Odd(DOMWidget):
    _model_name = Unicode("OddModel").tag(sync=True)
    _model_module = Unicode("odd").tag(sync=True)
    _model_module_version = Unicode("1.0.0").tag(sync=True)
    _view_name = Unicode("OddView").tag(sync=True)
    _view_module = Unicode("odd").tag(sync=True)
    _view_module_version = Unicode("1.0.0").tag(sync=True)

Odd()"""

# An extension that will not work outside of a JupyterLab application.
ODD_SCRIPT = """{
const NEEDS = "@jupyter-widgets/base";
let shared;
(globalThis._JUPYTERLAB ??= {}).odd = {
  init(scope) { shared = scope; },
  async get() {
    const versions = shared[NEEDS];
    const sooner = (one, other) =>
      versions[one].loaded || one.localeCompare(other, "en", { numeric: true }) > 0 ? one : other;
    const base = (await versions[Object.keys(versions).reduce(sooner)].get())();
    class OddModel extends base.DOMWidgetModel {}
    class OddView extends base.DOMWidgetView {
      render() { super.render(); this.el.textContent = "Drawn by Voila"; }
    }
    const activate = (app, registry) => {
      app.shell.node;
      registry.registerWidget({ name: "odd", version: "1.0.0", exports: { OddModel, OddView } });
    };
    const plugin = {
      id: "odd:plugin", autoStart: true, requires: [base.IJupyterWidgetRegistry], activate,
    };
    return () => ({ __esModule: true, default: plugin });
  },
};
}"""


def write_odd_extension(folder: Path) -> None:
    extension = folder / "labextensions" / "odd"
    (extension / "static").mkdir(parents=True)
    (extension / "static" / "odd.js").write_text(ODD_SCRIPT)
    build = {"load": "static/odd.js", "extension": "./extension"}
    package = {"name": "odd", "version": "1.0.0", "jupyterlab": {"_build": build}}
    (extension / "package.json").write_text(json.dumps(package))


def workbook_with(*sources: str):
    head = [
        front_matter_cell(),
        parameters_cell(),
        markdown("## Simulations <!-- topic: visibility -->\n\nMove them.", "section"),
    ]
    return notebook([*head, *(code(each, f"cell-{number}") for number, each in enumerate(sources))])


@pytest.fixture(scope="module")
def makes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("makes")
    cohort = cohort_data()
    cohort["cohort"]["schedule"] = {}
    workbooks = {
        "01-ours": workbook_with(INTERACT, MIXED),
        "02-others": workbook_with(BQPLOT, IPYMPL, ANYWIDGET),
        "03-odd": workbook_with(ODD),
    }
    write_programme(folder / "programme", cohort=cohort, workbooks=workbooks)
    write_odd_extension(folder / "share")
    server = Served(folder / "programme", folder)
    server.stamp()
    server.start(JUPYTER_PATH=str(folder / "share"))
    yield server
    server.stop()


def simulation(page: Page, number: int = 0) -> Locator:
    return page.locator(f'.cb-widget[data-cell-id="cell-{number}"]')


def visit(page: Page, workbook: str) -> Page:
    origin = "/".join(page.url.split("/")[:3])
    page.goto(f"{origin}/workbooks/north/{workbook}")
    expect(page.locator("html[data-ready]")).to_be_attached()
    expect(page.locator(".cb-widget--live").first).to_be_visible(timeout=40_000)
    return page


def test_what_an_interaction_prints_and_shows_is_the_same_for_all(people, makes):
    person = people(makes)
    ada, bilal = visit(person(ADA), "01-ours"), visit(person(BILAL), "01-ours")
    for each in (ada, bilal):
        expect(simulation(each)).to_contain_text("The number is 3")
        expect(simulation(each).locator(".square")).to_have_text("9")
    slider = simulation(ada).get_by_role("slider")
    slider.focus()
    slider.press("ArrowRight")
    for each in (ada, bilal):
        expect(simulation(each)).to_contain_text("The number is 4")
        expect(simulation(each).locator(".square")).to_have_text("16")
    expect(simulation(bilal).get_by_text("The number is")).to_have_count(1)
    bilal.reload()
    expect(simulation(bilal).locator(".square")).to_have_text("16")


def test_the_others_see_who_moves_which_control(people, makes):
    person = people(makes)
    ada, bilal = visit(person(ADA), "01-ours"), visit(person(BILAL), "01-ours")
    slider = simulation(ada).get_by_role("slider")
    slider.focus()
    slider.press("ArrowRight")
    expect(simulation(bilal).locator(".cb-mover")).to_have_text("ANAda North is moving n")
    expect(simulation(bilal).locator("[data-moved-by] .widget-label")).to_have_text("n")
    expect(simulation(bilal, 1).locator(".cb-mover")).to_have_count(0)
    expect(simulation(ada).locator(".cb-mover")).to_have_count(0)
    expect(simulation(bilal).locator(".cb-mover")).to_have_count(0)


def test_widgets_of_a_cell_stand_where_its_other_outputs_do(people, makes):
    ada = visit(people(makes)(ADA), "01-ours")
    cell = simulation(ada, 1)
    expect(cell.locator(".beside")).to_have_text("Beside the widgets")
    cell.get_by_label("One").fill("linked")
    expect(cell.get_by_label("Other")).to_have_value("linked")
    cell.get_by_role("tab", name="Colours").click()
    expect(cell.get_by_label("Colour")).to_be_visible()


def test_other_libraries_are_drawn_and_shared(people, makes):
    person = people(makes)
    ada, bilal = visit(person(ADA), "02-others"), visit(person(BILAL), "02-others")
    for each in (ada, bilal):
        expect(simulation(each, 0).locator(".bqplot rect.bar").first).to_be_visible()
        expect(simulation(each, 1).locator("canvas").first).to_be_visible()
    bars = simulation(bilal, 0).locator("rect.bar")
    before = bars.nth(2).bounding_box()
    slider = simulation(ada, 0).get_by_role("slider")
    slider.focus()
    slider.press("End")
    relative = "bars => bars[0].getBBox().height / bars[2].getBBox().height"
    bilal.wait_for_function(
        "() => { const bars = document.querySelectorAll('rect.bar');"
        " return bars[2].getBBox().height > 8 * bars[0].getBBox().height; }"
    )
    assert before is not None
    assert bars.evaluate_all(relative) < 1 / 8
    simulation(ada, 2).get_by_role("button", name="counted").click()
    expect(simulation(bilal, 2).get_by_role("button", name="counted")).to_have_text("counted 1")


def test_a_library_is_only_loaded_for_a_widget_that_needs_it(people, makes):
    ada = people(makes)(ADA)
    asked: list[str] = []
    ada.on("request", lambda request: asked.append(request.url))
    visit(ada, "01-ours")
    assert not [each for each in asked if "/voila/" in each]


def test_what_the_page_cannot_draw_itself_is_left_to_voila(people, makes, watch):
    # Voila's front-end cannot read colours that follow the theme.
    watch.expected += ["library odd", "FAST design token"]
    ada = visit(people(makes)(ADA), "03-odd")
    expect(simulation(ada)).to_contain_text("Drawn by Voila")
