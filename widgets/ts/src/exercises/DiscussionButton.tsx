import { t } from "../words";
import { Icon } from "./Icon";

export function DiscussionButton({ count, open }: { count: number; open: () => void }) {
  return (
    <button type="button" class="cb-quiet cb-discussion-button" onClick={open}>
      <Icon name="comment" />
      {count ? t("exercise.comments", { count }) : t("exercise.comments.none")}
    </button>
  );
}
