import { openInDrawer } from "./drawer";
import { moveThroughCells } from "./grid";
import { keepAlive } from "./living";
import { saveAsPicture } from "./picture";
import { keepWatching } from "./watching";

/** What the facilitator's pages do beyond what they say. */
export function startDesk(): void {
  const table = document.querySelector<HTMLTableElement>("table[data-grid]");
  const drawer = document.querySelector<HTMLDialogElement>("dialog.cb-drawer");
  for (const busy of document.querySelectorAll<HTMLElement>("[data-poll]")) keepWatching(busy);
  keepAlive([...document.querySelectorAll<HTMLElement>("[data-live]")]);
  if (table) moveThroughCells(table);
  if (table && drawer) openInDrawer(table, drawer);
  for (const each of document.querySelectorAll<HTMLButtonElement>("[data-png]")) {
    saveAsPicture(each);
  }
  for (const each of document.querySelectorAll<HTMLInputElement>("input[data-copy]")) {
    each.addEventListener("focus", () => each.select());
  }
}
