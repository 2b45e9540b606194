// P20: hold two seconds, and help is called. It goes before everything else, and the page says whether it arrived.
import { enter, today } from "./session";
import type { Day } from "./day";
import * as queue from "./queue";
import { all, hold, one, say } from "./view";
import { withSeconds } from "./wall_clock";

const KEPT = "anju.sos";
const PLACE = "anju.place";
let position: GeolocationPosition | null = null;
let ended = "";

export function prepareSos(): void {
  for (const button of all("sos")) hold(button, 2_000, () => void call());
  const end = one("sos-end");
  if (end) hold(end, 3_000, () => void finish());
  let taps = 0;
  one("silent")?.addEventListener("click", () => { one("blackout")!.hidden = false; });
  one("blackout")?.addEventListener("click", () => {
    if (++taps < 3) return;
    taps = 0;
    one("blackout")!.hidden = true;
  });
  setInterval(tick, 1_000);
}

function placeOf(day: Day): { id: string; name: string } | undefined {
  const last = localStorage.getItem(PLACE) ?? day.post?.place;
  return day.places.find((each) => each.id === last) ?? day.places.find((each) => each.id === day.post?.place);
}

/** Call for help: by the long press, or because nobody answered in time. */
export async function call(): Promise<void> {
  const day = today();
  if (!day) return;
  ended = "";
  const place = placeOf(day);
  const inputs: Record<string, unknown> = { kind: "incident", category: "other", severity: 1, title: say("sos_title"), source: "sos" };
  if (place) inputs.place = place.id;
  const id = await enter({ action: "cases.open_case", label: say("sos_title"), inputs, isUrgent: true });
  sessionStorage.setItem(KEPT, JSON.stringify({ id, at: Date.now() }));
  location.hash = "#sos";
  locate(id);
}

/** The position follows as a note, as soon as the phone knows it: the call itself never waits for it. */
function locate(id: string): void {
  position = null;
  navigator.geolocation?.getCurrentPosition(
    (found) => {
      position = found;
      const { latitude, longitude, accuracy } = found.coords;
      const note = `${latitude.toFixed(5)}, ${longitude.toFixed(5)} ± ${Math.round(accuracy)} m`;
      void enter({ action: "cases.add_note", label: note, inputs: { note }, subject_of: id, after: id, isUrgent: true });
    },
    () => undefined,
    { enableHighAccuracy: true, maximumAge: 30_000, timeout: 20_000 },
  );
}

function running(): { id: string; at: number } | null {
  return JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as { id: string; at: number } | null;
}

export async function showSos(day: Day): Promise<void> {
  const call = running();
  if (!call) return;
  const entry = (await queue.entries(day.account.id)).find((each) => each.item.id === call.id);
  const arrived = entry?.row.state === "done";
  const told = arrived ? say("sos_sent", { time: withSeconds(entry.row.closedAt), number: entry.answer?.number ?? "" }) : navigator.onLine && !entry?.answer ? say("sos_sending") : say("sos_unsent");
  one("sos-state")!.textContent = ended || told;
  one("sos-state")!.dataset.arrived = String(arrived);
  one("sos-say")!.textContent = say("sos_say", { name: day.account.name, place: placeOf(day)?.name ?? say("somewhere") });
  one("sos-channel")!.textContent = day.radio_channel ? say("sos_channel", { channel: day.radio_channel }) : "";
  const age = position ? Math.round((Date.now() - position.timestamp) / 1000) : 0;
  one("sos-position")!.textContent = position ? say("sos_position", { age, metres: Math.round(position.coords.accuracy) }) : say("sos_no_position");
}

function tick(): void {
  const call = running();
  const day = today();
  if (!call || !day || location.hash !== "#sos") return;
  const seconds = Math.floor((Date.now() - call.at) / 1000);
  if (!ended) one("sos-clock")!.textContent = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  void showSos(day);
}

async function finish(): Promise<void> {
  const call = running();
  if (!call || ended) return;
  const note = say("sos_over", { time: withSeconds(Date.now()) });
  await enter({ action: "cases.add_note", label: note, inputs: { note }, subject_of: call.id, after: call.id, isUrgent: true });
  ended = say("sos_ended");
}
