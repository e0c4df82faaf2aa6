import { useEffect, useRef } from "preact/hooks";
import { t } from "../../words";
import { reveal } from "../guiding/reveal";
import { useFocus } from "../guiding/useFocus";
import type { DiscussionModel } from "../model";
import { Head } from "./Head";
import { Margin } from "./Margin";
import { ThreadList } from "./ThreadList";

/** Beside the guide on wide screens: threads at their places, or as a list to look through. */
export function Panel({ model, guide }: { model: DiscussionModel; guide: HTMLElement }) {
  const panel = useRef<HTMLDivElement>(null);
  const list = model.view.value === "list";
  const searching = list && model.wish.value?.on === "search";
  useFocus(
    searching,
    () => panel.current?.querySelector<HTMLElement>("input[type=search]"),
    model.granted,
  );
  const active = model.activeThread;
  const id = active?.id;
  useEffect(() => {
    if (active && model.wish.value?.on !== "comment") reveal(model, model.located(active));
    if (list) panel.current?.querySelector(".cb-card--open")?.scrollIntoView({ block: "nearest" });
  }, [id, model]);
  const nothing = model.shown.length === 0 && !model.begun.value && !list;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys come from what stands in it
    <div
      ref={panel}
      class={list ? "cb-panel cb-panel--list" : "cb-panel"}
      onKeyDown={(event) => {
        const search = (event.target as Element).closest(".cb-search");
        if (event.key !== "Escape" || !search) return;
        event.preventDefault();
        model.leaveList();
      }}
    >
      <Head model={model} />
      {nothing && <p class="cb-panel__empty">{t("discussion.empty")}</p>}
      {list ? <ThreadList model={model} /> : <Margin model={model} guide={guide} />}
    </div>
  );
}
