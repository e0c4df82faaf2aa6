import type { ScaleExercise } from "../../types";
import { t } from "../../words";
import { formatNumber } from "../number";
import { stepsOf } from "../ScaleControl";
import { DataTable } from "./DataTable";
import { Disc } from "./Disc";
import { meanOf } from "./figures";
import { Legend } from "./Legend";
import type { TogetherProps } from "./voice";

/** A column for each step, made of those who stand there, and where the mean is. */
export function ScaleTogether({ definition, voices }: TogetherProps<ScaleExercise>) {
  const { low_label, high_label, low, high } = definition.options;
  const steps = stepsOf(definition).map((step) => ({
    step,
    given: voices.filter(({ value }) => value === step),
  }));
  const mean = meanOf(voices.map(({ value }) => Number(value)));
  const written = formatNumber(Math.round(mean * 10) / 10);
  return (
    <div class="cb-columns" style={{ "--steps": steps.length }}>
      <div class="cb-columns__plot" aria-hidden="true">
        {steps.map(({ step, given }) => (
          <div key={step} class="cb-columns__step">
            <span class="cb-columns__stack">
              {given.map((voice) => (
                <Disc key={voice.id} voice={voice} />
              ))}
            </span>
            <span class="cb-columns__number">{step}</span>
          </div>
        ))}
        <span
          class="cb-columns__mean"
          style={{ insetInlineStart: `${(100 * (mean - low + 0.5)) / (high - low + 1)}%` }}
        />
      </div>
      <p class="cb-columns__ends" aria-hidden="true">
        <span>{low_label}</span>
        <span>{high_label}</span>
      </p>
      <p class="cb-columns__told">{t("exercise.shares.mean", { mean: written })}</p>
      <Legend voices={voices} />
      <DataTable
        unseen
        caption={t("exercise.shares")}
        heads={[t("exercise.shares.answer"), t("exercise.shares.count"), t("exercise.shares.who")]}
        rows={steps.map(({ step, given }) => [
          step,
          given.length,
          given.map((voice) => voice.label).join(", "),
        ])}
      />
    </div>
  );
}
