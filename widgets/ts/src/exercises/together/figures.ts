import type { ChoiceExercise, OrderExercise } from "../../types";
import type { Voice } from "./voice";

/** Those who gave one of the answers that could be given. */
export interface Share {
  id: string;
  /** Markdown. */
  label: string;
  given: Voice[];
}

/** Who chose what, in the order of the choices. */
export function sharesOf({ options }: ChoiceExercise, voices: readonly Voice[]): Share[] {
  return options.choices.map(({ id, label }) => ({
    id,
    label,
    given: voices.filter(({ value }) =>
      Array.isArray(value) ? (value as unknown[]).includes(id) : value === id,
    ),
  }));
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value in the middle, or between the two in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, two) => one - two);
  const half = sorted.length >> 1;
  const above = sorted[half] ?? Number.NaN;
  return sorted.length % 2 ? above : ((sorted[half - 1] ?? above) + above) / 2;
}

/** Where an item stands in everybody's ranking; places count from 1. */
export interface Standing {
  id: string;
  /** Markdown. */
  label: string;
  places: { voice: Voice; place: number }[];
  mean: number;
  low: number;
  high: number;
}

/** All items, by their mean place; of two with the same, the one that is agreed on more. */
export function standingsOf({ options }: OrderExercise, voices: readonly Voice[]): Standing[] {
  const standings = options.items.map(({ id, label }) => {
    const places = voices
      .map((voice) => ({ voice, place: (voice.value as string[]).indexOf(id) + 1 }))
      .filter(({ place }) => place > 0);
    const numbers = places.map(({ place }) => place);
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    return { id, label, places, mean: meanOf(numbers), low, high };
  });
  return standings
    .filter(({ places }) => places.length > 0)
    .sort((one, two) => one.mean - two.mean || one.high - one.low - (two.high - two.low));
}

/** Round numbers for the ends of an axis on which all values lie. */
export function axisOf(values: readonly number[]): { low: number; high: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || Math.abs(high) || 1;
  const step = 10 ** Math.floor(Math.log10(span));
  const unit = span / step < 2 ? step / 5 : step;
  const tidy = (value: number) => Number(value.toPrecision(12));
  const from = tidy(Math.floor(low / unit) * unit);
  const to = tidy(Math.ceil(high / unit) * unit);
  return from < to ? { low: from, high: to } : { low: tidy(from - unit), high: tidy(to + unit) };
}
