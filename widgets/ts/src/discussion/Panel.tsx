import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../words";
import { arrange } from "./arrange";
import type { DiscussionModel } from "./model";
import { PlaceCard } from "./PlaceCard";
import { ELSEWHERE } from "./places";

const GAP = 12;

/** Keys of the places with something to show, in reading order. */
export function shownPlaces(model: DiscussionModel): string[] {
  const { active, byPlace, places, showResolved } = model;
  const has = (key: string) =>
    key === active.value ||
    (byPlace.value.get(key) ?? []).some((each) => showResolved.value || !each.resolved);
  return [...places.map((place) => place.key), ELSEWHERE].filter(
    (key) => has(key) && (key !== ELSEWHERE || byPlace.value.has(key)),
  );
}

function topOf(model: DiscussionModel, key: string, from: number): number {
  const element = model.place(key)?.element;
  return element ? element.getBoundingClientRect().top - from : Number.MAX_SAFE_INTEGER / 2;
}

/** Put each card beside its place; cards without one follow the last. */
function layOut(list: HTMLElement, model: DiscussionModel): void {
  const cards = [...list.querySelectorAll<HTMLElement>(".cb-card")];
  const from = list.getBoundingClientRect().top;
  const measured = cards.map((card) => ({
    top: topOf(model, card.dataset.place ?? "", from),
    height: card.offsetHeight,
  }));
  const last = measured.findIndex((card) => card.top > 1e9);
  const before = measured[last - 1];
  if (last >= 0) (measured[last] as { top: number }).top = before ? before.top : 0;
  const active = cards.findIndex((card) => card.dataset.place === model.active.value);
  const tops = arrange(measured, active, GAP);
  cards.forEach((card, index) => {
    card.style.transform = `translateY(${Math.round(tops[index] ?? 0)}px)`;
  });
  const end = tops.map((top, index) => top + (measured[index]?.height ?? 0));
  list.style.minHeight = `${Math.round(Math.max(0, ...end))}px`;
}

/** The margin beside the guide: each card as near its place as can be. */
export function Panel({ model, guide }: { model: DiscussionModel; guide: HTMLElement }) {
  const list = useRef<HTMLDivElement>(null);
  const keys = shownPlaces(model);
  const settled = model.threads.all.value.filter((thread) => thread.resolved).length;
  useLayoutEffect(() => {
    if (list.current) layOut(list.current, model);
  });
  useLayoutEffect(() => {
    const again = () => list.current && layOut(list.current, model);
    const watch = new ResizeObserver(again);
    watch.observe(guide);
    const cards = new ResizeObserver(again);
    for (const card of list.current?.querySelectorAll(".cb-card") ?? []) cards.observe(card);
    return () => {
      watch.disconnect();
      cards.disconnect();
    };
  }, [guide, model, keys.join(" ")]);
  return (
    <>
      <div class="cb-panel__head">
        <h2>{t("page.discussion")}</h2>
        {settled > 0 && (
          <button
            type="button"
            class="cb-text-button"
            aria-pressed={model.showResolved.value}
            onClick={() => (model.showResolved.value = !model.showResolved.value)}
          >
            {model.showResolved.value
              ? t("discussion.resolved.hide")
              : t("discussion.resolved.show", { count: settled })}
          </button>
        )}
      </div>
      {keys.length === 0 && <p class="cb-panel__empty">{t("discussion.empty")}</p>}
      <div class="cb-panel__cards" ref={list}>
        {keys.map((key) => (
          <PlaceCard key={key} place={key} model={model} quoted={key === ELSEWHERE} />
        ))}
      </div>
    </>
  );
}
