import { useState } from "preact/hooks";
import { t } from "../../words";
import { Icon } from "../Icon";
import type { ExerciseModel } from "../model";
import { HistoryDialog } from "./HistoryDialog";

interface HistoryButtonProps {
  model: ExerciseModel;
  /** Id of the element that says what was answered. */
  about: string;
}

/** The way to what the answer was before. */
export function HistoryButton({ model, about }: HistoryButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="cb-quiet cb-history-button"
        aria-haspopup="dialog"
        aria-describedby={about}
        onClick={() => setOpen(true)}
      >
        <Icon name="history" />
        {t("exercise.history")}
      </button>
      {open && <HistoryDialog model={model} close={() => setOpen(false)} />}
    </>
  );
}
