import type { TableColumn } from "../../types";
import { t } from "../../words";
import { Inline } from "../inline";

interface HeadsProps {
  columns: readonly TableColumn[];
  /** Whether there is a column of buttons that take rows away. */
  removable?: boolean;
}

export function Heads({ columns, removable = false }: HeadsProps) {
  return (
    <thead>
      <tr>
        <th scope="col">
          <span class="cb-unseen">{t("exercise.table.rows")}</span>
        </th>
        {columns.map(({ id, label, unit, kind }) => (
          <th key={id} scope="col" class={`cb-table__head--${kind}`}>
            <Inline source={label} />
            {unit && <span class="cb-table__unit"> ({unit})</span>}
          </th>
        ))}
        {removable && (
          <th scope="col">
            <span class="cb-unseen">{t("exercise.table.remove.head")}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}
