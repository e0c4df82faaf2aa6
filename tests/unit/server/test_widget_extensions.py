"""Which of the installed extensions of JupyterLab bring widgets."""

from __future__ import annotations

import json

import pytest

from cohortbook.server.widget_extensions import WidgetExtension, find_widget_extensions

SCRIPT = 'register("@jupyter-widgets/base")'
BUILD = {"load": "static/remoteEntry.js", "extension": "./extension"}


def write(folder, name, script=SCRIPT, build=BUILD):
    static = folder / name / "static"
    static.mkdir(parents=True)
    (static / "main.js").write_text(script)
    package = {"name": name, "jupyterlab": {"_build": build}}
    (folder / name / "package.json").write_text(json.dumps(package))


def names(*folders):
    return [each.name for each in find_widget_extensions(folders)]


def test_extensions_with_widgets_are_found_scoped_ones_too(tmp_path):
    for name in ("plots", "@maps/leaves"):
        write(tmp_path, name)
    write(tmp_path, "theme", script="colours()")
    assert names(tmp_path) == ["@maps/leaves", "plots"]


def test_what_manages_widgets_brings_none(tmp_path):
    write(tmp_path, "@jupyter-widgets/jupyterlab-manager")
    write(tmp_path, "@voila-dashboards/widgets-manager8")
    assert names(tmp_path) == []


def test_the_first_folder_counts(tmp_path):
    write(tmp_path / "first", "plots", build={**BUILD, "load": "./static/first.js"})
    write(tmp_path / "second", "plots")
    found = find_widget_extensions([tmp_path / "first", tmp_path / "second"])
    assert found == [WidgetExtension("plots", "static/first.js", "./extension")]
    assert found[0].to_json()["url"] == "/voila/labextensions/plots/static/first.js"


@pytest.mark.parametrize("package", ["{", "[]", "{}", '{"jupyterlab": {}}', '{"jupyterlab": 3}'])
def test_one_that_cannot_be_read_is_left_out_and_said(tmp_path, caplog, package):
    write(tmp_path, "plots")
    write(tmp_path, "broken")
    (tmp_path / "broken" / "package.json").write_text(package)
    assert names(tmp_path) == ["plots"]
    assert "broken" in caplog.text


def test_a_theme_or_a_source_extension_is_left_out(tmp_path):
    write(tmp_path, "theme", build={"load": "static/remoteEntry.js", "style": "./style"})
    assert names(tmp_path) == []
