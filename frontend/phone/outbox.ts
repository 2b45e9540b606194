// What waits, what was received, what needs somebody, and how to mend it.
import { enter } from "./session";
import type { Day } from "./day";
import * as queue from "./queue";
import { chip, el, one, say } from "./view";
import { moment } from "./wall_clock";

const COLOURS: Record<string, string> = { kept: "grey", sending: "blue", done: "green", late: "yellow", refused: "orange", parked: "grey", replaced: "grey" };

export async function showQueue(day: Day): Promise<void> {
  const entries = (await queue.entries(day.account.id)).filter((each) => each.row.state !== "replaced").reverse();
  const { foreign } = await queue.counts(day.account.id);
  const note = one("foreign")!;
  note.hidden = !foreign;
  note.textContent = say("foreign", { count: foreign });
  one("queue")!.replaceChildren(...(entries.length ? entries.map(row) : [el("p", { class: "nothing" }, say("nothing_waiting"))]));
}

function row(entry: queue.Entry): HTMLElement {
  const { answer } = entry;
  const facts = [say("entered_at", { time: moment(entry.item.wall_ms) }), answer?.number ?? "", answer?.is_unsure ? say("time_unsure") : ""].filter(Boolean).join(" · ");
  const made = el("article", { class: "hand-row", "data-item": entry.item.id, "data-state": entry.row.state }, el("strong", {}, entry.label), el("span", {}, facts), chip(say(`state_${entry.row.state}`), COLOURS[entry.row.state]));
  if (answer?.sentence) made.append(el("p", { class: "refusal" }, answer.sentence, " ", el("span", { class: "code-of-refusal" }, answer.code)));
  if (entry.row.state === "refused") made.append(el("p", { class: "row-of" }, verb("correct", () => correct(entry)), verb("drop", () => giveUp(entry))));
  return made;
}

function verb(code: string, act: () => Promise<unknown>): HTMLElement {
  const button = el("button", { type: "button", class: "btn" }, say(code));
  button.addEventListener("click", () => { button.disabled = true; void act().finally(() => (button.disabled = false)); });
  return button;
}

/** Send the same again under a new number in the old one's place, with its photos; words may be changed first. */
async function correct(entry: queue.Entry): Promise<void> {
  const inputs = { ...entry.item.inputs };
  delete inputs.photos;
  delete inputs.voice;
  const title = typeof inputs.title === "string" ? prompt(entry.answer?.sentence ?? "", inputs.title) : "";
  if (title === null) return;
  if (title) inputs.title = title;
  await enter({ action: entry.item.action, label: title || entry.label, inputs, ...(await queue.filesOf(entry)), subject: entry.item.subject, subject_of: entry.item.subject_of, after: entry.item.after, replaces: entry });
}

async function giveUp(entry: queue.Entry): Promise<void> {
  if (confirm(say("drop_sure", { label: entry.label }))) await queue.drop(entry);
}
