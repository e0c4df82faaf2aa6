import { useState } from "preact/hooks";
import { problemOf } from "../../discussion/problem";
import type { PeerReview } from "../../types";
import { t } from "../../words";
import type { ExerciseModel } from "../model";

const STEPS = [1, 2, 3, 4, 5];

/** How useful the authors find a review. */
export function Useful({ model, review }: { model: ExerciseModel; review: PeerReview }) {
  const [problem, setProblem] = useState<string | null>(null);
  const { api, can, roomUrl } = model.context;
  const rate = async (useful: number) => {
    setProblem(null);
    try {
      await api?.put(`${roomUrl}/peers/${model.definition.id}/${review.id}/useful`, { useful });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <fieldset class="cb-useful" disabled={!can.answer}>
      <legend>{t("exercise.peers.useful")}</legend>
      <span class="cb-useful__end">{t("exercise.peers.useful.low")}</span>
      {STEPS.map((step) => (
        <label key={step}>
          <input
            type="radio"
            name={`useful-${review.id}`}
            checked={review.useful === step}
            onChange={() => void rate(step)}
          />
          {step}
        </label>
      ))}
      <span class="cb-useful__end">{t("exercise.peers.useful.high")}</span>
      {problem && (
        <p class="cb-hand-in__problem" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
