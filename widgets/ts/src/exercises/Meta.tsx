import type { ExerciseDefinition } from "../types";
import { t } from "../words";
import { Icon } from "./Icon";

function dueDay(due: string): string {
  const [year = 0, month = 1, day = 1] = due.split("-").map(Number);
  return new Date(year, month - 1, day).toLocaleDateString(undefined, {
    day: "numeric",
    month: "long",
  });
}

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
      {due && <li>{t("exercise.due", { day: dueDay(due) })}</li>}
    </ul>
  );
}
