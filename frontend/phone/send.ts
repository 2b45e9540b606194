// Sending: in the queue's order, photos in pieces, each answer written down as it comes. Everything may break anywhere and go on later.
import * as queue from "./queue";
import type { Answer, Entry } from "./queue";
import { phoneId } from "./vault";

const PIECE = 64 * 1024;
const AT_ONCE = 20;
const PATIENCE_MS = 20_000;
const PAUSES_S = [1, 2, 4, 8, 15, 30];

export type Result = "done" | "offline" | "signed_out" | "stopped";
export interface Progress { sent: number; of: number }
let csrf = "";
let failures = 0;
let timer = 0;
let isAgain = false;
let isMoving = false;

export function setToken(token: string): void {
  csrf = token;
}

/** Send what is waiting. One page at a time does it; a call during a sending makes it look once more. */
export async function sendAll(account: string, told: (result: Result, progress: Progress) => void, renew: () => Promise<boolean>): Promise<void> {
  clearTimeout(timer);
  isAgain = true;
  await navigator.locks.request("anju-send", { ifAvailable: true }, async (lock) => {
    if (!lock) return sendUrgent(account, renew);
    let result: Result = "done";
    isMoving = false;
    const progress = { sent: 0, of: 0 };
    while (isAgain && result === "done") {
      isAgain = false;
      result = await pass(account, progress, () => told("done", progress), renew).catch(() => "offline" as const);
    }
    failures = result === "done" ? 0 : isMoving ? 1 : failures + 1;
    told(result, progress);
    const wait = result === "done" ? await nextHeld(account) : PAUSES_S[Math.min(failures, PAUSES_S.length) - 1] * 1000;
    if (wait && result !== "signed_out") timer = window.setTimeout(() => void sendAll(account, told, renew), wait);
  });
}

/** A call for help does not wait for the photos before it: the server does each item once, so that it may overtake. */
async function sendUrgent(account: string, renew: () => Promise<boolean>): Promise<void> {
  const urgent = (await queue.entries(account)).filter((each) => isOpen(each) && each.row.isUrgent);
  for (const entry of urgent) await post(account, [entry], { sent: 0, of: 0 }, () => undefined, renew).catch(() => "offline");
}

/** Milliseconds until the next thing that is held back may leave; 0 when nothing waits. */
async function nextHeld(account: string): Promise<number> {
  const held = (await queue.entries(account)).filter((each) => isOpen(each) && each.row.heldUntil > Date.now());
  return held.length ? Math.max(50, Math.min(...held.map((each) => each.row.heldUntil)) - Date.now()) : 0;
}

function isOpen({ row }: Entry): boolean {
  return row.state === "kept" || row.state === "sending" || row.state === "parked";
}

async function pass(account: string, progress: Progress, moved: () => void, renew: () => Promise<boolean>): Promise<Result> {
  const all = (await queue.entries(account)).filter(isOpen);
  const open = all.filter((each) => each.row.heldUntil <= Date.now());
  open.sort((a, b) => Number(b.row.isUrgent) - Number(a.row.isUrgent) || a.row.number - b.row.number);
  progress.of = progress.sent + open.length;
  for (let at = 0; at < open.length; ) {
    const batch: Entry[] = [];
    for (; at < open.length && batch.length < AT_ONCE; at++) {
      const entry = open[at];
      if (entry.row.photos.length && batch.length && !entry.row.isUrgent) {
        const early = await post(account, batch.splice(0), progress, moved, renew);
        if (early !== "done") return early;
      }
      const brought = await bringAll(entry, renew);
      if (brought === "refused") continue;
      if (brought !== "done") return brought;
      batch.push(entry);
      if (entry.row.isUrgent) { at++; break; }
    }
    const result = await post(account, batch, progress, moved, renew);
    if (result !== "done") return result;
  }
  return "done";
}

/** Until here an entry could still be amended; what is marked as sending may be on the server. */
async function post(account: string, waiting: Entry[], progress: Progress, moved: () => void, renew: () => Promise<boolean>, isSecond = false): Promise<Result> {
  if (!waiting.length) return "done";
  const batch = await Promise.all(waiting.map(leaving));
  const body = JSON.stringify({ phone: await phoneId(), clock: queue.clocks(), items: batch.map((each) => each.item) });
  const answer = await call("/phone/items", { method: "POST", body, headers: { "Content-Type": "application/json" } });
  if (answer.status === 401) return "signed_out";
  if (answer.status === 403 && !isSecond && (await renew())) return post(account, batch, progress, moved, renew, true);
  if (!answer.ok) return "offline";
  const { items } = (await answer.json()) as { items: Answer[] };
  let result: Result = "done";
  for (const [at, entry] of batch.entries()) {
    const state = await settle(entry, items[at]);
    if (state === "settled") progress.sent++;
    if (state === "again") result = "stopped";
  }
  moved();
  queue.announce();
  return result;
}

async function leaving(entry: Entry): Promise<Entry> {
  await queue.mark(entry.row.id, "sending");
  return queue.reread(entry);
}

/** Write one answer down. What is for now only stays in the queue; `again` asks for another round after a pause. */
async function settle(entry: Entry, answer: Answer): Promise<"settled" | "again" | "waits"> {
  if (["done", "late", "refused", "parked"].includes(answer.state)) {
    await queue.close(entry, answer);
    return answer.state === "parked" ? "waits" : "settled";
  }
  await queue.mark(entry.row.id, "kept");
  return answer.state === "foreign" || answer.state === "waiting" ? "waits" : "again";
}

async function bringAll(entry: Entry, renew: () => Promise<boolean>): Promise<Result | "refused"> {
  for (const sha256 of entry.row.photos) {
    const result = await bring(entry, sha256, renew);
    if (result !== "done") return result;
  }
  return "done";
}

/** Bring one photo over, going on where an earlier attempt broke. */
async function bring(entry: Entry, sha256: string, renew: () => Promise<boolean>): Promise<Result | "refused"> {
  const data = await queue.photo(entry, sha256);
  if (!data) return "done";
  const address = `/phone/files/${sha256}?scope=${entry.item.scope}&size=${data.byteLength}`;
  let standing = await call(address, {});
  if (standing.status === 401) return "signed_out";
  let at = standing.ok ? ((await standing.json()) as { received: number }).received : 0;
  let tries = 0;
  while (at < data.byteLength) {
    const piece = data.slice(at, at + PIECE);
    standing = await call(`${address}&offset=${at}`, { method: "PUT", body: piece, headers: { "Content-Type": "application/octet-stream" } });
    if (standing.status === 401) return "signed_out";
    if (standing.status === 403 && tries++ < 1 && (await renew())) continue;
    if (standing.status === 422 || standing.status === 404) {
      const { code, sentence } = (await standing.json()) as { code: string; sentence: string };
      await queue.close(entry, { id: entry.item.id, state: "refused", code, sentence, files: [] });
      return "refused";
    }
    if (!standing.ok) return "offline";
    at = ((await standing.json()) as { received: number }).received;
  }
  return "done";
}

async function call(address: string, options: RequestInit): Promise<Response> {
  const headers = { ...(options.headers as Record<string, string>), "X-CSRFToken": csrf, Accept: "application/json" };
  const answer = await fetch(address, { ...options, headers, credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
  isMoving ||= answer.ok;
  return answer;
}
