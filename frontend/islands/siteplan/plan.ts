// The plan as a map: the picture, the things of the rows beside it, layers to switch, a card for each thing. No tiles, nothing from elsewhere.
import L from "leaflet";
import { middle, outline, things, type Thing } from "./things";

const KEPT = "anju.plan.";
const MOST_ZOOM = 3;
const SETTLED = 80;
// The room of a name in pixels: its signs, and what it keeps clear of.
const WIDE_SIGN = 12, NARROW_SIGN = 7.5, PIN_HALF = 14, ABOVE = 20, NAME_HALF = 9;
// So many things of a layer are a crowd, whose names are written from one zoom nearer than the whole plan; posts and trouble always.
const CROWD = 30, NOTABLE = 3;

export class Plan {
  readonly map: L.Map;
  readonly size: [number, number];
  private shown = new Map<string, L.LayerGroup>();
  private signs = new Map<string, L.Layer>();
  private later = 0;
  private near = 0;

  constructor(readonly box: HTMLElement) {
    const said = box.dataset;
    this.size = [Number(said.width), Number(said.height)];
    box.replaceChildren();
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", said.sayMap ?? "");
    const bounds: L.LatLngBoundsLiteral = [[0, 0], [this.size[1], this.size[0]]];
    this.map = L.map(box, { crs: L.CRS.Simple, minZoom: -6, maxZoom: MOST_ZOOM, zoomSnap: 0.25, attributionControl: false, zoomControl: false, keyboardPanDelta: 60, maxBoundsViscosity: 0.8 });
    L.control.zoom({ zoomInTitle: said.sayZoomIn, zoomOutTitle: said.sayZoomOut, position: "bottomright" }).addTo(this.map);
    L.imageOverlay(said.image!, bounds, { className: "plan-picture" }).addTo(this.map);
    if (said.siteplan !== "edit") this.map.setMaxBounds(L.latLngBounds(bounds).pad(0.3)); // the cross must reach every corner
    this.map.fitBounds(bounds);
    this.near = this.map.getZoom() + 1;
    this.map.setMinZoom(this.map.getZoom() - 0.5);
    this.remember();
    this.drawBar(Number(said.mpp));
    this.drawGaps(said.gaps);
    this.draw();
    this.watch();
  }

  /** Where one looked is kept for this visit, so that saving does not lose the spot. */
  private remember(): void {
    const key = KEPT + this.box.dataset.plan + this.box.dataset.image;
    const kept = sessionStorage.getItem(key);
    if (kept) {
      const [y, x, zoom] = JSON.parse(kept);
      this.map.setView([y, x], zoom, { animate: false });
    }
    this.map.on("moveend", () => {
      const at = this.map.getCenter();
      sessionStorage.setItem(key, JSON.stringify([at.lat, at.lng, this.map.getZoom()]));
    });
  }

  private drawBar(metres: number): void {
    if (!metres) return;
    const bar = L.DomUtil.create("div", "plan-scale-bar");
    const control = new L.Control({ position: "bottomleft" });
    control.onAdd = () => bar;
    control.addTo(this.map);
    const fit = (): void => {
      const one = 2 ** this.map.getZoom() / metres; // points of the screen for a metre
      const length = [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1].find((each) => each * one <= 140) ?? 1;
      bar.textContent = `${length} m`;
      bar.style.width = `${length * one}px`;
    };
    this.map.on("zoomend", fit);
    fit();
  }

  private drawGaps(said?: string): void {
    if (!said) return;
    const rings = (JSON.parse(said) as [number, number][][]).map((ring) => [ring.map(([x, y]): [number, number] => [y, x])]);
    if (rings.length) L.polygon(rings, { className: "plan-gap", stroke: false, fillColor: "url(#hatch)", fillOpacity: 1, interactive: false }).addTo(this.map);
  }

  private watch(): void {
    document.addEventListener("change", (event) => {
      if ((event.target as Element).matches("[data-plan-layer]")) this.draw();
    });
    document.addEventListener("click", (event) => {
      const key = (event.target as Element).closest<HTMLElement>("[data-plan-go]")?.dataset.planGo;
      if (key) this.go(key);
    });
    const side = document.querySelector(".plan-side")?.parentElement;
    const redraw = (): void => {
      window.clearTimeout(this.later);
      this.later = window.setTimeout(() => this.draw(), SETTLED);
    };
    const look = (changes: MutationRecord[]): void => {
      if (changes.some(({ target }) => !this.box.contains(target))) redraw();
    };
    this.map.on("zoomend", redraw);
    if (side) new MutationObserver(look).observe(side, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-points", "data-colour", "data-short", "data-mark"] });
  }

  private isOn(layer: string): boolean {
    const box = document.querySelector<HTMLInputElement>(`[data-plan-layer="${CSS.escape(layer)}"]`);
    return box?.checked ?? true;
  }

  draw(): void {
    const open = [...this.signs].find(([, sign]) => sign.isPopupOpen?.())?.[0];
    for (const group of this.shown.values()) group.remove();
    this.shown.clear();
    this.signs.clear();
    const all = things().filter((thing) => this.isOn(thing.layer)).sort((a, b) => rank(a) - rank(b));
    const named = this.named(all);
    for (const thing of all) this.add(thing, named.has(thing));
    if (open) this.signs.get(open)?.openPopup();
  }

  /** Whose names are written: the uppermost first, and none on another. What is in order in a crowded layer has its name from near by. */
  private named(all: Thing[]): Set<Thing> {
    const free = new Map<Thing, L.Bounds>();
    const isNear = this.map.getZoom() >= this.near;
    const isCrowded = (layer: string): boolean => all.filter((one) => one.layer === layer).length > CROWD;
    const crowded = new Set([...new Set(all.map((one) => one.layer))].filter(isCrowded));
    for (const thing of [...all].reverse()) {
      if (!isNear && rank(thing) < NOTABLE && crowded.has(thing.layer)) continue;
      const box = this.nameBox(thing);
      if (![...free.values()].some((other) => other.overlaps(box))) free.set(thing, box);
    }
    return new Set(free.keys());
  }

  /** Where the name would stand, in pixels of the present zoom: beside a pin, above the middle of a shape. */
  private nameBox(thing: Thing): L.Bounds {
    const { x, y } = this.map.project(at(middle(thing)));
    const wide = [...thing.label].reduce((sum, sign) => sum + (sign > "\u2e80" ? WIDE_SIGN : NARROW_SIGN), 0);
    const left = thing.type === "point" ? x + PIN_HALF : x - wide / 2;
    const middleY = thing.type === "point" ? y : y - ABOVE;
    return L.bounds([left, middleY - NAME_HALF], [left + wide, middleY + NAME_HALF]);
  }

  private add(thing: Thing, isNamed: boolean): void {
    const group = this.shown.get(thing.layer) ?? L.layerGroup().addTo(this.map);
    this.shown.set(thing.layer, group);
    if (thing.reach && this.box.dataset.siteplan !== "show") {
      L.polygon(outline(middle(thing), thing.reach).map(at), { className: "plan-reach", interactive: false }).addTo(group);
    }
    const sign = this.sign(thing, isNamed);
    sign.bindPopup(() => card(thing), { className: "plan-card", closeButton: false });
    sign.addTo(group);
    this.signs.set(thing.key, sign);
  }

  private sign(thing: Thing, permanent: boolean): L.Layer {
    const tone = `plan-${thing.colour || "plain"}`;
    if (thing.type !== "point") {
      const options = { className: `plan-shape ${tone} layer-${thing.layer}` };
      const shape = thing.type === "area" ? L.polygon(thing.points.map(at), options) : L.polyline(thing.points.map(at), options);
      return shape.bindTooltip(thing.label, { permanent, direction: "center", offset: [0, -ABOVE], className: "plan-name" });
    }
    const mark = document.createElement("span");
    mark.className = `plan-pin plan-pin-${thing.sign || "dot"} ${tone}`;
    mark.textContent = thing.sign === "disc" ? thing.short : "";
    const icon = L.divIcon({ html: mark, className: "plan-pin-box", iconSize: [28, 28] });
    const draggable = this.box.dataset.siteplan === "edit" && !!thing.row.querySelector("[data-plan-thing]");
    const pin = L.marker(at(thing.points[0]), { icon, draggable, keyboard: true, zIndexOffset: rank(thing) * 1000, title: thing.label, alt: `${thing.label} ${thing.row.querySelector(".state")?.textContent ?? ""}` });
    if (draggable) pin.on("dragend", () => this.box.dispatchEvent(new CustomEvent("plan:moved", { detail: { thing, at: pin.getLatLng() } })));
    return pin.bindTooltip(thing.label, { permanent, direction: "right", offset: [12, 0], className: "plan-name" });
  }

  go(key: string): void {
    const sign = this.signs.get(key) as (L.Marker & L.Polygon) | undefined;
    if (!sign) return;
    this.map.setView(sign.getBounds?.().getCenter() ?? sign.getLatLng(), Math.max(this.map.getZoom(), -1), { animate: false });
    sign.openPopup();
    this.box.scrollIntoView({ block: "nearest" });
  }
}

function at([x, y]: [number, number]): [number, number] {
  return [y, x];
}

/** Areas lie below lines, lines below signs, people above those, what is abnormal on top. */
function rank(thing: Thing): number {
  return { area: 0, line: 1, point: 2 }[thing.type] + (thing.sign === "disc" ? 1 : 0) + (["red", "orange", "yellow"].includes(thing.colour) ? 5 : 0);
}

/** The card: what the row says, and the way to the thing. */
function card(thing: Thing): HTMLElement {
  const made = document.createElement("div");
  const [name, state] = thing.row.querySelectorAll("td");
  const title = document.createElement("strong");
  title.textContent = thing.label;
  made.append(title, ...[...state.cloneNode(true).childNodes]);
  const link = name.querySelector("a")?.cloneNode(true) as HTMLAnchorElement | undefined;
  if (link?.getAttribute("href")) {
    link.className = "btn btn-sm btn-primary";
    link.textContent = document.documentElement.lang.startsWith("zh") ? "查看" : "Open";
    made.append(link);
  }
  return made;
}
