// My day and my duties: what is due, its checklist, its photo.
import { fit } from "../islands/capture";
import { enter } from "./session";
import type { Case, Day, Duty } from "./day";
import { showNotices } from "./notices";
import { all, chip, el, fill, one, say } from "./view";
import { moment } from "./wall_clock";

const entered = new Set<string>();

export function showDay(day: Day): void {
  for (const place of all("as-of")) place.textContent = say("as_of", { time: moment(day.got_ms) });
  showPost(day);
  fill("duties", day.duties.map(row), say("no_duties"));
  fill("cases", day.cases.map(caseRow), say("no_cases"));
  fill("reports", day.reports.map(caseRow), say("no_reports"));
  showNotices(day);
  const desk = one("desk");
  if (desk) desk.replaceChildren(day.desk_phone ? el("a", { class: "btn btn-primary", href: `tel:${day.desk_phone}` }, day.desk_phone) : say("desk_unset"));
  const call = one<HTMLAnchorElement>("call");
  if (call && day.desk_phone) call.href = `tel:${day.desk_phone}`;
}

function showPost(day: Day): void {
  const place = one("post");
  if (!place) return;
  const { post } = day;
  if (!post) return place.replaceChildren(say("no_post"));
  const button = el("button", { type: "button", class: "btn" }, say(post.is_present ? "leave_post" : "take_post"));
  button.addEventListener("click", () => {
    button.disabled = true;
    post.is_present = !post.is_present;
    const wish = post.is_present ? { action: "people.take_post", inputs: {} } : { action: "people.leave_post", inputs: { left_for: "end_of_shift" } };
    void enter({ ...wish, label: `${button.textContent} ${post.name}`, subject: post.id }).then(() => showPost(day));
  });
  place.replaceChildren(el("p", {}, el("strong", {}, post.name), ` ${post.shift} `, chip(say(post.is_present ? "on_post" : "not_on_post"), post.is_present ? "green" : "orange")), button);
}

function row(duty: Duty): HTMLElement {
  const time = duty.opens_ms > Date.now() ? say("opens", { time: moment(duty.opens_ms) }) : say("due", { time: moment(duty.due_ms) });
  const state = entered.has(duty.id) ? chip(say("kept_now"), "grey") : chip(duty.state, duty.colour);
  return el("a", { class: "hand-row", href: `#duty/${duty.id}` }, el("strong", {}, duty.title), el("span", {}, time), state);
}

function caseRow(one: Case): HTMLElement {
  return el("article", { class: "hand-row" }, el("strong", {}, one.title), el("span", {}, `${one.number} ${one.place}`), chip(one.state, one.colour));
}

export function showDuty(day: Day, id: string): void {
  const duty = day.duties.find((each) => each.id === id);
  const place = one("duty")!;
  if (place.dataset.shown === id && place.childElementCount) return; // half filled in: leave it alone
  place.dataset.shown = id;
  if (!duty) return place.replaceChildren(el("p", { class: "nothing" }, say("no_duties")));
  const head = [el("h1", {}, duty.title), el("p", {}, say("due", { time: moment(duty.due_ms) }), " ", chip(duty.state, duty.colour))];
  if (duty.is_continuous) return place.replaceChildren(...head, el("p", {}, say("watch_online")));
  place.replaceChildren(...head, form(duty));
}

function form(duty: Duty): HTMLElement {
  const made = el("form", { class: "form-stack" }, ...duty.checklist.map(question));
  const camera = el("input", { type: "file", accept: "image/*", capture: "environment", class: "form-control" });
  const signed = el("input", { type: "checkbox", class: "form-check-input" });
  made.append(el("label", { class: "form-label" }, say("photo"), camera));
  if (duty.needs_signature) made.append(el("label", { class: "form-check" }, signed, ` ${say("sign")}`));
  const told = el("p", { class: "refusal", role: "alert", hidden: "" });
  made.append(told, el("p", { class: "main-verb" }, el("button", { class: "btn btn-primary" }, say("done"))));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    const answers = Object.fromEntries([...new FormData(made)].filter(([, value]) => typeof value === "string" && value !== ""));
    const open = duty.checklist.filter((each) => !each.is_optional && !(each.key in answers)).length;
    const wanting = open ? say("answers_missing", { count: open }) : duty.needs_photo && !camera.files?.length ? say("photo_missing") : duty.needs_signature && !signed.checked ? say("sign_missing") : "";
    told.hidden = !wanting;
    told.textContent = wanting;
    if (!wanting) void finish(duty, answers, [...(camera.files ?? [])], signed.checked);
  });
  return made;
}

function question(item: Duty["checklist"][number]): HTMLElement {
  const legend = el("legend", { class: "form-label" }, item.wording);
  if (item.kind === "number" || item.kind === "text") return el("fieldset", {}, legend, el("input", { class: "form-control", name: item.key, inputmode: item.kind === "number" ? "decimal" : "text" }));
  const choice = (value: string) => el("label", { class: "btn choice" }, el("input", { type: "radio", name: item.key, value }), ` ${say(value === "ok" ? "fine" : "faulty")}`);
  return el("fieldset", {}, legend, el("div", { class: "row-of" }, choice("ok"), choice("fault")));
}

async function finish(duty: Duty, answers: Record<string, unknown>, files: File[], isSigned: boolean): Promise<void> {
  const photos = await Promise.all(files.map(async (each) => (await fit(each)).file));
  const inputs: Record<string, unknown> = { answers };
  if (isSigned) inputs.signature = one("name")?.textContent ?? "";
  await enter({ action: "duties.perform_duty", label: duty.title, inputs, photos, subject: duty.id });
  entered.add(duty.id);
  delete one("duty")!.dataset.shown;
  location.hash = "#day";
}
