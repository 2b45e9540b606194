// The gate without a network: a visitor is registered, the host's word by telephone taken down, and let in; strangers asked. All of it waits in the queue.
import { enter } from "./session";
import type { Day } from "./day";
import * as vault from "./vault";
import { el, one, say } from "./view";

interface Choice { code: string; label: string }
interface Gate { lanes: { id: string; name: string }[]; categories: (Choice & { fields: string[] })[]; strangers: Choice[]; ways?: [string, string][]; homes: [string, string][]; got_ms: number }

const FRESH_MS = 6 * 3_600_000;
const REGISTER = "access.register_visit", ANSWER = "access.answer_for_host", LET_IN = "access.let_visit_in", INQUIRY = "access.record_inquiry";
let gate: Gate | null = null;

/** The list of homes and lanes: asked of the server a few times a day, kept encrypted for when there is no network. */
export async function loadGate(day: Day): Promise<void> {
  if (!(REGISTER in day.actions)) return;
  gate ??= await vault.kept<Gate>(day.account.id, "gate").catch(() => null);
  if (gate && Date.now() - gate.got_ms < FRESH_MS) return;
  const answer = await fetch("/phone/gate", { credentials: "same-origin", cache: "no-store", redirect: "error", headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  gate = { ...((await answer.json()) as Omit<Gate, "got_ms">), got_ms: Date.now() };
  await vault.keep(day.account.id, "gate", gate);
}

export async function showGate(day: Day): Promise<void> {
  await loadGate(day);
  const form = one<HTMLFormElement>("gate-form")!, told = one("gate-told")!;
  form.hidden = !gate;
  if (!gate) { told.textContent = say("gate_unloaded"); return; }
  if (!form.dataset.ready) prepare(form, gate);
}

function prepare(form: HTMLFormElement, known: Gate): void {
  form.dataset.ready = "yes";
  options(form, "category", known.categories.map((each) => [each.code, each.label]));
  options(form, "lane", known.lanes.map((each) => [each.id, each.name]));
  one("gate-ways")?.replaceChildren(...(known.ways ?? []).map(([lane, ways]) => el("li", {}, `${lane}: ${ways}`)));
  const asked = one<HTMLFormElement>("gate-asked")!;
  options(asked, "kind", known.strangers.map((each) => [each.code, each.label]));
  form.addEventListener("submit", (event) => { event.preventDefault(); void register(form, known); });
  asked.addEventListener("submit", (event) => { event.preventDefault(); void inquire(asked); });
}

function options(form: HTMLFormElement, name: string, pairs: [string, string][]): void {
  (form.elements.namedItem(name) as HTMLSelectElement).replaceChildren(...pairs.map(([value, label]) => el("option", { value }, label)));
}

function value(form: HTMLFormElement, name: string): string {
  return (form.elements.namedItem(name) as HTMLInputElement).value.trim();
}

/** The home that the guard wrote as 3-2-1502 or 3栋2单元1502. */
export function homeOf(known: [string, string][], written: string): string {
  const numbers = (written.match(/\d+/g) ?? []).join("-");
  return numbers ? (known.find((each) => each[1] === numbers)?.[0] ?? "") : "";
}

async function register(form: HTMLFormElement, known: Gate): Promise<void> {
  const told = one("gate-told")!;
  const name = value(form, "name"), home = homeOf(known.homes, value(form, "home")), note = value(form, "note"), identity = value(form, "identity");
  if (!name || !home) { told.textContent = say("gate_home_unknown"); return; }
  const fetched = (form.elements.namedItem("fetched") as HTMLInputElement).checked;
  const inputs: Record<string, unknown> = { category: value(form, "category"), name, dwelling: home, reason: value(form, "reason"), phone: value(form, "phone"), escort: value(form, "escort"),
    identity_number: identity, identity_check: fetched ? "fetched" : "document" };
  const visit = await enter({ action: REGISTER, label: `${say("gate_visit")} ${name}`, inputs });
  if (note) {
    const answered = await enter({ action: ANSWER, label: say("gate_word"), inputs: { agrees: true, way: "phone", note }, subject_of: visit, after: visit });
    await enter({ action: LET_IN, label: say("gate_let_in"), inputs: { lane: value(form, "lane") }, subject_of: visit, after: answered });
  }
  form.reset();
  told.textContent = say(note ? "gate_kept_in" : "gate_kept");
}

async function inquire(form: HTMLFormElement): Promise<void> {
  const words = value(form, "words");
  if (!words) return;
  await enter({ action: INQUIRY, label: say("gate_inquiry"), inputs: { kind: value(form, "kind"), outcome: "left", words } });
  form.reset();
  one("gate-told")!.textContent = say("kept_now");
}
