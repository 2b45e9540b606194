// P19: somebody was asked what he does here, or asked to stop: what, where, how it ended, a photo and a spoken note. Without a network it waits.
import { fit } from "../islands/capture";
import type { Day } from "./day";
import { walked } from "./round";
import { enter, today } from "./session";
import { all, el, one, say } from "./view";

const MOST_MS = 60_000;
let recorder: MediaRecorder | null = null;
let spoken: Blob | null = null;

export function prepareChallenge(): void {
  const form = one<HTMLFormElement>("challenge");
  if (!form) return;
  for (const choice of form.querySelectorAll<HTMLInputElement>("[name=kind]")) choice.addEventListener("change", () => chosen(form));
  const button = one<HTMLButtonElement>("voice")!;
  if (!navigator.mediaDevices?.getUserMedia || !("MediaRecorder" in window)) { button.disabled = true; tell(say("voice_cannot")); }
  button.addEventListener("click", () => void record(button));
  form.addEventListener("submit", (event) => { event.preventDefault(); void keep(form); });
  chosen(form);
}

/** The places, with that of the post chosen; what is half filled in stays. */
export function showChallenge(day: Day): void {
  const select = one<HTMLSelectElement>("challenge-place")!;
  const before = select.value || day.post?.place || "";
  select.replaceChildren(el("option", { value: "" }, "--"), ...day.places.map((each) => el("option", { value: each.id }, each.name)));
  select.value = day.places.some((each) => each.id === before) ? before : "";
}

function kindOf(form: HTMLFormElement): string {
  return String(new FormData(form).get("kind") ?? "dissuasion");
}

function chosen(form: HTMLFormElement): void {
  for (const part of all("of")) {
    part.hidden = part.dataset.of !== kindOf(form);
    for (const field of part.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select")) field.disabled = part.hidden;
  }
}

function tell(sentence: string, isWrong = false): void {
  const told = one("challenge-told")!;
  told.textContent = sentence;
  told.classList.toggle("refusal", isWrong);
}

/** The first touch records, the second ends; after a minute it ends by itself. */
async function record(button: HTMLButtonElement): Promise<void> {
  if (recorder) return recorder.stop();
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const parts: Blob[] = [];
    const made = (recorder = new MediaRecorder(stream, { audioBitsPerSecond: 24_000 }));
    made.addEventListener("dataavailable", (event) => { if (event.data.size) parts.push(event.data); });
    made.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      recorder = null;
      spoken = parts.length ? new Blob(parts) : null;
      button.textContent = say("voice_again");
      tell(spoken ? say("voice_kept") : "");
    });
    made.start();
    button.textContent = say("voice_stop");
    setTimeout(() => { if (recorder === made) made.stop(); }, MOST_MS);
  } catch {
    tell(say("voice_cannot"), true);
  }
}

async function keep(form: HTMLFormElement): Promise<void> {
  const day = today(), given = new FormData(form), kind = kindOf(form);
  const text = String(given.get("text") ?? "").trim(), inquired = String(given.get("inquired") ?? "").trim();
  if (!day) return;
  if (!given.get("place")) return tell(say("challenge_place"), true);
  if (kind === "suspicion" && (!text || !inquired)) return tell(say("challenge_words"), true);
  const { round, after } = walked(day);
  const inputs = { type: given.get("type"), outcome: given.get("outcome"), place: given.get("place"), text, ...(kind === "suspicion" ? { inquired } : {}), ...(round ? { round } : {}) };
  const [file] = form.querySelector<HTMLInputElement>("[type=file]")!.files ?? [];
  const photos = file ? [(await fit(file)).file] : [];
  const label = form.querySelector<HTMLInputElement>("[name=kind]:checked")!.dataset.label!;
  await enter({ action: kind === "suspicion" ? "patrol.report_suspicion" : "patrol.note_dissuasion", label, inputs, photos, ...(spoken ? { voice: spoken } : {}), after });
  form.reset();
  spoken = null;
  one("voice")!.textContent = say("voice_record");
  chosen(form);
  tell(say("kept_now"));
}
