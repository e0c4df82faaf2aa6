import type { ExerciseDefinition, IndividualState, Named, Person, Review, Thread } from "../types";

/** The answer of a group, its value already written out by the server. */
export interface ReviewedAnswer {
  value: unknown;
  html: string | null;
  updated_at: string;
  updated_by: Named | null;
}

/** One group's side of an exercise. */
export interface ReviewedGroup {
  group: { id: string; title: string };
  /** "group/workbook". */
  room: string;
  /** The exercise as this group has it: parameters may change a prompt or an expected answer. */
  exercise: ExerciseDefinition;
  /** Where the group's prompt differs from the one on top of the page. */
  prompt_html: string | null;
  answer: ReviewedAnswer | null;
  individual: IndividualState | null;
  /** Individual answers written out, by person id. */
  individual_html: Record<string, string>;
  members: Named[];
  review: Review | null;
  threads: Thread[];
  last_event_id: number;
}

/** `GET /api/review/<workbook>/<exercise>`. */
export interface ReviewData {
  exercise: ExerciseDefinition;
  groups: ReviewedGroup[];
}

/** What the page brings along (`#cb-review`). */
export interface ReviewPage extends ReviewData {
  me: Person;
  workbook: { id: string; title: string };
}

export function readPage(): ReviewPage | null {
  const text = document.getElementById("cb-review")?.textContent;
  return text ? (JSON.parse(text) as ReviewPage) : null;
}
