// Photos from the phone's camera, made small before they travel: <input type="file" accept="image/*" capture data-capture>.
// Drawing the picture again also drops what the camera wrote into it about place and owner.
const LONGEST_SIDE = 1600;
const QUALITY = 0.85;

export function fitPhotos(): void {
  document.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    if (input.matches("input[type=file][data-capture]")) void fitAll(input);
  });
}

/** Put the small copies where the originals were; the form's button waits meanwhile. */
async function fitAll(input: HTMLInputElement): Promise<void> {
  const button = input.form?.querySelector<HTMLButtonElement>("button[type=submit], button:not([type])");
  if (button) button.disabled = true;
  try {
    const fitted = await Promise.all([...(input.files ?? [])].map(fit));
    const carried = new DataTransfer();
    for (const { file } of fitted) carried.items.add(file);
    input.files = carried.files;
    preview(input, fitted.map(({ canvas }) => canvas));
  } finally {
    if (button) button.disabled = false;
  }
}

/** A JPEG of at most 1600 px; a file that cannot be drawn is left as it is, the server judges it. */
export async function fit(file: File): Promise<{ file: File; canvas: HTMLCanvasElement | null }> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return { file, canvas: null };
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) return { file, canvas };
  const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
  return { file: new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified }), canvas };
}

function preview(input: HTMLInputElement, canvases: (HTMLCanvasElement | null)[]): void {
  const [beside, place] = [input.closest("fieldset"), input.form].map((around) => around?.querySelector("[data-capture-preview]"));
  (beside ?? place)?.replaceChildren(...canvases.filter((canvas) => canvas !== null));
}
