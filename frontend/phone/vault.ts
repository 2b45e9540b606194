// What the phone keeps: items, photos and the day's data, encrypted with AES-GCM under a key that belongs to the account.
// The key cannot be read out of the browser; it is deleted when the account signs out or another one signs in. What is not sent
// yet stays as ciphertext, and opens again when its owner signs in and the server hands this phone its key anew.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface Sealed { iv: Uint8Array<ArrayBuffer>; box: ArrayBuffer }
export type State = "kept" | "sending" | "done" | "late" | "refused" | "parked" | "replaced";
/** States in which nothing more is done with an item. */
export const FINAL: State[] = ["done", "late", "replaced"];
export interface Row extends Sealed { id: string; account: string; number: number; state: State; heldUntil: number; isUrgent: boolean; photos: string[]; closedAt: number }
export interface Photo extends Sealed { key: string; account: string; sha256: string; item: string; size: number }

interface Schema extends DBSchema {
  items: { key: string; value: Row; indexes: { account: [string, number] } };
  photos: { key: string; value: Photo; indexes: { item: string } };
  kept: { key: string; value: Sealed & { account: string } };
  keys: { key: string; value: CryptoKey };
  plain: { key: string; value: string | number };
}

let opened: Promise<IDBPDatabase<Schema>> | null = null;

export function base(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("anju-phone", 1, {
    upgrade(made) {
      made.createObjectStore("items", { keyPath: "id" }).createIndex("account", ["account", "number"]);
      made.createObjectStore("photos", { keyPath: "key" }).createIndex("item", "item");
      made.createObjectStore("kept");
      made.createObjectStore("keys");
      made.createObjectStore("plain");
    },
  });
  return opened;
}

export async function plain(name: string): Promise<string | number | undefined> {
  return (await base()).get("plain", name);
}

export async function setPlain(name: string, value: string | number): Promise<void> {
  await (await base()).put("plain", value, name);
}

/** This phone's own number, made once. */
export async function phoneId(): Promise<string> {
  const known = await plain("phone");
  if (typeof known === "string") return known;
  const made = crypto.randomUUID();
  await setPlain("phone", made);
  return made;
}

/** Take over the account's key from the server's bytes; every other account's key goes. */
export async function unlock(account: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  bytes.fill(0);
  const store = await base();
  const change = store.transaction("keys", "readwrite");
  await change.store.clear();
  await change.store.put(key, account);
  await change.done;
  await setPlain("account", account);
}

/** Forget the key and the day's data: what was not sent stays, unreadable until its owner signs in again. */
export async function lock(): Promise<void> {
  const store = await base();
  const change = store.transaction(["keys", "kept", "plain"], "readwrite");
  await change.objectStore("keys").clear();
  await change.objectStore("kept").clear();
  await change.objectStore("plain").delete("account");
  await change.done;
}

/** The account whose key is here, or "". */
export async function holder(): Promise<string> {
  const [first] = await (await base()).getAllKeys("keys");
  return first ?? "";
}

async function keyOf(account: string): Promise<CryptoKey> {
  const key = await (await base()).get("keys", account);
  if (!key) throw new Error("locked");
  return key;
}

export async function seal(account: string, data: Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(account), data) };
}

export async function open(account: string, sealed: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, await keyOf(account), sealed.box);
}

export async function sealJson(account: string, value: unknown): Promise<Sealed> {
  return seal(account, new TextEncoder().encode(JSON.stringify(value)));
}

export async function openJson<T>(account: string, sealed: Sealed): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await open(account, sealed))) as T;
}

/** Keep one thing of the account under a name. */
export async function keep(account: string, name: string, value: unknown): Promise<void> {
  await (await base()).put("kept", { account, ...(await sealJson(account, value)) }, name);
}

export async function kept<T>(account: string, name: string): Promise<T | null> {
  const found = await (await base()).get("kept", name);
  return found && found.account === account ? openJson<T>(account, found) : null;
}
