// The gate desk's machine made ready for when the network or the server is gone: the guard's page is kept on it, with the homes and lanes that it needs.
import { isCapable } from "./phone/browser";
import { load } from "./phone/day";
import { loadGate } from "./phone/gate";

const one = (name: string) => document.querySelector<HTMLElement>(`[data-desk-${name}]`);

async function prepare(): Promise<boolean> {
  if (!isCapable() || !("serviceWorker" in navigator)) return false;
  await navigator.serviceWorker.register("/guard/worker.js", { scope: "/guard/" });
  await navigator.serviceWorker.register("/gate/worker.js", { scope: "/gate/" });
  const { outcome, day } = await load();
  if (outcome !== "fresh" || !day) return false;
  await loadGate(day);
  return true;
}

/** While the page has lost the server it says who decides now, and where to go on. */
function followConnection(): void {
  const bar = document.querySelector<HTMLElement>("[data-live-offline]"), told = one("offline");
  if (!bar || !told) return;
  const show = () => { told.hidden = bar.hidden && navigator.onLine; };
  new MutationObserver(show).observe(bar, { attributes: true, attributeFilter: ["hidden"] });
  for (const name of ["online", "offline"]) window.addEventListener(name, show);
  show();
}

followConnection();
void prepare().catch(() => false).then((isReady) => {
  one("ready")?.toggleAttribute("hidden", !isReady);
  one("unready")?.toggleAttribute("hidden", isReady);
});
