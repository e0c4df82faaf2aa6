import { t } from "../words";

/** On narrow screens the contents have a button in the bar. */
export function narrowTools(outline: HTMLElement): void {
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
}
