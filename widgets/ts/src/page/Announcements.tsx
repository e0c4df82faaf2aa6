import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { Announcement } from "../types";
import { t } from "../words";

/** What the facilitator announces, under the bar; who has read it may put it away. */
export function Announcements({ said }: { said: ReadonlySignal<Announcement[]> }) {
  const away = useSignal<ReadonlySet<string>>(new Set());
  const shown = said.value.filter((each) => !away.value.has(each.id));
  return (
    <div role="status">
      {shown.map((each) => (
        <div class="cb-announcement" key={each.id}>
          <div class="cb-announcement__words" dangerouslySetInnerHTML={{ __html: each.html }} />
          <span class="cb-quiet">{t("page.announced", { who: each.by.name })}</span>
          <button
            type="button"
            class="cb-button"
            onClick={() => {
              away.value = new Set([...away.value, each.id]);
            }}
          >
            {t("page.announced.hide")}
          </button>
        </div>
      ))}
    </div>
  );
}
