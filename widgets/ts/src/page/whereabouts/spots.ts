import type { Place } from "../../discussion/places";
import type { Spot } from "../../types";

/** How far down the window people read. */
const READING_LINE = 0.3;

const readingLine = () => innerHeight * READING_LINE;

/** The spot at the reading line; null on a page without places. */
export function spotNow(places: readonly Place[]): Spot | null {
  const line = readingLine();
  let found = places[0];
  // From the end: most of what stands before is above the window.
  for (let index = places.length - 1; index >= 0; index -= 1) {
    const place = places[index];
    if (place && place.element.getBoundingClientRect().top <= line) {
      found = place;
      break;
    }
  }
  if (!found) return null;
  const { top, height } = found.element.getBoundingClientRect();
  const at = height > 0 ? Math.min(1, Math.max(0, (line - top) / height)) : 0;
  return { place: found.key, at: Math.round(at * 100) / 100 };
}

/** How far the page must scroll down for a spot to be at the reading line; null without its place. */
export function wayTo(spot: Spot, places: readonly Place[]): number | null {
  const place = places.find((each) => each.key === spot.place);
  if (!place) return null;
  const { top, height } = place.element.getBoundingClientRect();
  return top + spot.at * height - readingLine();
}

/** The id of the section that a spot is in. */
export function sectionOf(spot: Spot | undefined, places: readonly Place[]): string | null {
  const place = places.find((each) => each.key === spot?.place);
  return place?.element.closest(".cb-section")?.id ?? null;
}
