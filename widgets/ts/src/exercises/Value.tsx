import type { AnswerValue, ExerciseDefinition } from "../types";
import { t } from "../words";
import { Paragraphs } from "./inline";
import { formatNumber } from "./number";

interface ValueProps {
  definition: ExerciseDefinition;
  value: AnswerValue;
}

/** A text or a number to be read. */
export function Value({ definition, value }: ValueProps) {
  if (value === null) return <p class="cb-value cb-value--none">{t("exercise.unanswered")}</p>;
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
