import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Arranging } from "./arranging";

/** Beyond this a press is a drag, in CSS pixels. */
const SLACK_PX = 4;

interface Drag {
  id: string;
  pointer: number;
  /** From the top of the item to where it was taken. */
  hold: number;
  startY: number;
  y: number;
  moving: boolean;
}

function itemOf(list: HTMLElement, id: string): HTMLElement | null {
  return list.querySelector<HTMLElement>(`[data-item="${id}"]`);
}

/** Where the dragged item belongs: it passes another when its edge is past that one's middle. */
function indexAt(list: HTMLElement, id: string, top: number, bottom: number): number {
  let index = 0;
  let passed = false;
  for (const child of list.children) {
    if (!(child instanceof HTMLElement)) continue;
    if (child.dataset.item === id) {
      passed = true;
      continue;
    }
    const middle = child.offsetTop + child.offsetHeight / 2;
    if (middle < (passed ? bottom : top)) index += 1;
  }
  return index;
}

/** Moves items with a mouse, a pen or a finger. Returns what the list listens with. */
export function useDragging(
  list: RefObject<HTMLElement | null>,
  arranging: Arranging,
  readOnly: boolean,
) {
  const drag = useRef<Drag | null>(null);

  function follow(): void {
    const { current } = drag;
    const el = current && list.current && itemOf(list.current, current.id);
    if (!current?.moving || !el || !list.current) return;
    const top = current.y - current.hold - list.current.getBoundingClientRect().top;
    el.style.transform = `translateY(${top - el.offsetTop}px)`;
  }

  // The item was drawn in its new place: it still belongs under the pointer.
  useLayoutEffect(follow);

  function end(put: boolean): void {
    const { current } = drag;
    drag.current = null;
    const el = current && list.current && itemOf(list.current, current.id);
    if (el) el.style.transform = "";
    if (!current?.moving) return;
    if (put) arranging.putDown();
    else arranging.putBack();
  }

  return {
    onPointerDown(event: PointerEvent): void {
      const target = event.target as Element;
      const handle = target.closest(".cb-order__handle");
      const item = target.closest<HTMLElement>("[data-item]");
      // A finger on an item scrolls the page; on the handle it drags.
      if (readOnly || !item || event.button !== 0) return;
      if (!handle && (event.pointerType !== "mouse" || target.closest("button, a"))) return;
      const id = item.dataset.item ?? "";
      const hold = event.clientY - item.getBoundingClientRect().top;
      const y = event.clientY;
      drag.current = { id, pointer: event.pointerId, hold, startY: y, y, moving: false };
    },
    onPointerMove(event: PointerEvent): void {
      const { current } = drag;
      if (!current || event.pointerId !== current.pointer || !list.current) return;
      current.y = event.clientY;
      if (!current.moving) {
        if (Math.abs(current.y - current.startY) < SLACK_PX) return;
        current.moving = true;
        list.current.setPointerCapture(event.pointerId);
        arranging.take(current.id, "pointer");
      }
      const el = itemOf(list.current, current.id);
      const top = current.y - current.hold - list.current.getBoundingClientRect().top;
      const bottom = top + (el?.offsetHeight ?? 0);
      arranging.moveTo(indexAt(list.current, current.id, top, bottom));
      follow();
    },
    onPointerUp: () => end(true),
    onPointerCancel: () => end(false),
  };
}
