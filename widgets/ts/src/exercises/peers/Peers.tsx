import { t } from "../../words";
import type { ExerciseModel } from "../model";
import { Rubric } from "../Rubric";
import { Giving } from "./Giving";
import { Useful } from "./Useful";

/** What groups say to one another's answers. */
export function Peers({ model }: { model: ExerciseModel }) {
  const { context, definition } = model;
  const state = context.peers?.value[definition.id];
  if (!state || (state.to_give.length === 0 && state.received.length === 0)) return null;
  return (
    <section class="cb-peers" aria-label={t("exercise.peers")}>
      {state.received.map((review, index) => (
        <article
          key={review.id}
          class="cb-feedback"
          aria-label={t("exercise.peers.received", { number: index + 1 })}
        >
          <p class="cb-feedback__head">
            <span class="cb-feedback__state">{t("exercise.peers.from")}</span>
          </p>
          <div class="cb-feedback__text" dangerouslySetInnerHTML={{ __html: review.html }} />
          {definition.rubric && Object.keys(review.levels).length > 0 && (
            <Rubric lines={definition.rubric} levels={review.levels} />
          )}
          <Useful model={model} review={review} />
        </article>
      ))}
      {state.to_give.length > 0 && (
        <>
          <h3 class="cb-peers__title">{t("exercise.peers.give")}</h3>
          <p class="cb-save">{t("exercise.peers.note")}</p>
          {state.to_give.map((review, index) => (
            <Giving key={review.id} model={model} review={review} number={index + 1} />
          ))}
        </>
      )}
    </section>
  );
}
