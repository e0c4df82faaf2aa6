const SOON_MS = 1000;

/** Show how something goes on that the server does in the background, until it is done. */
export function keepWatching(part: HTMLElement): void {
  setTimeout(async () => {
    try {
      const response = await fetch(location.href);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const name = part.getAttribute("aria-labelledby");
      const now = page.querySelector<HTMLElement>(`[aria-labelledby="${name}"]`);
      if (!now) return;
      if (!now.hasAttribute("data-poll")) {
        part.replaceChildren(...now.childNodes);
        part.removeAttribute("data-poll");
        return;
      }
      const status = part.querySelector("[role=status]");
      status?.replaceChildren(...(now.querySelector("[role=status]")?.childNodes ?? []));
    } catch {
      // It is asked again; what is shown is what was known last.
    }
    keepWatching(part);
  }, SOON_MS);
}
