// Single-letter keys, matched by their place on the keyboard so that a Chinese input method does not swallow them.
// They rest while a field has the focus, while a dialog is open, and when the person has switched them off.
const KEPT = "anju.keys";

/** Call `act` for a bare press of the physical key `code` ("KeyJ"); with `shift` for the shifted one. */
export function onKey(code: string, act: (event: KeyboardEvent) => void, shift = false): void {
  document.addEventListener("keydown", (event) => {
    if (event.code !== code || event.shiftKey !== shift || !mayAct(event)) return;
    event.preventDefault();
    act(event);
  });
}

/** A button or link with data-key="KeyN" is pressed by that key wherever it stands on the page. */
export function pressButtons(): void {
  document.addEventListener("keydown", (event) => {
    if (event.shiftKey || !mayAct(event)) return;
    const button = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.code)}"]:not(:disabled)`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  const toggle = document.querySelector<HTMLInputElement>("[data-keys-toggle]");
  if (!toggle) return;
  toggle.checked = areOn();
  toggle.addEventListener("change", () => localStorage.setItem(KEPT, toggle.checked ? "on" : "off"));
}

function mayAct(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return false;
  return areOn() && !isTyping() && !document.querySelector("dialog[open]");
}

function areOn(): boolean {
  return localStorage.getItem(KEPT) !== "off";
}

function isTyping(): boolean {
  const focused = document.activeElement as HTMLElement | null;
  return !!focused && (focused.isContentEditable || focused.matches("input:not([type=checkbox],[type=radio]), textarea, select"));
}
