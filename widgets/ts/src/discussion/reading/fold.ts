import type { Comment } from "../../types";

/** A thread as it is shown: its beginning, how many are folded away, and its end. */
export interface Folded {
  first: Comment[];
  hidden: number;
  last: Comment[];
}

const KEPT_FIRST = 1;
const KEPT_LAST = 3;
/** A fold that hides less than this takes more room than it saves. */
const FEWEST_HIDDEN = 3;

/** Fold the middle of a long thread; from the first of `wanted` on everything is shown. */
export function fold(comments: readonly Comment[], wanted: ReadonlySet<string>): Folded {
  const needed = comments.findIndex((comment) => wanted.has(comment.id));
  const latest = Math.max(KEPT_FIRST, comments.length - KEPT_LAST);
  const from = needed < KEPT_FIRST ? latest : Math.min(latest, needed);
  const foldable = needed !== 0 && from - KEPT_FIRST >= FEWEST_HIDDEN;
  if (!foldable) return { first: [], hidden: 0, last: [...comments] };
  return {
    first: comments.slice(0, KEPT_FIRST),
    hidden: from - KEPT_FIRST,
    last: comments.slice(from),
  };
}
