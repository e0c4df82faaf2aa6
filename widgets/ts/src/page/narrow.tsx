import { render } from "preact";
import type { DiscussionModel } from "../discussion/model";
import { living } from "../discussion/threads";
import { t } from "../words";

function OpenDiscussion({ model }: { model: DiscussionModel }) {
  const count = model.threads.all.value
    .filter((thread) => !thread.resolved)
    .reduce((sum, thread) => sum + living(thread), 0);
  return (
    <button
      type="button"
      class="cb-bar-button"
      onClick={() => (model.sheet.value = "all")}
      aria-label={t("page.discussion.open", { count })}
    >
      <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
        <path d="M2.5 3.5h11v7.5H8l-3 2.5V11H2.5Z" />
      </svg>
      {count > 0 && <span>{count}</span>}
    </button>
  );
}

/** On narrow screens the contents and the discussion have buttons in the bar. */
export function narrowTools(outline: HTMLElement, model: DiscussionModel): void {
  const bar = document.querySelector(".cb-bar__end");
  const slot = document.createElement("div");
  slot.className = "cb-narrow";
  bar?.prepend(slot);
  outline.id ||= "cb-outline";
  const toggle = (open: boolean) => {
    outline.classList.toggle("cb-outline--open", open);
    contents.setAttribute("aria-expanded", String(open));
  };
  const contents = document.createElement("button");
  contents.type = "button";
  contents.className = "cb-bar-button cb-contents-button";
  contents.setAttribute("aria-controls", outline.id);
  contents.setAttribute("aria-expanded", "false");
  contents.setAttribute("aria-label", t("page.contents"));
  contents.innerHTML =
    '<svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true"><path d="M2.5 4h11M2.5 8h11M2.5 12h7"/></svg>';
  contents.addEventListener("click", () => {
    const open = !outline.classList.contains("cb-outline--open");
    toggle(open);
    if (open) outline.querySelector("a")?.focus();
  });
  outline.addEventListener("click", (event) => {
    if ((event.target as Element).closest("a")) toggle(false);
  });
  outline.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    toggle(false);
    contents.focus();
  });
  document.querySelector(".cb-bar")?.prepend(contents);
  render(<OpenDiscussion model={model} />, slot);
}
