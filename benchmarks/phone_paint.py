"""What a guard waits for on a cheap phone: the first paint of his page, his day on it, and one tap to the screen on which he scans.

Chromium at 390 x 844 slowed down four times (CDP `Emulation.setCPUThrottlingRate`), each turn in a context of its own. The peer is the same
round of twelve points in a stock Django admin: its list of points, and one tap to the point's page with the form of a scan. Both are also
measured as on the second day, with everything that a browser keeps (for ours the service worker, which then needs no network).
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .figures import PAIRS, Figure
from .second_start import COMMAND, ROOT, wait_until_served

SLOWER = 4
POINTS = 12
PATIENT = 3_000
"""Times 50 ms that either server may take to stand there."""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
NOTE_TAP = """addEventListener("pointerdown", () => sessionStorage.setItem("tapped", String(performance.timeOrigin + performance.now())), { capture: true });"""
PAINTED = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0"""
NOW = """() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"""
SINCE_TAP = """() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now() - Number(sessionStorage.getItem("tapped"))), 0)))"""


@dataclass(frozen=True)
class Site:
    """Where a page is, what shows that it is filled, what is tapped, and what shows that one can scan."""

    address: str
    cookie: str
    page: str
    filled: str
    tap: str
    scan: str


def measure() -> Iterator[Figure]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with ours() as own, peer() as other, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        found = {name: {"ours": [], "peer": []} for name in ("first", "filled", "tap", "again", "again_filled", "again_tap")}
        for turn in range(-1, PAIRS):
            order = (("ours", own), ("peer", other)) if turn % 2 else (("peer", other), ("ours", own))
            for name, site in order:
                for figure, value in _visit(chromium, site).items():
                    if turn >= 0:
                        found[figure][name].append(value)
        chromium.close()
    words = {
        "first": ("first paint of the guard's page, never opened before", "<= 1"), "filled": ("his day on that page", "<= 2"), "tap": ("one tap to the screen for scanning", "<= 0.5"),
        "again": ("first paint, opened before", "<= 1"), "again_filled": ("his day, opened before", "<= 2"), "again_tap": ("one tap to the screen for scanning, opened before", "<= 0.5"),
    }  # fmt: skip
    for figure, (said, goal) in words.items():
        middle = {name: statistics.median(values) for name, values in found[figure].items()}
        yield Figure(f"{said}, {SLOWER}x slower CPU", "ms", middle["ours"], goal, middle["peer"], "stock Django admin")


def _visit(chromium: Any, site: Site) -> dict[str, float]:
    """One browser that was never here, and the same one the next day."""
    context = chromium.new_context(**PHONE)
    context.add_cookies([{"name": "sessionid", "value": site.cookie, "url": site.address}])
    context.set_default_timeout(180_000)
    context.add_init_script(NOTE_TAP)
    found = dict(zip(("first", "filled", "tap"), _open(context, site), strict=True))
    if site.page.startswith("/guard/"):
        page = context.new_page()
        page.goto(site.address + site.page)
        page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
        page.close()
    found |= dict(zip(("again", "again_filled", "again_tap"), _open(context, site), strict=True))
    context.close()
    return found


def _open(context: Any, site: Site) -> tuple[float, float, float]:
    """Milliseconds to the first paint, to the filled page, and from a finger on the way to the scan until it stands there."""
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(site.address + site.page, wait_until="commit")
    page.wait_for_selector(site.filled)
    filled = page.evaluate(NOW)
    page.wait_for_function(f"({PAINTED})() > 0")
    first = page.evaluate(PAINTED)
    page.wait_for_load_state("load")
    page.locator(site.tap).first.tap()
    page.wait_for_selector(site.scan)
    tap = page.evaluate(SINCE_TAP)
    page.close()
    return first, filled, tap


@contextmanager
def ours() -> Iterator[Site]:
    port = _free_port()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    made = subprocess.run([sys.executable, "-m", "benchmarks.phone_paint"], cwd=ROOT, env=env, capture_output=True, text=True)
    if made.returncode:
        raise RuntimeError(made.stderr[-2000:])
    cookie = json.loads(made.stdout.splitlines()[-1])
    process = subprocess.Popen([sys.executable, "-c", COMMAND, "serve", "--port", str(port)], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        wait_until_served(f"http://127.0.0.1:{port}/healthz", PATIENT)
        address = f"http://localhost:{port}"
        yield Site(address, cookie, "/guard/", "[data-page=day]:not([hidden]) [data-post] >> text=巡逻一岗", ".hand-tabs a[href='#round']", "[data-page=round]:not([hidden]) >> text=扫码")
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def peer() -> Iterator[Site]:
    port = _free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.paint_peer", str(port)], cwd=ROOT, stdout=subprocess.PIPE, text=True, env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"})
    try:
        cookie = process.stdout.readline().strip()
        address = f"http://localhost:{port}"
        wait_until_served(f"{address}/admin/login/", PATIENT)
        yield Site(address, cookie, "/admin/auth/point/", "#result_list tbody tr:nth-child(12)", "#result_list tbody tr:first-child th a", "#scan_set-0-code, #id_scan_set-0-code")
    finally:
        process.terminate()
        process.wait(timeout=30)


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_round() -> None:
    """In a process of its own: a guard on post with a round of twelve points that he has begun; prints his session."""
    import django

    django.setup()
    from datetime import timedelta

    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    from anju.domains.patrol import actions as patrol
    from anju.domains.people import actions as people
    from anju.domains.places import actions as places
    from anju.kernel import clock
    from anju.kernel import scope as view
    from anju.kernel.actors import Actor

    system, now = Actor.system("benchmark"), clock.now()
    company = places.found_organisation(places.platform(), name="测试物业", kind="company", by=system)
    here = places.found_community(company.scope, name="测试小区", by=system).scope
    with view.entered(here):
        person = people.register_person(here, name="陈刚", by=system)
        people.grant_role(here, person=person, role="guard", by=system)
        account = people.open_account(person, username="guard", by=system)
        post = people.define_post(here, name="巡逻一岗", role="guard", by=system)
        people.assign_post(post, person=person, start_at=now - timedelta(hours=1), end_at=now + timedelta(hours=8), by=system)
        people.take_post(post, person=person, by=system)
        for number in range(POINTS):
            lobby = places.add_place(here, kind="building", code=str(number + 1), name=f"{number + 1}号楼", by=system)
            point = patrol.add_checkpoint(here, code=f"C-{number + 1:02d}", name=f"{number + 1}号楼大堂", place=lobby, focus="building", by=system)
            patrol.fit_tag(point, way="qr", by=system)
        route = patrol.add_route(here, code="R1", name="一号线", by=system)
        patrol.publish_route(route, points=[f"C-{number + 1:02d} 3" for number in range(POINTS)], by=system)
        route.refresh_from_db()
        one = patrol.add_round(here, route=route, starts_at=now + timedelta(minutes=1), post=post, by=system)
        begun = patrol.start_round(one, by=Actor.of(account), at=now + timedelta(minutes=1))
        if not hasattr(begun, "pk"):
            raise RuntimeError(str(begun))
    client = Client()
    client.force_login(account)
    print(json.dumps(client.cookies["sessionid"].value))


if __name__ == "__main__":
    make_round()
