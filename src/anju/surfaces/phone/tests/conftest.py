"""A phone in somebody's hand: it makes items as the page does and sends them over HTTP."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from anju.domains.people import actions as people
from anju.domains.people.models import Account
from anju.domains.places import actions as places
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.ids import new_id
from anju.kernel.models import Scope
from anju.kernel.phone.items import milliseconds

SYSTEM = Actor.system("test")
NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
LAMP = {"kind": "repair", "title": "灯坏", "category": "power"}


@pytest.fixture(autouse=True)
def _no_earlier_failures(settings, tmp_path):
    cache.clear()
    settings.ANJU_FILES_DIR = tmp_path / "files"


LONG_AGO = NOON - timedelta(days=100)


@pytest.fixture
def company(db) -> Scope:
    return places.found_organisation(places.platform(), name="安居物业", kind="company", by=SYSTEM).scope


@pytest.fixture
def garden(company) -> Scope:
    return places.found_community(company, name="锦绣花园", by=SYSTEM).scope


@pytest.fixture
def next_door(company) -> Scope:
    return places.found_community(company, name="隔壁花园", by=SYSTEM).scope


@pytest.fixture
def account_in():
    def make(where: Scope, username: str, *roles: str) -> Account:
        with view.entered(where), clock.frozen(LONG_AGO):
            person = people.register_person(where, name=f"某{username}", by=SYSTEM)
            for role in roles:
                assert people.grant_role(where, person=person, role=role, by=SYSTEM)
            return people.open_account(person, username=username, by=SYSTEM)

    return make


@dataclass
class Phone:
    """One phone, signed in as `account`. Its clock is the server's plus `fast`; `mono_ms` counts from the start of the page."""

    account: Account
    where: Scope
    fast: timedelta = timedelta()
    boot: str = "boot-1"
    started_at: datetime = NOON
    id: str = field(default_factory=lambda: str(new_id()))
    number: int = 0
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(self.account)

    def clocks(self) -> dict[str, Any]:
        now = clock.now()
        mono = max(0, (now - self.started_at) // timedelta(milliseconds=1))
        return {"wall_ms": milliseconds(now + self.fast), "mono_ms": mono, "boot": self.boot}

    def item(self, action: str = "cases.open_case", inputs: dict[str, Any] | None = None, **rest: Any) -> dict[str, Any]:
        self.number += 1
        made = {"id": str(new_id()), "account": str(self.account.pk), "scope": str(self.where.pk), "number": self.number, "action": action, "version": 1}
        return {**made, **self.clocks(), "inputs": LAMP if inputs is None else inputs, **rest}

    def send(self, *items: Any, **rest: Any) -> list[dict[str, Any]]:
        answer = self.post({"phone": self.id, "clock": self.clocks(), "items": list(items), **rest})
        assert answer.status_code == 200, answer.content
        return answer.json()["items"]

    def post(self, body: Any) -> Any:
        raw = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post("/phone/items", raw, content_type="application/json")

    def put(self, data: bytes, offset: int = 0, *, until: int | None = None, sha256: str = "", size: int | None = None, where: Scope | None = None) -> Any:
        """Send data[offset:until] of a photo."""
        name = sha256 or hashlib.sha256(data).hexdigest()
        query = f"scope={(where or self.where).pk}&size={len(data) if size is None else size}&offset={offset}"
        return self.client.put(f"/phone/files/{name}?{query}", data[offset:until], content_type="application/octet-stream")


@pytest.fixture
def guard(garden, account_in) -> Phone:
    return Phone(account_in(garden, "guard", "guard"), garden)


def picture(shade: int = 1, side: int = 400) -> bytes:
    out = io.BytesIO()
    noise = Image.effect_noise((side, side), 60 + shade)
    noise.convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()
