import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "./Icon";
import { useUnique } from "./useUnique";

interface PopupProps {
  icon: IconName;
  label: string;
  class?: string;
  children: (close: () => void) => ComponentChildren;
}

const MARGIN = 8;

/** Put a popup under its button, or over it where there is more room. */
function placeAt(popup: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popup;
  const rightmost = document.documentElement.clientWidth - width - MARGIN;
  const below = at.bottom + height + MARGIN <= innerHeight;
  popup.style.left = `${Math.max(MARGIN, Math.min(at.left, rightmost))}px`;
  popup.style.top = `${Math.max(MARGIN, below ? at.bottom + 4 : at.top - height - 4)}px`;
}

function move(popup: HTMLElement, key: string): boolean {
  const buttons = [...popup.querySelectorAll<HTMLElement>("button")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: at - 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: -1,
  };
  const to = steps[key];
  if (to === undefined || buttons.length === 0) return false;
  buttons[(to + buttons.length) % buttons.length]?.focus();
  return true;
}

/** A button that opens a few more. */
export function Popup({ icon, label, class: name = "", children }: PopupProps) {
  const id = useUnique();
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => {
    if (!open || !popup.current || !button.current) return;
    placeAt(popup.current, button.current);
    popup.current.querySelector("button")?.focus({ preventScroll: true });
  }, [open]);
  const close = () => {
    popup.current?.hidePopover();
    button.current?.focus({ preventScroll: true });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons in it come by here
    <span
      class={`cb-popup-around ${name}`}
      onKeyDown={(event) => {
        // The state is told of it a little later than it is so.
        if (!popup.current?.matches(":popover-open")) return;
        const known = event.key === "Escape" || move(popup.current, event.key);
        if (event.key === "Escape") close();
        if (!known) return;
        // Or the sheet that it stands in would close with it.
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <button
        ref={button}
        type="button"
        class="cb-icon-button"
        aria-label={label}
        title={label}
        aria-expanded={open}
        aria-controls={id}
        popoverTarget={id}
      >
        <Icon name={icon} />
      </button>
      <div
        ref={popup}
        id={id}
        class="cb-popup"
        popover="auto"
        onToggle={(event) => setOpen(event.newState === "open")}
      >
        {open && children(close)}
      </div>
    </span>
  );
}
