import { locale, t } from "../words";
import { ClearButton } from "./ClearButton";
import { DiscussionButton } from "./DiscussionButton";
import { HistoryButton } from "./history/HistoryButton";
import type { ExerciseModel } from "./model";
import { SaveStatus } from "./SaveStatus";

function LastChanged({ model }: { model: ExerciseModel }) {
  const change = model.lastChange.value;
  if (!change || model.answer?.value.value == null) return null;
  const name = change.by.id === model.context.me.id ? t("exercise.you-last") : change.by.name;
  const when = new Date(change.at).toLocaleString(locale, {
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
  });
  return (
    <span class="cb-last">
      {t("exercise.last-changed", { name })} <time dateTime={change.at}>{when}</time>
    </span>
  );
}

interface FootProps {
  model: ExerciseModel;
  /** Id for the part that describes the control. */
  id: string;
  promptId: string;
}

/** Under the answer: how safe it is, who changed it, and the way to its discussion. */
export function Foot({ model, id, promptId }: FootProps) {
  const { answer, context } = model;
  return (
    <div class="cb-foot">
      <div class="cb-foot__state" id={id}>
        {answer && context.api && (
          <SaveStatus state={model.saveState} unsaved={model.unsaved} touched={answer.touched} />
        )}
        {!context.api && <span class="cb-save">{t("exercise.preview")}</span>}
        {!model.individual && <LastChanged model={model} />}
        {model.clearable.value && answer && <ClearButton answer={answer} />}
      </div>
      {answer && context.api && <HistoryButton model={model} about={promptId} />}
      {context.api && (
        <DiscussionButton
          count={model.commentCount.value}
          open={model.openDiscussion}
          about={promptId}
        />
      )}
    </div>
  );
}
