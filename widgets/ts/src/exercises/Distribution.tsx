import { t } from "../words";
import { Inline } from "./inline";
import type { Share } from "./shares";

/** Bars of how many gave each answer; the numbers stand beside them in words. */
export function Distribution({ shares, total }: { shares: Share[]; total: number }) {
  return (
    <ul class="cb-shares" aria-label={t("exercise.shares")}>
      {shares.map(({ id, label, count }) => (
        <li key={id} class="cb-share">
          <span class="cb-share__label">
            <Inline source={label} />
          </span>
          <span class="cb-share__track" aria-hidden="true">
            <span
              class="cb-share__bar"
              style={{ inlineSize: `${total ? (100 * count) / total : 0}%` }}
            />
          </span>
          <span class="cb-share__count">
            {t("exercise.shares.of", { some: count, all: total })}
          </span>
        </li>
      ))}
    </ul>
  );
}
