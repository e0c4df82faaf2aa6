import type { ReadonlySignal } from "@preact/signals";
import type { Announcement } from "../types";
import { t } from "../words";

/** What the facilitator announces, under the bar; it comes and goes while one reads. */
export function Announcements({ said }: { said: ReadonlySignal<Announcement[]> }) {
  return (
    <div role="status">
      {said.value.map((each) => (
        <div class="cb-announcement" key={each.id}>
          <div class="cb-announcement__words" dangerouslySetInnerHTML={{ __html: each.html }} />
          <span class="cb-quiet">{t("page.announced", { who: each.by.name })}</span>
        </div>
      ))}
    </div>
  );
}
