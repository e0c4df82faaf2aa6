import { useEffect, useLayoutEffect } from "preact/hooks";

/**
 * Give the focus to an element once it is wanted there, and say when that is done.
 *
 * At once, so that the next key already goes there; in a dialog that is about to open, when it is.
 */
export function useFocus(
  wanted: boolean,
  element: () => HTMLElement | null | undefined,
  done: (element: HTMLElement) => void,
): void {
  const focus = () => {
    const found = wanted ? element() : null;
    if (!found) return;
    found.focus({ preventScroll: true });
    if (document.activeElement === found) done(found);
  };
  useLayoutEffect(focus, [wanted]);
  useEffect(focus, [wanted]);
}
