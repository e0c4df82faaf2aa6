"""The facilitator's desk: seen, moved through with keys, and felt by those who are there."""

from __future__ import annotations

import re
from xml.etree.ElementTree import fromstring

import pytest
from PIL import Image
from playwright.sync_api import expect

from axe import accessible_everywhere
from cast import ADA, BILAL, DOV, NOOR, PATIENCE_SECONDS, PHONE, WORKBOOKS, once_there, visit

pytestmark = pytest.mark.browser


def at(page, path):
    page.goto("/".join(page.url.split("/")[:3]) + path)
    return page


PARTS = ("", "/workbooks", "/people", "/directions", "/kernels")


def test_no_page_of_the_desk_is_wider_than_a_phone(person):
    noor = person(NOOR, **PHONE)
    width = PHONE["viewport"]["width"]
    for part in PARTS:
        page = at(noor, f"/desk{part}")
        assert page.evaluate("document.documentElement.scrollWidth") == width, part


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_the_parts_of_the_desk_are_one_even_block_on_small_phones_too(locale, person):
    noor = at(person(NOOR, **PHONE, locale=locale), "/desk")
    parts = noor.locator(".cb-desk-nav a")
    for width in (320, 360, 390):
        noor.set_viewport_size({"width": width, "height": 700})
        assert noor.evaluate("document.documentElement.scrollWidth") == width
        boxes = [each.bounding_box() for each in parts.all()]
        rows = sorted({round(each["y"]) for each in boxes})
        row_of = [rows.index(round(each["y"])) for each in boxes]
        assert row_of == [0, 0, 0, 1, 1], width
        for row in (0, 1):
            ends = [each for each, at_row in zip(boxes, row_of, strict=True) if at_row == row]
            # Both lines begin and end at the same places, and no word is broken.
            assert abs(ends[0]["x"] - boxes[0]["x"]) < 1
            assert abs(ends[-1]["x"] + ends[-1]["width"] - boxes[2]["x"] - boxes[2]["width"]) < 1
        assert all(44 <= each["height"] < 50 for each in boxes), width


def test_every_page_of_the_desk_is_accessible(person):
    noor = person(NOOR)
    noor.get_by_role("link", name="Desk", exact=True).click()
    expect(noor.get_by_role("heading", level=1)).to_have_text("Your desk")
    accessible_everywhere(noor, "the desk")
    noor.get_by_text("As a table").click()
    accessible_everywhere(noor, "the desk with the timeline's table")
    for measure in ("answers", "reviews"):
        accessible_everywhere(at(noor, f"/desk?measure={measure}"), f"the desk by {measure}")
    noor.locator(".cb-cell").first.click()
    expect(noor.get_by_role("dialog")).to_be_visible()
    accessible_everywhere(noor, "a cell beside the map")
    accessible_everywhere(at(noor, "/desk/workbooks"), "workbooks")
    people = at(noor, "/desk/people")
    people.get_by_text("Change").first.click()
    people.get_by_label("Mentors and facilitators").get_by_text("Change").first.click()
    people.get_by_text("Add a mentor").click()
    accessible_everywhere(people, "people")
    people.get_by_role("button", name="Make a link").first.click()
    expect(people.get_by_role("heading", name="New links")).to_be_visible()
    accessible_everywhere(people, "people with a new link")


def test_keys_lead_through_the_map_and_into_an_answer(person):
    ada = visit(person(ADA), "visible")
    field = ada.locator('[data-exercise="last-mix-up"]').get_by_role("textbox").first
    field.click()
    ada.keyboard.type("The gate pass.")
    expect(ada.locator("#cb-status")).to_contain_text("Saved")
    noor = at(person(NOOR), "/desk?measure=answers")
    answered = once_there(noor.get_by_role("link", name=re.compile(r"^1.\d,")))
    cells = noor.locator(".cb-map tbody tr")
    first = cells.nth(0).locator("a").first
    first.focus()
    noor.keyboard.press("ArrowDown")
    expect(cells.nth(1).locator("a").first).to_be_focused()
    noor.keyboard.press("End")
    expect(cells.nth(1).locator("a").last).to_be_focused()
    noor.keyboard.press("Control+Home")
    expect(first).to_be_focused()
    assert noor.locator('.cb-map a[tabindex="0"]').count() == 1
    answered.first.focus()
    noor.keyboard.press("Enter")
    told = noor.get_by_role("dialog")
    expect(told.get_by_role("heading", level=1)).to_be_visible()
    noor.keyboard.press("Escape")
    expect(told).to_have_count(0)
    expect(answered.first).to_be_focused()
    noor.keyboard.press("Enter")
    told.locator(".cb-told__list li").filter(has_text="Waits").get_by_role("link").first.click()
    expect(noor).to_have_url(re.compile("#exercise-last-mix-up$"))


def test_every_plot_is_saved_as_svg_and_png_and_can_be_read_as_a_table(person):
    for path, plot, name in (
        ("/desk", "Day by day", "timeline"),
        ("/desk", "Groups and topics", "map"),
        ("/desk?measure=answers", "Groups and topics", "map"),
        ("/desk?measure=reviews", "Groups and topics", "map"),
    ):
        noor = at(person(NOOR), path)
        with noor.expect_download() as saved:
            noor.get_by_role("link", name=re.compile(f"SVG.*{plot}")).click()
        drawing = fromstring(saved.value.path().read_bytes())
        assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
        assert not [each for each in drawing.iter() if "href" in str(each.attrib)]
        with noor.expect_download() as saved:
            noor.get_by_role("button", name=re.compile(f"PNG.*{plot}")).click()
        assert saved.value.suggested_filename == f"cohortbook-{name}.png"
        with Image.open(saved.value.path()) as picture:
            sides = [int(drawing.attrib[side]) for side in ("width", "height")]
            assert picture.size == tuple(2 * each for each in sides)
            # What was drawn is on it: more than paper and ink.
            assert len(picture.convert("RGB").getcolors(maxcolors=2**24)) > 8
        panel = noor.get_by_role("region", name=plot, exact=True).first
        if name == "timeline":
            panel.get_by_text("As a table").click()
        groups = ["Northern depot", "Harbour desk", "Fleet workshop", "Returns and claims"]
        table = panel.get_by_role("table")
        assert [each for each in groups if each not in table.inner_text()] == []


def test_what_is_announced_comes_and_goes_where_people_read(person):
    bilal = visit(person(BILAL), "finishing")
    noor = at(person(NOOR), "/desk/workbooks")
    noor.get_by_label("What to say").fill("We meet **at four**.")
    noor.get_by_role("button", name="Announce").click()
    words = bilal.get_by_role("status").get_by_text("at four")
    expect(words).to_be_visible()
    assert words.evaluate("each => each.tagName") == "STRONG"
    accessible_everywhere(bilal, "a workbook with an announcement")
    ada = visit(person(ADA), "finishing")
    ada.get_by_role("button", name="Put away").click()
    expect(ada.get_by_text("at four")).to_have_count(0)
    noor.get_by_role("button", name="End").click()
    expect(words).to_have_count(0)


def test_a_workbook_that_is_closed_is_left_and_stays_shut(person, watch):
    watch.expected.append("403")
    dov = visit(person(DOV), "rules")
    noor = at(person(NOOR), "/desk/workbooks")
    door = noor.locator(f"#workbook-{WORKBOOKS['rules']}")
    door.get_by_label("What").select_option("closed")
    door.get_by_role("button", name="Set").click()
    expect(door).to_contain_text("closed")
    expect(dov.locator("#cb-status")).not_to_contain_text("Saved")
    dov.reload()
    expect(dov.get_by_role("heading", level=1)).to_contain_text("not open to your group")
    accessible_everywhere(dov, "a workbook that is closed")
    at(noor, f"/workbooks/north/{WORKBOOKS['rules']}")
    expect(noor.locator("#cb-status")).to_contain_text("Live")
    door = at(noor, "/desk/workbooks").locator(f"#workbook-{WORKBOOKS['rules']}")
    door.get_by_label("What").select_option("schedule")
    door.get_by_role("button", name="Set").click()
    visit(dov, "rules")


def test_kernels_are_followed_and_one_that_is_stopped_waits_for_somebody(person, watch):
    # An open page finds out that its kernel has gone.
    watch.expected.append("/api/kernels/")
    noor = at(person(NOOR), "/desk/kernels")
    ada = visit(person(ADA), "finishing")
    row = noor.locator(".cb-seat", has_text="Finishing before starting")
    expect(row).to_contain_text("Ada Brandt")
    expect(row.locator(".cb-badge")).to_have_text("Ready")
    # What the next one will be forked from comes by itself, and is none.
    zygotes, patience = noor.locator("#kernels-zygotes"), PATIENCE_SECONDS * 1000
    expect(zygotes).to_contain_text("1 workbook kept ready", timeout=patience)
    expect(zygotes).to_contain_text("1 kernel now;")
    row.get_by_text("Stop", exact=False).first.click()
    accessible_everywhere(noor, "kernels, and one to be stopped")
    stop = row.get_by_role("button", name="Stop it")
    # What is followed meanwhile takes nothing out of one's hand.
    with noor.expect_response("**/desk/kernels"):
        pass
    expect(stop).to_be_visible()
    stop.click()
    expect(row.locator(".cb-badge")).to_have_text("Stopped")
    expect(ada.get_by_text("The simulation was stopped.")).to_be_visible()
    ada.get_by_role("button", name="Try again").click()
    expect(row.locator(".cb-badge")).to_have_text("Ready")
    # It came from there, and is one like others.
    expect(zygotes).to_contain_text("1 kernel now;")
