import { effect, type ReadonlySignal } from "@preact/signals";
import type { PageData } from "../types";
import { t } from "../words";

/** Put each section's topic and progress beside its entry in the table of contents. */
export function showProgress(
  outline: HTMLElement,
  page: PageData,
  answered: ReadonlySignal<ReadonlySet<string>>,
): void {
  for (const section of page.sections) {
    const entry = outline.querySelector(`[data-section="${CSS.escape(section.id)}"]`);
    if (!entry) continue;
    const topic = section.topic ? page.topics[section.topic] : undefined;
    if (topic) {
      const name = document.createElement("span");
      name.className = "cb-outline__topic";
      name.textContent = topic;
      entry.append(name);
    }
    if (section.exercises.length > 0) {
      entry.append(progressOf(section.exercises, answered));
    }
  }
}

function progressOf(
  exercises: readonly string[],
  answered: ReadonlySignal<ReadonlySet<string>>,
): HTMLElement {
  const marks = document.createElement("span");
  marks.className = "cb-ticks";
  marks.setAttribute("role", "img");
  effect(() => {
    const done = exercises.filter((id) => answered.value.has(id)).length;
    const label = t("page.progress", { done, total: exercises.length });
    marks.setAttribute("aria-label", label);
    marks.title = label;
    marks.replaceChildren(
      ...exercises.map((id) => {
        const tick = document.createElement("i");
        tick.className = answered.value.has(id) ? "cb-tick cb-tick--done" : "cb-tick";
        return tick;
      }),
    );
  });
  return marks;
}

/** Mark the section that is being read. */
export function followReading(outline: HTMLElement): void {
  const links = new Map(
    [...outline.querySelectorAll<HTMLAnchorElement>("a[href^='#']")].map((link) => [
      decodeURIComponent(link.hash.slice(1)),
      link,
    ]),
  );
  const visible = new Set<string>();
  const mark = () => {
    const current = [...links.keys()].find((id) => visible.has(id));
    for (const [id, link] of links) {
      if (id === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  };
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) visible.add(target.id);
        else visible.delete(target.id);
      }
      mark();
    },
    { rootMargin: "-15% 0px -65%" },
  );
  for (const id of links.keys()) {
    const section = document.getElementById(id);
    if (section) watch.observe(section);
  }
}
