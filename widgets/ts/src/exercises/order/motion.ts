import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const MOVE_MS = 180;

function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Lets the children of a list glide to where they now stand.
 *
 * `order` says when to look; the child `except` is moved by somebody's hand.
 */
export function useGliding(
  list: RefObject<HTMLElement | null>,
  order: readonly string[],
  except: string | null,
): void {
  const before = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const now = new Map<string, number>();
    for (const child of list.current?.children ?? []) {
      if (!(child instanceof HTMLElement)) continue;
      const id = child.dataset.item ?? "";
      now.set(id, child.offsetTop);
      const moved = (before.current.get(id) ?? child.offsetTop) - child.offsetTop;
      if (!moved || id === except || calm()) continue;
      child.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], {
        duration: MOVE_MS,
        easing: "cubic-bezier(0.2, 0, 0, 1)",
      });
    }
    before.current = now;
  }, [list, order.join(" "), except]);
}
