"""Live pages: they hear of the records they may see, soon, once, and never of another community's."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client as Browser

from anju.kernel import fragments, ledger, live, permissions
from anju.kernel.models import Entry, Scope

from .sample import SYSTEM, check_lamp, community

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lamps_shown():
    """Guards may see lamps (the events of this test are about the scope itself)."""
    permissions.declare_view("kernel.scope", "kernel.see_lamps")
    permissions.declare("kernel.see_lamps", ("guard",))
    kept = list(permissions._sources)
    yield
    permissions._sources[:] = kept
    permissions._viewing.pop("kernel.scope"), permissions.defaults.pop("kernel.see_lamps")


def signed_in(*held: Scope, post: str = "guard") -> str:
    """The cookie of a new account that holds a post in these scopes."""
    account = get_user_model().objects.create(username=uuid4().hex, scope=held[0])
    ids = {scope.id for scope in held}
    permissions.set_source(lambda actor, where: frozenset({post}) if actor.id == account.id and where.id in ids else frozenset())
    browser = Browser()
    browser.force_login(account)
    return f"sessionid={browser.cookies['sessionid'].value}"


class Page:
    """A browser's end of the stream."""

    def __init__(self) -> None:
        self.status: int | None = None
        self.text = ""
        self.ended = False
        self._news = asyncio.Event()
        self._leave = asyncio.Event()
        self.task: asyncio.Task | None = None

    async def receive(self) -> dict:
        await self._leave.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.text += message["body"].decode()
            self.ended = not message.get("more_body", False)
        self._news.set()

    async def until(self, condition) -> None:
        async with asyncio.timeout(20):
            while not condition():
                self._news.clear()
                await self._news.wait()

    @property
    def messages(self) -> list[tuple[str, list[str]]]:
        found = []
        for block in self.text.split("\n\n"):
            facts = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and not line.startswith(":"))
            if "event" in facts:
                found.append((facts["event"], json.loads(facts["data"])))
        return found

    def leave(self) -> None:
        self._leave.set()


@asynccontextmanager
async def opened(cookie: str, query: str, headers: dict[str, str] | None = None):
    page = Page()
    sent = [(b"cookie", cookie.encode())] + [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {"type": "http", "path": "/live", "headers": sent, "query_string": query.encode()}
    page.task = asyncio.create_task(live.application(scope, page.receive, page.send))
    await page.until(lambda: page.status is not None)
    try:
        yield page
    finally:
        page.leave()
        await asyncio.wait_for(page.task, 20)


async def in_thread(work, *args, **kwargs):
    def run():
        try:
            return work(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.to_thread(run)


def light(where: Scope, number: int = 1) -> None:
    check_lamp(where, number=number, by=SYSTEM)


def run(scenario) -> None:
    live.hub.closing.clear()
    asyncio.run(scenario())
    assert live.hub.clients == set()


def test_a_page_hears_what_changed_in_its_scope_and_nothing_of_another(lamps_shown, monkeypatch):
    monkeypatch.setattr(live, "FLUSH_SECONDS", 0.01)
    here, there = community(), community("隔壁")
    cookie = signed_in(here)

    async def scenario() -> None:
        async with opened(cookie, f"in={here.id},{there.id}&since={await in_thread(live.position_now)}") as page:
            await in_thread(light, there)
            await in_thread(light, here)
            await page.until(lambda: page.messages)
            assert page.messages == [("kernel.scope", [str(here.id)])]

    run(scenario)


@pytest.mark.parametrize("case", ["nobody", "foreign", "inactive", "malformed"])
def test_who_is_not_signed_in_here_hears_nothing(lamps_shown, case):
    here, there = community(), community("隔壁")
    cookie = {"nobody": "sessionid=guess", "malformed": ";;=\x01"}.get(case) or signed_in(there if case == "foreign" else here)
    if case == "inactive":
        get_user_model().objects.update(is_active=False)

    async def scenario() -> None:
        async with opened(cookie, f"in={here.id}") as page:
            assert (page.status, page.text) == (403, "")

    run(scenario)


def test_a_post_that_may_not_see_the_records_hears_nothing_of_them(lamps_shown):
    here = community()
    cookie = signed_in(here, post="cleaner")

    async def scenario() -> None:
        async with opened(cookie, f"in={here.id}") as page:
            (client,) = live.hub.clients
            client.offer(Entry(tx=0, id=1, scope_id=here.id, subject_type="kernel.scope", subject_id=here.id))
            assert client.take().messages() == b""
            assert page.status == 200

    run(scenario)


def test_a_page_that_comes_back_hears_what_it_missed(lamps_shown):
    here = community()
    cookie = signed_in(here)
    light(here, 1)
    seen = live.position_now()
    light(here, 2)
    light(here, 3)

    async def scenario() -> None:
        async with opened(cookie, f"in={here.id}", {"Last-Event-ID": seen}) as page:
            await page.until(lambda: page.messages)
            assert page.messages == [("kernel.scope", [str(here.id)])]
            assert f"id: {'.'.join(map(str, await in_thread(ledger.newest)))}" in page.text
        async with opened(cookie, f"in={here.id}", {"Last-Event-ID": await in_thread(live.position_now)}) as page:
            (client,) = live.hub.clients
            assert not client.woken.is_set()

    run(scenario)


@pytest.mark.parametrize("since", ["99999999999.99999999999", "nonsense", "1"])
def test_a_page_whose_place_is_unknown_reloads(lamps_shown, since):
    here = community()
    cookie = signed_in(here)

    async def scenario() -> None:
        async with opened(cookie, f"in={here.id}&since={since}") as page:
            await page.until(lambda: page.messages)
            assert page.messages == [("reload", [])]

    run(scenario)


def test_a_page_that_missed_too_much_reloads(lamps_shown, monkeypatch):
    monkeypatch.setattr(live, "_BACKLOG", 3)
    here = community()
    cookie, seen = signed_in(here), live.position_now()
    for number in range(4):
        light(here, number)

    async def scenario() -> None:
        async with opened(cookie, f"in={here.id}&since={seen}") as page:
            await page.until(lambda: page.messages)
            assert page.messages == [("reload", [])]

    run(scenario)


def test_a_client_that_does_not_read_holds_no_more_than_its_share_and_stops_nobody(lamps_shown, monkeypatch):
    monkeypatch.setattr(live, "MAX_PENDING", 5)
    monkeypatch.setattr(live, "FLUSH_SECONDS", 0.01)
    here = community()
    cookie = signed_in(here)

    async def scenario() -> None:
        stuck = Page()
        gate = asyncio.Event()
        send = stuck.send

        async def slow(message: dict) -> None:
            await send(message)
            if "retry" in stuck.text:
                await gate.wait()

        stuck.send = slow
        scope = {"type": "http", "path": "/live", "headers": [(b"cookie", cookie.encode())], "query_string": f"in={here.id}".encode()}
        task = asyncio.create_task(live.application(scope, stuck.receive, stuck.send))
        await stuck.until(lambda: "retry" in stuck.text)
        (client,) = live.hub.clients
        async with opened(cookie, f"in={here.id}&since={await in_thread(live.position_now)}") as page:
            for number in range(8):
                client.offer(Entry(tx=0, id=number, scope_id=here.id, subject_type="kernel.scope", subject_id=uuid4()))
            assert sum(map(len, client._pending.values())) == 0
            await in_thread(light, here)
            await page.until(lambda: page.messages)
        gate.set()
        await stuck.until(lambda: stuck.messages)
        assert stuck.messages == [("reload", [])]
        stuck.leave()
        await asyncio.wait_for(task, 20)

    run(scenario)


def test_streams_end_when_the_process_stops(lamps_shown):
    here = community()
    cookie = signed_in(here)

    async def scenario() -> None:
        async with opened(cookie, f"in={here.id}") as page:
            live.hub.close()
            await page.until(lambda: page.ended)

    run(scenario)


def test_quiet_is_told_by_a_heartbeat(lamps_shown, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.01)
    here = community()
    cookie = signed_in(here)

    async def scenario() -> None:
        async with opened(cookie, f"in={here.id}") as page:
            await page.until(lambda: ": still here" in page.text)

    run(scenario)


def test_a_session_that_ended_ends_the_stream(lamps_shown, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.01)
    monkeypatch.setattr(live, "RECHECK_SECONDS", 0)
    monkeypatch.setattr(live, "FLUSH_SECONDS", 0.01)
    here = community()
    cookie = signed_in(here)

    async def scenario() -> None:
        async with opened(cookie, f"in={here.id}") as page:
            await page.until(lambda: "still here" in page.text)
            await in_thread(get_user_model().objects.update, is_active=False)
            await page.until(lambda: page.ended)

    run(scenario)


def test_an_etag_changes_with_the_ledger_of_its_scopes_and_with_what_else_decides_alone():
    here, there = community(), community("隔壁")

    def etag(*also: str) -> str:
        return fragments.etag_for([here.id], *(also or ("guard", "zh-hans")))

    first = etag()
    light(there)
    assert etag() == first
    assert etag("cleaner", "zh-hans") != first
    assert etag("guard", "en") != first
    assert etag("guardzh-hans") != first
    light(here)
    assert etag() != first


def test_a_fragment_is_rendered_once_per_etag():
    renders: list[str] = []

    def render() -> str:
        renders.append("x")
        return f"<p>{len(renders)}</p>"

    assert [fragments.rendered("t.list", tag, render) for tag in ("a", "a", "b", "a")] == ["<p>1</p>", "<p>1</p>", "<p>2</p>", "<p>1</p>"]
