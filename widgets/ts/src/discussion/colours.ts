import { signal } from "@preact/signals";
import type { Named } from "../types";

const COLOURS = 8;

const given = signal<ReadonlyMap<string, number>>(new Map());

/** Give a room's people different colours, as far as there are enough; the same in every browser. */
export function giveColours(people: readonly Named[]): void {
  const ids = people.map((person) => person.id).sort();
  given.value = new Map(ids.map((id, index) => [id, (index % COLOURS) + 1]));
}

/** One of the eight colours of people, from 1. */
export function colourOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return given.value.get(id) ?? (sum % COLOURS) + 1;
}
