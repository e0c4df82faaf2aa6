import { useState } from "preact/hooks";
import type { Comment } from "../../types";
import { t } from "../../words";
import { copy, linkTo } from "../guiding/deep_links";
import type { DiscussionModel } from "../model";
import { Popup } from "../parts/Popup";
import { problemOf } from "../problem";
import { Reactions } from "./Reactions";

interface ToolsProps {
  comment: Comment;
  model: DiscussionModel;
  edit: () => void;
}

type State = "rest" | "asking" | "copied" | { problem: string };

function Sure({ yes, no }: { yes: () => void; no: () => void }) {
  return (
    <>
      <span>{t("discussion.delete.sure")}</span>
      <button type="button" class="cb-text-button cb-text-button--bad" onClick={yes}>
        {t("discussion.delete.yes")}
      </button>
      <button type="button" class="cb-text-button" onClick={no}>
        {t("discussion.cancel")}
      </button>
    </>
  );
}

/** What can be done with a comment. */
export function Tools({ comment, model, edit }: ToolsProps) {
  const [state, setState] = useState<State>("rest");
  const mine = comment.author.id === model.me.id && model.may.value.comment;
  const mayDelete = mine || model.me.role === "facilitator";
  const remove = async () => {
    try {
      await model.write.remove(comment);
    } catch (error) {
      setState({ problem: problemOf(error) });
    }
  };
  const copyLink = async () => {
    const done = await copy(linkTo(comment.id));
    setState(
      done ? "copied" : { problem: t("discussion.link.failed", { link: linkTo(comment.id) }) },
    );
  };
  if (state === "asking") {
    return (
      <div class="cb-comment__tools">
        <Sure yes={remove} no={() => setState("rest")} />
      </div>
    );
  }
  return (
    <div class="cb-comment__tools">
      <Reactions comment={comment} model={model} />
      <Popup icon="more" label={t("discussion.tools")} class="cb-comment__more">
        {(close) => {
          const item = (words: string, act: () => void, bad = false) => (
            <button
              type="button"
              class={bad ? "cb-popup__item cb-popup__item--bad" : "cb-popup__item"}
              onClick={() => {
                close();
                act();
              }}
            >
              {words}
            </button>
          );
          return (
            <>
              {item(t("discussion.link.copy"), copyLink)}
              {mine && item(t("discussion.edit"), edit)}
              {mayDelete && item(t("discussion.delete"), () => setState("asking"), true)}
            </>
          );
        }}
      </Popup>
      <span class="cb-comment__said" role="status">
        {state === "copied" && t("discussion.link.copied")}
      </span>
      {typeof state === "object" && <span role="alert">{state.problem}</span>}
    </div>
  );
}
