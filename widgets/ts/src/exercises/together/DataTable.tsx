import type { ComponentChildren } from "preact";

interface DataTableProps {
  caption: string;
  heads: string[];
  /** The first of each row names it. */
  rows: ComponentChildren[][];
  /** Whether only those see it who do not see the plot. */
  unseen?: boolean;
}

/** The same as a plot, to be read cell by cell. */
export function DataTable({ caption, heads, rows, unseen = false }: DataTableProps) {
  const table = (
    <table class="cb-figures">
      <caption class="cb-unseen">{caption}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells], index) => (
          <tr key={index}>
            <th scope="row">{name}</th>
            {cells.map((cell, at) => (
              <td key={at}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
  // A table keeps its size whatever it is told: the box around it is made small.
  return unseen ? <div class="cb-unseen">{table}</div> : table;
}
