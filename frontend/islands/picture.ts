// The morning brief as a picture: a button with data-picture="#id" draws the text of that part and shares or saves it as PNG.
const WIDTH = 720;
const MARGIN = 40;
const FONT = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
const SIZES: Record<string, [number, number, number]> = { H2: [34, 56, 600], H3: [26, 52, 600], LI: [24, 40, 400], P: [22, 40, 400] };
interface Line { text: string; size: number; height: number; weight: number; indent: number }

export function makePictures(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-picture]");
    const part = button && document.querySelector<HTMLElement>(button.dataset.picture ?? "");
    if (part) void hand(part);
  });
}

async function hand(part: HTMLElement): Promise<void> {
  const blob = await new Promise<Blob | null>((done) => drawn(part).toBlob(done, "image/png"));
  if (!blob) return;
  const file = new File([blob], `${part.querySelector("h2")?.textContent ?? "anju"}.png`, { type: "image/png" });
  if (navigator.canShare?.({ files: [file] })) return navigator.share({ files: [file] }).catch(() => undefined);
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: file.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function drawn(part: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d")!;
  const lines = [...part.querySelectorAll<HTMLElement>("h2, h3, p, li")].flatMap((each) => wrapped(pen, each));
  canvas.width = WIDTH;
  canvas.height = lines.reduce((sum, line) => sum + line.height, 2 * MARGIN);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  let top = MARGIN;
  for (const line of lines) {
    pen.font = `${line.weight} ${line.size}px ${FONT}`;
    pen.fillStyle = "#1f2733";
    pen.fillText(line.text, MARGIN + line.indent, top + line.size);
    top += line.height;
  }
  return canvas;
}

/** The text of one element in lines that fit; Chinese may break after any character. */
function wrapped(pen: CanvasRenderingContext2D, element: HTMLElement): Line[] {
  const [size, height, weight] = SIZES[element.tagName];
  const indent = element.tagName === "LI" ? 20 : 0;
  pen.font = `${weight} ${size}px ${FONT}`;
  const lines: Line[] = [];
  let text = "";
  for (const character of (element.textContent ?? "").replace(/\s+/g, " ").trim()) {
    if (pen.measureText(text + character).width > WIDTH - 2 * MARGIN - indent) {
      lines.push({ text, size, height, weight, indent });
      text = "";
    }
    text += character;
  }
  return [...lines, { text, size, height, weight, indent }];
}
