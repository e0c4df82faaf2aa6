import type { Anchor } from "../types";
import { CellText } from "./anchoring/cell_text";
import { quoteAt } from "./anchoring/quote";
import type { Place } from "./places";

const BLOCKS = "p, ul, ol, table, blockquote, pre, figure, dl";

/** A list or a quotation is one place, not one for each paragraph in it. */
function outermost(cell: Element): HTMLElement[] {
  return [...cell.querySelectorAll<HTMLElement>(BLOCKS)].filter((block) => {
    const around = block.parentElement?.closest(BLOCKS);
    return !around || !cell.contains(around);
  });
}

function wrapped(block: HTMLElement): HTMLElement {
  const wrapper = document.createElement("div");
  wrapper.className = "cb-block";
  block.replaceWith(wrapper);
  wrapper.append(block);
  return wrapper;
}

/** What a comment on a whole block hangs on: all its words, or the cell of a figure. */
function anchorOf(block: HTMLElement, ref: string, cell: CellText): Anchor {
  const range = document.createRange();
  range.selectNodeContents(block);
  const position = cell.spanOf(range);
  if (!position) return { kind: "cell", ref, quote: null };
  return { kind: "passage", ref, quote: quoteAt(cell.text, position), position };
}

function blocksOf(cell: HTMLElement): Place[] {
  const ref = cell.dataset.cellId ?? "";
  const inCell = new CellText(cell);
  return outermost(cell).map((block, index) => {
    const anchor = anchorOf(block, ref, inCell);
    const { position } = anchor;
    const text = position ? inCell.text.slice(position.start, position.end) : "";
    return { key: `block:${ref}:${index}`, element: wrapped(block), anchor, text };
  });
}

/** All places of the page, in reading order; blocks of the guide get an element around them. */
export function findPlaces(guide: HTMLElement): Place[] {
  const places: Place[] = [];
  for (const cell of guide.querySelectorAll<HTMLElement>(".cb-cell")) {
    const exercises = cell.querySelectorAll<HTMLElement>(".cb-exercise");
    for (const element of exercises) {
      const ref = element.dataset.exercise ?? "";
      const anchor = { kind: "exercise" as const, ref, quote: null };
      places.push({ key: `exercise:${ref}`, element, anchor, text: "" });
    }
    const widget = cell.querySelector<HTMLElement>(".cb-widget");
    if (widget) {
      const ref = cell.dataset.cellId ?? "";
      const anchor = { kind: "cell" as const, ref, quote: null };
      places.push({ key: `cell:${ref}`, element: wrapped(widget), anchor, text: "" });
    } else if (exercises.length === 0) {
      places.push(...blocksOf(cell));
    }
  }
  return places;
}
