import { effect } from "@preact/signals";
import { render } from "preact";
import { t } from "../words";
import type { DiscussionModel } from "./model";
import type { Place } from "./places";

function Mark({ place, model }: { place: Place; model: DiscussionModel }) {
  const count = model.count(place.key);
  const may = model.may.value.comment;
  if (!count && !may) return null;
  const words = place.text.slice(0, 60);
  const label = count
    ? t("discussion.mark", { count, words })
    : t("discussion.mark.none", { words: words || t("discussion.figure") });
  return (
    <button
      type="button"
      class={count ? "cb-mark cb-mark--some" : "cb-mark"}
      aria-label={label}
      title={count ? undefined : t("discussion.mark.title")}
      aria-expanded={model.active.value === place.key}
      onClick={(event) => model.open(place.key, event.currentTarget)}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d="M2.5 3.5h11v7.5H8l-3 2.5V11H2.5Z" />
        {!count && <path d="M8 5v4.4M5.8 7.2h4.4" />}
      </svg>
      {count > 0 && <span>{count}</span>}
    </button>
  );
}

/** Give every block of the guide its way into the discussion; exercises bring their own. */
export function showMarks(model: DiscussionModel): void {
  for (const place of model.places) {
    if (place.anchor.kind !== "exercise") {
      const slot = document.createElement("div");
      slot.className = "cb-block__mark";
      place.element.append(slot);
      render(<Mark place={place} model={model} />, slot);
    }
    effect(() => {
      place.element.classList.toggle("cb-place--active", model.active.value === place.key);
      place.element.classList.toggle("cb-place--some", model.count(place.key) > 0);
    });
  }
}
