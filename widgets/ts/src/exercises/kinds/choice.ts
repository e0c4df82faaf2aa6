import type { ChoiceExercise } from "../../types";
import { type Form, put } from "./form";

const ONE = "value";

/** One choice lies under `value`; of many each is a key, so that ticks at once all count. */
export const choiceForm: Form<ChoiceExercise> = {
  text: false,
  map: true,
  read({ map }, { options }) {
    const known = options.choices.map(({ id }) => id);
    if (!options.many) return known.find((id) => id === map?.get(ONE)) ?? null;
    const chosen = known.filter((id) => map?.get(id) === true).sort();
    return chosen.length ? chosen : null;
  },
  write({ map }, { options }, value) {
    if (!map) return;
    if (!options.many) {
      put(map, ONE, value);
      return;
    }
    const chosen = new Set<unknown>(Array.isArray(value) ? value : []);
    for (const { id } of options.choices) put(map, id, chosen.has(id) ? true : null);
  },
  radios: ({ options }) => !options.many,
};
