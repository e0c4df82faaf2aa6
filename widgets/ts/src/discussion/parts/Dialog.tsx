import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../words";
import { Icon } from "./Icon";
import { useUnique } from "./useUnique";

interface DialogProps {
  title: string;
  close: () => void;
  /** For what stands side by side. */
  wide?: boolean;
  children: ComponentChildren;
}

/** A window over the page, for as long as it is rendered. */
export function Dialog({ title, close, wide = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useUnique();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      const now = document.activeElement;
      // Whatever was opened from here may have taken the focus already.
      const free = !now || now === document.body || shown?.contains(now);
      if (free) before?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={wide ? "cb-dialog cb-dialog--wide" : "cb-dialog"}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        if (event.target === dialog.current) close();
      }}
    >
      <div class="cb-dialog__inside">
        <div class="cb-dialog__head">
          <h2 id={id}>{title}</h2>
          <button
            type="button"
            class="cb-icon-button"
            aria-label={t("discussion.close")}
            onClick={close}
          >
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
