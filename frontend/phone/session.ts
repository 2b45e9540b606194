// Who works on this phone now, by the day that was loaded for him, and what is entered in his name.
import type { Day } from "./day";
import * as queue from "./queue";

let day: Day | null = null;

export function today(): Day | null {
  return day;
}

export function begin(loaded: Day | null): void {
  day = loaded;
}

/** Enter something: it is on the phone when this returns, and on its way if there is a network. */
export async function enter(wish: queue.Wish): Promise<string> {
  if (!day) throw new Error("nobody");
  const id = await queue.add(day.account.id, day.scope.id, day.actions, wish);
  leave();
  return id;
}

/** What waits may leave now. */
export function leave(): void {
  document.dispatchEvent(new CustomEvent("anju:leave"));
}
