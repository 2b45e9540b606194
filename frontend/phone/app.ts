// Puts the parts together: what is shown, when it is loaded, when it is sent.
import { toggleTheme } from "../islands/theme";
import { showBrowser, isCapable } from "./browser";
import { prepareChallenge, showChallenge } from "./challenge";
import { load } from "./day";
import { showDay, showDuty } from "./duties";
import { showGate } from "./gate";
import { loadGate } from "./gate_list";
import * as queue from "./queue";
import { showQueue } from "./outbox";
import { prepareReport, showReport } from "./report";
import { showPoint, showRound } from "./round";
import { leavePost, preparePost, showSignIn, watch, wipe } from "./post";
import { begin, today } from "./session";
import { sendAll, setToken, type Progress, type Result } from "./send";
import { prepareLone } from "./lone";
import { showShift } from "./shift";
import { prepareSos, showSos } from "./sos";
import { prepareTracks, showTracks } from "./tracks";
import { all, el, one, say, surface } from "./view";
import { moment } from "./wall_clock";
import * as vault from "./vault";

const ELDER = "anju.elder";
let isOffline = false;

async function takeWorker(): Promise<void> {
  await navigator.serviceWorker.register(`/${surface}/worker.js`, { scope: `/${surface}/` });
  const { active } = await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) active?.postMessage("take me too");
}

export async function start(): Promise<void> {
  toggleTheme();
  beLarge(localStorage.getItem(ELDER) === "1");
  for (const button of all("elder")) button.addEventListener("click", () => beLarge(!document.body.classList.contains("elder")));
  void showBrowser();
  if (!isCapable()) return incapable();
  if ("serviceWorker" in navigator) void takeWorker().catch(() => undefined);
  prepareReport();
  if (surface === "guard") { prepareSos(); prepareLone(); prepareTracks(); prepareChallenge(); preparePost(refresh); }
  one("sync")?.addEventListener("click", () => void refresh());
  one("sign-out")?.addEventListener("click", () => void signOut());
  window.addEventListener("hashchange", () => { void show(); if (page() === "track" && today()) void showTracks(today()!); });
  window.addEventListener("online", () => void refresh());
  window.addEventListener("offline", () => { isOffline = true; void status(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) void refresh(); });
  document.addEventListener("anju:queue", () => void changed());
  document.addEventListener("anju:leave", send);
  void navigator.storage?.persist?.();
  await queue.tidy();
  await refresh();
  setInterval(() => { if (!document.hidden) void refresh(); }, 60_000);
}

/** Load the day, then send what waits. */
async function refresh(): Promise<void> {
  const got = await load();
  isOffline = got.outcome === "offline";
  begin(got.day);
  if (got.outcome === "signed_out" || got.outcome === "no_role") {
    one("signin-why")!.textContent = got.sentence;
    await wipe();
  }
  if (!got.day) await showSignIn();
  watch(got.day?.post_phone?.until_ms, got.day?.server_ms ?? 0, got.day?.got_ms ?? 0);
  await show();
  send();
  if (got.day && surface === "guard") void loadGate(got.day);
}

function send(): void {
  const day = today();
  if (day) void sendAll(day.account.id, (result, progress) => void heard(result, progress), renew);
}

/** A new form token, where the old one is not taken any more. */
async function renew(): Promise<boolean> {
  const got = await load();
  if (got.day) setToken(got.day.csrf);
  return got.outcome === "fresh" && got.day?.account.id === today()?.account.id;
}

async function heard(result: Result, progress: Progress): Promise<void> {
  if (result === "offline") isOffline = true;
  else if (progress.sent) isOffline = false; // an empty sending proves nothing about the network
  if (result === "signed_out") { await vault.lock(); begin(null); await wipe(); await showSignIn(); return show(); }
  await status(progress);
  if (result === "done" && progress.sent && progress.sent >= progress.of) {
    const got = await load();
    if (got.day) { begin(got.day); await show(); }
    await status(progress);
  }
}

async function changed(): Promise<void> {
  const day = today();
  await status();
  if (page() === "queue" && day) await showQueue(day);
  if (page() === "sos" && day) await showSos(day);
}

function page(): string {
  const wanted = location.hash.slice(1).split("/")[0] || "day";
  return today() ? wanted : wanted === "me" ? "me" : "signin";
}

async function show(): Promise<void> {
  const wanted = page(), day = today();
  const sections = all("page");
  const shown = sections.find((each) => each.dataset.page === wanted) ?? sections.find((each) => each.dataset.page === "day")!;
  for (const each of sections) each.hidden = each !== shown;
  for (const tab of document.querySelectorAll<HTMLAnchorElement>(".hand-tabs a")) tab.toggleAttribute("aria-current", tab.hash === `#${wanted}`);
  if (day) {
    one("where")!.textContent = day.scope.name;
    one("name")!.textContent = day.account.name;
    const shared = one("post-phone");
    if (shared) shared.hidden = !day.post_phone;
    const pin = one("own-pin");
    if (pin) pin.hidden = !!day.post_phone;
    if (shared && day.post_phone) shared.textContent = say("post_until", { name: day.post_phone.name, time: moment(day.post_phone.until_ms) });
    showDay(day);
    if (wanted === "duty") showDuty(day, location.hash.split("/")[1] ?? "");
    if (wanted === "shift") showShift(day);
    if (wanted === "round") showRound(day);
    if (wanted === "point") showPoint(day, location.hash.split("/")[1] ?? "");
    if (wanted === "report") showReport(day);
    if (wanted === "challenge") showChallenge(day);
    if (wanted === "queue") await showQueue(day);
    if (wanted === "gate") await showGate(day);
    if (wanted === "sos") await showSos(day);
  }
  await status();
}

/** The grey bar: what is kept, what is being sent, what needs somebody. Being offline is no fault and never red. */
async function status(progress?: Progress): Promise<void> {
  const bar = one("status")!, day = today();
  const account = day?.account.id ?? "";
  const { open, needy, foreign } = await queue.counts(account);
  const badge = one("outbox");
  if (badge) badge.hidden = open + needy === 0;
  if (badge) one("outbox-count")!.textContent = String(open + needy);
  const lines: string[] = [];
  if (isOffline) lines.push(say("offline", { count: open }));
  else if (day && progress && progress.sent < progress.of) lines.push(say("sending", { sent: progress.sent, of: progress.of }));
  else if (day && progress?.sent && !open && !needy) lines.push(say("all_sent", { time: moment(Date.now()) }));
  if (needy) lines.push(say("needs_you", { count: needy }));
  if (!day && foreign) lines.push(say("sign_in"));
  const hours = day ? Math.floor((Date.now() - day.got_ms) / 3_600_000) : 0;
  if (hours >= 24) lines.push(say("stale", { hours }));
  bar.hidden = !lines.length;
  bar.replaceChildren(...lines.map((line) => el("p", {}, line)));
}

async function signOut(): Promise<void> {
  const day = today();
  const { open, needy } = await queue.counts(day?.account.id ?? "");
  if (open + needy && !confirm(say("left_behind", { count: open + needy }))) return;
  if (day?.post_phone) return leavePost();
  const token = day?.csrf ?? "";
  await vault.lock();
  begin(null);
  await fetch("/accounts/logout/", { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" }).catch(() => undefined);
  location.hash = "";
  await refresh();
}

function beLarge(isLarge: boolean): void {
  document.body.classList.toggle("elder", isLarge && surface === "resident");
  localStorage.setItem(ELDER, isLarge ? "1" : "0");
}

/** Over plain HTTP or inside a browser that keeps nothing: say so, and lead to the pages that work without. */
function incapable(): void {
  for (const each of all("page")) each.hidden = each.dataset.page !== "me";
  const bar = one("status")!;
  bar.hidden = false;
  bar.replaceChildren(el("p", {}, say(isSecureContext ? "b_store_no" : "b_secure_no")), el("p", {}, el("a", { class: "btn", href: "/cases/new/" }, say("report_title"))));
}
