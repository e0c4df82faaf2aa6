/** Positions between which there is always room for another: see live/y_answers/position.py. */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const VALID = /^[0-9A-Za-z]{0,199}[1-9A-Za-z]$/;

export function positionOf(raw: unknown): string | null {
  return typeof raw === "string" && VALID.test(raw) ? raw : null;
}

/** Where what was not moved stands, by its index from 0 to 60. */
export function givenPosition(index: number): string {
  return DIGITS[index + 1] ?? "z";
}

/** A position above `low` and below `high`; null stands for the ends. */
export function between(low: string | null, high: string | null): string {
  let position = "";
  let below = high;
  for (let at = 0; ; at += 1) {
    const from = DIGITS.indexOf(low?.[at] ?? "0");
    const to = below === null ? DIGITS.length : DIGITS.indexOf(below[at] ?? "0");
    if (to - from > 1) return position + DIGITS[(from + to) >> 1];
    position += DIGITS[from];
    if (to > from) below = null;
  }
}

/** The longest part of `ids` whose positions rise: what need not move. */
function unmoved(ids: readonly string[], places: ReadonlyMap<string, string>): Set<string> {
  const best: string[][] = [];
  let longest: string[] = [];
  for (const [index, id] of ids.entries()) {
    const place = places.get(id);
    if (place === undefined) {
      best.push([]);
      continue;
    }
    let before: string[] = [];
    for (const chain of best.slice(0, index)) {
      const last = places.get(chain.at(-1) ?? "") ?? "";
      if (chain.length > before.length && last < place) before = chain;
    }
    const chain = [...before, id];
    best.push(chain);
    if (chain.length > longest.length) longest = chain;
  }
  return new Set(longest);
}

/** New positions for as few as possible, so that all stand in the order of `ids`. */
export function rearranged(
  ids: readonly string[],
  places: ReadonlyMap<string, string>,
): Map<string, string> {
  const stay = unmoved(ids, places);
  const moved = new Map<string, string>();
  let low: string | null = null;
  for (const [index, id] of ids.entries()) {
    if (stay.has(id)) {
      low = places.get(id) ?? null;
      continue;
    }
    const next = ids.slice(index).find((other) => stay.has(other));
    low = between(low, next === undefined ? null : (places.get(next) ?? null));
    moved.set(id, low);
  }
  const tooLong = [...moved.values()].some((place) => positionOf(place) === null);
  return tooLong ? rearranged(ids, new Map()) : moved;
}
