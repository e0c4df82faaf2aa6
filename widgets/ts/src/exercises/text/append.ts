import type * as Y from "yjs";
import type { TextExercise } from "../../types";
import { Answer } from "../answer";

/** Put a paragraph at the end of a text, as if it had been written there. */
export function appendTo(doc: Y.Doc, definition: TextExercise, words: string): void {
  const answer = new Answer(doc, definition);
  answer.change(({ text }) => {
    const before = text?.toString().trimEnd() ? "\n\n" : "";
    text?.insert(text.length, before + words);
  });
  answer.destroy();
}
