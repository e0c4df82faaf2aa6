const PARTS = "[data-live]";

/** What the focus is on, so that it can be found in a new form of the same part. */
function focused(): string | null {
  const here = document.activeElement;
  if (!(here instanceof HTMLAnchorElement) || !here.closest(PARTS)) return null;
  return here.getAttribute("href");
}

/** Put the parts of a page that change in the place of those shown; the others stay untouched. */
export function replaceParts(page: Document): void {
  const at = focused();
  for (const part of document.querySelectorAll<HTMLElement>(PARTS)) {
    const name = CSS.escape(part.dataset.live ?? "");
    const now = page.querySelector<HTMLElement>(`[data-live="${name}"]`);
    if (!now) continue;
    const held = part.contains(document.activeElement);
    part.replaceChildren(...now.childNodes);
    if (!held || at === null) continue;
    const again = part.querySelector<HTMLElement>(`a[href="${CSS.escape(at)}"]`);
    again?.focus({ preventScroll: true });
  }
}
