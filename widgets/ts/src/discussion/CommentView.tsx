import { useState } from "preact/hooks";
import { ApiError } from "../live/api";
import type { Comment } from "../types";
import { t } from "../words";
import { Avatar } from "./Avatar";
import { Composer } from "./Composer";
import { Moment } from "./Moment";
import type { DiscussionModel } from "./model";

interface CommentViewProps {
  comment: Comment;
  model: DiscussionModel;
}

function Words({ html }: { html: string }) {
  // The server made this of Markdown and sanitised it: the one place that does.
  return <div class="cb-comment__words" dangerouslySetInnerHTML={{ __html: html }} />;
}

function Tools({ comment, model, edit }: CommentViewProps & { edit: () => void }) {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const mine = comment.author.id === model.me.id;
  if (!mine && model.me.role !== "facilitator") return null;
  const remove = async () => {
    try {
      await model.remove(comment);
    } catch (error) {
      const known = error instanceof ApiError && !error.offline;
      setProblem(known ? error.message : t("discussion.problem.offline"));
      setAsking(false);
    }
  };
  return (
    <div class="cb-comment__tools">
      {asking ? (
        <>
          <span>{t("discussion.delete.sure")}</span>
          <button type="button" class="cb-text-button cb-text-button--bad" onClick={remove}>
            {t("discussion.delete.yes")}
          </button>
          <button type="button" class="cb-text-button" onClick={() => setAsking(false)}>
            {t("discussion.cancel")}
          </button>
        </>
      ) : (
        <>
          {mine && (
            <button type="button" class="cb-text-button" onClick={edit}>
              {t("discussion.edit")}
            </button>
          )}
          <button type="button" class="cb-text-button" onClick={() => setAsking(true)}>
            {t("discussion.delete")}
          </button>
        </>
      )}
      {problem && <span role="alert">{problem}</span>}
    </div>
  );
}

/** One message of a thread. */
export function CommentView({ comment, model }: CommentViewProps) {
  const [editing, setEditing] = useState(false);
  const { author } = comment;
  if (comment.deleted) {
    return <li class="cb-comment cb-comment--deleted">{t("discussion.deleted")}</li>;
  }
  const fresh = model.threads.fresh.value.has(comment.id);
  return (
    <li class={fresh ? "cb-comment cb-comment--fresh" : "cb-comment"} id={comment.id}>
      <div class="cb-comment__head">
        <Avatar person={author} />
        <span class="cb-comment__name">{author.name}</span>
        {(author.role === "mentor" || author.role === "facilitator") && (
          <span class="cb-role">{t(`page.role.${author.role}`)}</span>
        )}
        <Moment at={comment.created_at} />
        {comment.edited_at && <span class="cb-comment__edited">{t("discussion.edited")}</span>}
      </div>
      {editing ? (
        <Composer
          draft={`cb-edit:${comment.id}`}
          label={t("discussion.edit.label")}
          initial={comment.body ?? ""}
          autofocus
          sendWord={t("discussion.save")}
          cancel={() => setEditing(false)}
          send={async (body) => {
            await model.edit(comment, body);
            setEditing(false);
          }}
        />
      ) : (
        <>
          <Words html={comment.html} />
          <Tools comment={comment} model={model} edit={() => setEditing(true)} />
        </>
      )}
    </li>
  );
}
