const STEPS: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The links of a table's cells, row by row; null where a cell has none. */
function cellsOf(table: HTMLTableElement): (HTMLAnchorElement | null)[][] {
  return [...table.tBodies].flatMap((body) =>
    [...body.rows].map((row) => [...row.querySelectorAll("td")].map((td) => td.querySelector("a"))),
  );
}

/** Let the arrow keys move through the cells of a table, of which Tab finds one. */
export function moveThroughCells(table: HTMLTableElement): void {
  const cells = cellsOf(table);
  const links = cells.flat().filter((each) => each !== null);
  const chosen = table.querySelector<HTMLAnchorElement>(".is-chosen a") ?? links[0];
  for (const each of links) each.tabIndex = each === chosen ? 0 : -1;
  table.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLAnchorElement)) return;
    for (const each of links) each.tabIndex = each === target ? 0 : -1;
  });
  table.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!(target instanceof HTMLAnchorElement) || event.altKey || event.metaKey) return;
    const row = cells.findIndex((each) => each.includes(target));
    const column = cells[row]?.indexOf(target) ?? -1;
    const next = nextCell(cells, row, column, key, event.ctrlKey);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

function nextCell(
  cells: (HTMLAnchorElement | null)[][],
  row: number,
  column: number,
  key: string,
  far: boolean,
): HTMLAnchorElement | null {
  if (key === "Home" || key === "End") {
    const line = (far ? cells.flat() : (cells[row] ?? [])).filter((each) => each !== null);
    return line[key === "Home" ? 0 : line.length - 1] ?? null;
  }
  const step = STEPS[key];
  if (!step) return null;
  // Over what is empty to the next that is not.
  for (let y = row + step[0], x = column + step[1]; ; y += step[0], x += step[1]) {
    const found = cells[y]?.[x];
    if (found === undefined) return null;
    if (found) return found;
  }
}
