// Two versions of a drawing, one over the other: the slider says how much of the later one is seen.
export function fadeVersions(): void {
  for (const card of document.querySelectorAll<HTMLElement>("[data-plan-fade]")) {
    const label = card.querySelector<HTMLElement>(".plan-fade")!, slider = label.querySelector("input")!;
    const later = card.querySelector<SVGImageElement>("svg > image:last-of-type")!;
    const show = (): void => later.setAttribute("opacity", String(Number(slider.value) / 100));
    slider.addEventListener("input", show);
    label.hidden = false;
    show();
  }
}
