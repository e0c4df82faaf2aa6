import type { ExerciseDefinition, IndividualAnswer, IndividualState, Person } from "../types";
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

/** After the reveal: all answers, counted where they can be, else side by side. */
export function Everyone({ definition, state, people, me }: EveryoneProps) {
  const answered = state.answers.filter(({ value }) => value !== null);
  const shares = sharesOf(definition, answered);
  const apart = shares ? state.answers.filter(({ value }) => value === null) : state.answers;

  function nameOf({ person_id: id, changed_after_reveal: changed }: IndividualAnswer): string {
    const person = people.find((one) => one.id === id);
    const name = id === me.id ? t("exercise.you") : (person?.name ?? t("exercise.someone"));
    return changed ? t("exercise.changed-after", { name }) : name;
  }

  return (
    <section class="cb-everyone" aria-label={t("exercise.everyone")}>
      <h4 class="cb-everyone__title">{t("exercise.everyone")}</h4>
      {shares && <Distribution shares={shares} total={answered.length} nameOf={nameOf} />}
      {apart.length > 0 && (
        <ul class={`cb-everyone__answers cb-everyone__answers--${definition.kind}`}>
          {apart.map((answer) => (
            <li key={answer.person_id} class="cb-everyone__answer">
              <p class="cb-everyone__who">{nameOf(answer)}</p>
              <Value definition={definition} value={answer.value} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
