import { render } from "preact";
import { KeysDialog } from "../../discussion/guiding/KeysDialog";
import { listenToKeys } from "../../discussion/guiding/keys";
import { Api } from "../../live/api";
import { readItemPage } from "./data";
import { Desk } from "./desk";
import { addressOf } from "./ItemLink";
import { ItemView } from "./ItemView";
import { deedsAt, REVIEW_KEYS } from "./keys";

const ADDRESS = /^\/review\/(itm_[a-z2-7]{20})$/;

function itemInAddress(): string | null {
  return ADDRESS.exec(location.pathname)?.[1] ?? null;
}

/** Bring the page of one answer to life, if this is that page. */
export function startItem(): void {
  const page = readItemPage();
  const place = document.getElementById("cb-review-item");
  if (!page || !place) return;
  const desk = new Desk(page, new Api());
  history.replaceState(null, "", addressOf(page.item.id) + location.hash);
  addEventListener("popstate", () => {
    const item = itemInAddress();
    if (item && item !== desk.item.value.id) void desk.open(item, false);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void desk.refresh();
  });
  listenToKeys(deedsAt(desk));
  render(
    <>
      <ItemView desk={desk} />
      <KeysDialog keys={REVIEW_KEYS} />
    </>,
    place,
  );
  place.setAttribute("aria-busy", "false");
}
