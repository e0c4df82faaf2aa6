import { useMemo } from "preact/hooks";
import type { TableColumn, TableExercise } from "../../types";
import { t } from "../../words";
import type { ControlProps } from "../controlProps";
import { Icon } from "../Icon";
import { plainLabel } from "../inline";
import { Cell } from "./Cell";
import { Filling, MOST_ROWS } from "./filling";
import { Heads } from "./Heads";
import { fieldAt, moveByKey } from "./keys";
import { isGrid, parseTsv } from "./tsv";

export function TableControl(props: ControlProps<TableExercise>) {
  const { definition, answer, readOnly, labelledBy, describedBy } = props;
  const { columns, rows: fixed } = definition.options;
  const filling = useMemo(() => new Filling(answer, definition), [answer, definition]);
  const rows = filling.rows(readOnly);
  const labels = new Map(fixed?.map(({ id, label }) => [id, plainLabel(label)]));
  const noteId = `${labelledBy}-note`;
  // Nothing inside takes the focus to scroll it.
  const scrolled = readOnly
    ? { role: "region" as const, tabIndex: 0, "aria-label": t("exercise.table.scroll") }
    : {};

  function nameOf(id: string, index: number): string {
    if (filling.isPending(id)) return t("exercise.table.row.new");
    return labels.get(id) ?? t("exercise.table.row", { number: index + 1 });
  }

  function remove(id: string, index: number, table: Element | null): void {
    filling.remove(id);
    // The button goes away: its place is taken by what comes after.
    requestAnimationFrame(() => table && fieldAt(table, index, 0)?.focus());
  }

  function onPaste(event: ClipboardEvent): void {
    const { row, column } = (event.target as HTMLElement).dataset;
    const data = event.clipboardData;
    if (readOnly || !data || row === undefined || !isGrid(data)) return;
    event.preventDefault();
    filling.paste(parseTsv(data.getData("text/plain")), Number(row), Number(column));
  }

  function cell(row: string, index: number, column: TableColumn, at: number) {
    const names = { row: nameOf(row, index), column: plainLabel(column.label) };
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the field inside takes the keys.
      <td
        key={column.id}
        onClick={({ currentTarget, target }) => {
          if (target === currentTarget) currentTarget.querySelector<HTMLElement>("*")?.focus();
        }}
      >
        <Cell
          column={column}
          held={filling.held(row, column.id)}
          label={t("exercise.table.cell", names)}
          readOnly={readOnly}
          place={{ "data-row": index, "data-column": at }}
          put={(value) => filling.put(row, column.id, value)}
          complain={(problem) => filling.say(problem ?? "")}
        />
      </td>
    );
  }

  return (
    <div class="cb-table">
      <div class="cb-table__scroll" {...scrolled}>
        <table
          aria-labelledby={labelledBy}
          aria-describedby={readOnly ? describedBy : `${noteId} ${describedBy}`}
          onKeyDown={moveByKey}
          onPaste={onPaste}
        >
          <Heads columns={columns} removable={filling.free && !readOnly} />
          <tbody>
            {rows.map(({ id }, index) => (
              <tr key={id} class={filling.isPending(id) ? "cb-table__pending" : undefined}>
                <th scope="row">{filling.free ? index + 1 : labels.get(id)}</th>
                {columns.map((column, at) => cell(id, index, column, at))}
                {filling.free && !readOnly && (
                  <td class="cb-table__tools">
                    {!filling.isPending(id) && (
                      <button
                        type="button"
                        class="cb-table__remove"
                        aria-label={t("exercise.table.remove", { number: index + 1 })}
                        onClick={(event) => remove(id, index, event.currentTarget.closest("table"))}
                      >
                        <Icon name="remove" />
                      </button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!readOnly && (
        <p class="cb-table__note" id={noteId}>
          {rows.length >= MOST_ROWS && filling.free ? `${t("exercise.table.full")} ` : ""}
          {t("exercise.table.note")}
        </p>
      )}
      <p class="cb-table__said" role="status">
        {filling.said.value}
        {filling.removed.value && (
          <button type="button" class="cb-quiet" onClick={() => filling.bringBack()}>
            {t("exercise.table.undo")}
          </button>
        )}
      </p>
    </div>
  );
}
