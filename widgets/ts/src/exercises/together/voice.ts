import type { AnswerValue } from "../../types";
import type { Answerable } from "../kinds/form";

/** What one member answered, once all answers are shown. */
export interface Voice {
  id: string;
  /** The person's own name, for initials. */
  name: string;
  /** How the reader knows them: "You", or the name, and whether they changed their mind since. */
  label: string;
  value: NonNullable<AnswerValue>;
}

export interface TogetherProps<D extends Answerable = Answerable> {
  definition: D;
  voices: readonly Voice[];
}
