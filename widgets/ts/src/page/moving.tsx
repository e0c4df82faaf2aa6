import { signal } from "@preact/signals";
import { render } from "preact";
import { Avatar } from "../discussion/Avatar";
import { colourOf } from "../discussion/colours";
import type { EventStream } from "../live/events";
import type { Named } from "../types";
import { t } from "../words";

const SAID_EVERY_MS = 300;
const SHOWN_FOR_MS = 2500;
const READ_OUT_EVERY_MS = 20_000;

interface Move {
  person: Named;
  control: HTMLElement;
}

const controlOf = (target: EventTarget | null) =>
  (target as Element | null)?.closest?.<HTMLElement>(".cb-widget__live [data-control]");

/** Tell the others what this person moves: what they point at and drag, or press keys in. */
function tell(slots: readonly HTMLElement[], events: EventStream): void {
  let last = 0;
  const moved = (event: Event) => {
    const dragged = event.type !== "pointermove" || (event as PointerEvent).buttons > 0;
    const control = controlOf(event.target)?.dataset.control;
    if (!control || !dragged || event.timeStamp - last < SAID_EVERY_MS) return;
    last = event.timeStamp;
    events.sayMoving(control);
  };
  for (const slot of slots) {
    for (const type of ["pointerdown", "pointermove", "keydown", "input"]) {
      slot.addEventListener(type, moved, { capture: true, passive: true });
    }
  }
}

function labelOf(control: HTMLElement): string {
  return control.querySelector(".widget-label")?.textContent?.trim() || t("page.widget.control");
}

function Mover({ move }: { move: Move }) {
  return (
    <span class="cb-mover" data-colour={colourOf(move.person.id)}>
      <Avatar person={move.person} />
      {t("page.widget.moving", { name: move.person.name, what: labelOf(move.control) })}
    </span>
  );
}

/** Show who of the others moves which control, beside the simulation and at the control. */
export function showMoves(slots: readonly HTMLElement[], events: EventStream, me: string): void {
  if (slots.length === 0) return;
  tell(slots, events);
  for (const slot of slots) {
    const move = signal<Move | null>(null);
    const place = document.createElement("div");
    place.className = "cb-widget__movers";
    const aloud = document.createElement("div");
    aloud.className = "cb-unseen";
    aloud.setAttribute("role", "status");
    slot.prepend(place, aloud);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let readOut = -READ_OUT_EVERY_MS;

    const show = (next: Move | null) => {
      move.value?.control.removeAttribute("data-moved-by");
      move.value = next;
      next?.control.setAttribute("data-moved-by", String(colourOf(next.person.id)));
      render(next && <Mover move={next} />, place);
      if (!next) aloud.textContent = "";
    };
    events.on("simulation.moved", ({ person, control }) => {
      if (person.id === me) return;
      const found = slot.querySelector<HTMLElement>(`[data-control="${CSS.escape(control)}"]`);
      if (!found) return;
      clearTimeout(timer);
      timer = setTimeout(() => show(null), SHOWN_FOR_MS);
      if (move.value?.control !== found || move.value.person.id !== person.id) {
        show({ person, control: found });
        const now = performance.now();
        if (now - readOut > READ_OUT_EVERY_MS) {
          readOut = now;
          aloud.textContent = place.textContent;
        }
      }
    });
  }
}
