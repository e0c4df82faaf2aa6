import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../words";
import { Icon } from "../Icon";
import { Inline } from "../inline";
import type { Arranging } from "./arranging";

interface ItemProps {
  id: string;
  /** Markdown. */
  label: string;
  index: number;
  total: number;
  arranging: Arranging;
  readOnly: boolean;
  /** Whether somebody ranked at all: else the numbers mean nothing yet. */
  ranked: boolean;
  describedBy: string;
}

function onKey(event: KeyboardEvent, id: string, arranging: Arranging): void {
  const held = arranging.grip.value?.id === id;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.key === " " || event.key === "Enter") {
    if (held) arranging.putDown();
    else arranging.take(id, "keyboard");
  } else if (step !== undefined && held) {
    arranging.moveBy(step);
  } else if (step !== undefined) {
    const item = (event.currentTarget as Element).closest("li");
    const next = step < 0 ? item?.previousElementSibling : item?.nextElementSibling;
    next?.querySelector<HTMLElement>(".cb-order__handle")?.focus();
  } else if (event.key === "Escape" && held) {
    arranging.putBack();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

export function Item(props: ItemProps) {
  const { id, label, index, total, arranging, readOnly, ranked, describedBy } = props;
  const handle = useRef<HTMLButtonElement>(null);
  const grip = arranging.grip.value;
  const held = grip?.id === id;
  const byKeyboard = held && grip.way === "keyboard";
  // An element that is moved in the page loses the focus.
  useLayoutEffect(() => {
    if (byKeyboard) handle.current?.focus();
  }, [byKeyboard, index]);

  const words = { item: arranging.labelOf(id), place: index + 1, total };
  function mover(by: -1 | 1) {
    const stuck = index + by < 0 || index + by >= total;
    return (
      <button
        type="button"
        class="cb-order__step"
        aria-label={t(by < 0 ? "exercise.order.up" : "exercise.order.down", words)}
        aria-disabled={stuck}
        onClick={(event) => {
          const button = event.currentTarget;
          arranging.step(id, by);
          requestAnimationFrame(() => button.focus());
        }}
      >
        <Icon name={by < 0 ? "up" : "down"} />
      </button>
    );
  }

  const classes = ["cb-order__item", held && "cb-order__item--held"].filter(Boolean).join(" ");
  return (
    <li class={classes} data-item={id}>
      <span class="cb-order__place" aria-hidden="true">
        {ranked || held ? index + 1 : "·"}
      </span>
      {!readOnly && (
        <button
          ref={handle}
          type="button"
          class="cb-order__handle"
          aria-label={t("exercise.order.handle", words)}
          aria-pressed={byKeyboard}
          aria-describedby={describedBy}
          onKeyDown={(event) => onKey(event, id, arranging)}
          onBlur={(event) => {
            // Moving it in the page takes the focus away too, and gives it back at once.
            const { currentTarget: button } = event;
            setTimeout(() => {
              const now = arranging.grip.value;
              if (now?.id === id && now.way === "keyboard" && document.activeElement !== button) {
                arranging.putDown();
              }
            });
          }}
        >
          <Icon name="grip" />
        </button>
      )}
      <span class="cb-order__label">
        <Inline source={label} />
      </span>
      {!readOnly && (
        <span class="cb-order__steps">
          {mover(-1)}
          {mover(1)}
        </span>
      )}
    </li>
  );
}
