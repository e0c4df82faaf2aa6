import { plainLabel } from "../exercises/inline";
import type { ExerciseDefinition, TextExercise } from "../types";
import type { Pinned } from "./syntax";

/** Where a kept state can be spoken of. */
export type Target =
  | { kind: "comment"; exercise: ExerciseDefinition | null }
  | { kind: "answer"; exercise: TextExercise };

/** What the page offers: where somebody may write now, and how a state gets there. */
export interface Targets {
  comments: readonly ExerciseDefinition[];
  mayComment: boolean;
  answers(): readonly TextExercise[];
  put(target: Target, cell: string, pinned: Pinned): void;
}

const LONGEST = 70;

/** The beginning of what an exercise asks, in plain words. */
export function titleOf({ prompt }: ExerciseDefinition): string {
  const [line = ""] = plainLabel(prompt).trim().split("\n");
  return line.length > LONGEST ? `${line.slice(0, LONGEST).trimEnd()}…` : line;
}
