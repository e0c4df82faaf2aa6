import type { Comment } from "../../types";
import { t } from "../../words";
import type { Threads } from "../threads";

/** News closer together than this are told as one. */
const TOGETHER_MS = 5_000;
const FIRST_MS = 700;

let region: HTMLElement | null = null;

/** The one place of the page whose words screen readers say when they change. */
export function liveRegion(): (words: string) => void {
  const place = region ?? document.createElement("p");
  region = place;
  place.className = "cb-unseen";
  place.setAttribute("role", "status");
  if (!place.isConnected) document.body.append(place);
  return (words) => {
    // The same words twice are news too.
    place.textContent = place.textContent === words ? `${words}\u00a0` : words;
  };
}

function newsOf(comments: readonly Comment[]): string {
  const names = new Set(comments.map((each) => each.author.name));
  const [name] = names;
  const count = comments.length;
  if (names.size === 1 && name) return t("discussion.news.by", { count, name });
  return t("discussion.news", { count });
}

/** Tell of comments by others as they come, several at once when many come. */
export function announceNews(threads: Threads, say: (words: string) => void): void {
  let waiting: Comment[] = [];
  let quietUntil = 0;
  let planned = false;
  const tell = () => {
    planned = false;
    quietUntil = performance.now() + TOGETHER_MS;
    say(newsOf(waiting));
    waiting = [];
  };
  threads.onNews((comment) => {
    waiting.push(comment);
    if (planned) return;
    planned = true;
    setTimeout(tell, Math.max(FIRST_MS, quietUntil - performance.now()));
  });
}
