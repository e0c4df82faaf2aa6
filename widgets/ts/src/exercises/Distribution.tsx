import type { IndividualAnswer } from "../types";
import { t } from "../words";
import { Inline } from "./inline";
import type { Share } from "./shares";

interface DistributionProps {
  shares: Share[];
  /** How many answered at all. */
  total: number;
  nameOf: (answer: IndividualAnswer) => string;
}

/** A bar for each answer that could be given, with those who gave it. */
export function Distribution({ shares, total, nameOf }: DistributionProps) {
  return (
    <ul class="cb-shares" aria-label={t("exercise.shares")}>
      {shares.map(({ id, label, given }) => (
        <li key={id} class="cb-share">
          <span class="cb-share__label">
            <Inline source={label} />
          </span>
          <span class="cb-share__track" aria-hidden="true">
            <span
              class="cb-share__bar"
              style={{ inlineSize: `${total ? (100 * given.length) / total : 0}%` }}
            />
          </span>
          <span class="cb-share__count">
            {t("exercise.shares.of", { some: given.length, all: total })}
          </span>
          {given.length > 0 && <span class="cb-share__who">{given.map(nameOf).join(", ")}</span>}
        </li>
      ))}
    </ul>
  );
}
