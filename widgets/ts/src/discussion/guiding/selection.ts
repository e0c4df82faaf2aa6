import { type ReadonlySignal, signal } from "@preact/signals";
import type { Anchor } from "../../types";
import type { DiscussionModel } from "../model";

/** Text that is selected, and where on the page (in pixels from its top left corner). */
export interface Selected {
  anchor: Anchor;
  x: number;
  top: number;
  bottom: number;
}

const SETTLED_MS = 200;

/** What of the guide is selected, once whoever selects pauses. */
export function followSelection(
  model: DiscussionModel,
  guide: HTMLElement,
): ReadonlySignal<Selected | null> {
  const selected = signal<Selected | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let down = false;
  const look = () => {
    selected.value = down ? null : selectedIn(model, guide);
  };
  const soon = () => {
    clearTimeout(timer);
    if (getSelection()?.isCollapsed ?? true) selected.value = null;
    else timer = setTimeout(look, SETTLED_MS);
  };
  document.addEventListener("selectionchange", soon);
  document.addEventListener("pointerdown", (event) => {
    down = event.pointerType === "mouse";
  });
  for (const type of ["pointerup", "pointercancel"]) {
    document.addEventListener(type, () => {
      down = false;
      soon();
    });
  }
  addEventListener("resize", look);
  return selected;
}

/** What of the guide is selected now. */
export function selectedIn(model: DiscussionModel, guide: HTMLElement): Selected | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(guide) || !model.may.value.comment) return null;
  const anchor = model.passages.select(range);
  if (!anchor) return null;
  const lines = [...range.getClientRects()].filter((rect) => rect.width > 0);
  const first = lines[0];
  const last = lines.at(-1);
  if (!first || !last) return null;
  const x = lines.length === 1 ? (first.left + first.right) / 2 : last.right;
  return { anchor, x: x + scrollX, top: first.top + scrollY, bottom: last.bottom + scrollY };
}
