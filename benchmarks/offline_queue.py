"""Five hundred items with sixty photos leave a phone over 100 kB/s that break every 20 seconds: exactly once, in order, and how long.

The phone is the product's own page in Chromium; the link is a proxy that shares 100,000 bytes a second among all connections and
both directions, cuts them all every 20 seconds and stays dead for 2. The peer is the wire itself: what the photos weigh, through the same link.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from .figures import Figure
from .second_start import COMMAND, ROOT, wait_until_served

ITEMS, PHOTOS = 500, 60
RATE, EVERY_S, DEAD_S = 100_000, 20.0, 2.0
HOUSE = ROOT / "tests" / "journeys" / "lan_house.py"
PASSWORD = "violin-harbour-72"
FILL = """async ({ total, photos }) => {
  const asked = indexedDB.open("anju-phone");
  const base = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const get = (store, key) => new Promise((done) => { const one = base.transaction(store).objectStore(store).get(key); one.onsuccess = () => done(one.result); });
  const account = await get("plain", "account"), key = await get("keys", account);
  const seal = async (data) => { const iv = crypto.getRandomValues(new Uint8Array(12)); return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, data) }; };
  const hex = (bytes) => [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("");
  const day = JSON.parse(new TextDecoder().decode(await (async () => { const kept = await get("kept", "day"); return crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, key, kept.box); })()));
  for (let at = 0; at < total; at++) {
    const id = (() => { const bytes = crypto.getRandomValues(new Uint8Array(16)); let time = Date.now(); for (let i = 5; i >= 0; i--, time = Math.floor(time / 256)) bytes[i] = time % 256; bytes[6] = (bytes[6] & 15) | 112; bytes[8] = (bytes[8] & 63) | 128; const text = hex(bytes); return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`; })();
    const own = photos.filter((each) => each.at === at).map((each) => Uint8Array.from(atob(each.data), (letter) => letter.charCodeAt(0)));
    const named = await Promise.all(own.map(async (data) => ({ data, sha256: hex(await crypto.subtle.digest("SHA-256", data)) })));
    const inputs = { kind: "repair", category: "power", title: `第 ${String(at + 1).padStart(3, "0")} 盏`, severity: 3, ...(named.length ? { photos: named.map(({ sha256 }) => ({ sha256 })) } : {}) };
    const item = { id, account, scope: day.scope.id, number: at + 1, action: "cases.open_case", version: 1, subject: null, subject_of: null, inputs, wall_ms: Date.now(), mono_ms: Math.round(performance.now()), boot: "filled", after: null, replaces: null };
    const box = await seal(new TextEncoder().encode(JSON.stringify({ item, label: inputs.title, answer: null })));
    const pictures = await Promise.all(named.map(async ({ data, sha256 }) => ({ ...(await seal(data)), key: `${id} ${sha256}`, account, sha256, item: id, size: data.byteLength })));
    const change = base.transaction(["items", "photos"], "readwrite");
    for (const picture of pictures) change.objectStore("photos").put(picture);
    change.objectStore("items").put({ ...box, id, account, number: at + 1, state: "kept", heldUntil: 0, isUrgent: false, photos: named.map(({ sha256 }) => sha256), closedAt: 0 });
    await new Promise((done) => { change.oncomplete = done; });
  }
}"""
OPEN = """() => new Promise((done) => { const asked = indexedDB.open("anju-phone"); asked.onsuccess = () => {
  const all = asked.result.transaction("items").objectStore("items").getAll(); all.onsuccess = () => done(all.result.filter((row) => row.state !== "done").length); }; })"""


class BadLink:
    """A proxy from one port of this machine to another; perfect until `spoil` is called."""

    def __init__(self, to: int) -> None:
        self.to, self.port, self.bytes, self.cuts = to, _free_port(), 0, 0
        self._is_bad, self._dead_until, self._budget, self._filled_at = False, 0.0, 0.0, time.monotonic()
        self._ends: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait()

    def spoil(self) -> None:
        self._is_bad, self.bytes = True, 0
        asyncio.run_coroutine_threadsafe(self._cut_again_and_again(), self._loop)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", self.port))
        ready.set()
        self._loop.run_forever()

    async def _cut_again_and_again(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            self.cuts, self._dead_until = self.cuts + 1, time.monotonic() + DEAD_S
            for end in list(self._ends):
                end.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if time.monotonic() < self._dead_until:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.transport.abort()
            return
        self._ends |= {writer, far_writer}
        await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer), return_exceptions=True)
        self._ends -= {writer, far_writer}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(4096):
                if self._is_bad:
                    await self._wait_for(len(data))
                self.bytes += len(data)
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()

    async def _wait_for(self, size: int) -> None:
        self._budget -= size
        while self._budget < 0:
            now = time.monotonic()
            self._budget = min(self._budget + (now - self._filled_at) * RATE, RATE / 10)
            self._filled_at = now
            if self._budget < 0:
                await asyncio.sleep(-self._budget / RATE)


def measure() -> Iterator[Figure]:
    folder = Path(os.environ["ANJU_DATA_DIR"]) / "queue"
    port = _free_port()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("ANJU_", "DJANGO_"))}
    env = kept | {"ANJU_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, str(HOUSE), PASSWORD], env=env, check=True)
    server = subprocess.Popen([sys.executable, "-c", COMMAND, "serve", "--port", str(port)], env=env, stdout=subprocess.DEVNULL)
    try:
        wait_until_served(f"http://127.0.0.1:{port}/healthz")
        photos = [{"at": at * (ITEMS // PHOTOS) + 3, "data": _photo(at)} for at in range(PHOTOS)]
        seconds, link = _send(port, photos)
        told = subprocess.run([sys.executable, str(HOUSE), "cases"], env=env, check=True, capture_output=True, text=True)
    finally:
        server.terminate()
        server.wait(timeout=30)
    _must_be_exact(json.loads(told.stdout), photos)
    weight = sum(len(base64.b64decode(photo["data"])) for photo in photos)
    name = f"its {weight / 1e6:.1f} MB of photos through the bare link"
    yield Figure(f"{ITEMS} items, {PHOTOS} photos over 100 kB/s cut {link.cuts} times", "s", seconds, "<= 1.5", weight / RATE, name)
    yield Figure("bytes on the link for each byte of photo", "B/B", link.bytes / weight, "<= 1.3")


def _send(port: int, photos: list[dict]) -> tuple[float, BadLink]:
    """Seconds from the moment the network is back until the phone has every answer."""
    from playwright.sync_api import sync_playwright

    link = BadLink(port)
    site = f"http://127.0.0.1:{link.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        page = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}).new_page()
        page.goto(f"{site}/accounts/login/?next=/guard/")
        page.fill("[name=login]", "guard")
        page.fill("[name=password]", PASSWORD)
        page.click("button.btn-primary")
        page.wait_for_selector("[data-page=day]:not([hidden])")
        page.evaluate("navigator.serviceWorker.ready")
        page.context.set_offline(True)
        page.evaluate(FILL, {"total": ITEMS, "photos": photos})
        link.spoil()
        began = time.perf_counter()
        page.context.set_offline(False)
        while page.evaluate(OPEN):
            if time.perf_counter() - began > 1200:
                raise RuntimeError("the queue did not leave in twenty minutes")
            time.sleep(0.25)
        seconds = time.perf_counter() - began
        browser.close()
    return seconds, link


def _must_be_exact(cases: list[dict], photos: list[dict]) -> None:
    """Each item once, in the queue's order, with its own photo."""
    if [case["title"] for case in cases] != [f"第 {number:03d} 盏" for number in range(1, ITEMS + 1)]:
        raise RuntimeError("the cases are not those of the queue, once each and in order")
    wanted = {photo["at"]: hashlib.sha256(base64.b64decode(photo["data"])).hexdigest() for photo in photos}
    if [case["hashes"] for case in cases] != [[wanted[at]] if at in wanted else [] for at in range(ITEMS)]:
        raise RuntimeError("a photo is missing, doubled or at the wrong case")


def _photo(number: int) -> str:
    """A JPEG as a phone makes it small: 1600 px wide, some 500 kB, each different."""
    out = io.BytesIO()
    picture = Image.effect_noise((400, 300), 40 + number).resize((1600, 1200), Image.Resampling.BICUBIC).convert("RGB")
    picture.save(out, "JPEG", quality=80)
    return base64.b64encode(out.getvalue()).decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
