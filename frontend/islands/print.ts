// A button with data-print opens the browser's print dialog.
export function printPapers(): void {
  document.querySelectorAll<HTMLButtonElement>("button[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
}
