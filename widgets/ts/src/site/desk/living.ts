const EVERY_MS = 3000;

/** Keep parts of a page as the server has them now, as long as somebody looks. */
export function keepAlive(parts: readonly HTMLElement[]): void {
  if (!parts.length) return;
  setTimeout(async () => {
    if (!document.hidden) {
      try {
        const response = await fetch(location.href);
        if (response.ok) show(parts, await response.text());
      } catch {
        // It is asked again; what is shown is what was known last.
      }
    }
    keepAlive(parts);
  }, EVERY_MS);
}

function show(parts: readonly HTMLElement[], text: string): void {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const part of parts) {
    const now = page.getElementById(part.id);
    if (!now) continue;
    if (isInHand(part)) renewFigures(part, now);
    else part.replaceChildren(...now.childNodes);
  }
}

/** Whether somebody is about to do something there, and must not lose their place. */
function isInHand(part: HTMLElement): boolean {
  return part.querySelector("details[open]") !== null || part.contains(document.activeElement);
}

function renewFigures(part: HTMLElement, now: HTMLElement): void {
  const figures = new Map(
    [...now.querySelectorAll<HTMLElement>("[data-now]")].map((each) => [each.dataset.now, each]),
  );
  for (const each of part.querySelectorAll<HTMLElement>("[data-now]")) {
    const figure = figures.get(each.dataset.now);
    if (figure) {
      each.replaceChildren(...figure.childNodes);
      each.className = figure.className;
    }
  }
}
