// The day's data: asked of the server when there is a network, kept encrypted for when there is none.
import { setToken } from "./send";
import * as vault from "./vault";
import { useZone } from "./wall_clock";

export interface CheckItem { key: string; wording: string; kind: string; needs_photo?: boolean; is_optional?: boolean }
export interface Duty { id: string; title: string; place: string | null; opens_ms: number; due_ms: number; state: string; colour: string; checklist: CheckItem[]; needs_photo: boolean; needs_signature: boolean; is_continuous: boolean }
export interface Case { id: string; number: string; title: string; place: string; state: string; colour: string; opened_ms: number; due_ms: number | null }
export interface RoundPoint {
  id: string; checkpoint: string; code: string; name: string; place: string; position: number; from_ms: number; until_ms: number; state: string; state_label: string; colour: string;
  is_answered: boolean; items: { key: string; wording: string }[]; ways: string[]; latitude: number | null; longitude: number | null; last_fault: string;
}
export interface Round {
  id: string; number: string; title: string; is_running: boolean; state: string; colour: string; starts_ms: number; ends_ms: number; shown_ahead: number; needs_gear: string[];
  points: RoundPoint[]; refused: { code: string; sentence: string; at_ms: number }[];
}
export interface Notice {
  title: string; text: string; at?: string; id?: string; at_ms?: number; level?: number; level_label?: string; is_read?: boolean; answer?: string; answers?: { code: string; label: string }[]; file?: string;
}
export interface Matter { number: string; title: string }
export interface Counts { slips: number; keys: number; radios: number }
export interface Shift {
  before: string[]; after: string[]; is_pool: boolean; is_alone: boolean; starts_ms: number; ends_ms: number; short_minutes: number; meal_minutes: number; lone_minutes: number;
  is_covered: boolean; next_here: string; expected: Counts | null; matters: Matter[];
}
export interface Work {
  shift: Shift | null; away: { kind: string; reason: string; due_ms: number; post: string; name: string } | null; relief: { id: string; name: string; relieved: string } | null;
  posts: { id: string; name: string }[]; handover: { id: string; post: string; giver: string; counts: Record<string, [number, number]>; notes: string; explanation: string; matters: Matter[] } | null;
  checks: { id: string; post: string; at_ms: number; kept: number; of: number; faults: string[] }[]; pledges: { id: string; title: string; text: string }[];
  swaps: { id: string; asker: string; gives: string; takes: string }[]; call_out: { id: string; title: string; place: string } | null;
  figures: { shifts: number; late: number; hours: number; kept: number; of: number }; findings: { id: string; post: string; what: string; person: string; since_ms: number }[];
}
export interface Day {
  account: { id: string; name: string }; scope: { id: string; name: string; zone: string }; server_ms: number; csrf: string; actions: Record<string, number>;
  post: { id: string; name: string; place: string | null; shift: string; is_present: boolean } | null;
  shift: Work | null; round: Round | null; duties: Duty[]; cases: Case[]; reports: Case[]; places: { id: string; name: string }[]; notices: Notice[];
  post_phone: { name: string; until_ms: number } | null;
  desk_phone: string; radio_channel: string; got_ms: number;
}

export type Outcome = "fresh" | "offline" | "signed_out" | "no_role";

/** Load the day from the server and keep it; the account's key comes along and goes straight into the browser's keeping. */
export async function load(): Promise<{ outcome: Outcome; day: Day | null; sentence: string }> {
  let answer: Response;
  try {
    const address = `/phone/day?phone=${await vault.phoneId()}`;
    answer = await fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(15_000), headers: { Accept: "application/json" } });
  } catch {
    return { outcome: "offline", day: await remembered(), sentence: "" };
  }
  if (answer.status === 401 || answer.status === 403) {
    const { sentence } = (await answer.json().catch(() => ({ sentence: "" }))) as { sentence: string };
    await vault.lock();
    return { outcome: answer.status === 401 ? "signed_out" : "no_role", day: null, sentence };
  }
  if (!answer.ok) return { outcome: "offline", day: await remembered(), sentence: "" };
  const { key, ...rest } = (await answer.json()) as Omit<Day, "got_ms"> & { key?: string };
  const day: Day = { ...rest, got_ms: Date.now() };
  if (key) await vault.unlock(day.account.id, Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0)));
  setToken(day.csrf);
  useZone(day.scope.zone);
  await vault.keep(day.account.id, "day", day);
  return { outcome: "fresh", day, sentence: "" };
}

async function remembered(): Promise<Day | null> {
  const account = await vault.holder();
  const day = account ? await vault.kept<Day>(account, "day").catch(() => null) : null;
  if (day) {
    setToken(day.csrf);
    useZone(day.scope.zone);
  }
  return day;
}
