import { Fragment } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Comment, Thread } from "../../types";
import { t } from "../../words";
import { CommentView } from "../comment/CommentView";
import type { DiscussionModel } from "../model";
import { fold } from "../reading/fold";

interface CommentsProps {
  thread: Thread;
  model: DiscussionModel;
}

/** What was unread stays marked while the thread is open, until there is something newer. */
function useNews(thread: Thread, model: DiscussionModel): ReadonlySet<string> {
  const held = useRef<{ thread: string; news: Set<string> }>(null);
  const unread = model.marks.unread.value.get(thread.id) ?? [];
  const before = held.current?.thread === thread.id ? held.current.news : new Set<string>();
  const newer = unread.length > 0 && !unread.some(({ id }) => before.has(id));
  const news = newer ? new Set<string>() : before;
  for (const { id } of unread) news.add(id);
  held.current = { thread: thread.id, news };
  return news;
}

/** All comments of an open thread, the middle of a long one folded. */
export function Comments({ thread, model }: CommentsProps) {
  const [unfolded, setUnfolded] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const news = useNews(thread, model);
  const wish = model.wish.value;
  const linked = useRef(new Set<string>());
  if (wish?.on === "comment") linked.current.add(wish.comment);
  const { first, hidden, last } = unfolded
    ? { first: [], hidden: 0, last: thread.comments }
    : fold(thread.comments, new Set([...news, ...linked.current]));
  const firstNew = thread.comments.find((comment) => news.has(comment.id));
  const begins = firstNew !== undefined && firstNew !== thread.comments[0];
  const view = (comment: Comment) => (
    <Fragment key={comment.id}>
      {begins && comment === firstNew && (
        <li class="cb-thread__new">
          <span>{t("discussion.new-from-here")}</span>
        </li>
      )}
      <CommentView comment={comment} model={model} open />
    </Fragment>
  );
  return (
    <ol class="cb-thread__comments" ref={list}>
      {first.map(view)}
      {hidden > 0 && (
        <li class="cb-thread__fold">
          <button
            type="button"
            class="cb-text-button"
            onClick={() => {
              setUnfolded(true);
              const next = thread.comments[first.length];
              requestAnimationFrame(() => {
                list.current?.querySelector<HTMLElement>(`#comment-${next?.id}`)?.focus();
              });
            }}
          >
            {t("discussion.earlier", { count: hidden })}
          </button>
        </li>
      )}
      {last.map(view)}
    </ol>
  );
}
