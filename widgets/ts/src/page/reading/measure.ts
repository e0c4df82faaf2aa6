import { cookie } from "../../live/api";
import { ReadingClock, type ReadingReport } from "./clock";

/** Each of the group's own topics is as a section: the one around them has none. */
const SECTIONS = ".cb-section:not(.cb-own), .cb-own__topic";
const TICK_MS = 1_000;
const REPORT_MS = 30_000;
const INPUTS = ["pointermove", "pointerdown", "keydown", "wheel", "touchmove", "scroll"];
const MOVES = ["pointerdown", "keydown", "input"];

/** Follow which section stands where people read; a section without a topic is none. */
function followTopic(guide: HTMLElement, see: (topic: string | null) => void): void {
  const sections = [...guide.querySelectorAll<HTMLElement>(SECTIONS)];
  const visible = new Set<Element>();
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) visible.add(target);
        else visible.delete(target);
      }
      see(sections.find((each) => visible.has(each))?.dataset.topic ?? null);
    },
    { rootMargin: "-25% 0px -45%" },
  );
  for (const section of sections) watch.observe(section);
}

async function send(url: string, report: ReadingReport): Promise<boolean> {
  try {
    // It arrives also when the page is left meanwhile.
    const response = await fetch(url, {
      method: "POST",
      keepalive: true,
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-XSRFToken": cookie("_xsrf") },
      body: JSON.stringify(report),
    });
    return response.ok || response.status < 500;
  } catch {
    return false;
  }
}

/** Measure how long each topic is read, and report it now and then. */
export function measureReading(guide: HTMLElement, url: string): void {
  const clock = new ReadingClock();
  const here = () => {
    clock.bePresent(document.visibilityState === "visible" && document.hasFocus());
  };
  followTopic(guide, (topic) => {
    clock.tick(performance.now());
    clock.see(topic);
  });
  for (const type of INPUTS) {
    addEventListener(type, () => clock.input(performance.now()), { capture: true, passive: true });
  }
  const moved = (event: Event) => {
    const target = event.target as Element | null;
    const control = target?.closest?.(".cb-widget__live [data-control]");
    const topic = control?.closest<HTMLElement>(".cb-section")?.dataset.topic;
    if (topic) clock.move(topic, performance.now());
  };
  for (const type of MOVES) {
    guide.addEventListener(type, moved, { capture: true, passive: true });
  }
  const report = async () => {
    const taken = clock.take();
    if (taken && !(await send(url, taken))) clock.putBack(taken);
  };
  clock.input(performance.now());
  here();
  for (const type of ["focus", "blur"]) addEventListener(type, here);
  document.addEventListener("visibilitychange", () => {
    here();
    if (document.visibilityState === "hidden") void report();
  });
  addEventListener("pagehide", () => void report());
  setInterval(() => {
    here();
    clock.tick(performance.now());
  }, TICK_MS);
  setInterval(() => void report(), REPORT_MS);
}
