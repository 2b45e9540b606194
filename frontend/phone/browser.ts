// What this browser can do and what it cannot, said on the page.
import { el, one, say } from "./view";

export function isCapable(): boolean {
  return isSecureContext && !!globalThis.crypto?.subtle && "indexedDB" in globalThis && !!navigator.locks;
}

export function isWeChat(): boolean {
  return /MicroMessenger/i.test(navigator.userAgent);
}

const PHOTO_BYTES = 400_000;

export async function showBrowser(): Promise<void> {
  const facts: [string, boolean, string][] = [
    ["b_secure", isSecureContext, "b_secure_no"],
    ["b_store", isCapable() && "serviceWorker" in navigator && !isWeChat(), "b_store_no"],
    ["b_camera", true, ""],
    ["b_position", isSecureContext && "geolocation" in navigator, "b_position_no"],
    ["b_background", false, "b_background_no"],
    ["b_nfc", isSecureContext && "NDEFReader" in window && !isWeChat(), "b_nfc_no"],
    ["b_push", false, "b_push_no"],
  ];
  if (isWeChat()) facts.unshift(["b_wechat", false, "b_wechat_no"]);
  const lines = facts.flatMap(([what, can, why]) => [el("dt", {}, say(what)), el("dd", {}, can ? say("can") : `${say("cannot")}. ${say(why)}`)]);
  one("browser")?.replaceChildren(...lines);
  const room = await navigator.storage?.estimate?.().catch(() => null);
  if (!room?.quota) return;
  const count = Math.floor((room.quota - (room.usage ?? 0)) / PHOTO_BYTES);
  one("room")!.textContent = count < 20 ? say("low_room") : say("room_left", { count: count > 2000 ? "2000+" : count });
}
