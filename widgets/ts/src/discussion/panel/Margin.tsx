import { useLayoutEffect, useRef } from "preact/hooks";
import type { Thread } from "../../types";
import type { DiscussionModel } from "../model";
import { BeginningCard } from "../thread/BeginningCard";
import { ThreadCard } from "../thread/ThreadCard";
import { layOut } from "./layout";

/** Threads in reading order, with the one that is being begun among them. */
function cardsOf(model: DiscussionModel): (Thread | "begun")[] {
  const threads: (Thread | "begun")[] = [...model.shown];
  const begun = model.begun.value;
  if (!begun) return threads;
  const [place, start] = begun.located.order;
  const after = model.shown.findIndex((thread) => {
    const order = model.located(thread).order;
    return order[0] > place || (order[0] === place && order[1] > start);
  });
  threads.splice(after < 0 ? threads.length : after, 0, "begun");
  return threads;
}

/** Threads beside the text: each as near its place as can be. */
export function Margin({ model, guide }: { model: DiscussionModel; guide: HTMLElement }) {
  const list = useRef<HTMLDivElement>(null);
  const cards = cardsOf(model);
  const keys = cards.map((card) => (card === "begun" ? card : card.id)).join(" ");
  const begun = model.begun.value;
  useLayoutEffect(() => {
    if (list.current) layOut(list.current, model);
  });
  useLayoutEffect(() => {
    let waiting = 0;
    const again = () => {
      waiting ||= requestAnimationFrame(() => {
        waiting = 0;
        if (list.current) layOut(list.current, model);
      });
    };
    const watch = new ResizeObserver(again);
    watch.observe(guide);
    for (const card of list.current?.children ?? []) watch.observe(card);
    return () => {
      cancelAnimationFrame(waiting);
      watch.disconnect();
    };
  }, [guide, model, keys]);
  return (
    <div class="cb-panel__cards" ref={list}>
      {cards.map((card) =>
        card === "begun" ? (
          begun && <BeginningCard key="begun" begun={begun} model={model} quoted={false} />
        ) : (
          <ThreadCard key={card.id} thread={card} model={model} quoted={false} />
        ),
      )}
    </div>
  );
}
