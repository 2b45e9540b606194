// Small things that draw: no markup from strings, so that nothing anybody typed can become a script.
export interface Chip { code: string; label: string; kind: string; category: string }
interface Told { surface: string; words: Record<string, string>; chips: Chip[] }

const told = JSON.parse(document.getElementById("words")!.textContent!) as Told;
export const surface = told.surface;
export const chips = told.chips;

/** A sentence of the page's language, with what stands in braces put in. */
export function say(code: string, values: Record<string, string | number> = {}): string {
  return (told.words[code] ?? code).replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? ""));
}

export function el<K extends keyof HTMLElementTagNameMap>(tag: K, given: Record<string, string> = {}, ...inside: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

export function one<T extends HTMLElement = HTMLElement>(attribute: string): T | null {
  return document.querySelector<T>(`[data-${attribute}]`);
}

export function all<T extends HTMLElement = HTMLElement>(attribute: string): T[] {
  return [...document.querySelectorAll<T>(`[data-${attribute}]`)];
}

export function fill(attribute: string, nodes: Node[], empty: string): void {
  for (const place of all(attribute)) place.replaceChildren(...(nodes.length ? nodes.map((each) => each.cloneNode(true)) : [el("p", { class: "nothing" }, empty)]));
}

export function chip(word: string, colour: string): HTMLElement {
  return el("span", { class: `state state-${colour}` }, word);
}

/** Call `done` once the button was held so long; a short touch does nothing. The button fills meanwhile. */
export function hold(button: HTMLElement, ms: number, done: () => void): void {
  let timer = 0;
  const stop = () => { clearTimeout(timer); button.classList.remove("held"); };
  const begin = () => { stop(); button.classList.add("held"); timer = window.setTimeout(() => { stop(); navigator.vibrate?.(200); done(); }, ms); };
  button.addEventListener("pointerdown", (event) => { event.preventDefault(); begin(); });
  for (const kind of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(kind, stop);
  button.addEventListener("keydown", (event) => { if ((event.key === "Enter" || event.key === " ") && !event.repeat) begin(); });
  button.addEventListener("keyup", stop);
  button.addEventListener("contextmenu", (event) => event.preventDefault());
}
