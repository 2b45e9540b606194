// Live pages. The stream is a doorbell: a message names fragments, the page fetches those again from the server.
//   <body hx-sse:connect="/live?in=SCOPE&since=POSITION&models=cases.case" hx-config="sse.pauseOnBackground:false sse.reconnectMaxDelay:15000">
//   <div data-fragment="cases.case duties.occurrence" hx-get="..." hx-trigger="refetch" hx-swap="outerMorph">
//   <div data-live-offline role="status" hidden>... <span data-live-elapsed></span></div>
// Messages are named after the kind of record that changed; `event: reload` says that too much was missed: the page loads anew.
let lostAt = 0;
let clock = 0;

export function listenForChanges(): void {
  for (const kind of shownKinds()) document.addEventListener(kind, () => refetch(kind));
  document.addEventListener("reload", () => location.reload());
  document.addEventListener("htmx:sse:before:connection", onRetry);
  document.addEventListener("htmx:sse:error", onFailure);
  document.addEventListener("htmx:sse:after:connection", showOnline);
  document.addEventListener("focusout", fetchPostponed);
}

/** The kinds of record that any part of this page shows. */
function shownKinds(): Set<string> {
  const parts = [...document.querySelectorAll<HTMLElement>("[data-fragment]")];
  return new Set(parts.flatMap((part) => (part.dataset.fragment ?? "").split(/\s+/)).filter(Boolean));
}

function refetch(kind: string): void {
  for (const part of document.querySelectorAll<HTMLElement>(`[data-fragment~="${CSS.escape(kind)}"]`)) ring(part);
}

/** Fetch a fragment again, unless somebody is typing in it: then as soon as he leaves the field. */
function ring(fragment: HTMLElement): void {
  const focused = document.activeElement;
  if (focused?.matches("input, textarea, select") && fragment.contains(focused)) {
    fragment.dataset.postponed = "";
    return;
  }
  delete fragment.dataset.postponed;
  fragment.dispatchEvent(new CustomEvent("refetch"));
}

function fetchPostponed(): void {
  setTimeout(() => document.querySelectorAll<HTMLElement>("[data-fragment][data-postponed]").forEach(ring));
}

function onRetry(event: Event): void {
  if ((event as CustomEvent).detail.connection.attempt > 0) showOffline();
}

function onFailure(event: Event): void {
  const { status } = (event as CustomEvent).detail;
  if (status === 401 || status === 403) location.reload(); // signed out meanwhile: the page says so better than we can
  else showOffline();
}

function showOffline(): void {
  if (lostAt) return;
  lostAt = Date.now();
  clock = window.setInterval(showElapsed, 1000);
  showElapsed();
  bar()?.removeAttribute("hidden");
}

function showOnline(): void {
  clearInterval(clock);
  lostAt = 0;
  bar()?.setAttribute("hidden", "");
}

function showElapsed(): void {
  const place = bar()?.querySelector("[data-live-elapsed]");
  const seconds = Math.floor((Date.now() - lostAt) / 1000);
  if (place) place.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function bar(): HTMLElement | null {
  return document.querySelector("[data-live-offline]");
}
