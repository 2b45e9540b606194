"""Fixtures that every test may use, and the closing list of what was left out."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PATIENCE = 60_000  # milliseconds; no journey judges how fast a machine is


# No property is judged by how fast a machine makes up examples.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def _emptying() -> None:
    from . import emptying  # Django is ready only now

    emptying.install()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A journey gets a second try; on the second database only what touches a database runs again (ANJU_TEST_DATABASE_ONLY=1)."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    if os.environ.get("ANJU_TEST_DATABASE_ONLY") != "1":
        return
    again = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
    items[:] = again


def touches_database(item: pytest.Item) -> bool:
    """Journeys and made-up histories are left out: what they ask of a database, the tests beneath them have asked on both already."""
    if item.get_closest_marker("browser") or (item.get_closest_marker("history") and not item.config.getoption("markexpr").startswith("soak")):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server", "django_db_setup"})


@pytest.hookimpl(hookwrapper=True)
def pytest_terminal_summary(terminalreporter: Any, exitstatus: int, config: pytest.Config) -> Iterator[None]:
    yield
    counts = {kind: len(terminalreporter.stats.get(kind, [])) for kind in ("passed", "failed", "error", "skipped")}
    left_out = {report.nodeid: reason_of(report) for report in terminalreporter.stats.get("skipped", [])}
    failed, tried_again = (told(terminalreporter, *kinds) for kinds in (("failed", "error"), ("rerun",)))
    if into := os.environ.get("ANJU_TEST_REPORT"):
        passed = sorted({report.nodeid for report in terminalreporter.stats.get("passed", [])})
        Path(into).write_text(json.dumps({"counts": counts, "left_out": left_out, "passed": passed, "failed": failed, "tried_again": tried_again}), encoding="utf-8")
    elif left_out:
        terminalreporter.section("left out")
        for line in by_reason(left_out):
            terminalreporter.write_line(line)


def told(terminalreporter: Any, *kinds: str) -> dict[str, str]:
    """What the reports of these kinds said last, by test."""
    return {report.nodeid: str(report.longrepr)[-4000:] for kind in kinds for report in terminalreporter.stats.get(kind, [])}


def reason_of(report: pytest.TestReport) -> str:
    """Why a test was skipped."""
    longrepr = report.longrepr
    why = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return why.removeprefix("Skipped: ")


def by_reason(left_out: dict[str, str]) -> list[str]:
    """One line for each reason and file: `why: 3 tests of that file`."""
    groups = Counter((why, nodeid.partition("::")[0]) for nodeid, why in left_out.items())
    return [f"{why}: {count} test{'s' if count > 1 else ''} of {file}" for (why, file), count in sorted(groups.items())]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium of this machine, one per file of tests, for its loop must not outlive them; skips where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    # Playwright's loop counts as async, and Django then refuses the database to the test itself.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser_page(browser: Any, transactional_db: None) -> Iterator[Any]:
    """A fresh page of 1280 x 800 in Chinese; a script error or a broken content policy on it fails the test.

    It is closed before the database is emptied, so that nothing it still asks for stands in the way.
    """
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800}, timezone_id="Asia/Shanghai")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None)
    yield page
    context.close()
    assert not faults, faults


@pytest.fixture
def phone_page(browser: Any, transactional_db: None) -> Iterator[Any]:
    """A page of 390 x 844 under a finger, closed before the database is emptied."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2, timezone_id="Europe/Paris")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
