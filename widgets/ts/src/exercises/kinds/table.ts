import type * as Y from "yjs";
import type { CellValue, TableColumn, TableExercise, TableRow } from "../../types";
import { type Form, put } from "./form";
import { positionOf, rearranged } from "./position";

const ROW_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** Sorts behind every position. */
const AFTER_ALL = "~";

/** A cell as it counts; null for what is empty or does not fit. */
export function cellOf(column: TableColumn, raw: unknown): CellValue | null {
  if (column.kind === "number") {
    if (typeof raw !== "number" || !Number.isFinite(raw)) return null;
    const { minimum, maximum } = column;
    const fits = (minimum === null || raw >= minimum) && (maximum === null || raw <= maximum);
    return fits ? raw : null;
  }
  if (typeof raw !== "string") return null;
  if (column.kind === "choice") {
    return column.choices?.some(({ id }) => id === raw) ? raw : null;
  }
  return raw.trim() ? raw : null;
}

/** Every row that is there, empty ones too, in order. */
export function rowsIn(map: Y.Map<unknown>, { options }: TableExercise): TableRow[] {
  const ids = options.rows?.map(({ id }) => id) ?? addedRows(map);
  return ids.map((id) => ({ id, cells: cellsIn(map, id, options.columns) }));
}

function addedRows(map: Y.Map<unknown>): string[] {
  const ids = new Set<string>();
  for (const key of map.keys()) {
    const [row = "", column] = key.split("/");
    const there = column !== undefined || positionOf(map.get(key)) !== null;
    if (there && ROW_ID.test(row)) ids.add(row);
  }
  const rank = (id: string) => [positionOf(map.get(id)) ?? AFTER_ALL, id] as const;
  return [...ids].sort((one, two) => {
    const [a, b] = [rank(one), rank(two)];
    const place = a[0] === b[0] ? 1 : 0;
    return a[place] < b[place] ? -1 : 1;
  });
}

function cellsIn(
  map: Y.Map<unknown>,
  row: string,
  columns: readonly TableColumn[],
): Record<string, CellValue> {
  const cells: Record<string, CellValue> = {};
  for (const column of columns) {
    const value = cellOf(column, map.get(`${row}/${column.id}`));
    if (value !== null) cells[column.id] = value;
  }
  return cells;
}

export function newRowId(): string {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return `r${high.toString(36)}${low.toString(36)}`;
}

/** Put a value in a cell; a row that members add is there from its first cell on. */
export function putCell(
  map: Y.Map<unknown>,
  definition: TableExercise,
  row: string,
  column: string,
  value: CellValue | null,
): void {
  if (value !== null) ensureRow(map, definition, row);
  put(map, `${row}/${column}`, value === "" ? null : value);
}

function ensureRow(map: Y.Map<unknown>, definition: TableExercise, row: string): void {
  if (definition.options.rows !== null || positionOf(map.get(row))) return;
  const ids = addedRows(map).filter((id) => id !== row);
  place(map, [...ids, row]);
}

function place(map: Y.Map<unknown>, ids: readonly string[]): void {
  const places = new Map<string, string>();
  for (const id of ids) {
    const position = positionOf(map.get(id));
    if (position) places.set(id, position);
  }
  for (const [id, position] of rearranged(ids, places)) put(map, id, position);
}

/** Take a row away with all that is in it, also what this page's definition does not know. */
export function removeRow(map: Y.Map<unknown>, row: string): void {
  for (const key of [...map.keys()]) {
    if (key === row || key.startsWith(`${row}/`)) map.delete(key);
  }
}

export const tableForm: Form<TableExercise> = {
  text: false,
  map: true,
  read({ map }, definition) {
    if (!map) return null;
    const filled = rowsIn(map, definition).filter(({ cells }) => Object.keys(cells).length > 0);
    return filled.length ? filled : null;
  },
  write({ map }, definition, value) {
    if (!map) return;
    const rows = (Array.isArray(value) ? value : []) as TableRow[];
    const { columns } = definition.options;
    const kept = new Map(rows.map(({ id, cells }) => [id, cells]));
    for (const { id } of rowsIn(map, definition)) {
      if (definition.options.rows === null && !kept.has(id)) removeRow(map, id);
      else if (!kept.has(id)) kept.set(id, {});
    }
    for (const [id, cells] of kept) {
      for (const column of columns) put(map, `${id}/${column.id}`, cells[column.id]);
    }
    if (definition.options.rows === null) place(map, [...kept.keys()]);
  },
};
