import type { AnswerValue, ExerciseDefinition } from "../types";
import { t } from "../words";
import { Inline, Paragraphs } from "./inline";
import { formatNumber } from "./number";

/** An answer to be read. */
export function Value({
  definition,
  value,
}: {
  definition: ExerciseDefinition;
  value: AnswerValue;
}) {
  if (value === null || definition.kind === "discuss") {
    return <p class="cb-value cb-value--none">{t("exercise.unanswered")}</p>;
  }
  if (definition.kind === "choice") {
    const chosen = new Set(Array.isArray(value) ? value : [String(value)]);
    return (
      <ul class="cb-value cb-value--chosen">
        {definition.options.choices
          .filter(({ id }) => chosen.has(id))
          .map(({ id, label }) => (
            <li key={id}>
              <Inline source={label} />
            </li>
          ))}
      </ul>
    );
  }
  if (typeof value === "number") {
    const unit = definition.kind === "number" ? definition.options.unit : null;
    const number = formatNumber(value);
    return <p class="cb-value cb-value--number">{unit ? `${number} ${unit}` : number}</p>;
  }
  return (
    <div class="cb-value cb-value--text" dir="auto">
      <Paragraphs source={String(value)} />
    </div>
  );
}
