import type { AnswerVersion, Named, Person } from "../../types";
import type { Mark, ReviewedGroup } from "../data";

/** An answer as the queue knows it. */
export interface Queued {
  id: string;
  mark: Mark;
}

export interface Fact {
  label: string;
  value: string;
  for_mentors: boolean;
}

/** `GET /api/review/items/<item>` */
export interface Item {
  id: string;
  title: string;
  kind: string;
  workbook: { id: string; title: string };
  facts: Fact[];
  prompt_html: string;
  /** What the facilitator wants mentors to know. */
  notes_html: string | null;
  /** Whether names are hidden. */
  hidden: boolean;
  group: ReviewedGroup;
  others: ReviewedGroup[];
}

export interface Phrase {
  id: string;
  name: string;
  body: string;
}

/** What the page brings along (`#cb-review-queue`). */
export interface ItemPage {
  me: Person;
  blind: boolean;
  phrases: Phrase[];
  queue: Queued[];
  item: Item;
}

/** A version of an answer, written out by the server. */
export interface WrittenVersion extends AnswerVersion {
  html: string;
}

/** A mentor who looks at an answer. */
export interface Reader extends Named {
  writing: boolean;
}

/** What `/api/review/events` says. */
export type ReviewNews =
  | { type: "hello" | "beat" | "said" }
  | { type: "changed"; item: string; what: string }
  | { type: "presence"; item: string; people: Reader[] };

export function readItemPage(): ItemPage | null {
  const text = document.getElementById("cb-review-queue")?.textContent;
  return text ? (JSON.parse(text) as ItemPage) : null;
}
