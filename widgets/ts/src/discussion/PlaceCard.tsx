import { t } from "../words";
import { Composer } from "./Composer";
import type { DiscussionModel } from "./model";
import { ELSEWHERE } from "./places";
import { ThreadCard } from "./ThreadCard";

interface PlaceCardProps {
  /** Key of the place. */
  place: string;
  model: DiscussionModel;
  quoted: boolean;
}

/** Everything said at one place of the page. */
export function PlaceCard({ place, model, quoted }: PlaceCardProps) {
  const open = model.active.value === place;
  const composing = open && model.composing.value;
  const all = model.byPlace.value.get(place) ?? [];
  const threads = all.filter((each) => open || !each.resolved || model.showResolved.value);
  const anchor = model.place(place)?.anchor;
  const onClick = (event: MouseEvent) => {
    const inside = (event.target as Element).closest("button, a, textarea");
    if (!open && !inside) model.open(place);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button below does the same by keyboard
    <section
      class={open ? "cb-card cb-card--open" : "cb-card"}
      data-place={place}
      aria-label={t("discussion.place")}
      onClick={onClick}
    >
      {place === ELSEWHERE && <p class="cb-card__note">{t("discussion.elsewhere")}</p>}
      {threads.map((thread) => (
        <ThreadCard key={thread.id} thread={thread} model={model} open={open} quoted={quoted} />
      ))}
      {composing && anchor ? (
        <Composer
          draft={`cb-new:${location.pathname}:${place}`}
          label={t("discussion.new")}
          autofocus
          sendWord={t("discussion.send")}
          cancel={() => (threads.length > 0 ? model.stopComposing() : model.close())}
          send={(body, key) => model.start(anchor, body, key)}
        />
      ) : (
        <div class="cb-card__foot">
          {!open && (
            <button type="button" class="cb-text-button" onClick={() => model.open(place)}>
              {t("discussion.open")}
            </button>
          )}
          {open && anchor && model.may.value.comment && (
            <button type="button" class="cb-text-button" onClick={() => model.compose(place)}>
              {t("discussion.another")}
            </button>
          )}
          {open && (
            <button type="button" class="cb-text-button" onClick={() => model.close()}>
              {t("discussion.close")}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
