import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { Thread } from "../../types";
import type { DiscussionModel } from "../model";

/** Somebody who only passes by has not read. */
const READ_MS = 1_000;

/** Note that a thread was read once it was open and in view for a moment. */
export function useReading(
  card: RefObject<HTMLElement | null>,
  thread: Thread,
  model: DiscussionModel,
  open: boolean,
): void {
  const unread = model.unread(thread);
  useEffect(() => {
    if (!open || unread === 0 || !card.current) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let inView = false;
    const weigh = () => {
      clearTimeout(timer);
      if (!inView || document.visibilityState !== "visible") return;
      timer = setTimeout(() => {
        model.threads.seen(thread.comments.map((comment) => comment.id));
        void model.marks.read(thread);
      }, READ_MS);
    };
    const watch = new IntersectionObserver((entries) => {
      inView = entries.at(-1)?.isIntersecting ?? false;
      weigh();
    });
    watch.observe(card.current);
    document.addEventListener("visibilitychange", weigh);
    return () => {
      clearTimeout(timer);
      watch.disconnect();
      document.removeEventListener("visibilitychange", weigh);
    };
  }, [card, open, unread, thread, model]);
}
