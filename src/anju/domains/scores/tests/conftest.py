from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from anju.domains.cases.tests.conftest import START, Team, community, garage, team  # noqa: F401
from anju.domains.scores import actions
from anju.domains.scores.models import Item, Scheme, Subject
from anju.kernel import clock
from anju.kernel.models import Entry
from anju.kernel.reactions import registry
from anju.kernel.refusals import Refusal

MARCH = date(2026, 3, 1)


def done(outcome):
    """The record an action made; a refusal fails the test with its sentence."""
    assert not isinstance(outcome, Refusal), f"{outcome.code}: {outcome}"
    return outcome


def refused(outcome, code: str) -> None:
    assert isinstance(outcome, Refusal), f"expected {code}, but it was done"
    assert outcome.code == code, f"{outcome.code}: {outcome}"


def at(year: int, month: int, day: int, hour: int = 2):
    """Hold the clock at a moment of that day in the community."""
    return clock.frozen(datetime(year, month, day, hour, tzinfo=UTC))


def react(name: str) -> None:
    """Let one reaction see the whole ledger so far, as the background would."""
    one = registry[f"scores.{name}"]
    for entry in Entry.objects.filter(name__in=one.names).order_by("id"):
        one.handle(entry)


class Field:
    """Short ways to set up a scheme and score by it."""

    def __init__(self, where, team):  # noqa: F811
        self.where, self.team = where, team
        self.manager, self.other, self.boss = team("赵敏"), team("钱进"), team("孙总", "headquarters", "project_manager")
        self.inspector = team("周检", "team_leader")

    def scheme(self, code="guard", *, items=(("order", 60), ("dress", 40)), bands=(), **given) -> Scheme:
        fields = {"title": "考评", "subject_kind": "squad", "period": "month", **given}
        scheme = done(actions.create_scheme(self.where, code=code, by=self.manager, **fields))
        for item, full in items:
            done(actions.add_item(scheme, code=item, wording=item, full_marks=Decimal(full), unit_points=Decimal(1), by=self.manager))
        for label, lowest, highest in bands:
            done(actions.add_band(scheme, label=label, lowest=Decimal(lowest), highest=Decimal(highest), by=self.manager))
        return scheme

    def active(self, *args, **given) -> Scheme:
        return done(actions.activate_scheme(self.scheme(*args, **given), from_on=date(2026, 1, 1), by=self.manager))

    def adopted(self, template: str, *, activate=True) -> Scheme:
        verb = actions.adopt_template if template in ("guard-month", "star-bands", "street-quality") else actions.adopt_other_template
        scheme = done(verb(self.where, template=template, by=self.boss))
        return done(actions.activate_scheme(scheme, from_on=date(2026, 1, 1), by=self.manager)) if activate else scheme

    def subject(self, scheme: Scheme, code: str, **given) -> Subject:
        subject = done(actions.register_subject(self.where, kind=scheme.subject_kind, code=code, title=given.pop("title", code), by=self.manager, **given))
        done(actions.enrol_subject(subject, scheme=scheme, conditions_met=scheme.conditions, from_on=date(2026, 1, 1), by=self.manager))
        return subject

    def item(self, scheme: Scheme, code: str) -> Item:
        return Item.objects.get(scheme=scheme, code=code)

    def sheet(self, round_, subject, by=None, *, submit=True, source="review", on=None, turn=1, **found):
        """Open, mark `item=findings` (or a dict of inputs), hand in."""
        by = by or self.inspector
        sheet = done(actions.open_sheet(round_, scored=subject, source=source, on=on, turn=turn, by=by))
        for code, seen in found.items():
            given = seen if isinstance(seen, dict) else {"quantity": seen}
            item = self.item(round_.scheme, code.replace("_", "-"))
            done(actions.score_item(sheet, item=item, **{"reason": "现场查见", **given}, by=by))
        return done(actions.submit_sheet(sheet, by=by)) if submit else sheet

    def freeze(self, round_):
        """Summed, frozen and published after the period has ended."""
        last = round_.last_on
        moment = clock.day_bounds(self.where, last)[1]
        with clock.frozen(moment):
            frozen = done(actions.freeze_round(round_, by=self.manager))
            react("when_round_is_frozen_announce_what_follows")
            return done(actions.publish_round(frozen, by=self.manager))


@pytest.fixture
def field(community, team) -> Field:  # noqa: F811
    return Field(community, team)


__all__ = ["START", "Team"]
