// The tour "讲给老板": a panel over any office page that points at real elements. Markup:
//   body[data-tour="/tour/"]   where panels are fetched: /tour/1/ … /tour/6/
//   a[data-tour-start]         begins; button[data-tour-resume] goes on where it was left
// The place is kept per browser; leaving keeps it too. Nothing is fetched while no tour runs.
const KEPT = "anju.tour";
type Place = { step: number; runs: boolean };

export function showTour(): void {
  const base = document.body.dataset.tour;
  if (!base) return;
  document.querySelector("[data-tour-start]")?.addEventListener("click", () => keep({ step: 1, runs: true }));
  offerResume(base);
  const place = kept();
  if (place.runs) void show(base, place.step);
}

function kept(): Place {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Place>;
    return { step: Number(found.step) || 1, runs: found.runs === true };
  } catch {
    return { step: 1, runs: false };
  }
}

function keep(place: Place): void {
  localStorage.setItem(KEPT, JSON.stringify(place));
}

function offerResume(base: string): void {
  const button = document.querySelector<HTMLButtonElement>("[data-tour-resume]");
  const place = kept();
  if (!button || place.runs || place.step < 2) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    keep({ step: place.step, runs: true });
    void fetched(base, place.step).then((panel) => panel && location.assign(panel.dataset.tourPath ?? base));
  });
}

async function fetched(base: string, step: number): Promise<HTMLElement | null> {
  const answer = await fetch(`${base}${step}/`, { headers: { Accept: "text/html" } });
  if (!answer.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector<HTMLElement>("section.tour");
}

async function show(base: string, step: number): Promise<void> {
  const panel = await fetched(base, step);
  if (!panel) return keep({ step: 1, runs: false });
  document.body.append(panel);
  const isHere = panel.dataset.tourPath === location.pathname;
  const target = isHere ? document.querySelector<HTMLElement>(panel.dataset.tourTarget ?? "") : null;
  target?.classList.add("tour-target");
  target?.scrollIntoView({ block: "center" });
  panel.querySelector<HTMLElement>("[data-tour-elsewhere]")!.hidden = isHere;
  panel.querySelectorAll<HTMLElement>("[data-tour-go]").forEach((link) => link.addEventListener("click", () => go(Number(link.dataset.tourGo))));
  const leave = () => end(panel, target, step);
  panel.querySelector("[data-tour-leave]")!.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => pressed(event, panel, leave));
  panel.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
}

function go(step: number): void {
  keep(step === 0 ? { step: 1, runs: false } : { step, runs: true });
}

function end(panel: HTMLElement, target: HTMLElement | null, step: number): void {
  keep({ step, runs: false });
  target?.classList.remove("tour-target");
  panel.remove();
}

function pressed(event: KeyboardEvent, panel: HTMLElement, leave: () => void): void {
  if (!panel.isConnected || event.ctrlKey || event.altKey || event.metaKey) return;
  if ((event.target as HTMLElement).closest("input, textarea, select, table[data-grid]")) return;
  const links = [...panel.querySelectorAll<HTMLElement>("[data-tour-go]")];
  if (event.key === "Escape") leave();
  else if (event.key === "ArrowRight") links.at(-1)?.click();
  else if (event.key === "ArrowLeft" && links.length > 1) links[0]?.click();
  else return;
  event.preventDefault();
}
