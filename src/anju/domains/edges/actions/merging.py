"""The log of a box comes home: at most 200 lines at a time, in their order, each once, as they were decided."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.access import actions as access
from anju.domains.access.queries import Lane, Passage, lanes_of
from anju.domains.notices import actions as notices
from anju.domains.passes.queries import PassUse
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.records import insert_many
from anju.kernel.refusals import Refusal

from .. import signing
from ..events import LogMerged
from ..kinds import ANSWERS
from ..models import Edge, LaneWay, LogLine, Wiring
from ..rules import envelope, office
from ..rules import log as rules
from .enrolling import about, held
from .wiring import answer_try

LATE = timedelta(minutes=5)


@action(title=_("Bring a log home"), posts=(), event=LogMerged)
def merge_log(edge: Edge, *, batch: Annotated[dict, Field(pgettext_lazy("edge", "Lines"))], by: Actor, at: datetime | None = None) -> Edge | Refusal:
    """Take in lines that follow on what is here; what came before is taken once. With a gap, a doubled or an altered line nothing is taken."""
    edge = held(edge)
    if no := office.may_bring_home(edge.state, edge.fault):
        return no
    try:
        before, lines = rules.batch_of(batch)
    except rules.Malformed:
        return office.malformed()
    found = rules.check(
        before, lines, last=edge.last_number, last_digest=edge.last_digest, is_new_chain=edge.is_new_chain, known=lambda first: _digests(edge, first, lines[-1].number)
    )
    if found.fault:
        return office.fault(found.fault, found.fault_number)
    if not found.fresh:
        return _nothing_new(edge, found)
    home = _Home(edge, found.fresh, by, at)
    if no := home.take_in():
        return no
    edge.last_number, edge.last_digest, edge.is_new_chain, edge.told_at = found.fresh[-1].number, found.fresh[-1].digest, False, at
    edge.unsent = _still_there(batch, edge.last_number)
    edge.save()
    announce(LogMerged(**about(edge), first=found.fresh[0].number, last=edge.last_number, **home.counts()), subject=edge)
    return edge


def _still_there(batch: dict[str, Any], last: int) -> int:
    """How many lines the box says it holds behind this one."""
    told = batch.get("last")
    return min(max(told - last, 0), 2**31 - 1) if type(told) is int else 0


def _nothing_new(edge: Edge, found: rules.Found) -> Refusal:
    """A repeat is acknowledged by the gateway; nothing happens, so nothing is announced."""
    return Refusal("edges.repeated", _("Nothing new: these %(count)s lines are here already."), count=found.repeated)


def _digests(edge: Edge, first: int, last: int) -> dict[int, str]:
    return dict(LogLine.objects.filter(scope=edge.scope_id, edge=edge, number__gte=first, number__lte=last).values_list("number", "digest"))


def passage_id(edge: UUID, number: int, at_us: int) -> UUID:
    """The id of the passage in a line: the same however often it comes, ordered by its time as every id of the house."""
    drawn = int.from_bytes(hashlib.sha256(edge.bytes + number.to_bytes(8, "big")).digest()[:10], "big")
    value = ((at_us // 1000) << 80 | drawn) & ~(0xF << 76) | (0x7 << 76)
    return UUID(int=value & ~(0x3 << 62) | (0x2 << 62))


class _Home:
    """A batch on its way in."""

    def __init__(self, edge: Edge, lines: Iterable[rules.Line], by: Actor, at: datetime) -> None:
        self.edge, self.lines, self.by, self.at = edge, list(lines), by, at
        self.lanes = {str(one.pk): one for one in lanes_of(edge.scope, edge.place)}
        self.passages: dict[int, Passage] = {}
        self.made: dict[int, LogLine] = {}

    def take_in(self) -> Refusal | None:
        if any(line.told.get("lane") and line.told["lane"] not in self.lanes for line in self.lines):
            return office.foreign_lane()
        self._earlier()
        for run in _runs(self.lines):
            if no := self._run(run):
                return no
        insert_many([self.made[line.number] for line in self.lines])
        self._double()
        return None

    def counts(self) -> dict[str, int]:
        made = self.made.values()
        return {
            "passages": sum(one.kind == "passage" for one in made), "late": sum(one.is_late for one in made), "double": sum(one.finding == "double_use" for one in made),
        }  # fmt: skip

    def _earlier(self) -> None:
        """The passages of earlier batches to which lines of this one belong."""
        here = {line.number for line in self.lines}
        wanted = {line.of for line in self.lines if line.of and line.of not in here}
        rows = LogLine.objects.filter(scope=self.edge.scope_id, edge=self.edge, number__in=wanted, kind="passage").select_related("passage__lane", "passage__permit", "passage__visit")
        self.passages |= {one.number: one.passage for one in rows}

    def _run(self, run: list[rules.Line]) -> Refusal | None:
        """Lines of one kind that follow on each other."""
        kind, scope = run[0].kind, self.edge.scope
        for line in run:
            self.made[line.number] = self._line(line)
        if kind == "note":
            for line in run:
                self._note(line)
            return None
        action = access.take_in_passage if kind == "passage" else access.take_in_movement
        rows = [self._passage(line) if kind == "passage" else self._movement(line) for line in run]
        done = action.spec.run_many(scope, rows, by=self.by, at=self.at)
        for line, row, one in zip(run, rows, done, strict=True):
            if isinstance(one, Refusal):
                if one.code == "access.goes_already":
                    continue
                return one
            self.made[line.number].passage = one if isinstance(one, Passage) else row["passage"]
            if kind == "passage":
                self.passages[line.number] = one
        return None

    def _line(self, line: rules.Line) -> LogLine:
        lane = self.lanes.get(line.told.get("lane", ""))
        return LogLine(
            scope=self.edge.scope, edge=self.edge, number=line.number, kind=line.kind, code=line.told.get("code", "")[:24], lane=lane, at=self._moment(line),
            received_at=self.at, is_late=self._is_late(line), finding="" if line.is_sure else "clock_unsure", digest=line.digest, created_at=self.at,
        )  # fmt: skip

    def _moment(self, line: rules.Line) -> datetime:
        """Its own time; a time that has not come yet is this moment."""
        return min(line.at, self.at)

    def _is_late(self, line: rules.Line) -> bool:
        return self.at - line.at > LATE

    def _passage(self, line: rules.Line) -> dict[str, Any]:
        told = line.told
        return {
            "passage_id": passage_id(self.edge.pk, line.number, line.at_us), "lane": self.lanes[told["lane"]], "decided_at": self._moment(line), "direction": told["way"],
            "category": told["category"][:12], "outcome": told["outcome"], "code": told["code"], "rules_version": told["rules"], "facts": told["facts"],
            "credential": _uuid(told["credential"]), "permit": _uuid(told["pass"]), "plate": self._plate(told["plate"]), "edge": self.edge.device.number,
            "number": line.number, "is_late": self._is_late(line), "camera": _uuid(told.get("camera", "")), "car_sure": told.get("read"),
        }  # fmt: skip

    def _movement(self, line: rules.Line) -> dict[str, Any]:
        told = line.told
        passage = self.passages.get(line.of) if line.of else None
        lane: Lane = passage.lane if passage is not None and line.kind == "release" else self.lanes.get(told.get("lane", ""))
        what = {"opening": "opened", "going": "passed", "release": "released"}[line.kind]
        return {
            "lane": lane or next(iter(self.lanes.values())), "what": what, "seen_at": self._moment(line), "passage": passage, "cause": told.get("cause", "device"),
            "said_for": told.get("said", ""), "edge": self.edge.device.number, "number": line.number, "is_late": self._is_late(line),
        }  # fmt: skip

    def _plate(self, sealed: str) -> str:
        """A plate that the box closed for us; what cannot be opened is left out, the passage stays."""
        if not sealed:
            return ""
        try:
            return envelope.opened(envelope.bytes_of(sealed), signing.seal_key(self.edge.scope_id)).decode()[:12]
        except (envelope.Unusable, UnicodeDecodeError):
            return ""

    def _note(self, line: rules.Line) -> None:
        if line.told["code"] == "white_list" and line.told.get("lane"):
            LaneWay.objects.filter(scope=self.edge.scope_id, lane=self.lanes[line.told["lane"]]).update(listed_at=self._moment(line), listed=max(0, line.told.get("value", 0)))
        elif line.told["code"] == "tried" and line.told.get("lane"):
            wiring = Wiring.objects.filter(scope=self.edge.scope_id, lane=self.lanes[line.told["lane"]], tried="asked").first()
            if wiring is not None:
                answer_try(wiring, answer=ANSWERS.get(line.told.get("value"), "silent"), by=self.by, at=self.at)

    def _double(self) -> None:
        """One-use passes that had been used elsewhere while the gates did not hear of each other: marked here, and told to who leads."""
        numbers = [line.number for line in self.lines]
        rows = PassUse.objects.filter(scope=self.edge.scope_id, device=self.edge.device.number, device_number__in=numbers, is_double=True)
        for use in rows.select_related("permit"):
            one = self.made[use.device_number]
            one.finding = "double_use"
            one.save(update_fields=["finding"])
            title, text = say("A one-use pass was used twice"), say("%(number)s at %(place)s, while the gates did not hear of each other. Look at both passages.")
            notices.send_notice(
                self.edge.scope, level=2, title=title[:40], text=text % {"number": use.permit.number, "place": self.edge.place.name},
                audience={"roles": ["squad_leader", "security_manager"]}, by=self.by, at=self.at,
            )  # fmt: skip


def _runs(lines: list[rules.Line]) -> Iterable[list[rules.Line]]:
    """Lines of the same kind that follow on each other; what belongs to one passage never stands twice in a run."""
    run: list[rules.Line] = []
    for line in lines:
        if run and (line.kind != run[0].kind or (line.of and any(line.of == one.of for one in run))):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
