import { t } from "../../words";
import type { DiscussionModel } from "../model";

const LINK = /^#(comment|thread)-([a-z]{3}_[a-z2-7]+)$/;

/** The address of a comment on this page. */
export function linkTo(comment: string): string {
  return `${location.origin}${location.pathname}#comment-${comment}`;
}

function follow(model: DiscussionModel, say: (words: string) => void): void {
  const found = LINK.exec(location.hash);
  if (!found) return;
  const [, kind, id = ""] = found;
  const thread = kind === "thread" ? model.threads.get(id) : model.threads.withComment(id);
  if (!thread) {
    say(t("discussion.link.gone"));
    return;
  }
  const comment = thread.comments.some((each) => each.id === id && !each.deleted);
  model.open(thread.id, comment ? { on: "comment", comment: id } : { on: "card" });
}

/** Open what the address of the page names, now and whenever it changes. */
export function followLinks(model: DiscussionModel, say: (words: string) => void): void {
  addEventListener("hashchange", () => follow(model, say));
  follow(model, say);
}

/** Put words on the clipboard, also where the page was not loaded over https. */
export async function copy(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    const before = document.activeElement as HTMLElement | null;
    const area = document.createElement("textarea");
    area.value = words;
    area.className = "cb-unseen";
    (before?.closest("dialog") ?? document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus();
    return done;
  }
}
