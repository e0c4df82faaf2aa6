import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { CellValue, TableColumn } from "../../types";
import { t } from "../../words";
import { plainLabel } from "../inline";
import { formatNumber, parseNumber } from "../number";
import { complaint } from "../numberComplaint";

export interface CellProps {
  column: TableColumn;
  /** What is held, also what does not count. */
  held: unknown;
  label: string;
  readOnly: boolean;
  /** Where it is, for the keys: `data-row` and `data-column`. */
  place: Record<"data-row" | "data-column", number>;
  put(value: CellValue | null): void;
  /** Say what is wrong with what stands there; the answer is as it was. */
  complain(problem: string | null): void;
}

const GROWS_BY_ITSELF = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content");
const LONGEST = 2_000;

function TextCell({ held, label, readOnly, place, put }: CellProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const text = typeof held === "string" ? held : "";
  useLayoutEffect(() => {
    if (GROWS_BY_ITSELF || !area.current) return;
    area.current.style.height = "auto";
    area.current.style.height = `${area.current.scrollHeight}px`;
  }, [text]);
  return (
    <textarea
      ref={area}
      class="cb-cell-field"
      rows={1}
      value={text}
      maxLength={LONGEST}
      readOnly={readOnly}
      aria-label={label}
      dir="auto"
      {...place}
      onInput={(event) => put(event.currentTarget.value)}
    />
  );
}

function NumberCell({ column, held, label, readOnly, place, put, complain }: CellProps) {
  const field = useRef<HTMLInputElement>(null);
  const wrong = useSignal(false);
  const value = typeof held === "number" ? held : null;
  const read = () => parseNumber(field.current?.value ?? "", column);
  // What is being written is not replaced under the hand, unless it says something else.
  useLayoutEffect(() => {
    const input = field.current;
    if (!input) return;
    const now = read();
    if ("value" in now ? now.value === value : document.activeElement === input) return;
    input.value = value === null ? "" : formatNumber(value);
    wrong.value = false;
  }, [value]);
  function take(finished: boolean): void {
    const now = read();
    if ("value" in now) {
      if (wrong.value) complain(null);
      wrong.value = false;
      if (now.value !== value) put(now.value);
    } else if (finished || wrong.value) {
      wrong.value = true;
      complain(`${label}: ${complaint(now.problem, column)} ${t("exercise.number.kept")}`);
    }
  }
  return (
    <input
      ref={field}
      class="cb-cell-field cb-cell-field--number"
      type="text"
      inputMode="decimal"
      autocomplete="off"
      readOnly={readOnly}
      aria-label={label}
      aria-invalid={wrong.value}
      {...place}
      onInput={() => take(false)}
      onChange={() => take(true)}
    />
  );
}

function ChoiceCell({ column, held, label, readOnly, place, put }: CellProps) {
  const value = column.choices?.some(({ id }) => id === held) ? String(held) : "";
  return (
    <select
      class="cb-cell-field"
      value={value}
      aria-label={label}
      disabled={readOnly}
      {...place}
      onChange={(event) => put(event.currentTarget.value || null)}
    >
      <option value="">{readOnly ? "" : t("exercise.table.choose")}</option>
      {column.choices?.map((choice) => (
        <option key={choice.id} value={choice.id}>
          {plainLabel(choice.label)}
        </option>
      ))}
    </select>
  );
}

export function Cell(props: CellProps) {
  if (props.column.kind === "number") return <NumberCell {...props} />;
  return props.column.kind === "choice" ? <ChoiceCell {...props} /> : <TextCell {...props} />;
}
