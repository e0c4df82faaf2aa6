import { useSignalEffect } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { OrderExercise } from "../../types";
import { t } from "../../words";
import type { ControlProps } from "../controlProps";
import { Arranging } from "./arranging";
import { useDragging } from "./dragging";
import { Item } from "./Item";
import { useGliding } from "./motion";

/** One announcement for as many moves of the others as come within this time. */
const OTHERS_REST_MS = 1_500;

export function OrderControl(props: ControlProps<OrderExercise>) {
  const { definition, answer, readOnly, labelledBy, describedBy } = props;
  const list = useRef<HTMLOListElement>(null);
  const arranging = useMemo(() => new Arranging(answer, definition), [answer, definition]);
  const labels = new Map(definition.options.items.map(({ id, label }) => [id, label]));
  const ranked = answer.value.value !== null;
  const ids = arranging.shown;
  const grip = arranging.grip.value;
  const listeners = useDragging(list, arranging, readOnly);
  useGliding(list, ids, grip?.way === "pointer" ? grip.id : null);

  const first = useRef(true);
  useSignalEffect(() => {
    void answer.value.value;
    const own = arranging.takeOwn() || first.current;
    first.current = false;
    if (own) return undefined;
    const timer = setTimeout(() => {
      arranging.said.value = t("exercise.order.others");
    }, OTHERS_REST_MS);
    return () => clearTimeout(timer);
  });

  const noteId = `${labelledBy}-note`;
  return (
    <div class="cb-order">
      {!readOnly && (
        <p class="cb-order__note" id={noteId}>
          {t("exercise.order.note")}
        </p>
      )}
      <ol
        ref={list}
        class={grip ? "cb-order__list cb-order__list--moving" : "cb-order__list"}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        {...listeners}
      >
        {ids.map((id, index) => (
          <Item
            key={id}
            id={id}
            label={labels.get(id) ?? id}
            index={index}
            total={ids.length}
            arranging={arranging}
            readOnly={readOnly}
            ranked={ranked}
            describedBy={noteId}
          />
        ))}
      </ol>
      {!ranked && (
        <p class="cb-order__untouched">
          {t("exercise.order.untouched")}{" "}
          {!readOnly && (
            <button type="button" class="cb-quiet" onClick={() => arranging.keep()}>
              {t("exercise.order.keep")}
            </button>
          )}
        </p>
      )}
      {ranked && !readOnly && (
        <button type="button" class="cb-quiet cb-order__clear" onClick={() => arranging.clear()}>
          {t("exercise.order.clear")}
        </button>
      )}
      <p class="cb-unseen" role="status">
        {arranging.said.value}
      </p>
    </div>
  );
}
