import { render } from "preact";
import { BarButton } from "./BarButton";
import { announceNews, liveRegion } from "./guiding/announce";
import { followLinks } from "./guiding/deep_links";
import { DISCUSSION_KEYS, KeysDialog } from "./guiding/KeysDialog";
import { deedsOf, listenToKeys } from "./guiding/keys";
import { showMarks } from "./guiding/marks";
import { SelectionButton } from "./guiding/SelectionButton";
import { followSelection, selectedIn } from "./guiding/selection";
import { showHighlights } from "./highlights/show";
import type { DiscussionModel } from "./model";
import { Panel } from "./panel/Panel";
import { Sheet } from "./panel/Sheet";

const WIDE = matchMedia("(min-width: 75rem)");

function slot(): HTMLElement {
  const made = document.createElement("div");
  document.body.append(made);
  return made;
}

function showPanels(model: DiscussionModel, guide: HTMLElement, panel: HTMLElement): void {
  const sheet = slot();
  const show = () => {
    model.wide.value = WIDE.matches;
    render(WIDE.matches ? <Panel model={model} guide={guide} /> : null, panel);
    render(WIDE.matches ? null : <Sheet model={model} />, sheet);
  };
  WIDE.addEventListener("change", show);
  show();
  addEventListener("keydown", (event) => {
    const typing = (event.target as Element).closest?.("textarea, input, select, dialog");
    const looking = model.active.value !== null || model.begun.value !== null;
    if (event.key === "Escape" && !event.defaultPrevented && !typing && looking) model.close();
  });
}

function showSelection(model: DiscussionModel, guide: HTMLElement): void {
  const selected = followSelection(model, guide);
  render(<SelectionButton model={model} selected={selected} />, slot());
  const comment = () => {
    const now = selectedIn(model, guide);
    if (!now) return false;
    getSelection()?.removeAllRanges();
    model.begin(now.anchor);
    return true;
  };
  listenToKeys(deedsOf(model, comment, () => model.search()));
  render(<KeysDialog keys={DISCUSSION_KEYS} />, slot());
}

/** Bring the discussion to life: beside the text, in it, and in the page's address. */
export function showDiscussion(
  model: DiscussionModel,
  guide: HTMLElement,
  panel: HTMLElement,
): void {
  showMarks(model);
  const bar = document.createElement("div");
  document.querySelector(".cb-bar__end")?.prepend(bar);
  render(<BarButton model={model} />, bar);
  showPanels(model, guide, panel);
  showHighlights(model, guide);
  showSelection(model, guide);
  const say = liveRegion();
  announceNews(model.threads, say);
  followLinks(model, say);
}
