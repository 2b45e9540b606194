// What a gate needs without a network: its lanes with who decides there, the categories and the homes. Asked of the server a few times a day, kept encrypted.
import type { Day } from "./day";
import * as vault from "./vault";

interface Choice { code: string; label: string }
export interface Gate {
  lanes: { id: string; name: string }[]; categories: (Choice & { fields: string[] })[]; strangers: Choice[]; ways?: [string, string][]; homes: [string, string][]; got_ms: number;
}

const FRESH_MS = 6 * 3_600_000;
let gate: Gate | null = null;

/** The list, fresh or as it was last kept; null where there is none. */
export async function loadGate(day: Day): Promise<Gate | null> {
  if (!("access.register_visit" in day.actions)) return null;
  gate ??= await vault.kept<Gate>(day.account.id, "gate").catch(() => null);
  if (gate && Date.now() - gate.got_ms < FRESH_MS) return gate;
  const answer = await fetch("/phone/gate", { credentials: "same-origin", cache: "no-store", redirect: "error", headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return gate;
  gate = { ...((await answer.json()) as Omit<Gate, "got_ms">), got_ms: Date.now() };
  await vault.keep(day.account.id, "gate", gate);
  return gate;
}
