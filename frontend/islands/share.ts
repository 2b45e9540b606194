// A resident sends an invitation on: by the phone's own share sheet, else by copying the words with the link, or as a picture whose code opens the link.
//   [data-share]  data-share = the link, data-title, data-words and data-open = what goes with it, data-file = the picture's name, data-scan = the line under the code
//   inside it     button[data-share-send], button[data-share-copy], button[data-share-save], [data-share-said] with data-copied, data-failed, data-saved
export function shareInvitations(): void {
  document.querySelectorAll<HTMLElement>("[data-share]").forEach((card) => {
    const on = (name: string, act: () => Promise<void>): void => card.querySelector(`[data-share-${name}]`)?.addEventListener("click", () => void act());
    on("send", () => send(card));
    on("copy", () => copy(card));
    on("save", () => save(card));
  });
}

function told(card: HTMLElement): string {
  return `${card.dataset.words}\n${card.dataset.open}`;
}

function words(card: HTMLElement): string {
  return `${told(card)}\n${card.dataset.share}`;
}

async function send(card: HTMLElement): Promise<void> {
  if (!navigator.share) return copy(card);
  try {
    await navigator.share({ title: card.dataset.title, text: told(card), url: card.dataset.share });
  } catch (error) {
    if ((error as Error).name !== "AbortError") await copy(card);
  }
}

async function copy(card: HTMLElement): Promise<void> {
  say(card, (await clipped(words(card))) ? "copied" : "failed");
}

/** The clipboard is there on HTTPS alone; elsewhere the words are marked in a field and copied as a hand would. */
async function clipped(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    return isCopied;
  }
}

async function save(card: HTMLElement): Promise<void> {
  const canvas = await drawn(card);
  canvas.toBlob((blob) => {
    if (!blob) return say(card, "failed");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = card.dataset.file ?? "anju.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say(card, "saved");
  }, "image/png");
}

const WIDE = 720;
const HIGH = 1000;

async function drawn(card: HTMLElement): Promise<HTMLCanvasElement> {
  const canvas = document.createElement("canvas");
  canvas.width = WIDE;
  canvas.height = HIGH;
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, WIDE, HIGH);
  pen.drawImage(await code(card), 60, 130, 600, 600);
  pen.fillStyle = "#111111";
  pen.textAlign = "center";
  const line = (text: string, size: number, top: number): void => {
    pen.font = `${size}px sans-serif`;
    pen.fillText(text, WIDE / 2, top, WIDE - 60);
  };
  line(card.dataset.title ?? "", 44, 90);
  (card.dataset.words ?? "").split("\n").forEach((text, at) => line(text, 30, 790 + 48 * at));
  line(card.dataset.scan ?? "", 30, HIGH - 50);
  return canvas;
}

async function code(card: HTMLElement): Promise<HTMLImageElement> {
  const drawing = (card.querySelector("svg.share-code") as SVGElement).cloneNode(true) as SVGElement;
  drawing.setAttribute("width", "600");
  drawing.setAttribute("height", "600");
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`;
  await image.decode();
  return image;
}

function say(card: HTMLElement, what: "copied" | "failed" | "saved"): void {
  const line = card.querySelector<HTMLElement>("[data-share-said]");
  if (line) line.textContent = line.dataset[what] ?? "";
}
