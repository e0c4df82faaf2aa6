"""The command line: thin, quick to start, and its errors are advice."""

from __future__ import annotations

import json
import subprocess
import sys

import nbformat
import pytest
from click.testing import CliRunner
from rich.console import Console

import cohortbook.cli_output
import cohortbook.cli_stamp
from cohortbook import __version__
from cohortbook.access.people import People
from cohortbook.access.secret import load_secret
from cohortbook.access.sign_in import LinkInvalid, SignIn
from cohortbook.cli import main
from cohortbook.cli_links import one_of_each
from cohortbook.cli_output import print_rows
from cohortbook.cohort.reader import read_cohort
from cohortbook.store.database import Database
from factories import WORKBOOK, cohort_data, write_cohort, write_programme


@pytest.fixture
def programme(tmp_path):
    return write_programme(tmp_path / "programme")


@pytest.fixture
def run(tmp_path, programme):
    def invoke(command, *options):
        data = ["--data", str(tmp_path / "data")] if command in {"stamp", "links", "serve"} else []
        outputs = ["--outputs", str(tmp_path / "out")] if command in {"stamp", "serve"} else []
        arguments = [command, str(programme), *outputs, *data, *options]
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return invoke


@pytest.fixture(autouse=True)
def warmed(monkeypatch):
    """What kernels are forked from is not needed here; the list tells when it would be started."""
    asked = []
    monkeypatch.setattr("cohortbook.workbook.warming.warm_beside", lambda: asked.append(1))
    return asked


@pytest.fixture
def access(tmp_path):
    database = Database.in_folder(tmp_path / "data")
    database.migrate()
    yield People(database), SignIn(database, load_secret(tmp_path / "data"))
    database.close()


def test_version():
    assert CliRunner().invoke(main, ["--version"]).output == f"cohortbook {__version__}\n"


@pytest.mark.parametrize("command", list(main.commands))
def test_every_setting_says_what_it_is(command):
    shown = main.commands[command]
    examples = CliRunner().invoke(main, [command, "--help"]).output
    assert "Examples:" in examples
    for option in shown.params:
        if option.param_type_name == "option":
            assert option.help, option.name


def test_help_and_mistakes_do_not_load_the_product():
    """A person who asks for help waits for nothing but click."""
    code = (
        "import sys; sys.argv = ['cohortbook', 'stamp', '--help']\n"
        "from cohortbook.cli import main\n"
        "main(standalone_mode=False)\n"
        "heavy = {'papermill', 'sqlalchemy', 'nbformat', 'voila', 'tornado'}\n"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_stamping(run, tmp_path):
    first = run("stamp", "--prepare-only")
    assert first.exit_code == 0
    assert "2 stamps made in" in first.stdout
    second = run("stamp", "--prepare-only")
    assert second.exit_code == 0
    assert "Nothing to do: 2 stamps" in second.stdout
    assert (tmp_path / "out" / "autumn" / "north" / f"{WORKBOOK}.ipynb").exists()
    assert not (tmp_path / "data").exists()


def test_what_kernels_come_from_is_started_only_where_cells_will_be_run(
    run, programme, warmed, tmp_path
):
    # A mistake ends each of these before it runs a cell.
    (programme / "cohort.yaml").write_text("programme: {title: [}\n")
    run("check", "--no-execute")
    run("stamp", "--prepare-only")
    assert len(warmed) == 0
    run("check")
    assert len(warmed) == 1
    run("stamp")
    assert len(warmed) == 2
    # There are copies: perhaps there is nothing to do.
    (tmp_path / "out").mkdir()
    run("stamp")
    assert len(warmed) == 2


def test_stamping_tells_of_groups_that_are_gone(run, programme):
    run("stamp", "--prepare-only")
    write_cohort(programme, cohort_data(("north",)))
    assert f"south/{WORKBOOK} is no longer in the programme; removed." in run("stamp").stdout


@pytest.mark.parametrize("command", ["stamp", "links"])
def test_bad_input_is_told_with_file_and_line_and_without_traceback(run, programme, command):
    (programme / "cohort.yaml").write_text("programme: {title: [}\n")
    result = run(command)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"error: {programme / 'cohort.yaml'}:1")
    assert "Traceback" not in result.stderr


def test_everything_wrong_with_a_cohort_file_is_told_at_once(run, programme):
    data = cohort_data()
    data["groups"]["north"]["members"] = []
    data["nonsense"] = 1
    write_cohort(programme, data)
    said = run("stamp").stderr
    assert "nonsense" in said
    assert "north" in said


def test_a_folder_that_is_not_there(tmp_path):
    result = CliRunner().invoke(main, ["stamp", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


def test_an_interrupt_has_its_own_exit_code(run, monkeypatch):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(cohortbook.cli_stamp, "stamp_programme", interrupted)
    result = run("stamp")
    assert result.exit_code == 130
    assert "whole" in result.stderr


def test_check_finds_nothing_in_a_sound_programme(run):
    result = run("check", "--no-execute")
    assert result.exit_code == 0
    assert "all is well" in result.stdout


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_check_for_programs_is_pure_json(run, programme, form):
    (programme / "figures" / "board.png").unlink()
    result = run("check", "--no-execute", "--format", form)
    assert result.exit_code == 2
    assert "board.png" in json.dumps(json.loads(result.stdout))


def test_check_of_a_workbook_that_can_be_judged_ends_with_one(run, programme):
    workbook = next(programme.glob("*.ipynb"))
    notebook = nbformat.read(workbook, 4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("#### Much too deep"))
    notebook.cells.append(nbformat.v4.new_markdown_cell("![](figures/board.png)"))
    nbformat.write(notebook, workbook)
    result = run("check", "--no-execute", "--format", "json")
    assert result.exit_code == 1
    assert "CB401" in result.stdout


def test_check_has_findings_for_a_cohort_file_too(run, programme):
    (programme / "cohort.yaml").write_text("programme: {title: [}\n")
    result = run("check", "--format", "json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)


def test_links_for_everybody_let_each_in(run, access):
    result = run("links", "--base-url", "https://learn.example.org/")
    assert result.exit_code == 0
    people, sign_in = access
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert len(rows) == 6
    for role, name, group, email, identifier, link in rows:
        assert link.startswith("https://learn.example.org/join/")
        principal = sign_in.preview(link.rpartition("/")[2])
        assert (principal.name, principal.email) == (name, email)
        assert role in {"facilitator", "mentor", "member"}
        assert group
        assert identifier.startswith("lnk_")
    assert len(people.principals()) == 6


def test_a_link_for_one_person_and_its_end(run, access):
    row = run("links", "--person", "ADA@example.org").stdout.rstrip("\n").split("\t")
    assert row[:4] == ["member", "Ada North", "North depot", "ada@example.org"]
    assert run("links", "--revoke", row[4]).exit_code == 0
    with pytest.raises(LinkInvalid):
        access[1].preview(row[5].rpartition("/")[2])
    again = run("links", "--revoke", row[4])
    assert again.exit_code == 2
    assert row[4] in again.stderr


def test_a_link_for_a_stranger(run):
    result = run("links", "--person", "eve@example.org")
    assert result.exit_code == 2
    assert "eve@example.org" in result.stderr


def test_one_of_each_role(programme, access):
    cohort = read_cohort(programme / "cohort.yaml")
    access[0].sync_roster(cohort)
    chosen = one_of_each(access[0].principals(), cohort)
    assert [each.name for each in chosen] == [
        "Noor Haddad",
        "Ines Moreau",
        "Ada North",
        "Bilal North",
        "Chiara South",
    ]


def test_a_link_is_never_cut_or_wrapped(monkeypatch, capsys):
    link = "http://127.0.0.1:8866/join/" + "x" * 200

    def narrow():
        return Console(force_terminal=True, width=40, highlight=False, color_system=None)

    monkeypatch.setattr(cohortbook.cli_output, "results", narrow)
    print_rows(("name", "link"), [("Ada Brandt", link), ("Bilal", link + "y")])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[1:]] == [["Ada", "Brandt", link], ["Bilal", link + "y"]]
