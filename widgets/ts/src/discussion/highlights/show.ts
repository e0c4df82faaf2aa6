import { effect } from "@preact/signals";
import type { DiscussionModel } from "../model";
import { type Painted, painterFor, type Strength } from "./painter";

const OWN_ANSWER = "a, button, input, textarea, select, label, summary, [contenteditable]";

function paintedNow(model: DiscussionModel): Painted[] {
  const strong = new Set([model.active.value, model.hovered.value]);
  const painted: Painted[] = model.ordered.value
    .filter((thread) => !thread.resolved || strong.has(thread.id))
    .flatMap((thread) => {
      const { passage } = model.located(thread);
      const strength: Strength = strong.has(thread.id) ? "strong" : "quiet";
      const range = () => model.passages.range(passage);
      return passage ? [{ thread: thread.id, strength, range }] : [];
    });
  const begun = model.begun.value?.located.passage;
  if (begun) {
    painted.push({ thread: "", strength: "begun", range: () => model.passages.range(begun) });
  }
  return painted;
}

function covers(rect: DOMRect, x: number, y: number): boolean {
  return x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom;
}

/** The thread about the words at a point; of several the one about the fewest. */
function threadAt(painted: readonly Painted[], x: number, y: number): string | null {
  let chosen: string | null = null;
  let shortest = Number.POSITIVE_INFINITY;
  for (const { thread, range } of painted) {
    const found = thread ? range() : null;
    if (!found || !covers(found.getBoundingClientRect(), x, y)) continue;
    if (![...found.getClientRects()].some((rect) => covers(rect, x, y))) continue;
    const { length } = found.toString();
    if (length >= shortest) continue;
    chosen = thread;
    shortest = length;
  }
  return chosen;
}

/** Show the passages that threads are about, and open a thread where its words are clicked. */
export function showHighlights(model: DiscussionModel, guide: HTMLElement): void {
  const painter = painterFor(guide);
  let painted: Painted[] = [];
  effect(() => {
    painted = paintedNow(model);
    painter.paint(painted);
  });

  guide.addEventListener("click", (event) => {
    if ((event.target as Element).closest(OWN_ANSWER)) return;
    if (!(getSelection()?.isCollapsed ?? true)) return;
    const thread = threadAt(painted, event.clientX, event.clientY);
    if (thread) model.open(thread, { on: "card" });
  });

  let waiting = 0;
  guide.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || waiting) return;
    waiting = requestAnimationFrame(() => {
      waiting = 0;
      const thread = threadAt(painted, event.clientX, event.clientY);
      model.hovered.value = thread;
      guide.classList.toggle("cb-guide--passage", thread !== null);
    });
  });
  guide.addEventListener("pointerleave", () => {
    cancelAnimationFrame(waiting);
    waiting = 0;
    model.hovered.value = null;
    guide.classList.remove("cb-guide--passage");
  });
}
