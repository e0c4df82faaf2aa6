import type { Beginning } from "../model";

/** Under which name what is written about a place or a passage is kept. */
export function draftOf({ anchor, located }: Beginning): string {
  const { passage } = located;
  const where = passage ? `:${passage.span.start}-${passage.span.end}` : "";
  return `cb-new:${location.pathname}:${anchor.ref}:${located.place}${where}`;
}

/** What was being written in this tab under a name; null when nothing was. */
export function keptDraft(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keepDraft(name: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(name, text);
    else sessionStorage.removeItem(name);
  } catch {
    // It lasts as long as the page then.
  }
}
