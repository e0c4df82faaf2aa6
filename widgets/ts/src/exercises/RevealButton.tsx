import { useSignal } from "@preact/signals";
import { t } from "../words";
import type { Individual } from "./individual";

/** Shows everyone's answers before all have handed in: asks twice, it cannot be taken back. */
export function RevealButton({ individual }: { individual: Individual }) {
  const asked = useSignal(false);
  if (!asked.value) {
    return (
      <button
        type="button"
        class="cb-quiet"
        onClick={() => {
          asked.value = true;
        }}
      >
        {t("exercise.reveal")}
      </button>
    );
  }
  return (
    <fieldset class="cb-reveal">
      <legend>{t("exercise.reveal.sure")}</legend>
      <button
        type="button"
        class="cb-button cb-button--main"
        aria-disabled={individual.busy.value}
        onClick={individual.reveal}
      >
        {t("exercise.reveal.yes")}
      </button>
      <button
        type="button"
        class="cb-quiet"
        ref={(button) => button?.focus()}
        onClick={() => {
          asked.value = false;
        }}
      >
        {t("exercise.reveal.no")}
      </button>
    </fieldset>
  );
}
