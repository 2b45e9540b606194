// Live pages. The stream is a doorbell: a message names fragments, the page fetches those again from the server.
//   <body hx-sse:connect="/live?after=POSITION" hx-config="sse.pauseOnBackground:false sse.reconnectMaxDelay:15000">
//   <div data-fragment="cases.list" hx-get="..." hx-trigger="refetch" hx-swap="outerMorph">
//   <div data-live-offline role="status" hidden>... <span data-live-elapsed></span></div>
// Messages: `event: changed`, data = names separated by blanks; `event: gap`, data empty: too much was missed, load the page anew.
type Message = CustomEvent<{ data: string }>;
let lostAt = 0;
let clock = 0;

export function listenForChanges(): void {
  document.addEventListener("changed", (event) => refetch((event as Message).detail.data.split(/\s+/)));
  document.addEventListener("gap", () => location.reload());
  document.addEventListener("htmx:sse:before:connection", onRetry);
  document.addEventListener("htmx:sse:error", onFailure);
  document.addEventListener("htmx:sse:after:connection", showOnline);
  document.addEventListener("focusout", fetchPostponed);
}

function refetch(names: string[]): void {
  for (const name of names.filter(Boolean)) {
    for (const fragment of document.querySelectorAll<HTMLElement>(`[data-fragment~="${CSS.escape(name)}"]`)) ring(fragment);
  }
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
