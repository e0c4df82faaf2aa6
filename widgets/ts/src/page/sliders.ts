/**
 * Name the handles of sliders after the label beside them.
 *
 * ipywidgets leaves that out: without it one hears a number, not what it is the number of.
 */
export function nameSliders(slot: HTMLElement): void {
  const name = () => {
    for (const handle of slot.querySelectorAll('[role="slider"]:not([aria-label])')) {
      const label = handle.closest(".widget-slider")?.querySelector(".widget-label");
      const words = label?.textContent?.trim();
      if (words) handle.setAttribute("aria-label", words);
    }
  };
  new MutationObserver(name).observe(slot, { childList: true, subtree: true });
}
