import { useState } from "preact/hooks";

let made = 0;

/** An id of an element; Preact's own are the same in each of the page's trees. */
export function useUnique(): string {
  const [id] = useState(() => {
    made += 1;
    return `cb-discussion-${made}`;
  });
  return id;
}
