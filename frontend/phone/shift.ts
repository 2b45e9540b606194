// P21 and my shift: who was before me and who comes after, short leave, meals and who stands in, handing over and taking over, what I must sign.
import { enter, today } from "./session";
import type { Day, Matter, Shift, Work } from "./day";
import { chip, el, one, say } from "./view";
import { moment } from "./wall_clock";

type Wish = { action: string; label: string; inputs: Record<string, unknown>; subject?: string };

export function showShift(day: Day): void {
  const place = one("shift")!;
  if (place.contains(document.activeElement) && document.activeElement?.matches("input, textarea")) return; // half filled in: leave it alone
  const work = day.shift;
  place.replaceChildren(...(work ? parts(day, work) : [el("p", { class: "nothing" }, say("no_post"))]));
}

function parts(day: Day, work: Work): Node[] {
  return [
    ...work.findings.map((each) => card(chip(each.what, "red"), line(each.post, `${each.person} ${moment(each.since_ms)}`))),
    ...(work.call_out ? [callOut(day, work)] : []),
    ...(work.handover ? [takeOver(day, work)] : []),
    shiftCard(day, work),
    ...signs(day, work),
    ...(work.shift?.expected ? [handOver(day, work.shift)] : []),
    ...standIn(day, work),
    figures(work),
  ];
}

function card(...inside: Node[]): HTMLElement {
  return el("div", { class: "card" }, el("div", { class: "card-body" }, ...inside));
}

function line(strong: string, rest = ""): HTMLElement {
  return el("p", {}, el("strong", {}, strong), ` ${rest}`);
}

/** A button that enters something; what the page shows changes at once, the server's word comes later. */
function doing(label: string, wish: () => Wish | null, after: () => void, isMain = false): HTMLButtonElement {
  const button = el("button", { type: "button", class: isMain ? "btn btn-primary" : "btn" }, label);
  button.addEventListener("click", () => {
    const wanted = wish();
    if (!wanted) return;
    button.disabled = true;
    after();
    void enter(wanted).then(() => { const day = today(); if (day) showShift(day); });
  });
  return button;
}

function shiftCard(day: Day, work: Work): HTMLElement {
  const { shift, away, relief } = work;
  const { post } = day;
  if (away) return awayCard(day, work);
  if (relief) return card(line(say("stands_in", { post: relief.name, name: relief.relieved })), doing(say("give_back"), () => ({ action: "workforce.give_back", label: say("give_back"), inputs: {}, subject: relief.id }), () => { work.relief = null; }, true));
  if (!shift || !post) return card(el("p", { class: "nothing" }, say("no_post")));
  const head = el("p", {}, el("strong", {}, post.name), ` ${post.shift} `, chip(say(post.is_present ? "on_post" : "not_on_post"), post.is_present ? "green" : "orange"));
  const who = el("p", {}, say("before_after", { before: shift.before.join("、") || "--", after: shift.after.join("、") || "--" }));
  if (!post.is_present) return card(head, who, doing(say("take_post"), () => ({ action: "people.take_post", label: `${say("take_post")} ${post.name}`, inputs: {}, subject: post.id }), () => { post.is_present = true; }, true));
  return card(head, who, leaving(day, work, shift), doing(say("leave_post"), () => ({ action: "people.leave_post", label: `${say("leave_post")} ${post.name}`, inputs: { left_for: "end_of_shift" }, subject: post.id }), () => { post.is_present = false; }));
}

function awayCard(day: Day, work: Work): HTMLElement {
  const away = work.away!;
  const back = doing(say("come_back"), () => ({ action: "workforce.come_back", label: `${say("come_back")} ${away.name}`, inputs: {}, subject: away.post }), () => { work.away = null; if (day.post) day.post.is_present = true; }, true);
  return card(line(say(away.kind === "meal" ? "at_meal" : "on_leave"), say("back_by", { time: moment(away.due_ms) })), el("p", {}, away.reason), back);
}

function leaving(day: Day, work: Work, shift: Shift): HTMLElement {
  const reason = el("input", { class: "form-control", maxlength: "200", name: "reason", placeholder: say("reason_short") });
  const step = (kind: string, minutes: number, why: () => string) => {
    const post = day.post!;
    return doing(say(kind === "meal" ? "go_eat" : "short_leave", { minutes }), () => {
      if (!why()) { reason.focus(); return null; }
      if (kind === "meal" && !shift.is_covered && !confirm(say("not_covered"))) return null;
      return { action: "workforce.step_away", label: `${say(kind === "meal" ? "at_meal" : "on_leave")} ${post.name}`, inputs: { kind, reason: why() }, subject: post.id };
    }, () => { work.away = { kind, reason: why(), due_ms: Date.now() + minutes * 60_000, post: post.id, name: post.name }; post.is_present = false; });
  };
  const cover = chip(say(shift.is_covered ? "covered" : "uncovered"), shift.is_covered ? "green" : "grey");
  return el("div", { class: "form-stack" }, el("label", { class: "form-label" }, say("reason"), reason), el("div", { class: "row-of" }, step("short_leave", shift.short_minutes, () => reason.value.trim()), step("meal", shift.meal_minutes, () => reason.value.trim() || say("at_meal"))), el("p", {}, cover));
}

function standIn(day: Day, work: Work): Node[] {
  if (work.relief || work.away || !work.posts.length) return [];
  const choice = el("select", { class: "form-select", name: "stand-in" }, ...work.posts.map((each) => el("option", { value: each.id }, each.name)));
  const name = () => work.posts.find((each) => each.id === choice.value)?.name ?? "";
  const go = doing(say("take_relief"), () => ({ action: "workforce.take_relief", label: `${say("take_relief")} ${name()}`, inputs: {}, subject: choice.value }), () => undefined);
  return [el("details", {}, el("summary", {}, say("stand_in_where")), card(choice, el("p", {}, go)))];
}

function matters(found: Matter[]): HTMLElement {
  return found.length ? el("ul", {}, ...found.map((each) => el("li", {}, `${each.number} ${each.title}`))) : el("p", { class: "nothing" }, say("no_matters"));
}

function handOver(day: Day, shift: Shift): HTMLElement {
  const fields = ["slips", "keys", "radios"].map((name) => el("input", { class: "form-control", type: "number", inputmode: "numeric", min: "0", name, value: String(shift.expected![name as keyof typeof shift.expected]) }));
  const notes = el("textarea", { class: "form-control", rows: "2", maxlength: "2000", name: "notes" });
  const why = el("input", { class: "form-control", maxlength: "200", name: "explanation" });
  const inputs = () => ({ ...Object.fromEntries(fields.map((each) => [each.name, Number(each.value)])), notes: notes.value, explanation: why.value });
  const go = doing(say("hand_over"), () => ({ action: "workforce.hand_over", label: `${say("hand_over")} ${day.post!.name}`, inputs: inputs(), subject: day.post!.id }), () => { shift.expected = null; }, true);
  if (!shift.next_here) go.disabled = true;
  const rows = fields.map((each) => el("label", { class: "form-label" }, `${say(each.name)} ${say("should_be", { count: each.value })}`, each));
  const head = el("summary", {}, say("hand_over"), " ", chip(shift.next_here ? say("next_here", { name: shift.next_here }) : say("next_missing"), shift.next_here ? "green" : "orange"));
  const form = el("div", { class: "form-stack" }, el("h2", {}, say("open_matters")), matters(shift.matters), ...rows, el("label", { class: "form-label" }, say("explanation"), why), el("label", { class: "form-label" }, say("notes"), notes), go);
  return el("details", shift.next_here ? { open: "" } : {}, head, card(form));
}

function takeOver(day: Day, work: Work): HTMLElement {
  const given = work.handover!;
  const objection = el("input", { class: "form-control", maxlength: "200", name: "objection" });
  const counts = Object.entries(given.counts).map(([name, [expected, counted]]) => line(say(name), `${counted}/${expected}`));
  const go = doing(say("take_over"), () => ({ action: "workforce.take_over", label: `${say("take_over")} ${given.post}`, inputs: objection.value ? { objection: objection.value } : {}, subject: given.id }), () => { work.handover = null; }, true);
  return card(line(say("take_over_from", { name: given.giver, post: given.post })), ...counts, ...(given.explanation ? [line(say("explanation"), given.explanation)] : []), ...(given.notes ? [line(say("notes"), given.notes)] : []), el("h2", {}, say("open_matters")), matters(given.matters), el("label", { class: "form-label" }, say("objection"), objection), go);
}

function callOut(day: Day, work: Work): HTMLElement {
  const called = work.call_out!;
  return card(line(called.title, called.place), doing(say("report_in"), () => ({ action: "workforce.report_in", label: `${say("report_in")} ${called.title}`, inputs: {}, subject: called.id }), () => { work.call_out = null; }, true));
}

function signs(day: Day, work: Work): Node[] {
  const checks = work.checks.map((each) => {
    const objection = el("input", { class: "form-control", maxlength: "200", name: "objection" });
    const go = doing(say("sign_check"), () => ({ action: "workforce.sign_check", label: `${say("sign_check")} ${each.post}`, inputs: objection.value ? { objection: objection.value } : {}, subject: each.id }), () => { work.checks = work.checks.filter((other) => other !== each); });
    return card(line(`${say("checked")} ${each.post}`, `${moment(each.at_ms)} ${each.kept}/${each.of}`), el("p", {}, each.faults.join("、")), el("label", { class: "form-label" }, say("objection"), objection), go);
  });
  const pledges = work.pledges.map((each) => card(line(each.title), el("p", {}, each.text), doing(say("sign_pledge"), () => ({ action: "workforce.sign_pledge", label: each.title, inputs: {}, subject: each.id }), () => { work.pledges = work.pledges.filter((other) => other !== each); })));
  const swaps = work.swaps.map((each) => {
    const answer = (isAgreed: boolean) => doing(say(isAgreed ? "agree" : "decline"), () => ({ action: "workforce.answer_swap", label: `${say("swap")} ${each.asker}`, inputs: { is_agreed: isAgreed }, subject: each.id }), () => { work.swaps = work.swaps.filter((other) => other !== each); });
    return card(line(`${say("swap")} ${each.asker}`, `${each.gives} ⇄ ${each.takes || "--"}`), el("div", { class: "row-of" }, answer(true), answer(false)));
  });
  return [...checks, ...pledges, ...swaps];
}

function figures(work: Work): HTMLElement {
  const { figures: own } = work;
  return card(line(say("my_month")), el("p", {}, say("my_figures", { shifts: own.shifts, late: own.late, hours: own.hours, kept: own.kept, of: own.of })));
}
