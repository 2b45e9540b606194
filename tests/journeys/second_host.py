"""Runs inside a network namespace: what somebody with a phone does on the LAN. `python second_host.py ADDRESS USER PASSWORD CARD PHOTO`.

Prints one JSON object with what was seen.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def main(address: str, user: str, password: str, card: str, photo: str) -> dict:
    seen: dict = {}
    plain = f"http://{address}:8081"
    page = urllib.request.urlopen(f"{plain}/install/", timeout=10).read().decode()
    seen["install_page"] = f"{plain}/install/" in page and "data:image/svg+xml" in page
    ca = x509.load_der_x509_certificate(urllib.request.urlopen(f"{plain}/anju-ca.crt", timeout=10).read())
    trusted = ssl.create_default_context(cadata=ca.public_bytes(serialization.Encoding.PEM).decode())
    seen["healthy"] = urllib.request.urlopen(f"https://{address}:8443/healthz", timeout=10, context=trusted).status
    try:
        urllib.request.urlopen(f"https://{address}:8443/healthz", timeout=10)
        seen["stranger_trusts"] = True
    except OSError:
        seen["stranger_trusts"] = False
    key = ca.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    pin = base64.b64encode(hashlib.sha256(key).digest()).decode()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*FLAGS, f"--ignore-certificate-errors-spki-list={pin}"])
        seen |= use(browser, f"https://{address}:8443", user, password, card, photo)
        browser.close()
    return seen


def use(browser, site: str, user: str, password: str, card: str, photo: str) -> dict:
    seen: dict = {}
    page = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    page.goto(f"{site}/guard/")
    page.click("[data-page=signin] a")
    page.fill("[name=login]", user)
    page.fill("[name=password]", password)
    page.click("button.btn-primary")
    page.wait_for_selector("[data-page=day]:not([hidden])")
    seen["secure"] = page.evaluate("isSecureContext")
    end = time.monotonic() + 20
    while not page.evaluate("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)") and time.monotonic() < end:
        time.sleep(0.2)
    subprocess.run(["ip", "link", "set", card, "down"], check=True)
    page.goto(f"{site}/guard/#report")
    page.reload()
    page.wait_for_selector("[data-page=report]:not([hidden])")
    page.set_input_files("[data-shutter]", photo)
    page.get_by_role("button", name="灯坏").click()
    page.wait_for_selector("[data-outbox-count]:has-text('1')")
    seen["kept_offline"] = page.locator("[data-outbox-count]").inner_text()
    subprocess.run(["ip", "link", "set", card, "up"], check=True)
    page.goto(f"{site}/guard/#queue")
    page.wait_for_selector("[data-queue] [data-state=done]", timeout=60_000)
    seen["row"] = page.locator("[data-queue] [data-state=done]").inner_text()
    return seen


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        Path(home).mkdir(exist_ok=True)
        print(json.dumps(main(*sys.argv[1:6]), ensure_ascii=False))
