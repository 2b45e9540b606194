// P19: the shutter already keeps the report, with place and time; one word, until it leaves, says what it is. Two taps.
import { fit } from "../islands/capture";
import { enter, leave } from "./session";
import type { Day } from "./day";
import * as queue from "./queue";
import { chips, el, one, say, surface, type Chip } from "./view";

const HELD_MS = 8_000;
const PLACE = "anju.place";
let current = "";
let leavesAt = 0;
let shot: Blob | null = null;
let taking = Promise.resolve(); // the photo that is being kept: a word tapped meanwhile belongs to it

export function prepareReport(): void {
  const buttons = chips.map((each) => {
    const button = el("button", { type: "button", class: "btn" }, each.label);
    button.addEventListener("click", () => void word(each));
    return button;
  });
  one("chips")!.replaceChildren(...buttons);
  one<HTMLInputElement>("shutter")!.addEventListener("change", (event) => { taking = shutter(event.target as HTMLInputElement); });
  one<HTMLSelectElement>("place")!.addEventListener("change", (event) => localStorage.setItem(PLACE, (event.target as HTMLSelectElement).value));
  setInterval(() => void countDown(), 500);
}

/** The places, with the last one or that of the post chosen. */
export function showReport(day: Day): void {
  const select = one<HTMLSelectElement>("place")!;
  const ids = day.places.map((each) => each.id);
  const guess = [select.value, localStorage.getItem(PLACE), day.post?.place].find((each) => each && ids.includes(each)) ?? (surface === "resident" ? ids[0] : "");
  select.replaceChildren(el("option", { value: "" }, "--"), ...day.places.map((each) => el("option", { value: each.id }, each.name)));
  select.value = guess ?? "";
}

function wanted(chip: Chip): Record<string, unknown> {
  const isUrgent = one<HTMLInputElement>("urgent")!.checked;
  const note = one<HTMLTextAreaElement>("note")?.value ?? "";
  const place = one<HTMLSelectElement>("place")!.value;
  const inputs: Record<string, unknown> = { kind: chip.kind, category: chip.category, title: note.trim().split("\n")[0].slice(0, 60) || chip.label, severity: isUrgent ? 2 : 3, source: "phone", note };
  return place ? { ...inputs, place } : inputs;
}

async function shutter(input: HTMLInputElement): Promise<void> {
  const [file] = input.files ?? [];
  input.value = "";
  if (!file) return;
  const { file: small, canvas } = await fit(file);
  if (canvas) one("shots")!.replaceChildren(canvas);
  if (surface === "resident") {
    shot = small;
    one("report-told")!.textContent = say("choose_word");
    return;
  }
  const other = chips[chips.length - 1];
  current = await enter({ action: "cases.open_case", label: say("report_title"), inputs: wanted(other), photos: [small], heldMs: HELD_MS });
  leavesAt = Date.now() + HELD_MS;
  void countDown();
}

async function word(chip: Chip): Promise<void> {
  const told = one("report-told")!;
  await taking.catch(() => undefined);
  const inputs = wanted(chip);
  if (current && (await queue.amend(current, inputs, chip.label))) {
    leave();
  } else if (surface === "guard" && chip.kind === "hazard") {
    told.textContent = say("photo_missing");
    return;
  } else {
    await enter({ action: "cases.open_case", label: String(inputs.title), inputs, photos: shot ? [shot] : [] });
  }
  reset();
  told.textContent = say("kept_now");
}

function reset(): void {
  current = "";
  shot = null;
  one("shots")!.replaceChildren();
  one<HTMLInputElement>("urgent")!.checked = false;
  const note = one<HTMLTextAreaElement>("note");
  if (note) note.value = "";
}

/** Once the time is over the word can still be said for as long as the report has not left, which offline may be hours. */
async function countDown(): Promise<void> {
  const shown = current;
  if (!shown) return;
  const seconds = Math.ceil((leavesAt - Date.now()) / 1000);
  one("report-told")!.textContent = seconds > 0 ? say("saved_report", { seconds }) : say("kept_now");
  if (seconds <= 0 && !(await queue.isHere(shown)) && shown === current) reset();
}
