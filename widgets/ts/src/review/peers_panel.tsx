import { useState } from "preact/hooks";
import { problemOf } from "../discussion/problem";
import type { Api } from "../live/api";
import { locale, t } from "../words";
import type { PeerStanding, ReviewPage } from "./data";

/** Review between groups: opened by the facilitator, then how far it is. */
export function PeersPanel({ page, api }: { page: ReviewPage; api: Api }) {
  const [standing, setStanding] = useState<PeerStanding | null>(page.peers);
  const [each, setEach] = useState(2);
  const [problem, setProblem] = useState<string | null>(null);
  if (standing === null && !page.may_open_peers) return null;
  const open = async (event: Event) => {
    event.preventDefault();
    setProblem(null);
    try {
      const url = `/api/review/${page.workbook.id}/${page.exercise.id}/peers`;
      setStanding(await api.post<PeerStanding>(url, { each }));
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <section class="cb-peers-panel" aria-labelledby="cb-peers">
      <h2 id="cb-peers">{t("review.peers")}</h2>
      {standing === null ? (
        <form onSubmit={open}>
          <p>{t("review.peers.how")}</p>
          <label>
            {t("review.peers.each")}
            <input
              type="number"
              min={1}
              max={20}
              required
              value={each}
              onInput={(event) => setEach(event.currentTarget.valueAsNumber)}
            />
          </label>
          <button type="submit" class="cb-button">
            {t("review.peers.open")}
          </button>
        </form>
      ) : (
        <p role="status">
          {t("review.peers.standing", { given: standing.given, total: standing.total })}
          {standing.useful !== null &&
            ` ${t("review.peers.useful", {
              useful: standing.useful.toLocaleString(locale, { maximumFractionDigits: 1 }),
            })}`}
        </p>
      )}
      {problem && (
        <p class="cb-standing is-failed" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
