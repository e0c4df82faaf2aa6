import { render } from "preact";
import type { EventStream } from "../../live/events";
import { FollowBar } from "./FollowBar";
import type { Whereabouts } from "./model";
import { keepFollowing, tellReading } from "./moving";
import { Presence } from "./Presence";
import { showReaders } from "./readers";

/** Show who is here and where each reads, and let people follow each other. */
export function showWhereabouts(
  model: Whereabouts,
  events: EventStream,
  outline: HTMLElement | null,
  presence: HTMLElement,
): void {
  const titleOf = (section: string) => {
    const entry = outline?.querySelector(`[data-section="${CSS.escape(section)}"] a`);
    return entry?.textContent ?? null;
  };
  const bar = document.createElement("div");
  document.querySelector(".cb-bar")?.after(bar);
  render(<FollowBar model={model} />, bar);
  render(<Presence model={model} titleOf={titleOf} />, presence);
  if (outline) showReaders(outline, model);
  tellReading(model, events);
  keepFollowing(model);
}
