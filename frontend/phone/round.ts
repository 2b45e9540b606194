// P17 and P18: the round in one hand, without a network: the next point, a scan, its items in one tap, and the record at the end.
import { fit } from "../islands/capture";
import type { Day, Round, RoundPoint } from "./day";
import { readCamera } from "./camera";
import { enter } from "./session";
import { hasNfc, position, readNfc, readPicture, type Fix } from "./scan";
import { chip, el, one, say } from "./view";
import { moment } from "./wall_clock";

const KEPT = "anju.round";
const WARN_MS = 5 * 60_000;
/** What this phone entered about the round and the server has not told back yet: scan, answers, skip, by point. */
interface Mark { scanned?: number; way?: string; item?: string; answered?: boolean; faults?: string[]; skipped?: boolean }
interface Kept { round: string; begun?: string; finished?: boolean; marks: Record<string, Mark> }

let kept: Kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '{"round":"","marks":{}}') as Kept;

function keep(): void {
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

function of(round: Round): Kept {
  if (kept.round !== round.id) kept = { round: round.id, marks: {} };
  return kept;
}

function mark(point: RoundPoint): Mark {
  return (kept.marks[point.id] ??= {});
}

const isVisited = (point: RoundPoint): boolean => ["done", "early", "late"].includes(point.state) || !!mark(point).scanned;
const isSettled = (point: RoundPoint): boolean => isVisited(point) || point.state === "skipped" || !!mark(point).skipped;
const isAnswered = (point: RoundPoint): boolean => point.is_answered || !!mark(point).answered || !point.items.length;
const isRunning = (round: Round): boolean => round.is_running || !!of(round).begun;

/** The round that is under way here, and the entry of its beginning that everything about it waits for. */
export function walked(day: Day): { round: string | null; after: string | null } {
  const round = day.round;
  if (!round || !isRunning(round) || of(round).finished) return { round: null, after: null };
  return { round: round.id, after: of(round).begun ?? null };
}

/** What is entered in a round waits for its beginning, and answers for their scan; one that is refused holds up nothing else. */
function send(round: Round, action: string, label: string, inputs: Record<string, unknown>, subject: string, photos: Blob[] = [], after = of(round).begun): Promise<string> {
  return enter({ action, label, inputs, subject, photos, after: after ?? null });
}

export function showRound(day: Day): void {
  const place = one("round");
  if (!place) return;
  const round = day.round;
  if (!round || of(round).finished) return place.replaceChildren(el("h1", {}, say("no_round")), el("p", { class: "nothing" }, round && !of(round).finished ? "" : say("no_duties")));
  if (!isRunning(round)) return place.replaceChildren(...before(day, round));
  const next = round.points.find((point) => !isSettled(point));
  const done = round.points.filter(isSettled).length;
  const left = Math.round((round.ends_ms - Date.now()) / 60_000);
  const head = [el("h1", {}, `${round.title} `, el("small", {}, `${done}/${round.points.length} · ${left > 0 ? say("round_left", { minutes: left }) : say("round_over")}`))];
  for (const refused of round.refused) head.push(el("p", { class: "refusal" }, refused.sentence));
  if (!next) return place.replaceChildren(...head, ...list(round), finish(day, round));
  place.replaceChildren(...head, card(round, next), ...verbs(day, round, next), ...list(round));
}

function before(day: Day, round: Round): HTMLElement[] {
  const begin = el("button", { type: "button", class: "btn btn-primary", "data-begin": "" }, say("round_begin"));
  begin.addEventListener("click", () => {
    begin.disabled = true;
    void send(round, "patrol.start_round", `${say("round_begin")} ${round.title}`, {}, round.id).then((id) => { of(round).begun = id; keep(); showRound(day); });
  });
  const told = [el("h1", {}, round.title), el("p", {}, say("next_round", { time: moment(round.starts_ms), title: round.title }), " ", chip(round.state, round.colour))];
  if (round.needs_gear.length) told.push(el("p", { class: "notice" }, say("round_gear", { things: round.needs_gear.join("、") })));
  return [...told, el("p", { class: "main-verb" }, begin)];
}

function card(round: Round, point: RoundPoint): HTMLElement {
  const minutes = Math.ceil((point.until_ms - Date.now()) / 60_000);
  const isLate = minutes <= 0, isSoon = !isLate && point.until_ms - Date.now() < WARN_MS;
  const time = isLate ? say("point_late") : isSoon ? say("point_soon", { minutes }) : say("point_due", { time: moment(point.until_ms) });
  const made = el("article", { class: "card point-card", "data-next": point.code }, el("div", { class: "card-body" }, el("small", {}, say("point_next")), el("p", { class: "figure-value" }, point.name), el("p", {}, `${point.code} `, chip(time, isLate ? "red" : isSoon ? "orange" : "grey"), " ", el("span", { "data-distance": "" }))));
  if (point.latitude !== null && point.longitude !== null) void position(60_000).then((fix) => {
    const metres = fix && Math.round(apart(fix, point));
    if (metres !== null) made.querySelector("[data-distance]")!.textContent = say("point_far", { metres });
  });
  return made;
}

function apart(fix: Fix, point: RoundPoint): number {
  const north = (point.latitude! - fix.latitude) * 111_195;
  return Math.hypot(north, (point.longitude! - fix.longitude) * 111_195 * Math.cos((fix.latitude * Math.PI) / 180));
}

function verbs(day: Day, round: Round, point: RoundPoint): HTMLElement[] {
  const button = (code: string, css: string, act: () => Promise<unknown>) => {
    const made = el("button", { type: "button", class: `btn ${css}`, "data-scan": code }, say(code));
    made.addEventListener("click", () => { made.disabled = true; void act().finally(() => (made.disabled = false)); });
    return made;
  };
  const told = el("p", { class: "refusal", role: "alert", "data-told": "", hidden: "" });
  const picture = el("input", { type: "file", accept: "image/*", capture: "environment", class: "visually-hidden", "data-code-photo": "" });
  picture.addEventListener("change", () => { const [file] = picture.files ?? []; picture.value = ""; if (file) void readPicture(file).then((text) => (text ? scanned(day, round, "qr", text) : tell(say("scan_none")))); });
  const row: HTMLElement[] = [];
  if (hasNfc()) row.push(button("scan_nfc", "btn-primary", async () => { tell(say("scan_nfc_ready")); const read = await readNfc(); if (read) await scanned(day, round, "nfc", read); }));
  row.push(button("scan_qr", hasNfc() ? "" : "btn-primary", async () => {
    const text = await readCamera();
    if (text) await scanned(day, round, "qr", text);
    else if (text === undefined) picture.click();
  }), picture);
  row.push(button("scan_typed", "", async () => { const text = prompt(say("scan_ask"), point.code); if (text?.trim()) await scanned(day, round, "typed", text.trim()); }));
  if (!point.ways.length) row.push(button("scan_gps", "", () => byPosition(day, round, point)));
  const rest = el("div", { class: "row-of" }, el("a", { class: "btn", href: "#report" }, say("report_title")), button("point_skip", "", () => skip(day, round, point)));
  return [told, el("div", { class: "scan-verbs" }, ...row), el("p", { class: "form-hint" }, say("scan_weak")), rest];
}

function tell(sentence: string): void {
  const told = one("told");
  if (!told) return;
  told.hidden = false;
  told.textContent = sentence;
}

/** A code names its point openly (ANJU:C-01:…), a typed number is one; of a bare tag the server alone knows the point, so it is taken for the next one. */
function pointOf(round: Round, way: string, text: string): RoundPoint | undefined {
  const open = round.points.filter((point) => !isSettled(point));
  const code = way === "typed" ? text : text.startsWith("ANJU:") ? text.split(":")[1] : null;
  return code === null ? open[0] : open.find((point) => point.code === code);
}

async function scanned(day: Day, round: Round, way: string, text: string): Promise<void> {
  const point = pointOf(round, way, text);
  if (!point && !confirm(say("scan_foreign"))) return;
  await record(day, round, way, { code: text, ...(point ? {} : { is_unplanned: true }) }, point);
}

async function byPosition(day: Day, round: Round, point: RoundPoint): Promise<void> {
  const fix = await position(5_000);
  if (!fix) return tell(say("scan_no_position"));
  await record(day, round, "gps", { point: point.id }, point, fix);
}

async function record(day: Day, round: Round, way: string, inputs: Record<string, unknown>, point?: RoundPoint, known?: Fix): Promise<void> {
  const fix = known ?? (await position(20_000));
  const spot = fix ? { latitude: fix.latitude, longitude: fix.longitude, accuracy_m: Math.round(fix.accuracy) } : {};
  const label = `${say("scanned_at", { time: moment(Date.now()) })} ${point?.name ?? ""}`;
  const item = await send(round, "patrol.scan_point", label, { way, ...inputs, ...spot, drift_s: drift() }, round.id);
  navigator.vibrate?.(100);
  if (!point) return showRound(day);
  Object.assign(mark(point), { scanned: Date.now(), way, item });
  keep();
  location.hash = `#point/${point.id}`;
}

/** How far the phone's clock moved against the time since the page was opened: somebody who sets it is seen. */
const opened = { wall: Date.now(), mono: performance.now() };
function drift(): number {
  return Math.round((Date.now() - opened.wall - (performance.now() - opened.mono)) / 1000);
}

async function skip(day: Day, round: Round, point: RoundPoint): Promise<void> {
  const reason = prompt(say("skip_why"), "")?.trim();
  if (!reason) return;
  await send(round, "patrol.skip_point", `${say("point_skip")} ${point.name}`, { reason }, point.id);
  mark(point).skipped = true;
  keep();
  showRound(day);
}

function list(round: Round): HTMLElement[] {
  let ahead = round.shown_ahead;
  const rows = round.points.filter((point) => isSettled(point) || ahead-- > 0).map((point) => {
    const state = mark(point).skipped ? chip(say("point_skip"), "yellow") : mark(point).scanned ? chip(say("kept_now"), "grey") : chip(point.state_label, point.colour);
    const made = el("a", { class: "hand-row", href: isVisited(point) && !isAnswered(point) ? `#point/${point.id}` : "#round" }, el("strong", {}, `${String(point.position).padStart(2, "0")} ${point.name}`), el("span", {}, say("point_due", { time: moment(point.until_ms) })), state);
    if (isVisited(point) && !isAnswered(point)) made.append(chip(say("items_count", { count: point.items.length }), "orange"));
    return made;
  });
  const hidden = rows.length < round.points.length ? [el("p", { class: "nothing" }, say("round_hidden"))] : [];
  return [el("div", { class: "hand-list" }, ...rows), ...hidden];
}

export function showPoint(day: Day, id: string): void {
  const place = one("point"), round = day.round;
  const point = round?.points.find((each) => each.id === id);
  if (!place || !round || !point) return;
  if (place.dataset.shown === id && place.childElementCount && !isAnswered(point)) return; // half filled in: leave it alone
  place.dataset.shown = id;
  const { scanned: at, way } = mark(point);
  const isLate = (at ?? Date.now()) > point.until_ms;
  const head = [el("h1", {}, point.name), el("p", { "data-scanned": "" }, say("scanned_at", { time: moment(at ?? Date.now()) }), way ? ` · ${say(`scan_way_${way}`)} ` : " ", chip(isLate ? say("point_late") : say("kept_now"), isLate ? "orange" : "green"))];
  if (point.last_fault) head.push(el("p", { class: "notice" }, say("last_fault", { text: point.last_fault })));
  const back = el("a", { class: "btn", href: "#round" }, say("back_to_round"));
  if (!point.items.length || isAnswered(point)) return place.replaceChildren(...head, el("p", {}, point.items.length ? say("done") : say("no_items")), back);
  place.replaceChildren(...head, items(day, round, point), back);
}

function items(day: Day, round: Round, point: RoundPoint): HTMLElement {
  const choice = (key: string, value: string) => el("label", { class: "btn choice" }, el("input", { type: "radio", name: key, value, ...(value === "ok" ? { checked: "" } : {}) }), ` ${say(value === "ok" ? "fine" : "faulty")}`);
  const rows = point.items.map((item) => el("fieldset", {}, el("legend", { class: "form-label" }, item.wording), el("div", { class: "row-of" }, choice(item.key, "ok"), choice(item.key, "fault"))));
  const camera = el("input", { type: "file", accept: "image/*", capture: "environment", class: "form-control", "data-fault-photo": "" });
  const note = el("input", { class: "form-control", maxlength: "200", name: "note" });
  const told = el("p", { class: "refusal", role: "alert", hidden: "" });
  const fine = el("button", { type: "button", class: "btn btn-primary", "data-all-fine": "" }, say("all_fine"));
  const form = el("form", { class: "form-stack" }, el("p", {}, say("items_count", { count: point.items.length })), ...rows, el("label", { class: "form-label" }, say("photo"), camera), el("label", { class: "form-label" }, say("report_title"), note), told, el("button", { class: "btn", "data-faults": "" }, say("report_faults")));
  const answer = async (answers: Record<string, string>, photos: Blob[]) => {
    await send(round, "patrol.answer_point", `${say("done")} ${point.name}`, { answers, note: note.value.trim() }, point.id, photos, mark(point).item);
    const faults = point.items.filter((item) => answers[item.key] === "fault").map((item) => item.wording);
    Object.assign(mark(point), { answered: true, faults });
    keep();
    location.hash = "#round";
  };
  fine.addEventListener("click", () => { fine.disabled = true; void answer(Object.fromEntries(point.items.map((item) => [item.key, "ok"])), []); });
  form.addEventListener("change", () => { fine.disabled = form.querySelector("input[value=fault]:checked") !== null; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answers = Object.fromEntries([...new FormData(form)].filter(([key]) => point.items.some((item) => item.key === key))) as Record<string, string>;
    const hasFault = Object.values(answers).includes("fault");
    told.hidden = !(hasFault && !camera.files?.length);
    told.textContent = say("photo_missing");
    if (told.hidden) void Promise.all([...(camera.files ?? [])].map(async (each) => (await fit(each)).file)).then((photos) => answer(answers, photos));
  });
  return el("div", {}, el("p", { class: "main-verb" }, fine), form);
}

function finish(day: Day, round: Round): HTMLElement {
  const open = round.points.find((point) => isVisited(point) && !isAnswered(point));
  if (open) return el("p", {}, el("a", { class: "btn btn-primary", href: `#point/${open.id}` }, `${open.name}: ${say("items_count", { count: open.items.length })}`));
  const found = round.points.flatMap((point) => (mark(point).faults ?? []).map((fault) => `${point.name} ${fault}`)).join("、");
  const fields = ["problems", "result", "handover"].map((name) => el("label", { class: "form-label" }, say(`field_${name}`), el("input", { class: "form-control", name, value: (name === "problems" && found.slice(0, 400)) || say("field_none"), maxlength: "400", required: "" })));
  const form = el("form", { class: "form-stack", "data-record": "" }, el("h2", {}, say("round_record")), ...fields, el("p", { class: "main-verb" }, el("button", { class: "btn btn-primary" }, say("round_finish"))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(round, "patrol.finish_round", `${say("round_finish")} ${round.title}`, Object.fromEntries(new FormData(form)), round.id).then(() => { of(round).finished = true; keep(); location.hash = "#day"; showRound(day); });
  });
  return form;
}
