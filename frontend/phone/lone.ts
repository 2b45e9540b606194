// Alone on post: while the page is open it asks now and then whether all is well; without an answer within a minute it calls for help.
import { today } from "./session";
import { call } from "./sos";
import { one } from "./view";

const ANSWER_MS = 60_000;
let since = Date.now();
let asked = 0;

export function prepareLone(): void {
  one("lone-fine")?.addEventListener("click", () => { since = Date.now(); hide(); });
  document.addEventListener("pointerdown", () => { if (!asked) since = Date.now(); });
  setInterval(look, 1_000);
}

function hide(): void {
  asked = 0;
  one("lone")!.hidden = true;
}

function look(): void {
  const shift = today()?.shift?.shift;
  if (!shift?.is_alone) { since = Date.now(); return hide(); }
  if (!asked && Date.now() - since >= shift.lone_minutes * 60_000) {
    asked = Date.now();
    one("lone")!.hidden = false;
    navigator.vibrate?.([400, 200, 400]);
  }
  if (!asked) return;
  const left = Math.ceil((asked + ANSWER_MS - Date.now()) / 1000);
  one("lone-left")!.textContent = `${Math.max(0, left)} s`;
  if (left > 0) return;
  since = Date.now();
  hide();
  void call();
}
