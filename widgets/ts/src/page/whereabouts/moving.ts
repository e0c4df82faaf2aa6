import { effect } from "@preact/signals";
import type { EventStream } from "../../live/events";
import type { Spot } from "../../types";
import type { Whereabouts } from "./model";
import { spotNow } from "./spots";

const SAID_EVERY_MS = 250;

const SCROLLING_KEYS = new Set([
  "ArrowDown",
  "ArrowUp",
  "End",
  "Escape",
  "Home",
  "PageDown",
  "PageUp",
  " ",
]);

/** Tell where this person reads, for as long as there is somebody to tell it to. */
export function tellReading(model: Whereabouts, events: EventStream): void {
  let said: Spot | null = null;
  let soonSaid = false;
  const say = () => {
    soonSaid = false;
    if (model.others.peek().length === 0 || document.hidden) return;
    const spot = spotNow(model.places);
    if (!spot || (spot.place === said?.place && spot.at === said.at)) return;
    said = spot;
    events.sayReading(spot);
  };
  const soon = () => {
    if (!soonSaid) setTimeout(say, SAID_EVERY_MS);
    soonSaid = true;
  };
  for (const type of ["scroll", "visibilitychange"]) {
    document.addEventListener(type, soon, { passive: true });
  }
  addEventListener("resize", soon, { passive: true });
  let known = "";
  effect(() => {
    const here = model.others.value.map((each) => each.id).join();
    const open = events.connection.value === "open";
    // A server that began anew knows nothing, nor does who just came to an empty room.
    if (!open || here !== known) said = null;
    known = here;
    if (open) soon();
  });
}

/** Scroll along with the person who is followed, until this one moves or writes. */
export function keepFollowing(model: Whereabouts): void {
  let last: Spot | undefined;
  effect(() => {
    const person = model.followed.value;
    const spot = person === null ? undefined : model.spots.value[person];
    if (person !== null && spot !== last) model.goTo(person);
    last = spot;
  });
  const stop = () => {
    if (model.followed.peek() !== null) model.unfollow();
  };
  const keys = (event: KeyboardEvent) => {
    if (SCROLLING_KEYS.has(event.key)) stop();
  };
  const pressed = (event: PointerEvent) => {
    const target = event.target as Element;
    // The page itself is under the pointer only beside everything: on its scroll bar.
    if (target === document.documentElement || target.closest("a[href*='#']")) stop();
  };
  for (const type of ["wheel", "touchmove", "beforeinput"]) {
    addEventListener(type, stop, { capture: true, passive: true });
  }
  addEventListener("keydown", keys, { capture: true });
  addEventListener("pointerdown", pressed, { capture: true });
}
