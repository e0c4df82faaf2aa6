import type { AnswerValue, ExerciseDefinition, IndividualAnswer } from "../types";

/** Those who gave one of the answers that could be given. */
export interface Share {
  id: string;
  /** Markdown. */
  label: string;
  given: IndividualAnswer[];
}

function includes(value: AnswerValue, id: string): boolean {
  return Array.isArray(value) ? value.includes(id) : value !== null && String(value) === id;
}

/** Who gave each answer, where answers can be counted so; null where not. */
export function sharesOf(
  definition: ExerciseDefinition,
  answers: readonly IndividualAnswer[],
): Share[] | null {
  const share = (id: string, label: string): Share => ({
    id,
    label,
    given: answers.filter(({ value }) => includes(value, id)),
  });
  if (definition.kind === "choice") {
    return definition.options.choices.map(({ id, label }) => share(id, label));
  }
  if (definition.kind === "scale") {
    const { low, high } = definition.options;
    return Array.from({ length: high - low + 1 }, (_, index) =>
      share(String(low + index), String(low + index)),
    );
  }
  return null;
}
