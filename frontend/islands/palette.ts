// "/" puts the caret into the page's search field.
import { onKey } from "./keys";

export function focusSearch(): void {
  onKey("Slash", () => {
    const field = document.querySelector<HTMLInputElement>("[data-search]");
    field?.focus();
    field?.select();
  });
}
