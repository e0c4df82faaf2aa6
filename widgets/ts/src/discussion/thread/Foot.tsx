import { useState } from "preact/hooks";
import type { Thread } from "../../types";
import { t } from "../../words";
import type { DiscussionModel } from "../model";
import { problemOf } from "../problem";

interface FootProps {
  thread: Thread;
  model: DiscussionModel;
  open: boolean;
}

function SettleButton({ thread, model }: Omit<FootProps, "open">) {
  const [problem, setProblem] = useState<string | null>(null);
  const settle = async () => {
    setProblem(null);
    try {
      await model.write.settle(thread, !thread.resolved);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <>
      <button type="button" class="cb-text-button" onClick={settle}>
        {thread.resolved ? t("discussion.reopen") : t("discussion.resolve")}
      </button>
      {problem && (
        <span class="cb-comment__problem" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}

/** What can be done with a thread. */
export function Foot({ thread, model, open }: FootProps) {
  const place = model.places.find((each) => each.key === model.located(thread).place);
  const may = model.may.value.comment;
  return (
    <div class="cb-card__foot">
      {!open && (
        <button
          type="button"
          class="cb-text-button"
          onClick={(event) => model.open(thread.id, { on: "card" }, event.currentTarget)}
        >
          {t("discussion.open")}
        </button>
      )}
      {open && may && <SettleButton thread={thread} model={model} />}
      {open && may && place && (
        <button type="button" class="cb-text-button" onClick={() => model.begin(place.anchor)}>
          {t("discussion.another")}
        </button>
      )}
      {open && (
        <button type="button" class="cb-text-button" onClick={() => model.close()}>
          {t("discussion.close")}
        </button>
      )}
    </div>
  );
}
