/** At `index`, `remove` characters make room for `insert`. */
export interface Splice {
  index: number;
  remove: number;
  insert: string;
}

function isHighSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xd800 && code <= 0xdbff;
}

/**
 * The smallest splice that makes `after` of `before`; null when they are equal.
 *
 * Where several are possible (an "a" typed into "aaa") `caret`, its place in `after`, decides.
 * Characters of two code units are never cut in two.
 */
export function spliceBetween(before: string, after: string, caret: number): Splice | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  const fromEnd = (count: number) => before.at(-1 - count) === after.at(-1 - count);
  let tail = 0;
  const behindCaret = Math.min(shorter, Math.max(0, after.length - caret));
  while (tail < behindCaret && fromEnd(tail)) tail += 1;
  let head = 0;
  while (head < shorter - tail && before[head] === after[head]) head += 1;
  while (tail < shorter - head && fromEnd(tail)) tail += 1;
  if (head > 0 && isHighSurrogate(before, head - 1)) head -= 1;
  if (tail > 0 && isHighSurrogate(before, before.length - tail - 1)) tail -= 1;
  return {
    index: head,
    remove: before.length - tail - head,
    insert: after.slice(head, after.length - tail),
  };
}

/** A part of a change to a text, in the words of Yjs. */
export interface DeltaPart {
  retain?: number;
  insert?: unknown;
  delete?: number;
}

/**
 * Where a position is after a change made by somebody else.
 *
 * Text inserted exactly at the position comes behind it, unless `stickRight`.
 */
export function shifted(position: number, delta: readonly DeltaPart[], stickRight = false): number {
  let at = 0;
  let moved = position;
  for (const part of delta) {
    if (at > moved) break;
    if (part.retain !== undefined) {
      at += part.retain;
    } else if (part.delete !== undefined) {
      moved -= Math.min(part.delete, moved - at);
    } else if (typeof part.insert === "string") {
      if (at < moved || (stickRight && at === moved)) moved += part.insert.length;
      at += part.insert.length;
    }
  }
  return moved;
}
