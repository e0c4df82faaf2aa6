import { rectOf } from "../guiding/reveal";
import type { DiscussionModel } from "../model";
import { arrange } from "./arrange";

const GAP = 12;
const NOWHERE = 1e9;

function topOf(card: HTMLElement, model: DiscussionModel, from: number): number {
  const thread = model.threads.get(card.dataset.thread ?? "");
  const located = thread ? model.located(thread) : model.begun.value?.located;
  const rect = located && rectOf(model, located);
  return rect ? rect.top - from : NOWHERE;
}

/** Put each card beside its place; cards without one follow the last. */
export function layOut(list: HTMLElement, model: DiscussionModel): void {
  const cards = [...list.querySelectorAll<HTMLElement>(":scope > .cb-card")];
  const from = list.getBoundingClientRect().top;
  const measured = cards.map((card) => ({
    top: topOf(card, model, from),
    height: card.offsetHeight,
  }));
  let last = 0;
  for (const card of measured) {
    if (card.top >= NOWHERE) card.top = last;
    last = card.top;
  }
  const active = cards.findIndex((card) => card.classList.contains("cb-card--open"));
  const tops = arrange(measured, active, GAP);
  cards.forEach((card, index) => {
    card.style.transform = `translateY(${Math.round(tops[index] ?? 0)}px)`;
  });
  const end = tops.map((top, index) => top + (measured[index]?.height ?? 0));
  list.style.minHeight = `${Math.round(Math.max(0, ...end))}px`;
}
