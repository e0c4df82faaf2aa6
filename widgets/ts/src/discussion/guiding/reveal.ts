import type { Located } from "../anchoring/passages";
import type { DiscussionModel } from "../model";

const ABOVE = 96;
const BELOW = 160;

/** Where on the screen a place or passage is; null when there is no such place. */
export function rectOf(model: DiscussionModel, located: Located): DOMRect | null {
  const range = model.passages.range(located.passage);
  if (range) return range.getClientRects()[0] ?? range.getBoundingClientRect();
  const place = model.places.find((each) => each.key === located.place);
  return place?.element.getBoundingClientRect() ?? null;
}

/** Bring a place into view when it is not. */
export function reveal(model: DiscussionModel, located: Located): void {
  const rect = rectOf(model, located);
  if (!rect) return;
  const below = innerHeight - BELOW;
  if (rect.top >= ABOVE && rect.top <= below) return;
  scrollTo({ top: scrollY + rect.top - innerHeight / 4 });
}
