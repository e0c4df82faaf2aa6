import { t } from "../words";
import { Icon } from "./Icon";

/** For a prompt whose answer is its thread: the way into it. */
export function DiscussControl({ count, open }: { count: number; open: () => void }) {
  return (
    <button type="button" class="cb-button cb-discuss" onClick={open}>
      <Icon name="comment" />
      {count ? t("exercise.discuss.join", { count }) : t("exercise.discuss.start")}
    </button>
  );
}
