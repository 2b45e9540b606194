"""Those who walk along, and machines that go instead: participants of joint patrols, the log of a drone or robot."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from ..codes import MACHINES, PARTNERS
from ..events import MissionLogged, PartnerJoined, PartnerReported
from ..models import Partner, Round
from .holding import LEADERS, PICTURES, WALKERS, about, held, held_round

KEPT = timedelta(days=180)
MOST_MINUTES, MOST_HEIGHT = 600, 500


@action(title=_("Enrol a participant"), posts=(*LEADERS, "front_desk"), event=PartnerJoined, allowed_from=("planned", "running"))
def join_round(
    round: Round,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=list(PARTNERS.items()))],
    person: Annotated[Person | None, Field(_("Person"))] = None,
    name: Annotated[str, Field(pgettext_lazy("person", "Name"), max_length=40, personal=True)] = "",
    unit: Annotated[str, Field(pgettext_lazy("patrol", "Unit"), max_length=80)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Partner | Refusal:
    """Put somebody on the rota of a joint patrol: an owner, a merchant, a partner unit, an employee or a volunteer."""
    one = held_round(round)
    if one.kind != "joint" or one.state not in ("planned", "running"):
        return Refusal("patrol.not_joint", _("Not enrolled: participants join a joint patrol that is planned or under way."))
    if person is None and not name.strip():
        return Refusal("patrol.nobody", _("Not enrolled: name who walks along."))
    made = Partner(scope=one.scope, round=one, kind=kind, person=person, name=name.strip(), unit=unit.strip(), erase_on=clock.local(one.scope, at + KEPT).date())
    made.save()
    announce(PartnerJoined(**about(one), partner=made.pk, partner_kind=kind), subject=one, person=person and person.pk)
    return made


@action(title=_("Write down the report"), posts=WALKERS, event=PartnerReported)
def report_partner(
    partner: Partner, *, report: Annotated[str, Field(_("What he reported"), max_length=400, multiline=True)], by: Actor, at: datetime | None = None
) -> Partner | Refusal:
    """Keep what a participant of a joint patrol saw and says."""
    one = held(partner)
    if not report.strip():
        return Refusal("patrol.nothing_reported", _("Not kept: write down what was reported, or “nothing”."))
    if one.round.state == "planned":
        return Refusal("patrol.not_walked", _("Not kept: this joint patrol has not begun."))
    one.report, one.reported_at = report.strip()[:400], at
    one.save()
    announce(PartnerReported(**about(one.round), partner=one.pk, partner_kind=one.kind, report=one.report), subject=one.round)
    return one


@action(title=_("Keep the log of the mission"), posts=(*LEADERS, "monitor_operator"), event=MissionLogged, allowed_from=("running", "finished"))
def log_mission(
    round: Round,
    *,
    minutes: Annotated[int, Field(_("Minutes on the way"), minimum=1, maximum=MOST_MINUTES)],
    height_m: Annotated[int, Field(_("Greatest height (m)"), minimum=0, maximum=MOST_HEIGHT)] = 0,
    pilot: Annotated[str, Field(_("Licence of the pilot"), max_length=60)] = "",
    photos: Annotated[list[File] | None, Field(_("Photos"), accept=PICTURES)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Round | Refusal:
    """Keep how long and how high a drone or robot went, who answered for it, and its pictures."""
    one = held_round(round)
    if one.executor not in MACHINES or one.state not in ("running", "finished"):
        return Refusal("patrol.no_machine_round", _("Not kept: only a drone or robot that is or was on its way has such a log."))
    if one.executor == "drone" and not pilot.strip():
        return Refusal("patrol.no_pilot", _("Not kept: give the licence of the drone's pilot."))
    one.flight = {"minutes": minutes, "height_m": height_m, "pilot": pilot.strip(), "pictures": [str(photo.pk) for photo in photos or ()]}
    one.save()
    announce(MissionLogged(**about(one), executor=one.executor, minutes=minutes, pictures=len(photos or ())), subject=one)
    return one
