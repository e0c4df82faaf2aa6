import type { Anchor, Quote } from "../types";

/** Where on the page threads can hang: an exercise, or a block of the guide. */
export interface Place {
  key: string;
  element: HTMLElement;
  /** What a new thread here hangs on. */
  anchor: Anchor;
  /** The text of the block; empty for an exercise or a figure. */
  text: string;
}

const LONGEST_QUOTE = 1000;
const CONTEXT = 32;
const LIKE_ENOUGH = 0.5;

/** Threads whose place is gone hang here, at the end of the page. */
export const ELSEWHERE = "elsewhere";

/** What stands in an element to be read: not a drawing's labels, not its style sheet. */
export function plainText(element: Element): string {
  const read = element.cloneNode(true) as Element;
  for (const other of read.querySelectorAll("svg, style, script")) other.remove();
  return (read.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** The text of a block with a little of what stands around it in its cell. */
export function quoteOf(text: string, cellText: string): Quote {
  const exact = text.slice(0, LONGEST_QUOTE);
  const at = Math.max(0, cellText.indexOf(exact));
  return {
    exact,
    prefix: cellText.slice(Math.max(0, at - CONTEXT), at),
    suffix: cellText.slice(at + exact.length, at + exact.length + CONTEXT),
  };
}

function pairs(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (let index = 0; index < text.length - 1; index += 1) {
    const pair = text.slice(index, index + 2);
    found.set(pair, (found.get(pair) ?? 0) + 1);
  }
  return found;
}

/** How alike two texts are, from 0 to 1: the Dice coefficient of their letter pairs. */
export function likeness(one: string, other: string): number {
  if (one === other) return 1;
  const ours = pairs(one);
  const theirs = pairs(other);
  let shared = 0;
  for (const [pair, count] of ours) shared += Math.min(count, theirs.get(pair) ?? 0);
  const all = one.length + other.length - 2;
  return all > 0 ? (2 * shared) / all : 0;
}

/** The key of the place that an anchor means now; the guide may have changed since. */
export function locate(anchor: Anchor, places: readonly Place[]): string {
  if (anchor.kind === "exercise") {
    const key = `exercise:${anchor.ref}`;
    return places.some((place) => place.key === key) ? key : ELSEWHERE;
  }
  const inCell = places.filter((place) => place.anchor.ref === anchor.ref && place.text !== "");
  const [first] = places.filter((place) => place.anchor.ref === anchor.ref);
  const exact = anchor.quote?.exact;
  if (exact === undefined) return first?.key ?? ELSEWHERE;
  const candidates = inCell.length > 0 ? inCell : places.filter((place) => place.text !== "");
  let best: Place | undefined;
  let bestLikeness = LIKE_ENOUGH;
  for (const place of candidates) {
    const found = likeness(exact, place.text.slice(0, LONGEST_QUOTE));
    if (found > bestLikeness) {
      best = place;
      bestLikeness = found;
    }
  }
  return best?.key ?? first?.key ?? ELSEWHERE;
}
