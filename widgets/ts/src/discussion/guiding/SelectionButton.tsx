import type { ReadonlySignal } from "@preact/signals";
import { t } from "../../words";
import type { DiscussionModel } from "../model";
import { Icon } from "../parts/Icon";
import { singleKeys } from "./keys";
import type { Selected } from "./selection";

interface SelectionButtonProps {
  model: DiscussionModel;
  selected: ReadonlySignal<Selected | null>;
}

const EDGE = 64;

/** Beside selected text: a way to say something about just that. */
export function SelectionButton({ model, selected }: SelectionButtonProps) {
  const now = selected.value;
  if (!now) return null;
  const { anchor, x, bottom } = now;
  const left = Math.max(EDGE, Math.min(x, document.documentElement.clientWidth - EDGE));
  return (
    <button
      type="button"
      class="cb-selection"
      style={{ left: `${left}px`, top: `${bottom}px` }}
      data-key={singleKeys.value ? "c" : undefined}
      aria-keyshortcuts={singleKeys.value ? "c" : undefined}
      // Pressing it would take the selection away.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        getSelection()?.removeAllRanges();
        model.begin(anchor);
      }}
    >
      <Icon name="comment" />
      {t("discussion.select")}
    </button>
  );
}
