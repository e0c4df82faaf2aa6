import type { NumberOptions } from "../types";
import { t } from "../words";
import type { ReviewedGroup } from "./data";
import { ago, exactTime } from "./moments";
import { isAnswered } from "./room";

/** HTML that the server wrote and sanitised. */
export function Html({ html, class: name }: { html: string; class: string }) {
  return <div class={name} dangerouslySetInnerHTML={{ __html: html }} />;
}

export function Answer({ data, now }: { data: ReviewedGroup; now: number }) {
  if (data.individual) return <IndividualAnswers data={data} />;
  const { answer, exercise } = data;
  if (exercise.kind === "discuss" && isAnswered(data)) return null;
  if (!isAnswered(data) || answer === null) {
    return (
      <div class="cb-unanswered">
        <strong>{t("review.empty")}</strong>
        <p>{t("review.empty.text")}</p>
      </div>
    );
  }
  return (
    <>
      <Html class="cb-answer cb-prose" html={answer.html ?? ""} />
      {exercise.kind === "number" && <Target value={answer.value} options={exercise.options} />}
      <p class="cb-quiet cb-answer__when">
        <time dateTime={answer.updated_at} title={exactTime(answer.updated_at)}>
          {answer.updated_by
            ? t("review.answer.changed", {
                name: answer.updated_by.name,
                when: ago(answer.updated_at, now),
              })
            : t("review.answer.changed.nobody", { when: ago(answer.updated_at, now) })}
        </time>
      </p>
    </>
  );
}

function Target({ value, options }: { value: unknown; options: NumberOptions }) {
  const { answer: expected, tolerance } = options;
  if (typeof value !== "number" || expected === null || expected === undefined) return null;
  const width = tolerance ?? 0;
  // A hair's breadth more, since 0.1 + 0.2 is not 0.3 to a computer.
  const hit = Math.abs(value - expected) <= width + Math.abs(expected) * 1e-9;
  return (
    <p class={hit ? "cb-target is-hit" : "cb-target is-off"}>
      {t(hit ? "review.answer.on-target" : "review.answer.off-target", {
        low: expected - width,
        high: expected + width,
      })}
    </p>
  );
}

function IndividualAnswers({ data }: { data: ReviewedGroup }) {
  const { individual, members } = data;
  if (individual === null) return null;
  if (!individual.revealed) {
    return (
      <p class="cb-unanswered">
        {t("review.individual.waiting", {
          count: individual.handed_in.length,
          total: members.length,
        })}
      </p>
    );
  }
  const nameOf = new Map(members.map((member) => [member.id, member.name]));
  return (
    <dl class="cb-individual" aria-label={t("review.individual")}>
      {individual.answers.map((answer) => (
        <div key={answer.person_id}>
          <dt>
            {nameOf.get(answer.person_id) ?? "–"}
            {answer.changed_after_reveal && (
              <span class="cb-quiet"> · {t("review.individual.changed")}</span>
            )}
          </dt>
          <dd>
            {answer.value === null ? (
              <span class="cb-quiet">{t("review.individual.none")}</span>
            ) : (
              <Html
                class="cb-answer cb-prose"
                html={data.individual_html[answer.person_id] ?? ""}
              />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
