import { useState } from "preact/hooks";
import { t } from "../../words";
import { Icon } from "../Icon";
import type { ExerciseModel } from "../model";
import type { HistoryModule } from "./contract";

interface HistoryButtonProps {
  model: ExerciseModel;
  fetch: () => Promise<HistoryModule>;
  /** Id of the element that says what was answered. */
  about: string;
}

/** The way to what the answer was before. */
export function HistoryButton({ model, fetch, about }: HistoryButtonProps) {
  const [module, setModule] = useState<HistoryModule | null>(null);
  const [problem, setProblem] = useState(false);
  const open = () => {
    setProblem(false);
    fetch().then(setModule, () => setProblem(true));
  };
  return (
    <span class="cb-history-button">
      <span role="alert">{problem && t("exercise.history.problem")}</span>
      <button type="button" class="cb-quiet" aria-describedby={about} onClick={open}>
        <Icon name="history" />
        {t("exercise.history")}
      </button>
      {module && <module.HistoryDialog model={model} close={() => setModule(null)} />}
    </span>
  );
}
