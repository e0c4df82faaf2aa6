import { useState } from "preact/hooks";
import { t } from "../../words";
import type { Problem } from "./model";

/** Do something once at a time, and say what went wrong. */
export function useDeed(): {
  busy: boolean;
  problem: string | null;
  say: (problem: Problem | null) => void;
  run: (deed: () => Promise<Problem | null>, after?: () => void) => void;
} {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = (deed: () => Promise<Problem | null>, after?: () => void) => {
    if (busy) return;
    setBusy(true);
    void deed().then((wrong) => {
      setBusy(false);
      setProblem(wrong);
      if (wrong === null) after?.();
    });
  };
  const words =
    problem === null ? null : problem ? t(`nudge.problem.${problem}`) : t("nudge.problem");
  return { busy, problem: words, say: setProblem, run };
}
