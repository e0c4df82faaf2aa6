import type { ExerciseDefinition } from "../types";
import { t } from "../words";
import { Icon } from "./Icon";
import { localDay } from "./moments";

/** Who answers, whether they must, and by when. */
export function Meta({ definition }: { definition: ExerciseDefinition }) {
  const { individual, required, due, kind } = definition;
  return (
    <ul class="cb-meta">
      {kind !== "discuss" && (
        <li>
          <Icon name={individual ? "alone" : "together"} />
          {individual ? t("exercise.alone") : t("exercise.together")}
        </li>
      )}
      {!required && <li>{t("exercise.optional")}</li>}
      {due && <li>{t("exercise.due", { day: localDay(due) })}</li>}
    </ul>
  );
}
