import { effect } from "@preact/signals";
import { render } from "preact";
import { liveRegion } from "../../discussion/guiding/announce";
import type { Nudge } from "../../types";
import { t } from "../../words";
import type { NudgesModel } from "./model";
import { NudgeCard } from "./NudgeCard";
import { WriteNudge } from "./WriteNudge";

interface TopicProps {
  model: NudgesModel;
  topic: string;
}

function Topic({ model, topic }: TopicProps) {
  const [latest, ...earlier] = model.about(topic);
  return (
    <>
      {latest && <NudgeCard key={latest.id} model={model} nudge={latest} />}
      {model.may.nudge && !model.isOwn(topic) && !latest?.open && (
        <WriteNudge model={model} topic={topic} />
      )}
      {earlier.length > 0 && (
        <details class="cb-nudges__earlier">
          <summary>{t("nudge.earlier", { count: earlier.length })}</summary>
          {earlier.map((nudge) => (
            <NudgeCard key={nudge.id} model={model} nudge={nudge} />
          ))}
        </details>
      )}
    </>
  );
}

/** In the table of contents: which topics wait for the group's word. */
function showMark(entry: HTMLElement, isWaiting: () => boolean): void {
  const mark = document.createElement("span");
  mark.className = "cb-outline__nudge";
  entry.append(mark);
  effect(() => {
    const waits = isWaiting();
    mark.hidden = !waits;
    mark.title = waits ? t("nudge.mark") : "";
    const words = document.createElement("span");
    words.className = "cb-unseen";
    words.textContent = t("nudge.mark");
    mark.replaceChildren(...(waits ? [words] : []));
  });
}

function waitsForWord(model: NudgesModel, topic: string): boolean {
  return model.about(topic)[0]?.open ?? false;
}

/** Go to the nudge that the address names, as those of the home page do. */
function followLink(): void {
  if (!location.hash.startsWith("#nudge-")) return;
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  // An earlier one is folded away.
  const folded = target.closest("details");
  if (folded) folded.open = true;
  target.tabIndex = -1;
  target.scrollIntoView({ block: "center", behavior: "instant" });
  target.focus({ preventScroll: true });
}

/** Show the nudges about a topic of the group's own, below what it is. */
export function showOwnNudges(model: NudgesModel, topic: string, head: HTMLElement): void {
  const place = document.createElement("div");
  place.className = "cb-nudges";
  head.after(place);
  render(<Topic model={model} topic={topic} />, place);
}

/** Show nudges at the head of their topic's section, and keep them as they are now. */
export function showNudges(model: NudgesModel, outline: HTMLElement | null): void {
  const topics = new Map<string, string>();
  for (const { id, topic } of model.page.sections) {
    if (topic && !topics.has(topic)) topics.set(topic, id);
  }
  for (const [topic, section] of topics) {
    const place = document.createElement("div");
    place.className = "cb-nudges";
    const home = document.getElementById(section);
    // After the cell with the heading, so that it is read in its place.
    home?.querySelector(":scope > .cb-cell")?.after(place);
    render(<Topic model={model} topic={topic} />, place);
    const entry = outline?.querySelector<HTMLElement>(`[data-section="${CSS.escape(section)}"]`);
    if (entry) showMark(entry, () => waitsForWord(model, topic));
  }
  const own = outline?.querySelector<HTMLElement>('[data-section="own-topics"]');
  if (own) {
    showMark(own, () =>
      model.all.value.some(({ topic }) => model.isOwn(topic) && waitsForWord(model, topic)),
    );
  }
  const say = liveRegion();
  model.onNews((kind, nudge: Nudge, name) => {
    say(t(`nudge.news.${kind}`, { name, topic: model.titleOf(nudge.topic) }));
  });
  followLink();
  addEventListener("hashchange", followLink);
}
