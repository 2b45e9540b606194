// A table walked by arrow keys. Markup: table[data-grid], cells td[tabindex="-1"]; Enter follows data-grid-link of the cell.
const STEPS: Record<string, [number, number]> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

export function walkGrids(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("table[data-grid]")) {
    const first = table.querySelector<HTMLElement>("td");
    if (first) first.tabIndex = 0;
    table.addEventListener("keydown", (event) => walk(table, event));
  }
}

function walk(table: HTMLTableElement, event: KeyboardEvent): void {
  const cell = (event.target as HTMLElement).closest("td");
  if (!cell || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Enter" && cell.dataset.gridLink) location.assign(cell.dataset.gridLink);
  const step = STEPS[event.key];
  if (!step) return;
  const row = (cell.parentElement as HTMLTableRowElement).rowIndex + step[0];
  const next = table.rows[row]?.cells[cell.cellIndex + step[1]];
  if (!next || next.tagName !== "TD") return;
  event.preventDefault();
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
