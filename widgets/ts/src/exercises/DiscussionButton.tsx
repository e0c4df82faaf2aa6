import { t } from "../words";
import { Icon } from "./Icon";

interface DiscussionButtonProps {
  count: number;
  open: () => void;
  /** Id of the element that says what is discussed. */
  about: string;
}

export function DiscussionButton({ count, open, about }: DiscussionButtonProps) {
  return (
    <button
      type="button"
      class="cb-quiet cb-discussion-button"
      aria-describedby={about}
      onClick={open}
    >
      <Icon name="comment" />
      {count ? t("exercise.comments", { count }) : t("exercise.comments.none")}
    </button>
  );
}
