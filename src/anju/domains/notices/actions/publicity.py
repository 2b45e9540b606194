"""Publicity: entries of the log, and campaigns that owe so many of them stage by stage."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Blob, Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..codes import HANDS, LEADERS, PUBLICITY_CHANNELS, TARGETS, TOPICS
from ..events import CampaignConcluded, CampaignPlanned, PublicityRecorded
from ..models import Campaign, Publicity
from .sending import BasisInput, BasisLinkInput

LATER = timedelta(minutes=5)


@action(title=_("Plan a campaign"), posts=(*LEADERS, "headquarters"), event=CampaignPlanned)
def plan_campaign(
    scope: Scope,
    *,
    title: Annotated[str, Field(_("Title"), max_length=80)],
    topic: Annotated[str, Field(_("Topic"), choices=TOPICS)],
    purpose: Annotated[str, Field(_("What it is for"), max_length=200)],
    stages: Annotated[str, Field(_("Stages of the campaign"), multiline=True, help=_("One a line: name | from | to | entries wanted"))],
    basis_label: BasisInput = "",
    basis_link: BasisLinkInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Campaign | Refusal:
    """Write down publicity in stages; each stage says how many entries it owes."""
    read = rules.read_stages(stages)
    if isinstance(read, Refusal):
        return read
    if Campaign.objects.filter(scope=scope, title=title.strip()).exists():
        return Refusal("notices.campaign_exists", _("Not saved: there is a campaign of this title."))
    made = Campaign(scope=scope, title=title.strip(), topic=topic, purpose=purpose, stages=read, basis_label=basis_label, basis_link=basis_link)
    made.save()
    announce(CampaignPlanned(topic=topic, stages=len(read), title=made.title), subject=made)
    return made


@action(title=_("Record publicity"), posts=HANDS, event=PublicityRecorded)
def record_publicity(
    scope: Scope,
    *,
    title: Annotated[str, Field(_("Title"), max_length=80)],
    topic: Annotated[str, Field(_("Topic"), choices=TOPICS)],
    channel: Annotated[str, Field(_("Channel"), choices=PUBLICITY_CHANNELS)],
    target: Annotated[str, Field(_("Told to"), choices=TARGETS)],
    content: Annotated[str, Field(_("Content"), multiline=True)] = "",
    address: Annotated[str, Field(_("Published at address"), max_length=200)] = "",
    reached: Annotated[int, Field(_("People reached"), minimum=0, maximum=1_000_000)] = 0,
    held_at: Annotated[datetime | None, Field(_("When it was"))] = None,
    photo: Annotated[Blob | None, Field(_("Proof"))] = None,
    campaign: Annotated[Campaign | None, Field(_("Publicity campaign"))] = None,
    basis_label: BasisInput = "",
    basis_link: BasisLinkInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Publicity | Refusal:
    """Enter what was told, by which channel, to whom, and its proof: a photo or the address where it stands."""
    when = held_at or at
    if when > at + LATER:
        return Refusal("notices.not_yet_held", _("Not recorded: it has not happened yet. Plan it as an activity."))
    if photo is None and not address.strip():
        return Refusal("notices.proof_missing", _("Not recorded: add a photo, or the address where it was published."))
    stage = None
    if campaign is not None and (stage := _stage_at(campaign, clock.local(scope, when).date())) is None:
        return Refusal("notices.outside_stages", _("Not recorded: this day lies in no stage of the campaign."))
    made = Publicity(
        scope=scope, title=title.strip(), topic=topic, channel=channel, target=target, content=content[:1000], address=address, reached=reached, held_at=when,
        campaign=campaign, stage=stage, photo=photo, by_id=by.person, basis_label=basis_label, basis_link=basis_link,
    )  # fmt: skip
    made.save()
    event = PublicityRecorded(
        topic=topic, channel=channel, target=target, reached=reached, held_at=when, campaign=campaign.pk if campaign else None, has_proof=photo is not None, title=made.title
    )
    announce(event, subject=made)
    return made


def _stage_at(campaign: Campaign, day: date) -> int | None:
    """The number of the stage a day lies in, the last one that has begun."""
    if campaign.state != "running":
        return None
    fits = [n for n, one in enumerate(campaign.stages, 1) if one["starts_on"] <= day.isoformat() <= one["ends_on"]]
    return fits[-1] if fits else None


@action(title=_("Conclude the campaign"), posts=LEADERS, event=CampaignConcluded, confirm=True, allowed_from=("running",))
def conclude_campaign(campaign: Campaign, *, summary: Annotated[str, Field(_("Summary"), multiline=True)], by: Actor, at: datetime | None = None) -> Campaign | Refusal:
    """Close the campaign with a summary; every stage must have had what it owes."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.state != "running":
        return Refusal("notices.campaign_closed", _("Nothing to do: this campaign is concluded already."))
    if no := rules.reason_needed(summary):
        return no
    held = list(Publicity.objects.filter(scope=campaign.scope_id, campaign=campaign).values_list("stage", flat=True))
    for number, stage in enumerate(campaign.stages, 1):
        if held.count(number) < stage["wanted"]:
            sentence = _("Not concluded: stage “%(name)s” has %(held)s of %(wanted)s entries.")
            return Refusal("notices.stage_short", sentence, name=stage["name"], held=held.count(number), wanted=stage["wanted"])
    campaign.state, campaign.summary = "closed", summary[:1000]
    campaign.save()
    event = CampaignConcluded(topic=campaign.topic, held=len(held), wanted=sum(one["wanted"] for one in campaign.stages), summary=summary)
    announce(event, subject=campaign)
    return campaign
