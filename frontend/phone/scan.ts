// How a point is read: a tag by NFC where the browser has it, a code in a still photo where it can read codes, the position.
export interface Fix { latitude: number; longitude: number; accuracy: number }
interface Detected { rawValue: string }
interface Detector { detect(image: ImageBitmap): Promise<Detected[]> }
interface TagRecord { recordType: string; data?: DataView; encoding?: string }
interface Reading extends Event { serialNumber: string; message: { records: TagRecord[] } }
interface Reader extends EventTarget { scan(options?: { signal?: AbortSignal }): Promise<void> }
interface Able { NDEFReader?: new () => Reader; BarcodeDetector?: new (options: { formats: string[] }) => Detector }

const able = globalThis as unknown as Able;
const NFC_MS = 20_000;

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

/** The code in a photo; null where there is none, or where this browser reads no codes. */
export async function readPicture(file: Blob): Promise<string | null> {
  if (!able.BarcodeDetector) return null;
  try {
    const found = await new able.BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(file));
    return found[0]?.rawValue ?? null;
  } catch {
    return null;
  }
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
