"""What is told when a post is not kept, and taken back when it is again."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from anju.domains.notices import actions as notices
from anju.domains.notices.queries import Notice
from anju.domains.people.events import PostTaken
from anju.domains.people.queries import Post, Presence, on_duty, people_with_role
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.reactions import reaction
from anju.kernel.refusals import Refusal

from .actions import come_back, leave_post_phone
from .codes import FINDINGS, GEAR
from .events import CalledOut, ContingencySwitchedOn, FindingCleared, FindingRaised, HandoverTaken, StandInCalled
from .models import Away, CallOutAnswer, Contingency, Handover, PostPhone

REACTION = Actor.system("reaction")
LANGUAGE = "zh-hans"
KINDS = dict(FINDINGS)
LEVEL = 2


@reaction(on=FindingRaised)
def when_a_post_is_not_kept_tell_the_leader(entry: Any, event: FindingRaised) -> None:
    """The squad leader on duty hears of it at once; where none is on duty, every leader does."""
    post = Post.objects.get(pk=event.post)
    with translation.override(LANGUAGE):
        title = f"{KINDS[event.kind]}：{post.name}"[:40]
        since = clock.local(entry.scope, event.since_at)
        text = _("%(post)s since %(time)s: %(what)s. Send somebody there, then look at the finding.") % {"post": post.name, "time": f"{since:%H:%M}", "what": KINDS[event.kind]}
    sent = notices.send_notice(
        entry.scope, level=LEVEL, title=title, text=text, audience={"persons": _leaders(entry.scope)}, answers=["known", "going"], basis_label=title,
        basis_link=link_of(event.finding), by=REACTION,
    )  # fmt: skip
    if isinstance(sent, Refusal) and sent.code not in ("notices.no_audience", "notices.nobody"):
        raise RuntimeError(f"nobody was told of finding {event.finding}: {sent.code}")


def link_of(finding: object) -> str:
    return f"/post_findings/{finding}/"


def _leaders(scope: Scope) -> list[str]:
    """Squad leaders who are on post now; without one, all of them and the team leader."""
    there = [one.person.pk for one in on_duty(scope, clock.now()) if one.post.role == "squad_leader" and one.is_present]
    everybody = [person.pk for role in ("squad_leader", "team_leader") for person in people_with_role(scope, role)]
    return [str(pk) for pk in there or dict.fromkeys(everybody)]


@reaction(on=PostTaken)
def when_somebody_is_on_post_again_end_his_leave(entry: Any, event: PostTaken) -> None:
    """A card at the gate, a leader or another phone puts him on post as well as his own word."""
    here = Presence.objects.select_related("post", "person").get(pk=event.presence)
    if here.until_at is not None or not Away.objects.filter(post=here.post, person=here.person, back_at=None).exists():
        return
    back = come_back(here.post, person=here.person, by=REACTION, at=here.since_at)
    if isinstance(back, Refusal):
        raise RuntimeError(f"the leave of {here.person_id} did not end: {back.code}")


@reaction(on=FindingCleared)
def when_a_post_is_kept_again_take_the_notice_back(entry: Any, event: FindingCleared) -> None:
    """Nobody is sent to a post at which somebody stands again."""
    with translation.override(LANGUAGE):
        reason = _("Somebody is on post again.")
    for notice in Notice.objects.filter(scope=entry.scope, basis_link=link_of(event.finding), state__in=("sending", "sent")):
        notices.withdraw_notice(notice, reason=reason, by=REACTION)


@reaction(on=CalledOut)
def when_everybody_is_called_out_tell_them(entry: Any, event: CalledOut) -> None:
    """Everybody on the list hears it by every way there is."""
    persons = [str(pk) for pk in CallOutAnswer.objects.filter(scope=entry.scope, call_out=event.call_out).values_list("person_id", flat=True)]
    with translation.override(LANGUAGE):
        text = _("Everybody to the muster within %(minutes)s minutes. Open the phone and report in once you are there.") % {"minutes": event.target_minutes}
        title = (_("Drill: call-out") if event.is_drill else _("Call-out")) + f" {event.title}"
    notices.send_notice(entry.scope, level=2 if event.is_drill else 1, title=title[:40], text=text, audience={"persons": persons}, answers=["going", "cannot"], by=REACTION)


@reaction(on=StandInCalled)
def when_somebody_is_called_in_tell_him(entry: Any, event: StandInCalled) -> None:
    """Whoever stands in hears when and where."""
    start, post = clock.local(entry.scope, event.start_at), Post.objects.get(pk=event.post)
    with translation.override(LANGUAGE):
        title = _("You are called in")
        text = _("%(post)s from %(time)s. Answer whether you come.") % {"post": post.name, "time": f"{start:%m-%d %H:%M}"}
    notices.send_notice(entry.scope, level=2, title=title, text=text, audience={"persons": [str(event.of_person)]}, answers=["going", "cannot"], by=REACTION)


@reaction(on=ContingencySwitchedOn)
def when_a_plan_is_switched_on_tell_the_team(entry: Any, event: ContingencySwitchedOn) -> None:
    """Everybody on duty hears what he does and carries."""
    plan = Contingency.objects.get(pk=event.contingency)
    with translation.override(LANGUAGE):
        title = _("Plan switched on: %(plan)s") % {"plan": plan.name}
        gear = "、".join(str(label) for code, label in GEAR if code in plan.gear)
        text = " ".join(part for part in (plan.steps, _("Carry: %(gear)s.") % {"gear": gear} if gear else "") if part) or title
    notices.send_notice(entry.scope, level=2, title=title[:40], text=text[:2000], audience={"groups": ["on_duty"], "roles": ["squad_leader", "team_leader"]}, by=REACTION)


@reaction(on=HandoverTaken)
def when_a_shift_is_taken_over_sign_the_other_out(entry: Any, event: HandoverTaken) -> None:
    """Whoever handed over leaves the post phones he is still signed in on."""
    giver = Handover.objects.get(pk=event.handover).giver_id
    for phone in PostPhone.objects.filter(scope=entry.scope, holder_id=giver):
        leave_post_phone(phone, cause="handover", by=REACTION)
