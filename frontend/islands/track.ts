// The track of a round, played back: the slider moves the guard along his way, "play" runs a minute of it in a second.
type Row = [number, number, number];
const SPEED = 60, STEP_MS = 100;

export function playTracks(): void {
  document.querySelectorAll<HTMLElement>("[data-track]").forEach(prepare);
}

function prepare(box: HTMLElement): void {
  const rows = JSON.parse(box.dataset.track!) as Row[];
  const slider = box.querySelector<HTMLInputElement>("[data-track-slider]")!;
  const guard = box.querySelector<SVGCircleElement>("[data-track-guard]")!;
  const time = box.querySelector<HTMLOutputElement>("[data-track-time]")!;
  const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false, timeZone: box.dataset.zone });
  const show = (): void => {
    const [x, y] = spot(rows, Number(slider.value));
    guard.setAttribute("cx", String(x));
    guard.setAttribute("cy", String(y));
    time.textContent = clock.format(Date.parse(box.dataset.begin!) + Number(slider.value) * 1000);
  };
  slider.addEventListener("input", show);
  let timer = 0;
  box.querySelector("[data-track-play]")!.addEventListener("click", () => {
    if (timer) { clearInterval(timer); timer = 0; return; }
    if (slider.value === slider.max) slider.value = "0";
    timer = window.setInterval(() => {
      slider.value = String(Number(slider.value) + (SPEED * STEP_MS) / 1000);
      show();
      if (slider.value === slider.max) { clearInterval(timer); timer = 0; }
    }, STEP_MS);
  });
  show();
}

/** Where he was at a second: between two positions on the straight line, unless they lie more than two minutes apart. */
function spot(rows: Row[], second: number): [number, number] {
  const after = rows.findIndex(([at]) => at >= second);
  if (after <= 0) { const [, x, y] = rows[after === 0 ? 0 : rows.length - 1]; return [x, y]; }
  const [from, x, y] = rows[after - 1], [until, toX, toY] = rows[after];
  if (until - from > 120) return [x, y];
  const share = (second - from) / (until - from || 1);
  return [x + (toX - x) * share, y + (toY - y) * share];
}
