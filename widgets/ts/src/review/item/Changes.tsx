import { sameValue } from "../../exercises/history/versions";
import { Words } from "../../exercises/history/Words";
import { t } from "../../words";
import { Html } from "../answer";
import type { ReviewedGroup } from "../data";

/** What is another in the answer since a mentor last judged it. */
export function Changes({ data }: { data: ReviewedGroup }) {
  const { judged, answer, exercise, mark } = data;
  if (!judged || !answer || data.individual || (mark !== "again" && mark !== "changed")) {
    return null;
  }
  const same = sameValue(judged.value, answer.value as typeof judged.value);
  const plain = exercise.kind === "text" || exercise.kind === "code";
  return (
    <details class="cb-changes" open>
      <summary>{t("review.changes")}</summary>
      {same && <p class="cb-quiet">{t("review.changes.none")}</p>}
      {!same && plain && (
        <Words
          before={String(judged.value ?? "")}
          after={String(answer.value ?? "")}
          code={exercise.kind === "code"}
        />
      )}
      {!same && !plain && (
        <div class="cb-sides">
          <section>
            <h3>{t("review.changes.before")}</h3>
            <Html class="cb-prose" html={judged.html} />
          </section>
          <section>
            <h3>{t("review.changes.now")}</h3>
            <Html class="cb-prose" html={answer.html ?? ""} />
          </section>
        </div>
      )}
    </details>
  );
}
