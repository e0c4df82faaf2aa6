import { type ReadonlySignal, signal } from "@preact/signals";
import type * as Y from "yjs";
import type { CellValue, TableExercise, TableRow } from "../../types";
import { t } from "../../words";
import type { Answer } from "../answer";
import { newRowId, putCell, removeRow, rowsIn } from "../kinds/table";
import { readCell } from "./tsv";

export const MOST_ROWS = 100;

/** One person's filling in of a table. */
export class Filling {
  /** What was just done, for those who hear the page and those who see it. */
  readonly said: ReadonlySignal<string>;
  /** What was taken away last and can be brought back. */
  readonly removed: ReadonlySignal<Map<string, unknown> | null>;
  private readonly saidNow = signal("");
  private readonly removedNow = signal<Map<string, unknown> | null>(null);
  /** The empty row at the end: it is nobody's until something stands in it. */
  private pending = newRowId();

  constructor(
    private readonly answer: Answer,
    private readonly definition: TableExercise,
  ) {
    this.said = this.saidNow;
    this.removed = this.removedNow;
  }

  get free(): boolean {
    return this.definition.options.rows === null;
  }

  /** The rows to draw; where members add rows, with an empty one to go on in. */
  rows(readOnly: boolean): TableRow[] {
    void this.answer.revision.value;
    const rows = rowsIn(this.map, this.definition);
    if (!this.free || readOnly || rows.length >= MOST_ROWS) return rows;
    if (rows.some(({ id }) => id === this.pending)) this.pending = newRowId();
    return [...rows, { id: this.pending, cells: {} }];
  }

  isPending(row: string): boolean {
    return row === this.pending;
  }

  held(row: string, column: string): unknown {
    return this.map.get(`${row}/${column}`);
  }

  put(row: string, column: string, value: CellValue | null): void {
    this.answer.change(() => putCell(this.map, this.definition, row, column, value));
  }

  remove(row: string): void {
    const entries = [...this.map.entries()];
    const gone = entries.filter(([key]) => key === row || key.startsWith(`${row}/`));
    this.answer.change(() => removeRow(this.map, row));
    this.say(t("exercise.table.removed"));
    this.removedNow.value = new Map(gone);
  }

  bringBack(): void {
    const gone = this.removedNow.value;
    this.say("");
    this.answer.change(({ map }) => {
      for (const [key, value] of gone ?? []) map?.set(key, value);
    });
  }

  /** Fill cells from one on, as far as there are cells and the values fit. */
  paste(grid: readonly string[][], row: number, column: number): void {
    const { columns } = this.definition.options;
    const ids = this.rows(false).map(({ id }) => id);
    let [filled, left] = [0, 0];
    this.answer.change(() => {
      for (const [down, line] of grid.entries()) {
        const at = row + down;
        if (ids[at] === undefined && this.free && at < MOST_ROWS) ids[at] = newRowId();
        for (const [right, text] of line.entries()) {
          const into = columns[column + right];
          if (!text.trim()) continue;
          const id = ids[at];
          const value = into && readCell(into, text);
          if (!into || id === undefined || value === null || value === undefined) {
            left += 1;
            continue;
          }
          putCell(this.map, this.definition, id, into.id, value);
          filled += 1;
        }
      }
    });
    const said = [t("exercise.table.pasted", { count: filled })];
    if (left) said.push(t("exercise.table.left", { count: left }));
    this.say(said.join(" · "));
  }

  say(text: string): void {
    this.saidNow.value = text;
    this.removedNow.value = null;
  }

  private get map(): Y.Map<unknown> {
    return this.answer.map as Y.Map<unknown>;
  }
}
