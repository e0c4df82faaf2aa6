type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Enter: [1, 0],
};

/** Whether a key would do something inside the field: then it is the field's. */
function stays(field: Field, key: string): boolean {
  if (field instanceof HTMLSelectElement) return key === "ArrowUp" || key === "ArrowDown";
  const { selectionStart: start, selectionEnd: end, value } = field;
  if (key === "Enter") return false;
  if (start !== end) return true;
  if (key === "ArrowLeft") return start !== 0;
  if (key === "ArrowRight") return end !== value.length;
  if (key === "ArrowUp") return value.slice(0, start ?? 0).includes("\n");
  return value.slice(end ?? 0).includes("\n");
}

export function fieldAt(table: Element, row: number, column: number): Field | null {
  return table.querySelector<Field>(`[data-row="${row}"][data-column="${column}"]`);
}

/** Arrow keys and Enter move from cell to cell, where they are of no use inside one. */
export function moveByKey(event: KeyboardEvent): void {
  const field = event.target as Field;
  const step = STEPS[event.key];
  const { row, column } = field.dataset;
  if (!step || row === undefined || column === undefined || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (stays(field, event.key)) return;
  const sideways = getComputedStyle(field).direction === "rtl" ? -1 : 1;
  const next = fieldAt(
    event.currentTarget as Element,
    Number(row) + step[0],
    Number(column) + step[1] * sideways,
  );
  if (event.key === "Enter" || next) event.preventDefault();
  if (!next) return;
  next.focus();
  if (!(next instanceof HTMLSelectElement)) next.select();
}
