import type { KeyList } from "../../discussion/guiding/KeysDialog";
import { type Deeds, keysShown } from "../../discussion/guiding/keys";
import type { ReviewState } from "../../types";
import type { Desk } from "./desk";

export const REVIEW_KEYS: KeyList = [
  ["j", "review.keys.next"],
  ["k", "review.keys.previous"],
  ["a", "review.keys.accept"],
  ["m", "review.keys.more"],
  ["s", "review.keys.seen"],
  ["l", "review.keys.levels"],
  ["f", "review.keys.feedback"],
  ["Esc", "review.keys.leave"],
  ["p", "review.keys.phrases"],
  ["Ctrl Enter", "review.keys.save"],
  ["h", "review.keys.history"],
  ["d", "review.keys.discussion"],
  ["o", "review.keys.others"],
  ["q", "review.keys.queue"],
  ["?", "review.keys.list"],
];

function focusOn(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  found?.focus();
  found?.scrollIntoView({ block: "nearest" });
  return found !== null;
}

/** Press what stands on the page: so a key never does what no button could. */
function press(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) return false;
  found.focus();
  found.click();
  return true;
}

/** What single keys do while an answer is reviewed. */
export function deedsAt(desk: Desk): Deeds {
  const go = (to: string | null) => {
    if (to === null) return false;
    void desk.open(to);
    return true;
  };
  const judge = (state: ReviewState) => () => {
    desk.room.value.edit({ state });
    return true;
  };
  return {
    j: () => go(desk.next.value),
    k: () => go(desk.previous.value),
    a: judge("accepted"),
    m: judge("asks-for-more"),
    s: judge("seen"),
    l: () => focusOn(".cb-item__own .cb-levels input:checked"),
    f: () => focusOn(".cb-item__own .cb-feedback textarea"),
    p: () => press(".cb-phrases__open"),
    h: () => press(".cb-item__history"),
    d: () => press(".cb-item__own .cb-talk summary"),
    o: () => focusOn(".cb-item__others h2"),
    q: () => press(".cb-item__queue"),
    "?": () => {
      keysShown.value = true;
      return true;
    },
  };
}
