import { signal } from "@preact/signals";
import type { DiscussionModel } from "../model";

const OFF = "cb-single-keys-off";

function rememberedOff(): boolean {
  try {
    return localStorage.getItem(OFF) === "true";
  } catch {
    return false;
  }
}

/** Whether single keys do anything: who speaks to their computer may have to turn them off. */
export const singleKeys = signal(!rememberedOff());

export function turnSingleKeys(on: boolean): void {
  singleKeys.value = on;
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "true");
  } catch {
    // It lasts as long as the page then.
  }
}

/** Whether the list of keys is shown. */
export const keysShown = signal(false);

const TYPING =
  "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=slider], [role=listbox], .cb-widget";

function isTyping(target: Element): boolean {
  return target.closest(TYPING) !== null || (target as HTMLElement).isContentEditable;
}

/** What each key does; false when it has nothing to do. */
export type Deeds = Record<string, () => boolean>;

export function deedsOf(model: DiscussionModel, comment: () => boolean, search: () => void): Deeds {
  const on = (wish: "reply") => {
    const thread = model.activeThread;
    if (!thread || !model.may.value.comment) return false;
    model.wish.value = { on: wish };
    return true;
  };
  return {
    c: comment,
    j: () => model.openNext(1),
    k: () => model.openNext(-1),
    u: () => model.openUnread(),
    r: () => on("reply"),
    e: () => {
      const thread = model.activeThread;
      if (!thread || !model.may.value.comment) return false;
      void model.write.settle(thread, !thread.resolved).catch(() => undefined);
      return true;
    },
    "/": () => {
      search();
      return true;
    },
    "?": () => {
      keysShown.value = true;
      return true;
    },
  };
}

/** Let single keys act while nobody types. */
export function listenToKeys(deeds: Deeds): void {
  addEventListener("keydown", (event) => {
    const target = event.target as Element;
    const dialog = target.closest?.("dialog");
    const elsewhere = dialog !== null && !dialog.classList.contains("cb-sheet");
    if (!singleKeys.value || event.defaultPrevented || elsewhere || isTyping(target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (Object.hasOwn(deeds, event.key) && deeds[event.key]?.()) event.preventDefault();
  });
}
