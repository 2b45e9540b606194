// A phone that stays at a post: enrolled by a code, signed in by badge and PIN, and emptied when its user goes.
import { readPicture } from "./scan";
import { setToken } from "./send";
import { all, el, one, say, surface } from "./view";
import * as vault from "./vault";

interface Here { csrf: string; phone: { name: string; post: string; scope: string } | null }
const PATIENCE_MS = 15_000;
let timer = 0;
let token = "";

async function ask(address: string, body?: Record<string, string>): Promise<{ ok: boolean; told: Record<string, unknown> }> {
  const options: RequestInit = { credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS), headers: { Accept: "application/json" } };
  if (body) Object.assign(options, { method: "POST", body: JSON.stringify(body), headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token } });
  try {
    const answer = await fetch(address, options);
    const told = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    if (typeof told.csrf === "string") setToken((token = told.csrf));
    return { ok: answer.ok, told };
  } catch {
    return { ok: false, told: { sentence: say("post_offline") } };
  }
}

/** Fill the sign-in page: badge and PIN on a post phone, the account's password elsewhere. */
export async function showSignIn(): Promise<void> {
  if (surface !== "guard") return;
  const { ok, told } = await ask("/phone/post");
  const here = ok ? (told as unknown as Here) : null;
  if (here) await vault.setPlain("post", here.phone?.name ?? "");
  const name = here ? (here.phone?.name ?? "") : String((await vault.plain("post")) ?? "");
  for (const each of all("own-sign-in")) each.hidden = name !== "";
  one("post-sign-in")!.hidden = name === "";
  one("post-name")!.textContent = here?.phone ? `${here.phone.scope} · ${here.phone.post} · ${name}` : name;
}

export function preparePost(entered: () => Promise<void>): void {
  const badge = one<HTMLInputElement>("badge"), pin = one<HTMLInputElement>("pin"), code = one<HTMLInputElement>("post-code");
  if (!badge || !pin || !code) return;
  const why = one("post-why")!;
  form("post-sign-in", async () => {
    const { ok, told } = await ask("/phone/post/enter", { badge: badge.value, pin: pin.value });
    pin.value = "";
    why.textContent = ok ? "" : String(told.sentence ?? "");
    if (!ok) return pin.focus();
    badge.value = "";
    await entered();
  });
  form("post-enrol", async () => {
    await ask("/phone/post");
    const { ok, told } = await ask("/phone/post/enrol", { code: code.value });
    one("enrol-why")!.textContent = ok ? "" : String(told.sentence ?? "");
    if (!ok) return;
    code.value = "";
    await leavePost();
  });
  one<HTMLInputElement>("badge-photo")?.addEventListener("change", async (event) => {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    const read = file ? await readPicture(file) : null;
    why.textContent = read ? "" : say("badge_unread");
    if (read) { badge.value = read.slice(0, 20); pin.focus(); }
  });
}

function form(name: string, act: () => Promise<void>): void {
  const made = one<HTMLFormElement>(name)!;
  const button = made.querySelector("button")!;
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    void act().finally(() => (button.disabled = false));
  });
}

/** Forget who works here when his time is over, with or without a network. The server's clock counts, as it was when the day was loaded. */
export function watch(until: number | undefined, serverMs: number, gotMs: number): void {
  clearTimeout(timer);
  if (until === undefined) return;
  const left = until - (Date.now() + serverMs - gotMs);
  timer = window.setTimeout(() => void leavePost(), Math.min(Math.max(0, left), 2_000_000_000));
}

/** Sign out of a post phone: the key, the day and what was settled go; what is not sent stays locked until its owner comes back. */
export async function leavePost(): Promise<void> {
  await ask("/phone/post");
  await ask("/phone/post/leave", {});
  await vault.lock();
  await forgetSettled();
  location.hash = "";
  location.reload(); // nothing of him stays in the page either
}

async function forgetSettled(): Promise<void> {
  const change = (await vault.base()).transaction("items", "readwrite");
  for (const row of await change.store.getAll()) if (vault.FINAL.includes(row.state)) await change.store.delete(row.id);
  await change.done;
}

/** After a refused session on a post phone: the same, without asking the server. */
export async function wipe(): Promise<void> {
  if (!(await vault.plain("post"))) return;
  await vault.lock();
  await forgetSettled();
  for (const place of document.querySelectorAll<HTMLElement>("[data-page] [data-duties], [data-page] [data-cases], [data-page] [data-notices], [data-post], [data-shift], [data-round], [data-point], [data-duty], [data-queue], [data-shots], [data-name]")) {
    place.replaceChildren(el("span"));
  }
}
