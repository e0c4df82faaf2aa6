import type { NumberExercise, ScaleExercise } from "../../types";
import { type Form, type Held, put } from "./form";

const KEY = "value";

function finite({ map }: Held): number | null {
  const value = map?.get(KEY);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function write<D>({ map }: Held, _definition: D, value: unknown): void {
  if (map) put(map, KEY, value);
}

export const numberForm: Form<NumberExercise> = { text: false, map: true, read: finite, write };

export const scaleForm: Form<ScaleExercise> = {
  text: false,
  map: true,
  read(held, { options }) {
    const value = finite(held);
    if (value === null || !Number.isInteger(value)) return null;
    return value >= options.low && value <= options.high ? value : null;
  },
  write,
  radios: () => true,
};
