import { useEffect, useRef } from "preact/hooks";
import { t } from "../words";
import type { DiscussionModel } from "./model";
import { shownPlaces } from "./Panel";
import { PlaceCard } from "./PlaceCard";

/** The discussion on narrow screens: a dialog from below. */
export function Sheet({ model }: { model: DiscussionModel }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const mode = model.sheet.value;
  useEffect(() => {
    const element = dialog.current;
    if (mode !== "closed" && element && !element.open) element.showModal();
    if (mode === "closed" && element?.open) element.close();
  }, [mode]);
  if (mode === "closed") return <dialog class="cb-sheet" ref={dialog} />;
  const active = model.active.value;
  const keys = mode === "place" && active ? [active] : shownPlaces(model);
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
      onKeyDown={(event) => event.key === "Escape" && model.close()}
    >
      <div class="cb-sheet__inside">
        <div class="cb-sheet__head">
          <h2 id="cb-sheet-title">{t("page.discussion")}</h2>
          <button type="button" class="cb-text-button" onClick={() => model.close()}>
            {t("discussion.close")}
          </button>
        </div>
        {keys.length === 0 && <p class="cb-panel__empty">{t("discussion.empty.narrow")}</p>}
        {keys.map((key) => (
          <PlaceCard key={key} place={key} model={model} quoted />
        ))}
      </div>
    </dialog>
  );
}
