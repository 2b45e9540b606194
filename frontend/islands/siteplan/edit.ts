// Putting things on the plan: by dragging from the list, by clicking, or by keyboard with the cross in the middle of the map.
import L from "leaflet";
import type { Plan } from "./plan";

type Kind = "point" | "line" | "area" | "pair";
type Spot = [number, number];
const NEEDED: Record<Kind, number> = { point: 1, line: 2, area: 3, pair: 2 };
const STEP = 40;
const FINE = 5;

export function editPlan(plan: Plan): void {
  document.querySelectorAll("[data-plan-scripted], [data-plan-pick]").forEach((each) => each.removeAttribute("hidden"));
  const picker = new Picker(plan);
  document.addEventListener("click", (event) => {
    const pressed = event.target as Element;
    const put = pressed.closest<HTMLElement>("[data-plan-put]");
    if (put) picker.begin(put.dataset.planPut as Kind, nameOf(put), (spots) => send(keyOf(put), put.dataset.planPut!, spots), put);
    const pick = pressed.closest<HTMLElement>("[data-plan-pick]");
    if (pick) picker.begin("pair", pick.dataset.name ?? pick.textContent!.trim(), (spots) => fill(pick.closest("form")!, spots), pick);
  });
  plan.box.addEventListener("plan:moved", (event) => {
    const { thing, at } = (event as CustomEvent).detail;
    send(thing.key.replace(/^[^:]*/, "places"), "point", [[at.lng, at.lat]]);
  });
  dropOnto(plan);
}

function thingOf(inside: Element): HTMLElement {
  return inside.closest<HTMLElement>("[data-plan-thing]")!;
}

function keyOf(inside: Element): string {
  return thingOf(inside).dataset.planThing!;
}

function nameOf(inside: Element): string {
  return thingOf(inside).dataset.name!;
}

/** Send the one form of the page: it is the same that people without a map fill in by numbers. */
function send(key: string, type: string, spots: Spot[]): void {
  const form = document.querySelector<HTMLFormElement>("[data-plan-form]")!;
  const field = (name: string): HTMLInputElement => form.elements.namedItem(name) as HTMLInputElement;
  field("thing").value = key;
  field("unit").value = "picture";
  field("type").value = type;
  field("points").value = JSON.stringify(spots.map(([x, y]) => [round(x), round(y)]));
  form.requestSubmit();
}

function fill(form: HTMLFormElement, [[x1, y1], [x2, y2]]: Spot[]): void {
  for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) (form.elements.namedItem(name) as HTMLInputElement).value = String(round(value));
  (form.elements.namedItem("distance_m") as HTMLInputElement | null ?? form.querySelector<HTMLElement>("button:not([type=button])"))?.focus();
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function dropOnto(plan: Plan): void {
  document.querySelectorAll<HTMLElement>("li[data-plan-thing]").forEach((each) => {
    each.draggable = true;
    each.addEventListener("dragstart", (event) => event.dataTransfer!.setData("text/plain", each.dataset.planThing!));
  });
  plan.box.addEventListener("dragover", (event) => event.preventDefault());
  plan.box.addEventListener("drop", (event) => {
    event.preventDefault();
    const key = event.dataTransfer!.getData("text/plain");
    if (!document.querySelector(`[data-plan-thing="${CSS.escape(key)}"]`)) return;
    const at = plan.map.mouseEventToLatLng(event);
    send(key, "point", [[at.lng, at.lat]]);
  });
}

class Picker {
  private kind: Kind = "point";
  private spots: Spot[] = [];
  private done: ((spots: Spot[]) => void) | null = null;
  private from: HTMLElement | null = null;
  private line: L.Polyline | null = null;
  private cross = document.createElement("div");

  constructor(private plan: Plan) {
    this.cross.className = "plan-cross";
    this.cross.hidden = true;
    plan.box.append(this.cross);
    plan.map.on("click", (event: L.LeafletMouseEvent) => this.done && this.take([event.latlng.lng, event.latlng.lat]));
    plan.map.on("dblclick", () => this.finish());
    plan.box.addEventListener("keydown", (event) => this.key(event), true);
  }

  begin(kind: Kind, name: string, done: (spots: Spot[]) => void, from: HTMLElement): void {
    Object.assign(this, { kind, done, from, spots: [] });
    this.plan.map.doubleClickZoom.disable();
    this.plan.map.keyboard.disable();
    this.plan.map.closePopup();
    this.plan.box.classList.add("plan-picking");
    this.cross.hidden = false;
    this.plan.box.tabIndex = 0;
    this.plan.box.focus({ preventScroll: true });
    this.plan.box.scrollIntoView({ block: "nearest" });
    const side = document.getElementById("plan-side")!.dataset;
    this.say((kind === "pair" ? side.sayPair : kind === "point" ? side.sayPoint : side.sayLine)!.replace("{name}", name));
  }

  private say(text: string): void {
    const hint = document.querySelector<HTMLElement>("[data-plan-hint]");
    if (!hint) return;
    hint.hidden = !text;
    hint.textContent = text;
  }

  private take(spot: Spot): void {
    const [width, height] = this.plan.size;
    this.spots.push([Math.max(0, Math.min(width, spot[0])), Math.max(0, Math.min(height, spot[1]))]);
    this.sketch();
    if (this.kind === "point" || (this.kind === "pair" && this.spots.length === 2)) this.finish();
  }

  private sketch(): void {
    this.line?.remove();
    this.line = L.polyline(this.spots.map(([x, y]): [number, number] => [y, x]), { className: "plan-sketch", interactive: false }).addTo(this.plan.map);
  }

  private finish(): void {
    if (!this.done || this.spots.length < NEEDED[this.kind]) return;
    const { done, spots } = this;
    this.end();
    done!(this.kind === "line" || this.kind === "area" ? spots.filter((spot, turn) => turn === 0 || String(spot) !== String(spots[turn - 1])) : spots);
  }

  private end(): void {
    this.done = null;
    this.cross.hidden = true;
    this.plan.box.classList.remove("plan-picking");
    this.plan.map.keyboard.enable();
    this.plan.map.doubleClickZoom.enable();
    if (this.kind !== "pair") this.line?.remove();
    this.say("");
  }

  private key(event: KeyboardEvent): void {
    if (!this.done) return;
    const step = event.shiftKey ? FINE : STEP;
    const pans: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (pans[event.key]) this.plan.map.panBy(pans[event.key], { animate: false });
    else if (event.key === "Enter") this.takeCross();
    else if (event.key === "+" || event.key === "=") this.plan.map.zoomIn(0.5);
    else if (event.key === "-") this.plan.map.zoomOut(0.5);
    else if (event.code === "KeyF") this.finish();
    else if (event.key === "Backspace") this.back();
    else if (event.key === "Escape") this.cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private takeCross(): void {
    const at = this.plan.map.getCenter();
    this.take([at.lng, at.lat]);
  }

  private back(): void {
    this.spots.pop();
    this.sketch();
  }

  private cancel(): void {
    this.line?.remove();
    this.end();
    this.from?.focus();
  }
}
