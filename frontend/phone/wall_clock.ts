// The time as it is shown on the phone; it needs nothing of the page.
let clock = wall();

/** As Swedes write it: 2026-03-05 14:32:07. */
function wall(zone?: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: zone });
}

/** Times are the community's, whatever zone the phone is set to. */
export function useZone(zone: string | undefined): void {
  clock = wall(zone);
}

/** 14:32 today, else 03-05 14:32. */
export function moment(ms: number): string {
  const at = clock.format(ms);
  return at.slice(0, 10) === clock.format(Date.now()).slice(0, 10) ? at.slice(11, 16) : at.slice(5, 16);
}

export function withSeconds(ms: number): string {
  return clock.format(ms).slice(11);
}
