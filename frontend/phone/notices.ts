// Notices: unread and urgent first, each with the answers it asks for. An answer goes through the queue, so that it may be given without a network.
import { enter } from "./session";
import type { Day, Notice } from "./day";
import { all, chip, el, say } from "./view";
import { moment } from "./wall_clock";

export function showNotices(day: Day): void {
  for (const place of all("notices")) place.replaceChildren(...(day.notices.length ? day.notices.map((each) => row(day, each)) : [el("p", { class: "nothing" }, say("no_notices"))]));
}

function row(day: Day, notice: Notice): HTMLElement {
  const head = el("strong", {}, notice.title);
  const made = el("article", { class: "hand-row notice-row" }, head, el("p", {}, notice.text));
  if (notice.level) head.before(el("span", { class: `level level-${notice.level}`, "aria-label": notice.level_label ?? "" }, String(notice.level)), " ");
  if (notice.file) made.append(el("p", {}, el("a", { class: "btn", href: notice.file }, say("notice_file"))));
  if (notice.at_ms) made.append(el("p", { class: "nothing" }, moment(notice.at_ms)));
  if (notice.is_read) made.append(chip(notice.answer || say("notice_read"), "green"));
  else if (notice.id) made.append(answers(day, notice));
  return made;
}

function answers(day: Day, notice: Notice): HTMLElement {
  const box = el("div", { class: "row-of" });
  (notice.answers ?? []).forEach((each, index) => {
    const button = el("button", { type: "button", class: index ? "btn" : "btn btn-primary" }, each.label);
    button.addEventListener("click", () => {
      Object.assign(notice, { is_read: true, answer: each.label });
      void enter({ action: "notices.read_notice", label: `${notice.title} · ${each.label}`, subject: notice.id, inputs: { answer: each.code } });
      showNotices(day);
    });
    box.append(button);
  });
  return box;
}
