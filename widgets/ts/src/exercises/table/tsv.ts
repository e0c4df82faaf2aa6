import type { CellValue, TableColumn } from "../../types";
import { cellOf } from "../kinds/table";
import { parseNumber } from "../number";

/** Rows of cells, as spreadsheets copy them: tabs between, quotes around what holds a break. */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at] as string;
    if (quoted && letter === '"' && source[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (letter === '"' && (quoted || cell === "")) {
      quoted = !quoted;
    } else if (!quoted && (letter === "\t" || letter === "\n")) {
      rows.at(-1)?.push(cell);
      cell = "";
      if (letter === "\n") rows.push([]);
    } else {
      cell += letter;
    }
  }
  rows.at(-1)?.push(cell);
  return rows;
}

/** Whether what is pasted comes from a spreadsheet, rather than being words for one cell. */
export function isGrid(data: DataTransfer): boolean {
  return (
    data.getData("text/plain").includes("\t") || /<table[\s>]/i.test(data.getData("text/html"))
  );
}

/** What a pasted text says in a column; null where it does not fit. */
export function readCell(column: TableColumn, text: string): CellValue | null {
  const words = text.trim();
  if (column.kind === "number") {
    const { minimum, maximum } = column;
    const read = parseNumber(words, { minimum, maximum });
    return "value" in read ? read.value : null;
  }
  if (column.kind === "choice") {
    const same = (one: string) =>
      one.localeCompare(words, undefined, { sensitivity: "base" }) === 0;
    return column.choices?.find(({ id, label }) => same(label) || same(id))?.id ?? null;
  }
  return cellOf(column, words);
}
