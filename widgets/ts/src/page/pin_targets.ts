import { beginWith } from "../discussion/composing/begin_with";
import type { DiscussionModel } from "../discussion/model";
import { appendTo } from "../exercises/text/append";
import type { RoomDocument } from "../live/document";
import { pinMarkdown } from "../pins/syntax";
import type { Targets } from "../pins/targets";
import type { TextExercise } from "../types";
import { page } from "./data";
import type { RoomState } from "./state";

/** Where on this page a kept state of a simulation can be spoken of. */
export function pinTargets(
  model: DiscussionModel,
  state: RoomState,
  group: RoomDocument,
  own: RoomDocument | null,
): Targets {
  const documentOf = (exercise: TextExercise) => (exercise.individual ? own : group);
  const isOpen = (exercise: TextExercise) => {
    const { revealed = false, handed_in = [] } = state.individual.value[exercise.id] ?? {};
    const handedIn = exercise.individual && !revealed && handed_in.includes(state.me.id);
    return !handedIn && (documentOf(exercise)?.loaded.value ?? false);
  };
  return {
    comments: page.exercises,
    mayComment: state.can.value.comment,
    answers: () => {
      if (!state.can.value.answer) return [];
      return page.exercises.filter((each) => each.kind === "text").filter(isOpen);
    },
    put(target, cell, pinned) {
      if (target.kind === "comment") {
        const { exercise } = target;
        const kind = exercise ? "exercise" : "cell";
        beginWith(model, { kind, ref: exercise?.id ?? cell, quote: null }, pinned);
      } else if (target.kind === "answer") {
        const { exercise } = target;
        const document_ = documentOf(exercise);
        if (document_) appendTo(document_.doc, exercise, pinMarkdown(pinned));
        document.getElementById(`exercise-${exercise.id}`)?.scrollIntoView({ block: "center" });
      }
    },
  };
}
