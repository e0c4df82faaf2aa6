import { effect } from "@preact/signals";
import { render } from "preact";
import type { ExerciseDefinition } from "../types";
import { Exercise } from "./Exercise";
import { ExerciseModel } from "./model";
import { SurroundingsContext } from "./surroundings";
import { Topics } from "./topics";
import type { ExerciseContext } from "./types";

/**
 * Bring an exercise of the page to life.
 *
 * `el` is the exercise's article, or the slot for its answer in it. Returns how to take it down.
 */
export function showExercise(
  el: HTMLElement,
  definition: ExerciseDefinition,
  context: ExerciseContext,
): () => void {
  const article = el.closest<HTMLElement>(".cb-exercise") ?? el;
  const slot = article.querySelector<HTMLElement>(".cb-exercise__answer") ?? el;
  const prompt = article.querySelector<HTMLElement>(".cb-exercise__prompt");
  const promptId = prompt?.id || `exercise-${definition.id}-prompt`;
  if (prompt) prompt.id = promptId;
  const model = new ExerciseModel(definition, context);
  const stopMarking = effect(() => {
    const answered = model.answer
      ? model.answer.value.value !== null
      : model.commentCount.value > 0;
    article.classList.toggle("cb-exercise--answered", answered);
  });
  slot.replaceChildren();
  render(
    <Topics.Provider value={context.topics ?? {}}>
      <SurroundingsContext.Provider value={context}>
        <Exercise model={model} promptId={promptId} />
      </SurroundingsContext.Provider>
    </Topics.Provider>,
    slot,
  );
  slot.removeAttribute("aria-busy");
  return () => {
    stopMarking();
    render(null, slot);
    model.destroy();
  };
}
