import type { ScaleExercise } from "../types";
import type { ControlProps } from "./controlProps";

/** Every whole number of a scale. */
export function stepsOf({ options }: ScaleExercise): number[] {
  return Array.from({ length: options.high - options.low + 1 }, (_, index) => options.low + index);
}

export function ScaleControl(props: ControlProps<ScaleExercise>) {
  const { definition, answer, readOnly, labelledBy, describedBy } = props;
  const { low, high, low_label, high_label } = definition.options;
  const ends = new Map([
    [low, low_label],
    [high, high_label],
  ]);
  const value = answer.value.value;
  return (
    <fieldset
      class="cb-scale"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      disabled={readOnly}
    >
      <div class="cb-scale__steps">
        {stepsOf(definition).map((step) => {
          const end = ends.get(step);
          return (
            <label key={step} class="cb-scale__step">
              <input
                type="radio"
                name={`${labelledBy}-scale`}
                value={step}
                checked={value === step}
                aria-label={end ? `${step}, ${end}` : String(step)}
                onChange={() => answer.set(step)}
              />
              <span class="cb-scale__number" aria-hidden="true">
                {step}
              </span>
            </label>
          );
        })}
      </div>
      <div class="cb-scale__ends" aria-hidden="true">
        <span>{low_label}</span>
        <span>{high_label}</span>
      </div>
    </fieldset>
  );
}
