import type { Comment, Thread } from "../../types";
import { t } from "../../words";
import { CommentView } from "../comment/CommentView";
import type { DiscussionModel } from "../model";
import { living } from "../threads";

interface FoldedThreadProps {
  thread: Thread;
  /** The first comment that is not deleted: a tombstone would say nothing. */
  first: Comment;
  model: DiscussionModel;
}

/** How a thread begins, and how much more of it there is. */
export function FoldedThread({ thread, first, model }: FoldedThreadProps) {
  const more = living(thread) - 1;
  const unread = model.unread(thread);
  return (
    <>
      <ol class="cb-thread__comments">
        <CommentView comment={first} model={model} open={false} />
      </ol>
      {(more > 0 || unread > 0 || thread.resolved) && (
        <p class="cb-thread__more">
          {more > 0 && <span>{t("discussion.more", { count: more })}</span>}
          {unread > 0 && <span class="cb-unread">{t("discussion.unread", { count: unread })}</span>}
          {thread.resolved && <span class="cb-quiet">{t("discussion.resolved")}</span>}
        </p>
      )}
    </>
  );
}
