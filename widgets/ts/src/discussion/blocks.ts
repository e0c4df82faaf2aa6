import { type Place, plainText, quoteOf } from "./places";

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

function blocksOf(cell: HTMLElement): Place[] {
  const ref = cell.dataset.cellId ?? "";
  const cellText = plainText(cell);
  return outermost(cell).map((block, index) => {
    const text = plainText(block);
    return {
      key: `block:${ref}:${index}`,
      element: wrapped(block),
      anchor: text
        ? { kind: "passage" as const, ref, quote: quoteOf(text, cellText) }
        : { kind: "cell" as const, ref, quote: null },
      text,
    };
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
