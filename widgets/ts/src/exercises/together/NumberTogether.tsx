import type { NumberExercise } from "../../types";
import { t } from "../../words";
import { formatNumber } from "../number";
import { DataTable } from "./DataTable";
import { Disc } from "./Disc";
import { axisOf, medianOf } from "./figures";
import type { TogetherProps, Voice } from "./voice";

/** Values nearer than this share of the axis are drawn above each other. */
const NEAR = 0.06;

/** How high each disc is put, so that none hides another. */
function stacked(voices: readonly Voice[], at: (value: number) => number) {
  const sorted = [...voices].sort((one, two) => Number(one.value) - Number(two.value));
  const ends: number[] = [];
  return sorted.map((voice) => {
    const x = at(Number(voice.value));
    const free = ends.findIndex((end) => x - end >= NEAR);
    const level = free < 0 ? ends.length : free;
    ends[level] = x;
    return { voice, x, level };
  });
}

/** Everybody's number on one line, with the one in the middle. */
export function NumberTogether({ definition, voices }: TogetherProps<NumberExercise>) {
  const { unit } = definition.options;
  const write = (value: number) => (unit ? `${formatNumber(value)} ${unit}` : formatNumber(value));
  const values = voices.map(({ value }) => Number(value));
  const { low, high } = axisOf(values);
  const at = (value: number) => (value - low) / (high - low);
  const middle = medianOf(values);
  const discs = stacked(voices, at);
  const levels = 1 + Math.max(...discs.map(({ level }) => level));
  return (
    <div class="cb-line" style={{ "--levels": levels }}>
      <div class="cb-line__plot" aria-hidden="true">
        <span class="cb-line__middle" style={{ insetInlineStart: `${100 * at(middle)}%` }} />
        {discs.map(({ voice, x, level }) => (
          <span
            key={voice.id}
            class="cb-line__disc"
            style={{ insetInlineStart: `${100 * x}%`, "--level": level }}
          >
            <Disc voice={voice} />
          </span>
        ))}
      </div>
      <p class="cb-columns__ends" aria-hidden="true">
        <span>{write(low)}</span>
        <span>{write(high)}</span>
      </p>
      <p class="cb-columns__told">
        {t("exercise.shares.middle", { middle: write(middle) })} ·{" "}
        {t("exercise.shares.range", {
          low: write(Math.min(...values)),
          high: write(Math.max(...values)),
        })}
      </p>
      <DataTable
        caption={t("exercise.numbers")}
        heads={[t("exercise.order.person"), t("exercise.shares.answer")]}
        rows={discs.map(({ voice }) => [voice.label, write(Number(voice.value))])}
      />
    </div>
  );
}
