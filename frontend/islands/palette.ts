// "/" puts the caret into the search field of the bar.
import { onKey } from "./keys";

export function focusSearch(): void {
  onKey("Slash", () => {
    const field = document.querySelector<HTMLInputElement>("[data-search]");
    field?.focus();
    field?.select();
  });
}
