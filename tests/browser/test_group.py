"""A group organises itself: it chooses, invites, lets come, becomes two, and goes into another."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import expect

from axe import accessible_everywhere
from cast import ADA, BILAL, CHIARA, DOV, ELIF, NOOR, visit
from serving import EXAMPLE, served

pytestmark = pytest.mark.browser

ANSWER = "The pass of somebody else."


# Groups change in the cohort file: this server has one of its own, and one workbook to make.
@pytest.fixture(scope="module")
def server(example, tmp_path_factory):
    folder = tmp_path_factory.mktemp("organised")
    shutil.copytree(example, folder, dirs_exist_ok=True)
    programme = folder / EXAMPLE.name
    shutil.copytree(EXAMPLE, programme)
    text = (programme / "cohort.yaml").read_text()
    for each in ("02-finishing-before-starting", "03-our-board-our-rules"):
        (programme / f"{each}.ipynb").unlink()
        text = re.sub(rf"    {each}: .*\n", "", text)
    (programme / "cohort.yaml").write_text(text)
    with served(programme, folder) as running:
        yield running


@pytest.fixture(autouse=True)
def groups_that_one_left(watch):
    """Pages of groups that one is no more in, or that are no more, are refused as they should."""
    watch.expected += ["(Forbidden)", "(Not Found)"]


def group(page, name="north", *, status=200):
    response = page.goto(f"{'/'.join(page.url.split('/')[:3])}/groups/{name}")
    assert response.status == status
    return page


def change(page, name):
    page.locator(f"#{name} summary").click()
    return page.locator(f"#{name}")


def agree(page, what):
    page.get_by_role("button", name=re.compile(f"Agree.*{what}")).click()
    return page


def test_a_group_chooses_who_moderates_and_they_are_known_by_it(person):
    ada = person(ADA)
    form = change(group(ada), "moderator")
    form.get_by_role("combobox").select_option("Bilal Aydin")
    form.get_by_role("button").click()
    expect(ada.get_by_text("2 more of you have to agree")).to_be_visible()
    accessible_everywhere(ada, "a group's page with a proposal")
    bilal, chiara = person(BILAL), person(CHIARA)
    bilal.get_by_role("link", name="1 to decide").click()
    agree(bilal, "Bilal Aydin moderates")
    expect(bilal.get_by_text("One more of you has to agree")).to_be_visible()
    agree(group(chiara), "Bilal Aydin moderates")
    expect(chiara.locator(".cb-people li", has_text="Bilal Aydin")).to_contain_text("moderates")
    visit(bilal, "visible")
    visit(ada, "visible").locator("#cb-presence summary").click()
    there = ada.locator(".cb-presence__menu li", has_text="Bilal Aydin")
    expect(there).to_contain_text("moderates")


def test_who_is_invited_comes_in_by_the_link_that_a_member_hands_on(person, browser, watch):
    ada = person(ADA)
    form = change(group(ada), "invite")
    form.get_by_label("Name").fill("Mia Lang")
    form.get_by_label("E-mail address").fill("mia@example.org")
    form.get_by_role("button").click()
    link = ada.get_by_role("textbox", name="The link for Mia Lang").input_value()
    accessible_everywhere(ada, "a group's page with a new link")
    context = browser.new_context()
    mia = context.new_page()
    watch.page(mia)
    mia.goto(link)
    mia.locator("form button").click()
    expect(mia.get_by_role("heading", name="Northern depot")).to_be_visible()
    context.close()
    expect(group(ada).get_by_text("Ada Brandt invited Mia Lang")).to_be_visible()
    expect(ada.get_by_role("button", name=re.compile("Take it back"))).to_have_count(0)
    noor = group(person(NOOR))
    noor.get_by_role("button", name=re.compile("Take it back")).click()
    expect(noor.locator(".cb-people li", has_text="Mia Lang")).to_have_count(0)


def test_who_asks_to_come_is_let_in_by_the_moderator(person):
    elif_ = person(ELIF)
    form = change(group(elif_, "harbour"), "move")
    form.get_by_role("combobox").select_option("Northern depot")
    form.get_by_role("button").click()
    expect(elif_.get_by_text("Bilal Aydin moderates, and decides")).to_be_visible()
    ada = group(person(ADA))
    agree(ada, "Elif Kaya goes")
    expect(ada.locator(".cb-people li", has_text="Elif Kaya")).to_have_count(0)
    agree(group(person(BILAL)), "Elif Kaya goes")
    group(elif_, "harbour", status=403)
    expect(group(elif_).locator(".cb-people li", has_text="Elif Kaya")).to_contain_text("you")


def test_a_group_becomes_two_and_the_new_one_goes_on_where_the_old_one_was(person):
    ada, dov = visit(person(ADA), "visible"), visit(person(DOV), "visible")
    field = ada.locator('[data-exercise="last-mix-up"]').get_by_role("textbox").first
    field.click()
    ada.keyboard.type(ANSWER)
    expect(ada.locator("#cb-status")).to_contain_text("Saved")
    form = change(group(ada), "split")
    for name in ("Dov Adler", "Elif Kaya"):
        form.get_by_role("checkbox", name=name).check()
    form.get_by_label("What it is called").fill("Night shift")
    form.get_by_role("button").click()
    agree(group(person(BILAL)), "A new group, Night shift")
    # The page that was open is one of another group now.
    expect(dov.locator("#cb-status")).not_to_contain_text("Saved", timeout=30_000)
    group(dov, status=403)
    expect(group(dov, "night-shift").get_by_role("heading", level=1)).to_have_text("Night shift")
    begin = dov.get_by_role("link", name="Go on with them")
    expect(begin).to_be_visible(timeout=120_000)
    accessible_everywhere(dov, "the page of a new group")
    begin.click()
    dov.get_by_role("link", name="Making work visible", exact=True).click()
    there = dov.locator('[data-exercise="last-mix-up"]')
    expect(there.get_by_role("textbox").first).to_have_value(ANSWER)
    there.get_by_role("button", name="History").click()
    expect(dov.get_by_role("dialog")).to_contain_text("taken over from Northern depot")


def test_groups_go_together_and_what_was_written_is_read_beside(person):
    noor = person(NOOR)
    form = change(group(noor, "night-shift"), "merge")
    form.get_by_role("combobox").select_option("Harbour desk")
    form.get_by_role("button").click()
    expect(noor.get_by_role("heading", level=1)).to_have_text("Harbour desk")
    dov = person(DOV)
    expect(dov.get_by_role("heading", name="Harbour desk")).to_be_visible()
    group(dov, "harbour").get_by_role("link", name="What Night shift wrote").click()
    expect(dov.locator(".cb-kept-answer")).to_contain_text(ANSWER)
    accessible_everywhere(dov, "what a former group wrote")
    group(noor, "night-shift", status=404)
    noor.get_by_role("link", name="Desk", exact=True).click()
    told = noor.get_by_role("region", name="What groups decided")
    expect(told.get_by_role("listitem").first).to_contain_text("Night shift goes into Harbour desk")
