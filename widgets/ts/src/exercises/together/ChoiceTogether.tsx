import type { ChoiceExercise } from "../../types";
import { t } from "../../words";
import { Inline } from "../inline";
import { DataTable } from "./DataTable";
import { Disc } from "./Disc";
import { sharesOf } from "./figures";
import { Legend } from "./Legend";
import type { TogetherProps } from "./voice";

/** A bar for each choice, made of those who chose it. */
export function ChoiceTogether({ definition, voices }: TogetherProps<ChoiceExercise>) {
  const shares = sharesOf(definition, voices);
  const most = Math.max(1, ...shares.map(({ given }) => given.length));
  return (
    <div class="cb-shares">
      <ul aria-hidden="true">
        {shares.map(({ id, label, given }) => (
          <li key={id} class={given.length === most ? "cb-share cb-share--most" : "cb-share"}>
            <span class="cb-share__label">
              <Inline source={label} />
            </span>
            <span class="cb-share__count">
              {t("exercise.shares.of", { some: given.length, all: voices.length })}
            </span>
            <span class="cb-share__track">
              <span
                class="cb-share__bar"
                style={{ inlineSize: `${(100 * given.length) / Math.max(1, voices.length)}%` }}
              >
                {given.map((voice) => (
                  <Disc key={voice.id} voice={voice} />
                ))}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <Legend voices={voices} />
      <DataTable
        unseen
        caption={t("exercise.shares")}
        heads={[t("exercise.shares.answer"), t("exercise.shares.count"), t("exercise.shares.who")]}
        rows={shares.map(({ label, given }) => [
          <Inline source={label} />,
          t("exercise.shares.of", { some: given.length, all: voices.length }),
          given.map((voice) => voice.label).join(", "),
        ])}
      />
    </div>
  );
}
