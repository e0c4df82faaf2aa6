import type { AnswerValue, ExerciseDefinition } from "../types";
import { t } from "../words";
import { viewOf } from "./kinds/views";

/** An answer to be read. */
export function Value(props: { definition: ExerciseDefinition; value: AnswerValue }) {
  const { definition, value } = props;
  if (value === null || definition.kind === "discuss") {
    return <p class="cb-value cb-value--none">{t("exercise.unanswered")}</p>;
  }
  const { Value: OfItsKind } = viewOf(definition);
  return <OfItsKind definition={definition} value={value} />;
}
