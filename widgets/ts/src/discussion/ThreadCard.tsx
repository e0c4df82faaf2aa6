import { useEffect } from "preact/hooks";
import type { Thread } from "../types";
import { t } from "../words";
import { CommentView } from "./CommentView";
import { Composer } from "./Composer";
import type { DiscussionModel } from "./model";
import { living } from "./threads";

interface ThreadCardProps {
  thread: Thread;
  model: DiscussionModel;
  /** Whether its place is looked at: then all of it is shown. */
  open: boolean;
  /** Show what it hangs on, where that cannot be seen. */
  quoted: boolean;
}

function SettleButton({ thread, model }: { thread: Thread; model: DiscussionModel }) {
  return (
    <button
      type="button"
      class="cb-text-button"
      onClick={() => void model.settle(thread, !thread.resolved).catch(() => undefined)}
    >
      {thread.resolved ? t("discussion.reopen") : t("discussion.resolve")}
    </button>
  );
}

/** A thread: folded to its beginning, or open with everything and a place to reply. */
export function ThreadCard({ thread, model, open, quoted }: ThreadCardProps) {
  // A card that begins with a tombstone would say nothing.
  const first = thread.comments.find((comment) => !comment.deleted);
  const more = living(thread) - 1;
  useEffect(() => {
    if (open) model.threads.seen(thread.comments.map((comment) => comment.id));
  }, [open, thread.comments, model]);
  if (!first) return null;
  const shown = open ? thread.comments : [first];
  return (
    <div class={thread.resolved ? "cb-thread cb-thread--resolved" : "cb-thread"}>
      {quoted && thread.anchor.quote && (
        <blockquote class="cb-thread__quote">{thread.anchor.quote.exact}</blockquote>
      )}
      <ol class="cb-thread__comments">
        {shown.map((comment) => (
          <CommentView key={comment.id} comment={comment} model={model} />
        ))}
      </ol>
      {!open && more > 0 && <p class="cb-thread__more">{t("discussion.more", { count: more })}</p>}
      {open && model.may.value.comment && (
        <>
          {!thread.resolved && (
            <Composer
              draft={`cb-reply:${thread.id}`}
              label={t("discussion.reply")}
              sendWord={t("discussion.send")}
              send={(body, key) => model.reply(thread, body, key)}
            />
          )}
          <div class="cb-thread__foot">
            {thread.resolved && <span>{t("discussion.resolved")}</span>}
            <SettleButton thread={thread} model={model} />
          </div>
        </>
      )}
    </div>
  );
}
