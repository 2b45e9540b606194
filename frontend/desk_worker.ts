// The gate desk's own service worker. It keeps nothing: where the server does not answer, the desk goes on in the guard's page, which its worker keeps.
declare const self: ServiceWorkerGlobalScope;

const DESK = /^\/gate\/(register\/)?$/, AWAY = "/guard/#gate", GONE = [502, 503, 504];

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate" && (request.method === "POST" || DESK.test(new URL(request.url).pathname))) event.respondWith(answered(request));
});

async function answered(request: Request): Promise<Response> {
  const answer = await fetch(request).catch(() => null);
  return answer && !GONE.includes(answer.status) ? answer : Response.redirect(AWAY, 303);
}
