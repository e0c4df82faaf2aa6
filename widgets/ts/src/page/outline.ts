import { effect, type ReadonlySignal } from "@preact/signals";
import type { PageData } from "../types";
import { t } from "../words";

/** Keep each section's progress in the table of contents: the server put a tick for each exercise. */
export function showProgress(
  outline: HTMLElement,
  page: PageData,
  answered: ReadonlySignal<ReadonlySet<string>>,
): void {
  for (const section of page.sections) {
    const entry = outline.querySelector(`[data-section="${CSS.escape(section.id)}"]`);
    const ticks = entry?.querySelector<HTMLElement>(".cb-ticks");
    if (ticks) keepProgress(ticks, section.exercises, answered);
  }
}

function keepProgress(
  ticks: HTMLElement,
  exercises: readonly string[],
  answered: ReadonlySignal<ReadonlySet<string>>,
): void {
  ticks.setAttribute("role", "img");
  effect(() => {
    const done = exercises.filter((id) => answered.value.has(id)).length;
    const label = t("page.progress", { done, total: exercises.length });
    ticks.setAttribute("aria-label", label);
    ticks.title = label;
    exercises.forEach((id, index) => {
      ticks.children[index]?.classList.toggle("cb-tick--done", answered.value.has(id));
    });
  });
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
