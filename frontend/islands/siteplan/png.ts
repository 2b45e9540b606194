// The sheet as a PNG: the SVG of the page with its picture inside, drawn on a canvas. A button with data-plan-png holds the file's name.
const LONGEST = 4000;
const LOOKS = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "paint-order", "font-family", "font-weight"];

export function savePlans(): void {
  document.querySelectorAll<HTMLButtonElement>("[data-plan-png]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => void save(button.dataset.planPng!));
  });
}

async function save(name: string): Promise<void> {
  const svg = document.querySelector<SVGSVGElement>("[data-plan-sheet] svg")!;
  const [, , width, height] = svg.getAttribute("viewBox")!.split(" ").map(Number);
  const share = Math.min(1, LONGEST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * share);
  canvas.height = Math.round(height * share);
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(await loaded(svg.querySelector("image")!.getAttribute("href")!), 0, 0, canvas.width, canvas.height);
  pen.drawImage(await loaded(alone(svg, canvas.width, canvas.height)), 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob!), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The signs without the picture, with the looks that the style sheet gives them written down: as a picture an SVG has no style sheet. */
function alone(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.querySelector("image")!.remove();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const shown = [...svg.querySelectorAll("g, polygon, polyline, circle, rect, text")];
  [...copy.querySelectorAll("g, polygon, polyline, circle, rect, text")].forEach((each, turn) => {
    const looks = getComputedStyle(shown[turn]);
    for (const look of LOOKS) each.setAttribute(look, looks.getPropertyValue(look));
  });
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
}

function loaded(source: string): Promise<HTMLImageElement> {
  return new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = failed;
    image.src = source;
  });
}
