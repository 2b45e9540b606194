"""What the endpoints do, each in the scope of the box that asks. Plain functions; they run in threads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.domains.devices.actions import Sign
from anju.domains.edges import actions, queries
from anju.domains.edges.rules import envelope, snapshot
from anju.domains.edges.rules.log import micros, moment
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

GATEWAY = Actor.system("gateway")
MOST_KNOWN = 500
TOLD_AGAIN = timedelta(minutes=1)
"""A newer snapshot alone is written down at most so often."""


@dataclass(frozen=True)
class Speaker:
    """A box that spoke: its device in the register, its community, and its public key, "" where it has none."""

    edge: UUID
    device: UUID
    scope: UUID
    sign_key: str


def speaker(edge: UUID) -> Speaker | None:
    found = queries.speaker(edge)
    return found and Speaker(found.pk, found.device_id, found.scope_id, found.sign_key)


def sign(scope_id: UUID, whom: str, body: bytes) -> str:
    """The community's signature under an answer."""
    return envelope.text_of(envelope.signed("answer", whom, body, queries.sign_key(scope_id)))


def enrol(told: dict[str, Any]) -> tuple[dict[str, Any], UUID] | Refusal:
    """(what the box must know, its community) for a token that was not used yet."""
    token, sign_key, seal_key = (str(told.get(name, ""))[:120] for name in ("token", "sign_key", "seal_key"))
    edge = queries.edge_of_token(hashlib.sha256(token.encode()).hexdigest())
    if edge is None:
        return Refusal("edges.token_spent", _("This token is unknown, used or older than a day. Make a new one on the page of the box."))
    with view.entered(edge.scope_id):
        done = actions.enrol_edge(edge, token=token, sign_key=sign_key[:64], seal_key=seal_key[:64], by=GATEWAY)
        if isinstance(done, Refusal):
            return done
        public = queries.sign_key(done.scope_id).public_key().public_bytes_raw()
        return {"edge": str(done.pk), "community_key": public.hex(), "after": done.last_number, "gate": done.place.name}, done.scope_id


class Rights:
    """The rights as they were last sent to each box, so that the next time only what changed goes out."""

    def __init__(self) -> None:
        self._sent: dict[UUID, tuple[tuple[int, int], int, snapshot.Sections]] = {}
        self._looked: dict[UUID, tuple[tuple[int, int], tuple[int, int]]] = {}

    def news(self, edge_id: UUID, told: dict[str, Any]) -> dict[str, Any] | Refusal | None:
        """A snapshot or a change for what the box says it holds; None where nothing is new."""
        edge = queries.speaker(edge_id)
        if edge is None or edge.state != "enrolled":
            return Refusal("edges.revoked", _("Not taken: this box is not enrolled. Its log stays in it; enrol it anew."))
        at = clock.now()
        position, made_us = _order(told)
        with view.entered(edge.scope_id):
            is_long = int(told.get("until_us", 0) or 0) - micros(at) > queries.HOLDS.total_seconds() * 500_000
            newest = max(queries.newest_position(), position)
            if made_us and is_long and not self._has_changed(edge, position, newest):
                return None
            sections = snapshot.in_format(queries.sections_of(edge, at=at), snapshot.format_read(told.get("format")))
            content = self._content(edge_id, position, made_us, sections)
            paper = queries.paper_of(edge, content, at=at, position=newest)
        self._remember(edge_id, newest, paper["made_us"], sections)
        return envelope.made("rights", str(edge.pk), paper, key=queries.sign_key(edge.scope_id), for_key=bytes.fromhex(edge.seal_key))

    def _has_changed(self, edge: queries.Edge, position: tuple[int, int], newest: tuple[int, int]) -> bool:
        """Whether something happened since the box's position; what was looked at before is not looked at again."""
        held, looked = self._looked.get(edge.pk, (position, position))
        if queries.has_changed(edge.scope, looked if held == position else position):
            return True
        self._looked[edge.pk] = (position, newest)
        return False

    def _content(self, edge_id: UUID, position: tuple[int, int], made_us: int, sections: snapshot.Sections) -> dict[str, Any]:
        sent = self._sent.get(edge_id)
        if sent is not None and made_us and sent[:2] == (position, made_us) and set(sent[2]) == set(sections):
            return {"kind": "change", "after": [list(position), made_us], "sections": snapshot.changes(sent[2], sections)}
        return {"kind": "full", "sections": sections}

    def _remember(self, edge_id: UUID, position: tuple[int, int], made_us: int, sections: snapshot.Sections) -> None:
        if len(self._sent) >= MOST_KNOWN and edge_id not in self._sent:
            gone = next(iter(self._sent))
            self._sent.pop(gone)
            self._looked.pop(gone, None)
        self._sent[edge_id] = (position, made_us, sections)


def _order(told: dict[str, Any]) -> tuple[tuple[int, int], int]:
    """What the box says it holds; anything else counts as nothing."""
    position, made_us = told.get("position"), told.get("made_us")
    is_right = isinstance(position, list) and len(position) == 2 and all(type(one) is int and abs(one) < 2**62 for one in position) and type(made_us) is int
    return ((position[0], position[1]), made_us) if is_right else ((-1, -1), 0)


def note(edge_id: UUID, told: dict[str, Any], skew_ms: int | None) -> None:
    """Keep what the box says of itself where that is something new."""
    edge = queries.speaker(edge_id)
    if edge is None or edge.state != "enrolled":
        return
    numbers = {name: told.get(name) for name in ("snapshot", "unsent", "until_us")}
    if any(type(one) is not int or not 0 <= one < 2**52 for one in numbers.values()):
        return
    until_at: datetime | None = moment(numbers["until_us"]) if numbers["until_us"] else None
    state, refused = ("sure" if told.get("clock") == "sure" else "unsure"), str(told.get("refused", ""))[:24]
    was = (edge.clock, edge.refused, _coarse(edge.skew_ms), edge.unsent > 0, edge.snapshot_number > 0)
    is_same = was == (state, refused, _coarse(skew_ms), numbers["unsent"] > 0, numbers["snapshot"] > 0)
    is_soon = edge.told_at is not None and clock.now() - edge.told_at < TOLD_AGAIN
    if is_same and (is_soon or edge.snapshot_number == numbers["snapshot"]):
        return
    with view.entered(edge.scope_id):
        actions.note_edge(
            edge, snapshot=numbers["snapshot"], until_at=until_at, unsent=min(numbers["unsent"], 2**31 - 1), clock=state, skew_ms=skew_ms, refused=refused, by=GATEWAY
        )  # fmt: skip


def cameras_heard(edge_id: UUID, told: dict[str, Any]) -> list[Sign]:
    """Signs of life of the plate cameras that push to a box: it speaks for those of its own gate alone."""
    edge, heard = queries.speaker(edge_id), told.get("cameras")
    if edge is None or edge.state != "enrolled" or not isinstance(heard, dict):
        return []
    now = micros(clock.now())
    with view.entered(edge.scope_id):
        ours = {one.hex: one for one in queries.cameras_at(edge)}
    ago = {ours[name]: seconds for name, seconds in heard.items() if name in ours and type(seconds) is int and 0 <= seconds < 3600}
    return [Sign(device.bytes, now - seconds * 1_000_000) for device, seconds in ago.items()]


def _coarse(skew_ms: int | None) -> int | None:
    """A drift counts as another one from five seconds on."""
    return None if skew_ms is None else skew_ms // 5000


def take_log(edge_id: UUID, told: dict[str, Any]) -> dict[str, Any] | Refusal:
    """Lines are taken in and acknowledged together with all before them; what does not fit is reported and refused."""
    edge = queries.speaker(edge_id)
    if edge is None:
        return Refusal("edges.revoked", _("Not taken: this box is not enrolled. Its log stays in it; enrol it anew."))
    with view.entered(edge.scope_id):
        done = actions.merge_log(edge, batch=told, by=GATEWAY)
        if not isinstance(done, Refusal):
            return {"acknowledged": done.last_number}
        if done.code == "edges.repeated":
            return {"acknowledged": edge.last_number}
        if done.code in ("edges.gap", "edges.doubled", "edges.altered"):
            return _fault(edge, done)
        return done


def _fault(edge: queries.Edge, found: Refusal) -> Refusal:
    """A first finding is reported; after it was settled a box that wrote other lines under numbers known here gives its own new ones."""
    number = int(found.params["number"])
    if edge.is_new_chain and found.code == "edges.doubled":
        return Refusal("edges.renumber", _("These numbers are taken. The box gives its lines new ones."), number=number, after=edge.last_number)
    actions.report_fault(edge, fault=found.code.partition(".")[2], number=number, by=GATEWAY)
    return found
