// The queue: what was entered on this phone, in order, with its photos, until the server has said what became of it.
import { v7 } from "./ids";
import * as vault from "./vault";

export interface Item {
  id: string; account: string; scope: string; number: number; action: string; version: number;
  subject: string | null; subject_of: string | null; inputs: Record<string, unknown>;
  wall_ms: number; mono_ms: number; boot: string; after: string | null; replaces: string | null;
}
export interface Answer { id: string; state: string; code: string; sentence: string; files: string[]; number?: string; record?: string; at?: string | null; is_unsure?: boolean }
export interface Entry { row: vault.Row; item: Item; label: string; answer: Answer | null }
interface Boxed { item: Item; label: string; answer: Answer | null }
export interface Wish {
  action: string; label: string; inputs: Record<string, unknown>; photos?: Blob[]; voice?: Blob; subject?: string | null; subject_of?: string | null;
  after?: string | null; replaces?: Entry; heldMs?: number; isUrgent?: boolean;
}

const BOOT = crypto.randomUUID?.() ?? String(Math.random());
const KEPT_MS = 3 * 86_400_000;

export function clocks(): { wall_ms: number; mono_ms: number; boot: string } {
  return { wall_ms: Date.now(), mono_ms: Math.round(performance.now()), boot: BOOT };
}

export async function sha256(data: ArrayBuffer): Promise<string> {
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", data))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Put one thing into the queue, photos first; when this returns it is on the phone. */
export async function add(account: string, scope: string, versions: Record<string, number>, wish: Wish): Promise<string> {
  const id = v7();
  const photos = await Promise.all((wish.photos ?? []).map(hashed));
  const voice = wish.voice ? await hashed(wish.voice) : null;
  const named = voice ? [...photos, voice] : photos;
  const inputs = { ...wish.inputs, ...(photos.length ? { photos: photos.map((each) => ({ sha256: each.sha256 })) } : {}), ...(voice ? { voice: { sha256: voice.sha256 } } : {}) };
  const number = wish.replaces?.item.number ?? (await nextNumber());
  const item: Item = {
    id, account, scope, number, action: wish.action, version: versions[wish.action] ?? 1, subject: wish.subject ?? null, subject_of: wish.subject_of ?? null,
    inputs, ...clocks(), after: wish.after ?? null, replaces: wish.replaces?.item.id ?? null,
  };
  if (wish.replaces) Object.assign(item, { wall_ms: wish.replaces.item.wall_ms, mono_ms: wish.replaces.item.mono_ms, boot: wish.replaces.item.boot });
  const box = await vault.sealJson(account, { item, label: wish.label, answer: null } satisfies Boxed);
  const pictures = await Promise.all(named.map(async (each) => ({ ...(await vault.seal(account, each.data)), key: `${id} ${each.sha256}`, account, sha256: each.sha256, item: id, size: each.data.byteLength })));
  const row: vault.Row = { ...box, id, account, number, state: "kept", heldUntil: Date.now() + (wish.heldMs ?? 0), isUrgent: wish.isUrgent ?? false, photos: named.map((each) => each.sha256), closedAt: 0 };
  const change = (await vault.base()).transaction(["items", "photos"], "readwrite", { durability: "strict" });
  for (const picture of pictures) void change.objectStore("photos").put(picture);
  void change.objectStore("items").put(row);
  await change.done;
  if (wish.replaces) await close(wish.replaces, { ...wish.replaces.answer!, state: "replaced" });
  announce();
  return id;
}

async function hashed(file: Blob): Promise<{ data: ArrayBuffer; sha256: string }> {
  const data = await file.arrayBuffer();
  return { data, sha256: await sha256(data) };
}

async function nextNumber(): Promise<number> {
  const change = (await vault.base()).transaction("plain", "readwrite");
  const next = Number((await change.store.get("number")) ?? 0) + 1;
  await change.store.put(next, "number");
  await change.done;
  return next;
}

/** Change what was entered while it is still here; false when it has already left. */
export async function amend(id: string, inputs: Record<string, unknown>, label: string): Promise<boolean> {
  const store = await vault.base();
  const row = await store.get("items", id);
  if (!row || row.state !== "kept") return false;
  const boxed = await vault.openJson<Boxed>(row.account, row);
  const changed = { ...boxed, label, item: { ...boxed.item, inputs: { ...boxed.item.inputs, ...inputs } } };
  const box = await vault.sealJson(row.account, changed);
  const change = store.transaction("items", "readwrite");
  const now = await change.store.get(id);
  const isStill = now?.state === "kept";
  if (now && isStill) await change.store.put({ ...now, ...box, heldUntil: 0 });
  await change.done;
  announce();
  return isStill;
}

/** Whether it has not left yet, so that it can be amended. */
export async function isHere(id: string): Promise<boolean> {
  return (await (await vault.base()).get("items", id))?.state === "kept";
}

/** Everything of the account in order, the open ones and those of the last days. */
export async function entries(account: string): Promise<Entry[]> {
  const store = await vault.base();
  const rows = await store.getAllFromIndex("items", "account", IDBKeyRange.bound([account, 0], [account, Infinity]));
  return Promise.all(rows.map(async (row) => ({ row, ...(await vault.openJson<Boxed>(account, row)) })));
}

export async function counts(account: string): Promise<{ open: number; needy: number; foreign: number }> {
  const rows = await (await vault.base()).getAll("items");
  const open = rows.filter((row) => !vault.FINAL.includes(row.state));
  const mine = open.filter((row) => row.account === account);
  const needy = mine.filter((row) => row.state === "refused");
  return { open: mine.length - needy.length, needy: needy.length, foreign: open.length - mine.length };
}

/** Mark where an item stands. */
export async function mark(id: string, state: vault.State): Promise<void> {
  const change = (await vault.base()).transaction("items", "readwrite");
  const row = await change.store.get(id);
  if (row) await change.store.put({ ...row, state });
  await change.done;
}

/** The entry as it stands now: it may have been amended a moment ago. */
export async function reread(entry: Entry): Promise<Entry> {
  const row = (await (await vault.base()).get("items", entry.row.id)) ?? entry.row;
  return { row, ...(await vault.openJson<Boxed>(row.account, row)) };
}

/** Write down what became of an item; a final answer lets its photos go. */
export async function close(entry: Entry, answer: Answer): Promise<void> {
  const state = answer.state as vault.State;
  const isFinal = vault.FINAL.includes(state);
  const box = await vault.sealJson(entry.row.account, { item: entry.item, label: entry.label, answer } satisfies Boxed);
  const change = (await vault.base()).transaction(["items", "photos"], "readwrite");
  await change.objectStore("items").put({ ...entry.row, ...box, state, closedAt: isFinal ? Date.now() : 0 });
  if (isFinal) for (const key of await change.objectStore("photos").index("item").getAllKeys(entry.row.id)) await change.objectStore("photos").delete(key);
  await change.done;
}

/** What hangs on an entry, so that it can be sent again: its photos, and what was said. */
export async function filesOf(entry: Entry): Promise<{ photos: Blob[]; voice?: Blob }> {
  const found = await (await vault.base()).getAllFromIndex("photos", "item", entry.row.id);
  const spoken = (entry.item.inputs.voice as { sha256: string } | undefined)?.sha256;
  const opened = await Promise.all(found.map(async (each) => ({ sha256: each.sha256, blob: new Blob([await vault.open(entry.row.account, each)]) })));
  return { photos: opened.filter((each) => each.sha256 !== spoken).map((each) => each.blob), voice: opened.find((each) => each.sha256 === spoken)?.blob };
}

export async function photo(entry: Entry, sha256: string): Promise<ArrayBuffer | null> {
  const found = await (await vault.base()).get("photos", `${entry.row.id} ${sha256}`);
  return found ? vault.open(entry.row.account, found) : null;
}

/** Give up a refused item; what hung on it hangs on what it hung on. */
export async function drop(entry: Entry): Promise<void> {
  for (const other of await entries(entry.row.account)) {
    if (other.item.after !== entry.item.id || vault.FINAL.includes(other.row.state)) continue;
    const box = await vault.sealJson(entry.row.account, { item: { ...other.item, after: entry.item.after }, label: other.label, answer: null } satisfies Boxed);
    await (await vault.base()).put("items", { ...other.row, ...box, state: "kept" });
  }
  const change = (await vault.base()).transaction(["items", "photos"], "readwrite");
  await change.objectStore("items").delete(entry.row.id);
  for (const key of await change.objectStore("photos").index("item").getAllKeys(entry.row.id)) await change.objectStore("photos").delete(key);
  await change.done;
  announce();
}

/** Let go of what was settled days ago. */
export async function tidy(): Promise<void> {
  const change = (await vault.base()).transaction("items", "readwrite");
  for (const row of await change.store.getAll()) if (row.closedAt && row.closedAt < Date.now() - KEPT_MS) await change.store.delete(row.id);
  await change.done;
}

export function announce(): void {
  document.dispatchEvent(new CustomEvent("anju:queue"));
}
