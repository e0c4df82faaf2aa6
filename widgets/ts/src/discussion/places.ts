import type { Anchor } from "../types";

/** Where on the page threads can hang: an exercise, or a block of the guide. */
export interface Place {
  key: string;
  element: HTMLElement;
  /** What a new thread here hangs on. */
  anchor: Anchor;
  /** The text of the block; empty for an exercise or a figure. */
  text: string;
}

/** Threads whose place is gone hang here, at the end of the page. */
export const ELSEWHERE = "elsewhere";
