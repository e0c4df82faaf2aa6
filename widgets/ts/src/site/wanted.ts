const KEY = "cohortbook-wanted";
// Longer than it takes to find one's link, and short enough that it is still wanted.
const FRESH_MS = 60 * 60 * 1000;

interface Wanted {
  path: string;
  at: number;
}

/**
 * Somebody who follows a link to a place on a page, and is not signed in, comes to the page for
 * that first; the place itself, behind the `#`, never reaches the server. Here it waits for them.
 */
export function rememberWanted(address: Location = location): void {
  const path = new URLSearchParams(address.search).get("next");
  if (!path) return;
  try {
    const wanted: Wanted = { path: path + address.hash, at: Date.now() };
    localStorage.setItem(KEY, JSON.stringify(wanted));
  } catch {
    // Without storage they come to the home page.
  }
}

/** Lead on there from the page of a join link, if that leads nowhere else. */
export function leadOn(next: HTMLInputElement): void {
  if (next.value !== "/") return;
  try {
    const text = localStorage.getItem(KEY);
    localStorage.removeItem(KEY);
    if (text === null) return;
    const { path, at } = JSON.parse(text) as Wanted;
    // Whether it is a place on this server is for the server to say.
    if (Date.now() - at < FRESH_MS) next.value = path;
  } catch {
    // Nothing that can be used was kept.
  }
}
