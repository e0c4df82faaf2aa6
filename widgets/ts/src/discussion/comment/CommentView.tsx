import { useRef, useState } from "preact/hooks";
import type { Comment } from "../../types";
import { t } from "../../words";
import { Avatar } from "../Avatar";
import { Composer } from "../composing/Composer";
import { useFocus } from "../guiding/useFocus";
import type { DiscussionModel } from "../model";
import { Moment } from "../parts/Moment";
import { History } from "./History";
import { Tools } from "./Tools";
import { Words } from "./Words";

interface CommentViewProps {
  comment: Comment;
  model: DiscussionModel;
  /** Whether its thread is looked at: then something can be done with it. */
  open: boolean;
}

function Head({ comment, model, open }: CommentViewProps) {
  const [history, setHistory] = useState(false);
  const { author } = comment;
  const edited = comment.edits > 0;
  return (
    <div class="cb-comment__head">
      <Avatar person={author} />
      <span class="cb-comment__name">{author.name}</span>
      {(author.role === "mentor" || author.role === "facilitator") && (
        <span class="cb-role">{t(`page.role.${author.role}`)}</span>
      )}
      <Moment at={comment.created_at} />
      {edited && !open && <span class="cb-comment__edited">{t("discussion.edited")}</span>}
      {edited && open && (
        <button
          type="button"
          class="cb-text-button cb-comment__edited"
          aria-haspopup="dialog"
          title={t("discussion.edited.title")}
          onClick={() => setHistory(true)}
        >
          {t("discussion.edited")}
        </button>
      )}
      {history && <History comment={comment} model={model} close={() => setHistory(false)} />}
    </div>
  );
}

/** One message of a thread. */
export function CommentView({ comment, model, open }: CommentViewProps) {
  const [editing, setEditing] = useState(false);
  const item = useRef<HTMLLIElement>(null);
  const wish = model.wish.value;
  const wanted = open && wish?.on === "comment" && wish.comment === comment.id;
  useFocus(
    wanted,
    () => item.current,
    (element) => {
      model.granted();
      // After the cards have found their places.
      requestAnimationFrame(() => element.scrollIntoView({ block: "center" }));
    },
  );
  if (comment.deleted) {
    return <li class="cb-comment cb-comment--deleted">{t("discussion.deleted")}</li>;
  }
  const fresh = model.threads.fresh.value.has(comment.id);
  return (
    <li
      ref={item}
      class={fresh ? "cb-comment cb-comment--fresh" : "cb-comment"}
      id={`comment-${comment.id}`}
      tabIndex={-1}
    >
      <Head comment={comment} model={model} open={open} />
      {editing ? (
        <Composer
          model={model}
          draft={`cb-edit:${comment.id}`}
          label={t("discussion.edit.label")}
          initial={comment.body ?? ""}
          autofocus
          sendWord={t("discussion.save")}
          cancel={() => setEditing(false)}
          send={async (body) => {
            await model.write.edit(comment, body);
            setEditing(false);
          }}
        />
      ) : (
        <>
          <Words html={comment.html} me={model.me.id} />
          {open && <Tools comment={comment} model={model} edit={() => setEditing(true)} />}
        </>
      )}
    </li>
  );
}
