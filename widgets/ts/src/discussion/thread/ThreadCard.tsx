import { useRef } from "preact/hooks";
import type { Thread } from "../../types";
import { t } from "../../words";
import { useFocus } from "../guiding/useFocus";
import type { DiscussionModel } from "../model";
import { ELSEWHERE } from "../places";
import { living } from "../threads";
import { FoldedThread } from "./FoldedThread";
import { Foot } from "./Foot";
import { OpenThread } from "./OpenThread";
import { useReading } from "./useReading";

export interface ThreadCardProps {
  thread: Thread;
  model: DiscussionModel;
  /** Show what it hangs on, where that cannot be seen. */
  quoted: boolean;
}

const OWN_CLICK = "button, a, textarea, summary, dialog, [popover]";

/** A thread: folded to its beginning, or open with everything and a place to reply. */
export function ThreadCard({ thread, model, quoted }: ThreadCardProps) {
  const card = useRef<HTMLElement>(null);
  const open = model.active.value === thread.id;
  const { place } = model.located(thread);
  const unread = model.unread(thread);
  useReading(card, thread, model, open);
  const wished = open && model.wish.value?.on === "card";
  useFocus(wished, () => card.current, model.granted);
  const first = thread.comments.find((comment) => !comment.deleted);
  if (!first) return null;
  const { quote } = thread.anchor;
  const classes = ["cb-card cb-thread"];
  if (open) classes.push("cb-card--open");
  if (thread.resolved) classes.push("cb-thread--resolved");
  if (unread > 0) classes.push("cb-card--unread");
  if (model.hovered.value === thread.id) classes.push("cb-card--pointed");
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button in it does the same by keyboard
    <article
      ref={card}
      class={classes.join(" ")}
      id={`thread-${thread.id}`}
      data-thread={thread.id}
      data-place={place}
      tabIndex={-1}
      aria-label={t("discussion.thread", { name: first.author.name, count: living(thread) })}
      onClick={(event) => {
        // A button may be gone by now for having done what it does.
        const own = (event.target as Element).closest(OWN_CLICK);
        const inside = own !== null && !own.contains(card.current);
        if (!open && !inside) model.open(thread.id);
      }}
      onMouseEnter={() => (model.hovered.value = thread.id)}
      onMouseLeave={() => (model.hovered.value = null)}
    >
      {place === ELSEWHERE && <p class="cb-card__note">{t("discussion.elsewhere")}</p>}
      {quote && (quoted || place === ELSEWHERE) && (
        <blockquote class="cb-thread__quote">{quote.exact}</blockquote>
      )}
      {open ? (
        <OpenThread thread={thread} model={model} />
      ) : (
        <FoldedThread thread={thread} first={first} model={model} />
      )}
      <Foot thread={thread} model={model} open={open} />
    </article>
  );
}
