import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { NumberExercise } from "../types";
import { t } from "../words";
import type { ControlProps } from "./controlProps";
import { formatNumber, type NumberProblem, parseNumber } from "./number";
import { complaint } from "./numberComplaint";

export function NumberControl(props: ControlProps<NumberExercise>) {
  const { definition, answer, readOnly, labelledBy, describedBy } = props;
  const field = useRef<HTMLInputElement>(null);
  const problem = useSignal<NumberProblem | null>(null);
  const { unit } = definition.options;
  const unitId = `${labelledBy}-unit`;
  const problemId = `${labelledBy}-problem`;

  const read = () => parseNumber(field.current?.value ?? "", definition.options);

  // What is being written is not replaced under the hand, unless it says something else.
  useSignalEffect(() => {
    const value = answer.value.value;
    const input = field.current;
    if (!input) return;
    const now = read();
    const same = "value" in now ? now.value === value : document.activeElement === input;
    if (same) return;
    input.value = typeof value === "number" ? formatNumber(value) : "";
    problem.value = null;
  });

  /** Keeps what is valid; complains only when `finished`, not in the middle of a word. */
  function take(finished: boolean): void {
    const now = read();
    if ("value" in now) {
      problem.value = null;
      if (now.value !== answer.value.value) answer.set(now.value);
      if (finished && field.current && now.value !== null) {
        field.current.value = formatNumber(now.value);
      }
    } else if (finished || problem.value) {
      problem.value = now.problem;
    }
  }

  const invalid = problem.value !== null;
  return (
    <div class="cb-number">
      <div class="cb-number__row">
        <input
          ref={field}
          class="cb-number__field"
          type="text"
          inputMode="decimal"
          autocomplete="off"
          readOnly={readOnly}
          aria-labelledby={unit ? `${labelledBy} ${unitId}` : labelledBy}
          aria-describedby={invalid ? `${problemId} ${describedBy}` : describedBy}
          aria-invalid={invalid}
          aria-required={definition.required}
          onInput={() => take(false)}
          onChange={() => take(true)}
        />
        {unit && (
          <span class="cb-number__unit" id={unitId}>
            {unit}
          </span>
        )}
      </div>
      {invalid && (
        <p class="cb-number__problem" id={problemId} role="alert">
          {complaint(problem.value as NumberProblem, definition.options)}{" "}
          {t("exercise.number.kept")}
        </p>
      )}
    </div>
  );
}
