import type { OrderExercise } from "../../types";
import { t } from "../../words";
import { Inline, plainLabel } from "../inline";
import { formatNumber } from "../number";
import { DataTable } from "./DataTable";
import { Disc } from "./Disc";
import { type Standing, standingsOf } from "./figures";
import { Legend } from "./Legend";
import type { TogetherProps } from "./voice";

function spread({ low, high }: Standing): string {
  return low === high ? t("exercise.order.agree") : t("exercise.order.range", { low, high });
}

function mean(standing: Standing): string {
  return formatNumber(Math.round(standing.mean * 10) / 10);
}

/** Where members put one item: a disc each, a line from first to last, a mark at the mean. */
function Places({ standing, total }: { standing: Standing; total: number }) {
  const at = (place: number) => `${(100 * (place - 0.5)) / total}%`;
  return (
    <span class="cb-ranks__track">
      <span
        class="cb-ranks__range"
        style={{
          insetInlineStart: at(standing.low),
          inlineSize: `${(100 * (standing.high - standing.low)) / total}%`,
        }}
      />
      {Array.from({ length: total }, (_, index) => (
        <span key={index} class="cb-ranks__place">
          {standing.places
            .filter(({ place }) => place === index + 1)
            .map(({ voice }) => (
              <Disc key={voice.id} voice={voice} />
            ))}
        </span>
      ))}
      <span class="cb-ranks__mean" style={{ insetInlineStart: at(standing.mean) }} />
    </span>
  );
}

/** The items by their mean place, how far members differ, and on demand who ranked how. */
export function OrderTogether({ definition, voices }: TogetherProps<OrderExercise>) {
  const standings = standingsOf(definition, voices);
  const total = definition.options.items.length;
  return (
    <div class="cb-ranks">
      <ol aria-hidden="true" style={{ "--places": total }}>
        {standings.map((standing, index) => (
          <li key={standing.id} class="cb-ranks__item">
            <span class="cb-ranks__number">{index + 1}</span>
            <span class="cb-ranks__label">
              <Inline source={standing.label} />
            </span>
            <span class="cb-ranks__told">
              {t("exercise.order.mean", { mean: mean(standing) })} · {spread(standing)}
            </span>
            <Places standing={standing} total={total} />
          </li>
        ))}
      </ol>
      <Legend voices={voices} />
      <DataTable
        unseen
        caption={t("exercise.order.places")}
        heads={[
          t("exercise.order.item"),
          t("exercise.order.mean.head"),
          t("exercise.order.spread"),
        ]}
        rows={standings.map((standing) => [
          <Inline source={standing.label} />,
          mean(standing),
          spread(standing),
        ])}
      />
      <details class="cb-hint">
        <summary>{t("exercise.order.who")}</summary>
        <section
          class="cb-figures__scroll"
          aria-label={t("exercise.table.scroll")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: nothing inside takes the focus to scroll it.
          tabIndex={0}
        >
          <DataTable
            caption={t("exercise.order.who")}
            heads={[t("exercise.order.person"), ...standings.map(({ label }) => plainLabel(label))]}
            rows={voices.map((voice) => [
              voice.label,
              ...standings.map(({ id }) => (voice.value as string[]).indexOf(id) + 1 || "–"),
            ])}
          />
        </section>
      </details>
    </div>
  );
}
