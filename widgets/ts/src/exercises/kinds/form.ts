import type * as Y from "yjs";
import type { AnswerValue, ExerciseDefinition } from "../../types";
import { spliceBetween } from "../text/splice";

export type Answerable = Exclude<ExerciseDefinition, { kind: "discuss" }>;

/** The shared types that an answer lies in; null where its kind has none. */
export interface Held {
  text: Y.Text | null;
  map: Y.Map<unknown> | null;
}

/** How the answers to one kind of exercise lie in a document: the server reads the same. */
export interface Form<D extends Answerable = Answerable> {
  /** Whether there is a root text `text:<id>`, and a root map `value:<id>`. */
  text: boolean;
  map: boolean;
  /** Whatever is held, null where it is no answer; the same for all who hold the same. */
  read(held: Held, definition: D): AnswerValue;
  /** Replace the answer, changing no more than differs: what others change meanwhile stays. */
  write(held: Held, definition: D, value: AnswerValue): void;
  /** Whether it is chosen by radios, which cannot be unchosen by themselves. */
  radios?(definition: D): boolean;
}

/** Set or remove one key, if that changes anything. */
export function put(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (value === null || value === undefined) {
    if (map.has(key)) map.delete(key);
  } else if (map.get(key) !== value) {
    map.set(key, value);
  }
}

/** Make a text say something else, changing no more of it than differs. */
export function putText(text: Y.Text, words: string): void {
  const splice = spliceBetween(text.toString(), words, words.length);
  if (!splice) return;
  text.delete(splice.index, splice.remove);
  text.insert(splice.index, splice.insert);
}
