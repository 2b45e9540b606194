// Puts the plan on its pages: to look at, to look back, or to edit.
import { editPlan } from "./edit";
import { showHours } from "./hours";
import { Plan } from "./plan";

export function showPlan(): void {
  document.querySelectorAll<HTMLElement>("[data-siteplan]").forEach((box) => {
    const plan = new Plan(box);
    if (box.dataset.siteplan === "edit") editPlan(plan);
    box.dataset.planReady = "";
  });
  reloadWhenRead();
  showHours();
}

/** The drawing has been read: its note is gone, so the page has more to show. */
function reloadWhenRead(): void {
  const note = document.querySelector("[data-plan-reading]");
  if (!note?.parentElement) return;
  new MutationObserver(() => document.querySelector("[data-plan-reading]") || location.reload()).observe(note.parentElement, { childList: true });
}
