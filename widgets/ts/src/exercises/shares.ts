import type { AnswerValue, ExerciseDefinition } from "../types";

export interface Share {
  id: string;
  /** Markdown. */
  label: string;
  /** How many gave this answer. */
  count: number;
}

/** How many gave each answer, where answers can be counted so; null where not. */
export function sharesOf(
  definition: ExerciseDefinition,
  values: readonly AnswerValue[],
): Share[] | null {
  const count = (id: string) =>
    values.filter((value) => (Array.isArray(value) ? value.includes(id) : String(value) === id))
      .length;
  if (definition.kind === "choice") {
    return definition.options.choices.map(({ id, label }) => ({ id, label, count: count(id) }));
  }
  if (definition.kind === "scale") {
    const { low, high } = definition.options;
    return Array.from({ length: high - low + 1 }, (_, index) => {
      const id = String(low + index);
      return { id, label: id, count: count(id) };
    });
  }
  return null;
}
