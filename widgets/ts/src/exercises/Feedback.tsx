import type { ComponentChildren } from "preact";
import type { Review, RubricLine } from "../types";
import { locale, t } from "../words";
import { Rubric } from "./Rubric";

function day(iso: string): string {
  return new Date(iso).toLocaleDateString(locale, { day: "numeric", month: "long" });
}

/** What a mentor said of the answer. */
export function Feedback({
  review,
  rubric,
  children,
}: {
  review: Review;
  rubric: RubricLine[] | null;
  /** What can be done about it. */
  children?: ComponentChildren;
}) {
  const own = review.person_id !== null;
  const reached = Object.keys(review.levels).length > 0;
  return (
    <section
      class={`cb-feedback cb-feedback--${review.state}`}
      aria-label={t(own ? "exercise.feedback.own" : "exercise.feedback")}
    >
      <p class="cb-feedback__head">
        <span class="cb-feedback__state">{t(`exercise.review.${review.state}`)}</span>
        <span class="cb-feedback__by">
          {t("exercise.feedback.by", { name: review.reviewer.name })}{" "}
          <time dateTime={review.at}>{day(review.at)}</time>
        </span>
      </p>
      {own && <p class="cb-feedback__own">{t("exercise.feedback.own.note")}</p>}
      {review.html && (
        <div class="cb-feedback__text" dangerouslySetInnerHTML={{ __html: review.html }} />
      )}
      {rubric && reached && <Rubric lines={rubric} levels={review.levels} />}
      {children}
    </section>
  );
}
