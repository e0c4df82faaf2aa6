import type { ComponentType } from "preact";
import type { ExerciseModel } from "../model";

export interface HistoryDialogProps {
  model: ExerciseModel;
  close: () => void;
}

/** What is fetched when somebody asks for a history. */
export interface HistoryModule {
  HistoryDialog: ComponentType<HistoryDialogProps>;
}
