import { t } from "../../words";

/** Show what a cell is made of beside the map; without this, its link leads to a page. */
export function openInDrawer(table: HTMLTableElement, drawer: HTMLDialogElement): void {
  table.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void show(link, drawer);
  });
  drawer.addEventListener("click", ({ target }) => {
    if (target === drawer) drawer.close();
  });
}

async function show(link: HTMLAnchorElement, drawer: HTMLDialogElement): Promise<void> {
  try {
    const response = await fetch(link.href);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const told = page.querySelector("[data-cell]");
    if (!response.ok || !told) throw new Error("nothing to show");
    drawer.replaceChildren(closeButton(drawer), document.adoptNode(told));
    drawer.showModal();
    drawer.scrollTop = 0;
  } catch {
    location.assign(link.href);
  }
}

function closeButton(drawer: HTMLDialogElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cb-drawer__close";
  button.setAttribute("aria-label", t("desk.cell.close"));
  button.addEventListener("click", () => drawer.close());
  return button;
}
