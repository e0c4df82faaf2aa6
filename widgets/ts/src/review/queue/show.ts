import { effect } from "@preact/signals";
import { t } from "../../words";
import type { Reader, ReviewNews } from "../item/data";
import { ReviewWire } from "../item/wire";
import { replaceParts } from "./replace";

// Groups that write make news all the time; the list need not follow each letter.
const SOON_MS = 300;
const APART_MS = 3_000;

/** Keep the list of what waits as it is now, with who is at which answer. */
export function startQueue(): void {
  const lost = document.querySelector<HTMLElement>("[data-queue]");
  if (!lost) return;
  const queue = new LiveQueue(lost.dataset.queue ?? "");
  const wire = new ReviewWire((news) => queue.hear(news));
  effect(() => {
    lost.textContent = wire.connection.value === "offline" ? t("review.index.lost") : "";
  });
  document.addEventListener("visibilitychange", () => queue.refreshSoon());
}

class LiveQueue {
  private readonly readers = new Map<string, readonly Reader[]>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private next = 0;

  constructor(private readonly me: string) {}

  hear(news: ReviewNews): void {
    if (news.type === "beat") return;
    if (news.type === "presence") {
      this.readers.set(news.item, news.people);
      this.showReaders();
      return;
    }
    // After an outage, whose events nobody told, the greeting asks for everything.
    if (news.type === "hello") this.readers.clear();
    this.refreshSoon();
  }

  refreshSoon(): void {
    if (document.hidden || this.timer !== undefined) return;
    const wait = Math.max(SOON_MS, this.next - Date.now());
    this.timer = setTimeout(() => void this.refresh(), wait);
  }

  private async refresh(): Promise<void> {
    try {
      const response = await fetch(location.href);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (response.ok) replaceParts(page);
    } catch {
      // What is shown is what was known last; the next event asks again.
    }
    this.showReaders();
    this.next = Date.now() + APART_MS;
    this.timer = undefined;
  }

  private showReaders(): void {
    for (const line of document.querySelectorAll<HTMLElement>("[data-item]")) {
      const others = this.readers.get(line.dataset.item ?? "") ?? [];
      const words = others
        .filter(({ id }) => id !== this.me)
        .map(({ name, writing }) =>
          t(writing ? "review.index.writing" : "review.index.here", { name }),
        );
      line.querySelector("[data-readers]")?.replaceChildren(words.join(" "));
    }
  }
}
