import type { ExerciseDefinition, IndividualState, Person } from "../types";
import { t } from "../words";
import { Distribution } from "./Distribution";
import { sharesOf } from "./shares";
import { Value } from "./Value";

interface EveryoneProps {
  definition: ExerciseDefinition;
  state: IndividualState;
  people: readonly Person[];
  me: Person;
}

/** After the reveal: all answers side by side. */
export function Everyone({ definition, state, people, me }: EveryoneProps) {
  const values = state.answers.map(({ value }) => value);
  const given = values.filter((value) => value !== null);
  const shares = sharesOf(definition, given);
  const nameOf = (id: string) =>
    id === me.id
      ? t("exercise.you")
      : (people.find((person) => person.id === id)?.name ?? t("exercise.someone"));
  return (
    <section class="cb-everyone" aria-label={t("exercise.everyone")}>
      <h4 class="cb-everyone__title">{t("exercise.everyone")}</h4>
      {shares && given.length > 0 && <Distribution shares={shares} total={given.length} />}
      <ul class={`cb-everyone__answers cb-everyone__answers--${definition.kind}`}>
        {state.answers.map(({ person_id, value, changed_after_reveal }) => (
          <li key={person_id} class="cb-everyone__answer">
            <p class="cb-everyone__who">
              {nameOf(person_id)}
              {changed_after_reveal && (
                <span class="cb-everyone__changed">{t("exercise.changed-after")}</span>
              )}
            </p>
            <Value definition={definition} value={value} />
          </li>
        ))}
      </ul>
    </section>
  );
}
