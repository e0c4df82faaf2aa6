import { t } from "../words";
import type { Answer } from "./answer";

/** Radios cannot be unchecked by themselves. Focus goes back to them, since the button goes away. */
export function ClearButton({ answer }: { answer: Answer }) {
  return (
    <button
      type="button"
      class="cb-quiet"
      onClick={(event) => {
        event.currentTarget.closest(".cb-answer")?.querySelector("input")?.focus();
        answer.set(null);
      }}
    >
      {t("exercise.clear")}
    </button>
  );
}
