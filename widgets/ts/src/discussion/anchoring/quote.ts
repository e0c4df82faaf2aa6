import type { Quote, Span } from "../../types";

export const LONGEST_QUOTE = 1000;
export const CONTEXT = 32;

/** The quote of a span: its text, with a little of what stands around it. */
export function quoteAt(text: string, { start, end }: Span): Quote {
  const last = Math.min(end, start + LONGEST_QUOTE);
  return {
    exact: text.slice(start, last),
    prefix: text.slice(Math.max(0, start - CONTEXT), start),
    suffix: text.slice(last, last + CONTEXT),
  };
}

/** Of how many letters two texts agree, from their ends backwards. */
export function commonEnd(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && one[one.length - 1 - count] === other[other.length - 1 - count]) {
    count += 1;
  }
  return count;
}

export function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && one[count] === other[count]) count += 1;
  return count;
}
