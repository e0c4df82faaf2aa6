import { PinLink } from "../../pins/PinLink";
import type { Pinned } from "../../pins/syntax";
import { t } from "../../words";
import { Icon } from "../parts/Icon";

interface PinnedListProps {
  pinned: readonly Pinned[];
  remove: (pinned: Pinned) => void;
}

/** Kept states of simulations that go with what is being written. */
export function PinnedList({ pinned, remove }: PinnedListProps) {
  if (pinned.length === 0) return null;
  return (
    <ul class="cb-pinned">
      {pinned.map((each) => (
        <li key={each.id}>
          <PinLink pinned={each} />
          <button
            type="button"
            class="cb-icon-button"
            aria-label={t("discussion.pinned.remove", { words: each.words })}
            onClick={() => remove(each)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
