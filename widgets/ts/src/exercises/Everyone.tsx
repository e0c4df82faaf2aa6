import type { ExerciseDefinition, IndividualAnswer, IndividualState, Person } from "../types";
import { t } from "../words";
import { viewOf } from "./kinds/views";
import type { Voice } from "./together/voice";

interface EveryoneProps {
  definition: ExerciseDefinition;
  state: IndividualState;
  people: readonly Person[];
  me: Person;
}

/** After the reveal: all answers, as their kind is best seen together. */
export function Everyone({ definition, state, people, me }: EveryoneProps) {
  if (definition.kind === "discuss") return null;
  const { Together } = viewOf(definition);

  function nameOf(id: string): string {
    return people.find((one) => one.id === id)?.name ?? t("exercise.someone");
  }

  function labelOf({ person_id: id, changed_after_reveal: changed }: IndividualAnswer): string {
    const name = id === me.id ? t("exercise.you") : nameOf(id);
    return changed ? t("exercise.changed-after", { name }) : name;
  }

  const voices: Voice[] = [];
  const silent: string[] = [];
  for (const answer of state.answers) {
    const { person_id: id, value } = answer;
    if (value === null) silent.push(labelOf(answer));
    else voices.push({ id, name: nameOf(id), label: labelOf(answer), value });
  }
  return (
    <section class="cb-everyone" aria-label={t("exercise.everyone")}>
      <h4 class="cb-everyone__title">{t("exercise.everyone")}</h4>
      {voices.length > 0 && <Together definition={definition} voices={voices} />}
      {silent.length > 0 && (
        <p class="cb-everyone__silent">
          {t("exercise.unanswered")}: {silent.join(", ")}
        </p>
      )}
    </section>
  );
}
