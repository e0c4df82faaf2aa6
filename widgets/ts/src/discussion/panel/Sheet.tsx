import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Thread } from "../../types";
import { t } from "../../words";
import { reveal } from "../guiding/reveal";
import { useFocus } from "../guiding/useFocus";
import type { DiscussionModel } from "../model";
import { Icon } from "../parts/Icon";
import { BeginningCard } from "../thread/BeginningCard";
import { ThreadCard } from "../thread/ThreadCard";
import { HeadMenu, UnreadButton } from "./Head";
import { ThreadList } from "./ThreadList";

/** Everything that hangs where one looks; what is settled only when that is what one looks at. */
function threadsHere(model: DiscussionModel): Thread[] {
  const key = model.place.value;
  if (key === null || model.begun.value) return [];
  const all = model.byPlace.value.get(key) ?? [];
  return all.filter((thread) => !thread.resolved || thread.id === model.active.value);
}

/** The discussion on narrow screens: a dialog from below. */
export function Sheet({ model }: { model: DiscussionModel }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const mode = model.sheet.value;
  const begun = model.begun.value;
  const active = model.activeThread;
  const id = active?.id;
  // Before what is in it takes the focus.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (mode !== "closed" && element && !element.open) element.showModal();
    if (mode === "closed" && element?.open) element.close();
  }, [mode]);
  useEffect(() => {
    if (active) reveal(model, model.located(active));
    dialog.current?.querySelector(".cb-card--open")?.scrollIntoView({ block: "nearest" });
  }, [id, model]);
  const searching = mode === "all" && model.wish.value?.on === "search";
  useFocus(
    searching,
    () => dialog.current?.querySelector<HTMLElement>("input[type=search]"),
    model.granted,
  );
  if (mode === "closed") return <dialog class="cb-sheet" ref={dialog} />;
  const empty = model.ordered.value.length === 0 && !begun;
  return (
    <dialog
      class="cb-sheet"
      ref={dialog}
      aria-labelledby="cb-sheet-title"
      onCancel={(event) => {
        event.preventDefault();
        model.close();
      }}
      onClick={(event) => event.target === dialog.current && model.close()}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) model.close();
      }}
    >
      <div class="cb-sheet__inside">
        <div class="cb-sheet__head">
          <h2 id="cb-sheet-title">{t("page.discussion")}</h2>
          <UnreadButton model={model} />
          {mode === "place" && (
            <button
              type="button"
              class="cb-icon-button"
              aria-label={t("discussion.search.open")}
              onClick={() => model.search()}
            >
              <Icon name="search" />
            </button>
          )}
          <HeadMenu model={model} />
          <button
            type="button"
            class="cb-icon-button"
            aria-label={t("discussion.close")}
            onClick={() => model.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        {empty && <p class="cb-panel__empty">{t("discussion.empty.narrow")}</p>}
        {begun && <BeginningCard begun={begun} model={model} quoted />}
        {mode === "all" && !begun && !empty && <ThreadList model={model} />}
        {mode === "place" &&
          threadsHere(model).map((thread) => (
            <ThreadCard key={thread.id} thread={thread} model={model} quoted />
          ))}
      </div>
    </dialog>
  );
}
