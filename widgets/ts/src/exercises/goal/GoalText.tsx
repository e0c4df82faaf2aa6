import { useEffect, useRef } from "preact/hooks";
import * as Y from "yjs";
import { t } from "../../words";
import type { Answer } from "../answer";
import { bindPlain } from "../text/plain";

interface GoalTextProps {
  id: string;
  answer: Answer;
  readOnly: boolean;
  required: boolean;
  describedBy: string;
}

/** The words of a goal, which several can write at once. */
export function GoalText({ id, answer, readOnly, required, describedBy }: GoalTextProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!area.current || !answer.text) return undefined;
    const origin = {};
    const history = new Y.UndoManager(answer.text, { trackedOrigins: new Set([origin]) });
    const unbind = bindPlain(area.current, answer.text, origin, history);
    return () => {
      unbind();
      history.destroy();
    };
  }, [answer]);
  return (
    <textarea
      ref={area}
      id={id}
      class="cb-goal__text"
      rows={2}
      readOnly={readOnly}
      placeholder={readOnly ? "" : t("exercise.goal.placeholder")}
      aria-describedby={describedBy}
      aria-required={required}
      spellcheck
      dir="auto"
    />
  );
}
