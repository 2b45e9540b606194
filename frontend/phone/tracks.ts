// Where this phone is while its guard stands on a post: a position every quarter of a minute while the page is open, sent in batches
// through the queue. Off post, on a break and signed out nothing is measured. His own tracks, and who looked at them, he can read here.
import type { Day } from "./day";
import { walked } from "./round";
import { enter, today } from "./session";
import { el, one, say } from "./view";
import { moment } from "./wall_clock";

type Row = [number, number, number, number];
interface Told { tracks: { id: string; title: string; start_ms: number; seconds: number; points: Row[]; left_out: number; erase_on: string }[]; looks: { at_ms: number; name: string }[] }
const EVERY_MS = 15_000, BATCH_MS = 120_000, MOST = 200;
let watch: number | null = null;
let started = 0;
let rows: Row[] = [];
/** The round during which a batch was measured: one that begins or ends closes the batch. */
let about: { round: string | null; after: string | null } = { round: null, after: null };

export function prepareTracks(): void {
  setInterval(look, 1_000);
  document.addEventListener("visibilitychange", () => { if (document.hidden) void flush(); });
}

function isOnShift(): boolean {
  const day = today();
  return !!day?.post?.is_present && !day.shift?.away && "patrol.record_track" in day.actions && !document.hidden;
}

function look(): void {
  const isOn = isOnShift() && "geolocation" in navigator;
  const sign = one("tracking");
  if (sign) { sign.hidden = watch === null; sign.dataset.measured = String(rows.length); }
  if (isOn && watch === null) watch = navigator.geolocation.watchPosition(measured, () => undefined, { enableHighAccuracy: true, maximumAge: 5_000 });
  if (!isOn && watch !== null) { navigator.geolocation.clearWatch(watch); watch = null; void flush(); }
  const day = today();
  if (rows.length && day && (Date.now() - started >= BATCH_MS || rows.length >= MOST || walked(day).round !== about.round)) void flush();
}

function measured({ coords, timestamp }: GeolocationPosition): void {
  if (!isOnShift()) return;
  if (!rows.length) { started = timestamp; about = walked(today()!); }
  const seconds = Math.max(0, Math.round((timestamp - started) / 1000));
  if (rows.length && seconds * 1000 - rows[rows.length - 1][0] * 1000 < EVERY_MS) return;
  rows.push([seconds, coords.latitude, coords.longitude, Math.round(coords.accuracy)]);
}

/** Put what was measured into the queue. Without a signed-in guard it is dropped: it is nobody's. */
async function flush(): Promise<void> {
  const day = today(), batch = rows, { round, after } = about;
  rows = [];
  if (!day || !batch.length) return;
  const inputs = { start_at: new Date(started).toISOString(), points: { at: batch }, ...(round ? { round } : {}) };
  await enter({ action: "patrol.record_track", label: say("track_label", { count: batch.length }), inputs, after }).catch(() => undefined);
}

export async function showTracks(day: Day): Promise<void> {
  const place = one("track")!;
  place.replaceChildren(el("p", { class: "form-hint" }, say("track_hint")));
  let told: Told;
  try {
    const answer = await fetch("/phone/tracks", { credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) throw new Error(String(answer.status));
    told = (await answer.json()) as Told;
  } catch {
    place.append(el("p", { class: "nothing" }, say("track_offline")));
    return;
  }
  if (today()?.account.id !== day.account.id) return; // somebody else signed in meanwhile
  const tracks = told.tracks.map((each) => {
    const until = moment(each.start_ms + each.seconds * 1000);
    return el("article", { class: "card" }, el("div", { class: "card-body" }, el("p", {}, el("strong", {}, each.title), ` ${moment(each.start_ms)} – ${until}`), drawn(each.points), el("p", { class: "form-hint" }, say("track_facts", { count: each.points.length, left: each.left_out, day: each.erase_on }))));
  });
  const looks = told.looks.map((each) => el("li", {}, `${moment(each.at_ms)} ${each.name}`));
  place.append(el("h2", {}, say("track_looks")), looks.length ? el("ul", { "data-looks": "" }, ...looks) : el("p", { class: "nothing" }, say("track_unlooked")), el("h2", {}, say("track_kept")), ...(tracks.length ? tracks : [el("p", { class: "nothing" }, say("track_none"))]));
}

/** The way as a line, north up; nothing but the line, for there is no map on this phone. */
function drawn(points: Row[]): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
  const north = points.map((row) => row[1]), east = points.map((row) => row[2] * Math.cos((row[1] * Math.PI) / 180));
  const top = Math.max(...north), left = Math.min(...east);
  const size = Math.max(top - Math.min(...north), Math.max(...east) - left) || 1e-6;
  line.setAttribute("points", points.map((_row, at) => `${(10 + ((east[at] - left) / size) * 280).toFixed(1)},${(10 + ((top - north[at]) / size) * 140).toFixed(1)}`).join(" "));
  line.setAttribute("class", "track-way");
  made.setAttribute("viewBox", "0 0 300 160");
  made.setAttribute("class", "track");
  made.append(line);
  return made;
}
