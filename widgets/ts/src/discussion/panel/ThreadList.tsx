import { t } from "../../words";
import type { DiscussionModel } from "../model";
import { EVERYTHING, KINDS } from "../reading/filter";
import { ThreadCard } from "../thread/ThreadCard";

/** Who has said something here, each once, by name. */
function authorsOf(model: DiscussionModel): { id: string; name: string }[] {
  const comments = model.ordered.value.flatMap((thread) => thread.comments);
  const authors = new Map(comments.map(({ author }) => [author.id, author.name]));
  return [...authors]
    .map(([id, name]) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function Search({ model }: { model: DiscussionModel }) {
  const filter = model.filter.value;
  return (
    <search class="cb-search">
      <input
        type="search"
        class="cb-search__words"
        aria-label={t("discussion.search")}
        placeholder={t("discussion.search")}
        value={filter.text}
        onInput={(event) => (model.filter.value = { ...filter, text: event.currentTarget.value })}
      />
      <select
        class="cb-search__author"
        aria-label={t("discussion.search.author")}
        value={filter.author}
        onChange={(event) =>
          (model.filter.value = { ...filter, author: event.currentTarget.value })
        }
      >
        <option value="">{t("discussion.search.anybody")}</option>
        {authorsOf(model).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <fieldset class="cb-search__kinds" aria-label={t("discussion.search.kind")}>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            class="cb-chip"
            aria-pressed={filter.kind === kind}
            onClick={() => (model.filter.value = { ...filter, kind })}
          >
            {t(`discussion.kind.${kind}`)}
          </button>
        ))}
      </fieldset>
    </search>
  );
}

/** All threads to look through, with what each is about. */
export function ThreadList({ model }: { model: DiscussionModel }) {
  const found = model.sought;
  const all = model.filter.value === EVERYTHING;
  return (
    <>
      <Search model={model} />
      <p class="cb-search__count" role="status">
        {found.length === 0 && !all
          ? t("discussion.search.none")
          : t("discussion.search.count", { count: found.length })}
      </p>
      <div class="cb-list">
        {found.map((thread) => (
          <ThreadCard key={thread.id} thread={thread} model={model} quoted />
        ))}
      </div>
    </>
  );
}
