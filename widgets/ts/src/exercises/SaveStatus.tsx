import type { ReadonlySignal } from "@preact/signals";
import type { SaveState } from "../live/save";
import { t } from "../words";
import { Icon } from "./Icon";
import { useSettled } from "./settled";

const SAID_AFTER_MS = 500;
const READ_OUT_AFTER_MS = 2_000;

interface SaveStatusProps {
  state: ReadonlySignal<SaveState>;
  /** Whether this answer has changes that are not known to be kept. */
  unsaved: ReadonlySignal<boolean>;
  touched: ReadonlySignal<boolean>;
}

/** What concerns the whole page is said once, elsewhere; here only what concerns this answer. */
function sentence(state: SaveState, unsaved: boolean, touched: boolean): string {
  if (state === "refused") return unsaved ? t("exercise.save.refused") : "";
  if (state === "offline") return unsaved ? t("exercise.save.offline") : "";
  if (state === "saving") return t("exercise.save.saving");
  return touched ? t("exercise.save.saved") : "";
}

/** How safe this answer is, seen at once and read out when it has come to rest. */
export function SaveStatus({ state, unsaved, touched }: SaveStatusProps) {
  const seen = useSettled(state, "saved", SAID_AFTER_MS).value;
  const calm = useSettled(state, "saved", READ_OUT_AFTER_MS).value;
  const text = sentence(seen, unsaved.value, touched.value);
  const aloud = calm === "saving" ? "" : sentence(calm, unsaved.value, touched.value);
  return (
    <>
      {text && (
        <span class={`cb-save cb-save--${seen}`} aria-hidden="true">
          {seen === "saved" && <Icon name="check" />}
          {seen === "offline" && <Icon name="offline" />}
          {text}
        </span>
      )}
      <span class="cb-unseen" role="status">
        {aloud}
      </span>
    </>
  );
}
