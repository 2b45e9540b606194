// What stands on the plan, read from the rows of the page: [data-mark] with its points in the picture's own points, counted upwards.
export interface Reach { radius: number; heading?: number; width?: number }
export interface Thing {
  key: string; layer: string; type: "point" | "line" | "area"; points: [number, number][]; label: string; short: string; sign: string; colour: string;
  reach: Reach | null; row: HTMLElement;
}

export function things(): Thing[] {
  return [...document.querySelectorAll<HTMLElement>("[data-mark]")].map((row) => {
    const said = row.dataset;
    return {
      key: said.mark!, layer: said.layer!, type: said.type as Thing["type"], points: JSON.parse(said.points!), label: said.label!, short: said.short ?? "",
      sign: said.sign ?? "", colour: said.colour ?? "", reach: said.reach ? JSON.parse(said.reach) : null, row,
    };
  });
}

/** Where its name stands: the point, or the middle of its box. */
export function middle(thing: Thing): [number, number] {
  const xs = thing.points.map(([x]) => x), ys = thing.points.map(([, y]) => y);
  return thing.type === "point" ? thing.points[0] : [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

/** The outline of a range: a circle as 64 corners, or a sector with its standpoint. */
export function outline([x, y]: [number, number], reach: Reach): [number, number][] {
  const whole = reach.heading === undefined || reach.width === undefined || reach.width >= 360;
  const from = whole ? 0 : reach.heading! - reach.width! / 2, wide = whole ? 360 : reach.width!;
  const steps = Math.max(6, Math.round(wide / 6));
  const rim = Array.from({ length: steps + 1 }, (_none, step): [number, number] => {
    const turn = ((from + (wide * step) / steps) * Math.PI) / 180;
    return [x + reach.radius * Math.sin(turn), y + reach.radius * Math.cos(turn)];
  });
  return whole ? rim : [[x, y], ...rim];
}
