import { t } from "../words";
import type { DiscussionModel } from "./model";
import { Icon } from "./parts/Icon";
import { living } from "./threads";

/** In the bar: how much is said and unread; opens all of it, or the next that is unread. */
export function BarButton({ model }: { model: DiscussionModel }) {
  const unread = model.marks.total.value;
  const wide = model.wide.value;
  if (wide && unread === 0) return null;
  const count = model.threads.all.value
    .filter((thread) => !thread.resolved)
    .reduce((sum, thread) => sum + living(thread), 0);
  const said = t("page.discussion.open", { count });
  const label = unread > 0 ? `${said}, ${t("discussion.unread", { count: unread })}` : said;
  return (
    <button
      type="button"
      class="cb-bar-button cb-bar-discussion"
      onClick={() => (wide ? model.openUnread() : model.openAll())}
      aria-label={wide ? t("discussion.unread.go", { count: unread }) : label}
      title={wide ? t("discussion.unread.next") : undefined}
    >
      <Icon name="comment" size={18} />
      {unread > 0 ? <span class="cb-unread">{unread}</span> : count > 0 && <span>{count}</span>}
    </button>
  );
}
