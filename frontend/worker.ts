// The service worker of the shells: keeps the app's own files, so that it opens without a network. It keeps no data of anybody.
// The list of files comes from the server in front of this script: self.ANJU_SHELL = {page, files: [{url, revision}]}.
import { addPlugins, cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope & { ANJU_SHELL: { page: string; files: { url: string; revision: string }[] } };

const { page, files } = self.ANJU_SHELL;
cleanupOutdatedCaches();
// The revision says already in which language a page was drawn; with `Vary` kept, a navigation would not find it again.
addPlugins([{ cacheWillUpdate: async ({ response }) => (response.status === 200 ? withoutVary(response) : null) }]);
precacheAndRoute(files, { ignoreURLParametersMatching: [/.*/] });
registerRoute(new NavigationRoute(createHandlerBoundToURL(page), { allowlist: [new RegExp(`^${page}(\\?.*)?$`)] }));

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
// A page that was loading while the worker became active was missed by that; it asks, so that it too opens without a network.
self.addEventListener("message", (event) => event.waitUntil(self.clients.claim()));

function withoutVary(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.delete("Vary");
  return new Response(response.body, { status: response.status, headers });
}
