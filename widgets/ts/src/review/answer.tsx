import type { NumberOptions } from "../types";
import { t } from "../words";
import type { OwnLink, ReviewedGroup } from "./data";
import { addressOf, ItemLink } from "./item/ItemLink";
import { ago, exactTime } from "./moments";
import { isAnswered } from "./room";

/** HTML that the server wrote and sanitised. */
export function Html({ html, class: name }: { html: string; class: string }) {
  return <div class={name} dangerouslySetInnerHTML={{ __html: html }} />;
}

interface AnswerProps {
  data: ReviewedGroup;
  now: number;
  /** Goes to an answer without loading the page anew. */
  open?: (item: string) => void;
}

export function Answer({ data, now, open }: AnswerProps) {
  if (data.individual) return <IndividualAnswers data={data} open={open} />;
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

function IndividualAnswers({ data, open }: Pick<AnswerProps, "data" | "open">) {
  const { individual, members, own } = data;
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
  const nameOf = new Map(own.map((each) => [each.person_id, each.name]));
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
            <OwnJudgement
              own={own.find((each) => each.person_id === answer.person_id)}
              open={open}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The way to say something to one member alone, and how that stands. */
function OwnJudgement({ own, open }: { own?: OwnLink } & Pick<AnswerProps, "open">) {
  if (!own) return null;
  const words = t("review.own.judge", { name: own.name });
  return (
    <p class="cb-individual__judge">
      {open ? (
        <ItemLink item={own.item} open={open}>
          {words}
        </ItemLink>
      ) : (
        <a href={addressOf(own.item)}>{words}</a>
      )}
      {own.mark !== "waiting" && (
        <span class={`cb-dot is-${own.mark}`}>
          <span aria-hidden="true" />
          {t(`review.mark.${own.mark}`)}
        </span>
      )}
    </p>
  );
}
