import type { PageData, VisitorData } from "../types";

function read<T>(id: string): T {
  const element = document.getElementById(id);
  return JSON.parse(element?.textContent ?? "null") as T;
}

/** What the page says of itself: the same for everybody. */
export const page = read<PageData>("cb-page");

/** Who looks at it. */
export const visitor = read<VisitorData>("cb-visitor");

export const roomUrl = `/api/rooms/${page.group.id}/${page.workbook.id}`;
