import type { ExerciseDefinition, NumberOptions } from "../types";
import { t } from "../words";
import type { ReviewedGroup } from "./data";
import { ago, exactTime } from "./moments";
import { isAnswered } from "./room";

/** HTML that the server wrote and sanitised. */
export function Html({ html, class: name }: { html: string; class: string }) {
  return <div class={name} dangerouslySetInnerHTML={{ __html: html }} />;
}

export function Answer({
  data,
  exercise,
  now,
}: {
  data: ReviewedGroup;
  exercise: ExerciseDefinition;
  now: number;
}) {
  if (data.individual) return <IndividualAnswers data={data} />;
  const { answer } = data;
  if (!isAnswered(data) || answer === null) {
    if (exercise.kind === "discuss" && data.threads.length > 0) return null;
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
  const hit = Math.abs(value - expected) <= (tolerance ?? 0);
  return (
    <p class={hit ? "cb-target is-hit" : "cb-target is-off"}>
      {t(hit ? "review.answer.on-target" : "review.answer.off-target")}
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
