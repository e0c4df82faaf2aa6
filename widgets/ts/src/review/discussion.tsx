import type { ComponentChildren } from "preact";
import type { Thread } from "../types";
import { t } from "../words";
import { Html } from "./answer";
import { ago, exactTime } from "./moments";

/** What the group said about the exercise, folded until one wants it. */
export function Discussion({
  threads,
  now,
  children,
}: {
  threads: Thread[];
  now: number;
  /** Where something can be said. */
  children?: ComponentChildren;
}) {
  const count = threads.reduce(
    (sum, thread) => sum + thread.comments.filter((comment) => !comment.deleted).length,
    0,
  );
  if (count === 0 && !children)
    return <p class="cb-quiet cb-talk__none">{t("review.discussion.none")}</p>;
  return (
    <details class="cb-talk">
      <summary>{t("review.discussion", { count })}</summary>
      {threads.map((thread) => (
        <Comments key={thread.id} thread={thread} now={now} />
      ))}
      {children}
    </details>
  );
}

/** What was said in one thread. */
export function Comments({ thread, now }: { thread: Thread; now: number }) {
  return (
    <ol class="cb-talk__thread">
      {thread.comments.map((comment) => (
        <li key={comment.id}>
          <p class="cb-talk__by">
            <strong>{comment.author.name}</strong>{" "}
            <time
              class="cb-quiet"
              dateTime={comment.created_at}
              title={exactTime(comment.created_at)}
            >
              {ago(comment.created_at, now)}
            </time>
          </p>
          {comment.deleted ? (
            <p class="cb-quiet">{t("review.discussion.deleted")}</p>
          ) : (
            <Html class="cb-prose" html={comment.html} />
          )}
        </li>
      ))}
      {thread.resolved && <li class="cb-quiet">{t("review.discussion.resolved")}</li>}
    </ol>
  );
}
