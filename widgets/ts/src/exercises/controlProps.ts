import type { ExerciseDefinition } from "../types";
import type { Answer } from "./answer";
import type { Writing } from "./text/writing";

/** What each kind of control is given. */
export interface ControlProps<D extends ExerciseDefinition = ExerciseDefinition> {
  definition: D;
  answer: Answer;
  /** Shown, not to be changed. */
  readOnly: boolean;
  /** Ids of the elements that name and describe the control. */
  labelledBy: string;
  describedBy: string;
  /** What a page adds to the writing of texts; null where there is just a field. */
  writing: Writing | null;
}
