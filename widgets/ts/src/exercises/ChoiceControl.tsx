import type { ChoiceExercise } from "../types";
import { t } from "../words";
import type { ControlProps } from "./controlProps";
import { Inline } from "./inline";

export function ChoiceControl(props: ControlProps<ChoiceExercise>) {
  const { definition, answer, readOnly, labelledBy, describedBy } = props;
  const { choices, many } = definition.options;
  const value = answer.value.value;
  const chosen = new Set(
    Array.isArray(value) ? (value as string[]) : value === null ? [] : [String(value)],
  );

  function change(id: string, checked: boolean): void {
    if (!many) {
      answer.set(id);
      return;
    }
    const next = new Set(chosen);
    if (checked) next.add(id);
    else next.delete(id);
    answer.set([...next]);
  }

  return (
    <fieldset
      class="cb-choices"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      disabled={readOnly}
    >
      {many && <p class="cb-choices__note">{t("exercise.choice.many")}</p>}
      {choices.map(({ id, label }) => (
        <label key={id} class="cb-choice">
          <input
            type={many ? "checkbox" : "radio"}
            name={`${labelledBy}-choice`}
            value={id}
            checked={chosen.has(id)}
            onChange={(event) => change(id, event.currentTarget.checked)}
          />
          <span class="cb-choice__label">
            <Inline source={label} />
          </span>
        </label>
      ))}
    </fieldset>
  );
}
