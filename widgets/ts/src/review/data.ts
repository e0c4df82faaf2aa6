import type {
  AnswerValue,
  ExerciseDefinition,
  HandIn,
  IndividualState,
  Named,
  Person,
  Review,
  Thread,
} from "../types";
import { t } from "../words";

/** How an answer stands with its mentors. */
export type Mark =
  | "empty"
  | "waiting"
  | "again"
  | "changed"
  | "seen"
  | "asks-for-more"
  | "accepted";

/** Whether a mentor has something to do. */
export function waits(mark: Mark): boolean {
  return mark === "waiting" || mark === "again";
}

/** The answer of a group, its value already written out by the server. */
export interface ReviewedAnswer {
  value: unknown;
  html: string | null;
  updated_at: string;
  updated_by: Named | null;
}

/** Where a member's own answer is judged, and how it stands. */
export interface OwnLink {
  person_id: string;
  name: string;
  item: string;
  mark: Mark;
}

/** One group's side of an exercise, or one member's who answered alone. */
export interface ReviewedGroup {
  group: { id: string; title: string };
  /** The answer's name in addresses. */
  item: string;
  /** Who answered alone; null for the group's answer. */
  person: Named | null;
  /** Then the name of all the group's answers together. */
  whole: string | null;
  /** The members' own answers, once they are shown. */
  own: OwnLink[];
  /** "group/workbook"; null while whose it is is hidden. */
  room: string | null;
  mark: Mark;
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
  hand_in: HandIn | null;
  /** The answer as it was at the review. */
  judged: { value: AnswerValue; html: string } | null;
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
  /** How far groups are with reviewing one another; null where nobody asked them to. */
  peers: PeerStanding | null;
  may_open_peers: boolean;
}

export interface PeerStanding {
  given: number;
  total: number;
  /** The mean of what authors said, from 1 to 5. */
  useful: number | null;
}

/** Whose answer it is, in words. */
export function whoseIs({ person, group }: ReviewedGroup): string {
  return person ? t("review.own.of", { name: person.name, group: group.title }) : group.title;
}

export function readPage(): ReviewPage | null {
  const text = document.getElementById("cb-review")?.textContent;
  return text ? (JSON.parse(text) as ReviewPage) : null;
}
