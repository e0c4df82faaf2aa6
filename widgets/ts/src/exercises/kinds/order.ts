import type { OrderExercise } from "../../types";
import { type Form, put } from "./form";
import { givenPosition, positionOf, rearranged } from "./position";

const BASE = "base/";

function idsOf({ options }: OrderExercise): string[] {
  return options.items.map(({ id }) => id);
}

/** Where each item stands, moved or not. */
function placesIn(map: { get(key: string): unknown }, ids: readonly string[]): Map<string, string> {
  return new Map(
    ids.map((id, index) => [
      id,
      positionOf(map.get(id)) ?? positionOf(map.get(BASE + id)) ?? givenPosition(index),
    ]),
  );
}

/** A position for each item that was moved, and where the others stood at the first move. */
export const orderForm: Form<OrderExercise> = {
  text: false,
  map: true,
  read({ map }, definition) {
    const ids = idsOf(definition);
    if (!map || !ids.some((id) => positionOf(map.get(id)))) return null;
    const places = placesIn(map, ids);
    const place = (id: string) => places.get(id) ?? "";
    return ids.sort((one, two) => (place(one) < place(two) ? -1 : +(place(one) > place(two))));
  },
  write({ map }, definition, value) {
    if (!map) return;
    const ids = idsOf(definition);
    if (!Array.isArray(value)) {
      for (const id of ids) for (const key of [id, BASE + id]) put(map, key, null);
      return;
    }
    const asked = new Set(value.filter((id): id is string => ids.includes(id as string)));
    const wanted = [...asked, ...ids.filter((id) => !asked.has(id))];
    const places = placesIn(map, ids);
    const untouched = !ids.some((id) => positionOf(map.get(id)));
    const moved = rearranged(wanted, places);
    if (untouched) {
      for (const [id, place] of places) put(map, BASE + id, place);
      // To say that it is right as it stands is an answer too.
      const [first = ""] = wanted;
      if (!moved.size) moved.set(first, places.get(first) ?? givenPosition(0));
    }
    for (const [id, place] of moved) put(map, id, place);
  },
};

/** `ids` with one moved to another index. */
export function withMoved(ids: readonly string[], id: string, to: number): string[] {
  const rest = ids.filter((other) => other !== id);
  rest.splice(Math.max(0, Math.min(to, rest.length)), 0, id);
  return rest;
}
