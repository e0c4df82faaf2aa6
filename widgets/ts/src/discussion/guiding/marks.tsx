import { effect } from "@preact/signals";
import { render } from "preact";
import { t } from "../../words";
import type { DiscussionModel } from "../model";
import { Icon } from "../parts/Icon";
import type { Place } from "../places";

function labelOf(place: Place, count: number, unread: number): string {
  const words = place.text.slice(0, 60) || t("discussion.figure");
  if (!count) return t("discussion.mark.none", { words });
  const label = t("discussion.mark", { count, words });
  return unread ? `${label}, ${t("discussion.unread", { count: unread })}` : label;
}

function Mark({ place, model }: { place: Place; model: DiscussionModel }) {
  const count = model.count(place.key);
  const unread = model.unreadAt(place.key);
  const may = model.may.value.comment;
  if (!count && !may) return null;
  const classes = ["cb-mark"];
  if (count) classes.push("cb-mark--some");
  if (unread) classes.push("cb-mark--unread");
  return (
    <button
      type="button"
      class={classes.join(" ")}
      aria-label={labelOf(place, count, unread)}
      title={count ? undefined : t("discussion.mark.title")}
      aria-expanded={model.place.value === place.key}
      onClick={(event) => model.openPlace(place.key, event.currentTarget)}
    >
      <Icon name={count ? "comment" : "add"} />
      {count > 0 && <span>{count}</span>}
    </button>
  );
}

/** Give a place its way into the discussion, and show that there is one; exercises bring their own. */
export function showMark(model: DiscussionModel, place: Place): void {
  if (place.anchor.kind !== "exercise") {
    const slot = document.createElement("div");
    slot.className = "cb-block__mark";
    place.element.append(slot);
    render(<Mark place={place} model={model} />, slot);
  }
  effect(() => {
    const { classList } = place.element;
    const here = model.place.value === place.key;
    const thread = model.activeThread;
    const located = model.begun.value?.located ?? (thread && model.located(thread));
    // Of a passage only its words stand out.
    classList.toggle("cb-place--active", here && !located?.passage);
    classList.toggle("cb-place--some", model.count(place.key) > 0);
    classList.toggle("cb-place--unread", model.unreadAt(place.key) > 0);
  });
}

/** The same for all places of the page. */
export function showMarks(model: DiscussionModel): void {
  for (const place of model.places) showMark(model, place);
}
