"""Files as answers: dropped, pasted, chosen; described, arranged, taken away; seen by all."""

from __future__ import annotations

import base64
import io
import re

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from cast import ADA, BILAL, ELIF, INES, PHONE, visit

pytestmark = pytest.mark.browser

NAME = "our-board"
ONE, TWO, FIRST = "board.png", "detail.png", "Three columns, two cards in each"

# As the browser itself would tell of files that come from outside the page.
_BRING = """([zone, kind, name, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type: "image/png" }));
  const options = { bubbles: true, cancelable: true };
  const target = document.querySelector(`[data-exercise="our-board"] ${zone}`);
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...options, clipboardData: transfer })
    : new DragEvent("drop", { ...options, dataTransfer: transfer });
  target.dispatchEvent(event);
}"""


def picture(words: str, size: tuple[int, int] = (600, 360)) -> bytes:
    drawn = Image.new("RGB", size, "#e6eef6")
    ImageDraw.Draw(drawn).text((20, 20), words, fill="#1f2328", font_size=40)
    into = io.BytesIO()
    drawn.save(into, "PNG")
    return into.getvalue()


def exercise(page: Page) -> Locator:
    return page.locator(f'[data-exercise="{NAME}"]')


def cards(page: Page) -> Locator:
    return exercise(page).locator("[data-upload]")


def choose(page: Page, *files: tuple[str, bytes]) -> None:
    made = [{"name": name, "mimeType": "image/png", "buffer": content} for name, content in files]
    with page.expect_file_chooser() as chooser:
        exercise(page).get_by_role("button", name="Choose files…").click()
    chooser.value.set_files(made)


def bring(page: Page, kind: str, zone: str, name: str, content: bytes) -> None:
    data = base64.b64encode(content).decode()
    page.evaluate(_BRING, [zone, kind, name, data])


def is_drawn(image: Locator) -> None:
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", value=True)
    assert image.evaluate("image => image.naturalWidth") > 0


def test_pictures_come_by_picker_drop_and_paste_and_everybody_sees_them(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL, **PHONE), "rules")
    choose(ada, (ONE, picture("Board")))
    expect(cards(ada)).to_have_count(1)
    caption = exercise(ada).get_by_label(f"What does {ONE} show?")
    caption.fill(FIRST)
    is_drawn(cards(bilal).get_by_role("img", name=FIRST))

    bring(bilal, "paste", ".cb-upload__choose", TWO, picture("Detail"))
    expect(cards(ada)).to_have_count(2)
    bring(ada, "drop", ".cb-upload__zone", "third.png", picture("Third"))
    expect(cards(bilal)).to_have_count(3)
    choose_more = exercise(ada).get_by_role("button", name="Choose files…")
    expect(choose_more).to_have_attribute("aria-disabled", "true")

    names = re.compile("What does")
    exercise(ada).get_by_role("button", name="Move third.png forward").click()
    expect(exercise(bilal).get_by_label(names).nth(1)).to_have_accessible_name(
        "What does third.png show?"
    )
    exercise(bilal).get_by_role("button", name="Take away third.png").click()
    expect(cards(ada)).to_have_count(2)
    exercise(bilal).get_by_role("button", name="Bring it back").click()
    expect(cards(ada)).to_have_count(3)

    ada.reload()
    expect(cards(ada)).to_have_count(3)
    expect(cards(ada).get_by_role("img").first).to_have_attribute("alt", FIRST)

    cards(ada).get_by_role("button", name=f"Look at {FIRST}").click()
    viewer = ada.get_by_role("dialog", name=FIRST)
    is_drawn(viewer.get_by_role("img"))
    ada.keyboard.press("ArrowRight")
    expect(ada.get_by_role("dialog", name=TWO)).to_contain_text("2 of 3")
    ada.keyboard.press("Escape")
    expect(ada.get_by_role("dialog")).to_have_count(0)

    ines = person(INES)
    ines.goto(ada.url)
    expect(exercise(ines).get_by_role("img", name=FIRST)).to_be_visible()
    expect(exercise(ines).get_by_role("button", name="Choose files…")).to_have_count(0)
    expect(exercise(ines).get_by_label(names)).to_have_count(0)
    ines.goto(f"{'/'.join(ines.url.split('/')[:3])}/review/03-our-board-our-rules/{NAME}")
    is_drawn(ines.get_by_role("img", name=FIRST))

    elif_ = visit(person(ELIF), "rules", "harbour")
    expect(exercise(elif_).get_by_role("button", name="Choose files…")).to_be_visible()
    expect(cards(elif_)).to_have_count(0)


def test_what_does_not_arrive_says_why_and_is_sent_again(person, watch):
    watch.expected += ["/uploads/our-board", "ERR_FAILED"]
    ada = visit(person(ADA), "rules")
    while cards(ada).count():
        exercise(ada).get_by_role("button", name=re.compile("Take away")).first.click()
    choose(ada, ("not.png", b"These are words."))
    failed = exercise(ada).get_by_role("alert")
    expect(failed).to_contain_text("Only these can be kept here: pictures.")
    exercise(ada).get_by_role("button", name="Leave out not.png").click()
    expect(failed).to_have_count(0)

    ada.route("**/uploads/our-board*", lambda route: route.abort())
    choose(ada, (ONE, picture("Board")))
    expect(failed).to_contain_text("The server was not reached.")
    ada.unroute("**/uploads/our-board*")
    exercise(ada).get_by_role("button", name="Try again").click()
    expect(cards(ada)).to_have_count(1)

    several = [(name, picture(name)) for name in ("b.png", "a.png")]
    choose(ada, *several)
    expect(exercise(ada).get_by_label(re.compile("What does")).last).to_have_accessible_name(
        "What does a.png show?"
    )
    expect(cards(ada)).to_have_count(3)
    exercise(ada).get_by_role("button", name="Take away a.png").click()

    choose(ada, ("large.png", b"\x89PNG" + b"\x00" * 10_000_001))
    expect(exercise(ada)).to_contain_text("large.png is larger than 10 MB.")
    expect(cards(ada)).to_have_count(2)
