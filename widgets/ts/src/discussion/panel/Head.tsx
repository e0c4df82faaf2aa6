import { t } from "../../words";
import { keysShown } from "../guiding/keys";
import type { DiscussionModel } from "../model";
import { Icon } from "../parts/Icon";
import { Popup } from "../parts/Popup";

/** How much is unread; leads to the next of it. */
export function UnreadButton({ model }: { model: DiscussionModel }) {
  const count = model.marks.total.value;
  if (count === 0) return null;
  return (
    <button
      type="button"
      class="cb-unread cb-unread--button"
      title={t("discussion.unread.next")}
      aria-label={t("discussion.unread.go", { count })}
      onClick={() => model.openUnread()}
    >
      {t("discussion.unread", { count })}
    </button>
  );
}

/** Things that are done with all threads at once. */
export function HeadMenu({ model }: { model: DiscussionModel }) {
  return (
    <Popup icon="more" label={t("discussion.menu")}>
      {(close) => (
        <>
          <button
            type="button"
            class="cb-popup__item"
            onClick={() => {
              close();
              void model.marks.readAll().catch(() => undefined);
            }}
          >
            {t("discussion.read-all")}
          </button>
          <button
            type="button"
            class="cb-popup__item"
            onClick={() => {
              close();
              keysShown.value = true;
            }}
          >
            {t("discussion.keys")}
          </button>
        </>
      )}
    </Popup>
  );
}

/** The head of the margin on wide screens. */
export function Head({ model }: { model: DiscussionModel }) {
  const list = model.view.value === "list";
  const settled = model.threads.all.value.filter((thread) => thread.resolved).length;
  return (
    <div class="cb-panel__head">
      <h2>{t("page.discussion")}</h2>
      {settled > 0 && !list && (
        <button
          type="button"
          class="cb-text-button"
          aria-pressed={model.showResolved.value}
          onClick={() => (model.showResolved.value = !model.showResolved.value)}
        >
          {model.showResolved.value
            ? t("discussion.resolved.hide")
            : t("discussion.resolved.show", { count: settled })}
        </button>
      )}
      <button
        type="button"
        class="cb-icon-button cb-panel__search"
        aria-label={list ? t("discussion.search.close") : t("discussion.search.open")}
        title={list ? t("discussion.search.close") : t("discussion.search.open")}
        aria-expanded={list}
        onClick={() => (list ? model.leaveList() : model.search())}
      >
        <Icon name={list ? "close" : "search"} />
      </button>
      <HeadMenu model={model} />
    </div>
  );
}
