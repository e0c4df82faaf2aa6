import { signal } from "@preact/signals";
import { render } from "preact";
import { Api } from "../../live/api";
import { t } from "../../words";
import { ReviewWire } from "../item/wire";
import { useNow } from "../useNow";
import { CallCard } from "./CallCard";
import type { Call } from "./data";

// Several events of one moment make one request.
const TOGETHER_MS = 200;

/** Bring the page of a mentor's office to life, if this is that page. */
export function startOffice(): void {
  const text = document.getElementById("cb-review-calls")?.textContent;
  const place = document.getElementById("cb-review-office");
  if (!text || !place) return;
  const api = new Api();
  const calls = signal(JSON.parse(text) as Call[]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = async () => {
    try {
      calls.value = await api.get<Call[]>("/api/review/office");
    } catch {
      // The next event asks again.
    }
  };
  const wire = new ReviewWire((news) => {
    if (news.type !== "said" && news.type !== "hello") return;
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), TOGETHER_MS);
  });

  function Office() {
    const now = useNow();
    const lost = wire.connection.value === "offline";
    const count = calls.value.length;
    return (
      <>
        <p class="cb-lost" role="status">
          {lost ? t("review.live.lost") : ""}
        </p>
        <p class="cb-quiet" role="status">
          {count ? t("review.office.count", { count }) : t("review.office.none")}
        </p>
        <div class="cb-calls">
          {calls.value.map((call) => (
            <CallCard key={call.thread.id} call={call} now={now} api={api} done={refresh} />
          ))}
        </div>
      </>
    );
  }
  render(<Office />, place);
  place.setAttribute("aria-busy", "false");
}
