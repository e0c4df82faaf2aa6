import search from "approx-string-match";
import type { Quote, Span } from "../../types";
import { CONTEXT, commonEnd, commonStart, LONGEST_QUOTE } from "./quote";

/** Where a quote stands in a text, and how much of it still does: 1 is every letter. */
export interface Found extends Span {
  likeness: number;
}

/** Of a passage this much may have been rewritten before it counts as another one. */
const MOST_CHANGED = 0.35;
/** So much of what stands around a changed passage says where it begins and ends. */
const EDGE = 8;
/** So short a text is found everywhere if letters of it may differ. */
const SHORTEST_FUZZY = 8;

function ends(quote: Quote, start: number, position: Span | null): number {
  // The server keeps only the beginning of a long passage; its position has the rest.
  if (quote.exact.length === LONGEST_QUOTE && position) {
    return start + Math.max(LONGEST_QUOTE, position.end - position.start);
  }
  return start + quote.exact.length;
}

/** How much speaks for a place: mostly what stands around it, a little where it is. */
function support(text: string, quote: Quote, span: Span, position: Span | null): number {
  const before = text.slice(Math.max(0, span.start - CONTEXT), span.start);
  const after = text.slice(span.end, span.end + CONTEXT);
  const around =
    (commonEnd(before, quote.prefix) + commonStart(after, quote.suffix)) /
    Math.max(1, quote.prefix.length + quote.suffix.length);
  if (!position) return around;
  const away = Math.abs(span.start - position.start) / Math.max(1, text.length);
  return around + 0.1 * (1 - away);
}

function best<T extends Span>(found: readonly T[], value: (each: T) => number): T | null {
  let chosen: T | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  for (const each of found) {
    const worth = value(each);
    if (worth > highest) {
      chosen = each;
      highest = worth;
    }
  }
  return chosen;
}

function everywhere(text: string, exact: string): Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf(exact); at >= 0; at = text.indexOf(exact, at + 1)) {
    found.push({ start: at, end: at + exact.length });
  }
  return found;
}

/** Find a quote letter by letter: where it stood, or else where most around it is the same. */
export function findExact(text: string, quote: Quote, position: Span | null): Found | null {
  const { exact } = quote;
  if (!exact) return null;
  const whole = (start: number): Found => ({
    start,
    end: Math.min(text.length, ends(quote, start, position)),
    likeness: 1,
  });
  const there = position && text.startsWith(exact, position.start);
  // What stood twice, and lost its first by a change, stands where the second did.
  const same =
    there &&
    text.slice(0, position.start).endsWith(quote.prefix) &&
    text.startsWith(quote.suffix, position.start + exact.length);
  if (same) return whole(position.start);
  const chosen = best(everywhere(text, exact), (span) => support(text, quote, span, position));
  return chosen && whole(chosen.start);
}

/** Find a quote of which some letters were changed since. */
export function findAlike(text: string, quote: Quote, position: Span | null): Found | null {
  const { exact } = quote;
  if (exact.length < SHORTEST_FUZZY) return null;
  const most = Math.floor(exact.length * MOST_CHANGED);
  const found = search(text, exact, most);
  const chosen = best(found, (each) => {
    const likeness = 1 - each.errors / exact.length;
    return 2 * likeness + support(text, quote, each, position);
  });
  if (!chosen) return null;
  const span = tidied(text, snapped(text, chosen, quote, most));
  const end = Math.min(text.length, span.end + ends(quote, 0, position) - exact.length);
  return { start: span.start, end, likeness: 1 - chosen.errors / exact.length };
}

/** From where what stood before ends to where what stood behind begins, when that is near by. */
function snapped(text: string, { start, end }: Span, quote: Quote, reach: number): Span {
  const before = quote.prefix.slice(-EDGE);
  const after = quote.suffix.slice(0, EDGE);
  const low = start - reach - before.length;
  const first = text.slice(Math.max(0, low), start + reach).lastIndexOf(before);
  const last = text.indexOf(after, Math.max(start + 1, end - reach));
  const from = before.length < EDGE || first < 0 ? start : Math.max(0, low) + first + EDGE;
  const to = after.length < EDGE || last < 0 || last > end + reach ? end : last;
  return from < to ? { start: from, end: to } : { start, end };
}

/** Without white space at its ends, and with words it cuts in two made whole. */
function tidied(text: string, { start, end }: Span): Span {
  let low = start;
  let high = end;
  while (low < high && text[low] === " ") low += 1;
  while (high > low && text[high - 1] === " ") high -= 1;
  const letter = /[\p{L}\p{N}]/u;
  const within = (at: number) => letter.test(text[at - 1] ?? "") && letter.test(text[at] ?? "");
  while (low > 0 && within(low)) low -= 1;
  while (high < text.length && within(high)) high += 1;
  return { start: low, end: high };
}

/** Find a quote in a text as it is now. */
export function findQuote(text: string, quote: Quote, position: Span | null): Found | null {
  return findExact(text, quote, position) ?? findAlike(text, quote, position);
}
