// How a point is read: a tag by NFC where the browser has it, a code in a picture, the position.
export interface Fix { latitude: number; longitude: number; accuracy: number }
interface Detected { rawValue: string }
interface Detector { detect(image: ImageBitmap): Promise<Detected[]> }
interface TagRecord { recordType: string; data?: DataView; encoding?: string }
interface Reading extends Event { serialNumber: string; message: { records: TagRecord[] } }
interface Reader extends EventTarget { scan(options?: { signal?: AbortSignal }): Promise<void> }
interface Able { NDEFReader?: new () => Reader; BarcodeDetector?: new (options: { formats: string[] }) => Detector }

const able = globalThis as unknown as Able;
const NFC_MS = 20_000;
/** Pixels along the longer side that a code is looked for in: a code held before a phone is large. */
const LARGEST = 1000;

export function hasNfc(): boolean {
  return isSecureContext && !!able.NDEFReader;
}

/** The text written to the tag, or its serial number where it holds none; null when nothing was held to the phone in time. */
export async function readNfc(): Promise<string | null> {
  const reader = new able.NDEFReader!();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), NFC_MS);
  try {
    await reader.scan({ signal: stop.signal });
    return await new Promise<string | null>((done) => {
      stop.signal.addEventListener("abort", () => done(null));
      reader.addEventListener("reading", (event) => done(textOf(event as Reading)), { once: true });
    });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

function textOf(reading: Reading): string {
  const record = reading.message.records.find((each) => each.recordType === "text" && each.data);
  return record ? new TextDecoder(record.encoding ?? "utf-8").decode(record.data) : reading.serialNumber;
}

/** The code in a photo; null where there is none. */
export async function readPicture(file: Blob): Promise<string | null> {
  const image = await createImageBitmap(file).catch(() => null);
  return image && decode(image);
}

/** The browser's own reader, where it has one that works; else the one that comes with the page. */
export async function decode(image: ImageBitmap): Promise<string | null> {
  if (able.BarcodeDetector) {
    try {
      return (await new able.BarcodeDetector({ formats: ["qr_code"] }).detect(image))[0]?.rawValue ?? null;
    } catch { /* It is there by name alone. */ }
  }
  const read = await reader();
  return read && read(pixels(image));
}

function pixels(image: ImageBitmap): ImageData {
  const scale = Math.min(1, LARGEST / Math.max(image.width, image.height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

type Read = (image: ImageData) => string | null;
let loading: Promise<Read | null> | null = null;

/** Fetched once, when the first code is read; null where it could not be fetched, and then tried again the next time. */
function reader(): Promise<Read | null> {
  return (loading ??= new Promise((done) => {
    const script = Object.assign(document.createElement("script"), { src: document.body.dataset.codeReader! });
    script.addEventListener("load", () => done((globalThis as unknown as { anjuReadCode: Read }).anjuReadCode));
    script.addEventListener("error", () => { script.remove(); loading = null; done(null); });
    document.head.append(script);
  }));
}

/** Where the phone is, at most `age` old; null where it does not know or may not say. */
export function position(age: number): Promise<Fix | null> {
  return new Promise((done) => {
    if (!navigator.geolocation) return done(null);
    const timer = setTimeout(() => done(null), 4_000);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { clearTimeout(timer); done({ latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy }); },
      () => { clearTimeout(timer); done(null); },
      { enableHighAccuracy: true, maximumAge: age, timeout: 4_000 },
    );
  });
}
