import type { Thread } from "../../types";

/** A thread into which the mentor was called (`GET /api/review/office`). */
export interface Call {
  /** "group/workbook"; null while names are hidden. */
  room: string | null;
  group: string;
  workbook: string;
  /** The question or the words that the thread is about, where there are any. */
  about: string | null;
  thread: Thread;
  /** The comment that called. */
  comment_id: string;
  by: string;
  at: string;
}
