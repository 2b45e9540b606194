// The slider through the hours of this day: the hour is said while it moves; when it rests, the page shows that moment, or the present at its end.
const REST = 600;

export function showHours(): void {
  const form = document.querySelector<HTMLFormElement>("[data-plan-hours]");
  const slider = form?.querySelector<HTMLInputElement>("input[type=range]");
  if (!form || !slider) return;
  const start = Date.parse(form.dataset.start!);
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: form.dataset.zone });
  let resting = 0;
  const say = (): void => {
    const said = clock.format(start + Number(slider.value) * 60_000);
    form.querySelector("output")!.textContent = said;
    slider.setAttribute("aria-valuetext", said);
  };
  slider.addEventListener("input", () => {
    say();
    window.clearTimeout(resting);
  });
  slider.addEventListener("change", () => {
    window.clearTimeout(resting);
    resting = window.setTimeout(() => {
      if (slider.value === slider.max) location.assign(location.pathname);
      else form.requestSubmit();
    }, REST);
  });
  if (slider.value !== slider.max) say();
  form.dataset.planHoursReady = "";
}
