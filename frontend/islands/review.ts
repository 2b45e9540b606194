// Plan review by keyboard alone. Markup, all server-rendered:
//   [data-review]            the list; [data-review-item] each sentence, the current one carries aria-current="true"
//   [data-review-open]       inside an item, optional: clicked when the item becomes current (loads its proposal)
//   [data-verb="accept"]     buttons, in the current item or in [data-review-panel]; also change, drop, merge
//   dialog[data-review-map]  the map of keys, shown by "?"
import { onKey } from "./keys";

const VERBS: Record<string, string> = { KeyA: "accept", KeyC: "change", KeyD: "drop", KeyM: "merge" };

export function reviewByKeyboard(): void {
  onKey("KeyJ", () => step(1));
  onKey("KeyK", () => step(-1));
  for (const [code, verb] of Object.entries(VERBS)) onKey(code, () => press(verb));
  onKey("Slash", () => document.querySelector<HTMLDialogElement>("dialog[data-review-map]")?.showModal(), true);
}

function items(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-review] [data-review-item]")];
}

function current(): HTMLElement | undefined {
  return items().find((item) => item.getAttribute("aria-current") === "true");
}

function step(by: number): void {
  const all = items();
  const from = current();
  const at = from ? all.indexOf(from) + by : 0;
  const next = all[Math.max(0, Math.min(at, all.length - 1))];
  if (!next || next === from) return;
  from?.removeAttribute("aria-current");
  next.setAttribute("aria-current", "true");
  next.scrollIntoView({ block: "nearest" });
  next.querySelector<HTMLElement>("[data-review-open]")?.click();
}

function press(verb: string): void {
  const button = `[data-verb="${verb}"]:not(:disabled)`;
  const places = [current(), document.querySelector<HTMLElement>("[data-review-panel]")];
  places.map((place) => place?.querySelector<HTMLElement>(button)).find(Boolean)?.click();
}
