// The camera held to a code: it reads until it finds one. Without a camera that may be used, the page falls back to a photo.
import { decode } from "./scan";
import { el, say } from "./view";

const PAUSE_MS = 120;

/** The text of the code; null when it was closed, undefined where there is no camera or it may not be used. */
export async function readCamera(): Promise<string | null | undefined> {
  const stream = await navigator.mediaDevices?.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false }).catch(() => undefined);
  if (!stream) return undefined;
  const video = el("video", { playsinline: "", muted: "" });
  video.muted = true;
  const close = el("button", { type: "button", class: "btn" }, say("camera_close"));
  const dialog = el("dialog", { class: "camera", "data-camera": "", "aria-label": say("scan_qr") }, video, el("p", {}, say("scan_hold")), close);
  close.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  video.srcObject = stream;
  try {
    await video.play();
    return await lookThrough(video, dialog);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    dialog.remove();
  }
}

async function lookThrough(video: HTMLVideoElement, dialog: HTMLDialogElement): Promise<string | null> {
  while (dialog.open) {
    const frame = await createImageBitmap(video).catch(() => null);
    const text = frame && (await decode(frame));
    frame?.close();
    if (text && dialog.open) return text;
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
  return null;
}
