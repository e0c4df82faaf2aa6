import type { CellValue, TableColumn, TableExercise, TableRow } from "../../types";
import { t } from "../../words";
import { Inline, Paragraphs, plainLabel } from "../inline";
import type { ValueProps } from "../kinds/views";
import { formatNumber } from "../number";
import { Heads } from "./Heads";

function Written({ column, value }: { column: TableColumn; value: CellValue | undefined }) {
  if (value === undefined) return null;
  if (typeof value === "number") return <>{formatNumber(value)}</>;
  if (column.kind === "choice") {
    return <Inline source={column.choices?.find(({ id }) => id === value)?.label ?? value} />;
  }
  return <Paragraphs source={value} />;
}

/** A filled table to be read. */
export function TableValue({ definition, value }: ValueProps<TableExercise>) {
  const { columns, rows: fixed } = definition.options;
  const rows = value as TableRow[];
  const cells = new Map(rows.map((row) => [row.id, row.cells]));
  const names = fixed ?? rows.map(({ id }, index) => ({ id, label: String(index + 1) }));
  return (
    <section
      class="cb-table__scroll cb-table__scroll--read"
      aria-label={t("exercise.table.scroll")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: nothing inside takes the focus to scroll it.
      tabIndex={0}
    >
      <table>
        <Heads columns={columns} />
        <tbody>
          {names.map(({ id, label }) => (
            <tr key={id}>
              <th scope="row">{plainLabel(label)}</th>
              {columns.map((column) => (
                <td key={column.id} class={`cb-table__head--${column.kind}`}>
                  <Written column={column} value={cells.get(id)?.[column.id]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
