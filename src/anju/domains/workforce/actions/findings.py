"""What is wrong with a post is told, cleared once somebody is there, and judged by a leader."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Holding, Person, Post, post_now
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from ..codes import FINDINGS, LEADERS, SEEN_BY_HAND, SOURCES, WATCHERS
from ..events import FindingCleared, FindingJudged, FindingRaised
from ..models import Finding
from ..rules import standing as rules
from .holding import foreign, held, nobody

SEEN = [one for one in FINDINGS if one[0] in SEEN_BY_HAND]
BY_WHAT = [one for one in SOURCES if one[0] in ("person", "camera", "position")]


def about(one: Finding) -> dict[str, Any]:
    return {"finding": one.id, "post": one.post_id, "kind": one.kind, "source": one.source, "of_person": one.person_id, "since_at": one.since_at}


def _is_told(post: Post, kind: str, person: Any) -> bool:
    return Finding.objects.filter(scope=post.scope_id, post=post, kind=kind, person_id=person, state="open").exists()


@action(title=_("Tell that a post is not kept"), posts=(), event=FindingRaised)
def raise_finding(
    post: Post,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=FINDINGS)],
    source: Annotated[str, Field(_("By what"), choices=SOURCES)],
    since_at: Annotated[datetime, Field(_("Since"))],
    person: Annotated[Person | None, Field(_("Person"))] = None,
    holding: Annotated[Holding | None, Field(_("Shift"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Finding | Refusal:
    """Record what the clock found about a post from roster, presence, reliefs and short leaves."""
    Post.objects.select_for_update().get(pk=post.pk)
    who = person.pk if person else None
    if no := rules.may_report(kind=kind, allowed=tuple(dict(FINDINGS)), is_told=_is_told(post, kind, who)):
        return no
    one = Finding(scope=post.scope, post=post, person_id=who, holding=holding, kind=kind, source=source, since_at=since_at, raised_at=at)
    one.save()
    announce(FindingRaised(**about(one)), subject=one)
    return one


@action(title=_("Report a post not kept"), posts=WATCHERS, event=FindingRaised, offline=True, linkable=True)
def report_finding(
    post: Post,
    *,
    kind: Annotated[str, Field(_("Situation seen"), choices=SEEN)],
    source: Annotated[str, Field(_("By what"), choices=BY_WHAT)] = "person",
    person: Annotated[Person | None, Field(_("Person"))] = None,
    photo: Annotated[File | None, Field(_("Photo"), accept=("image/",))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Finding | Refusal:
    """Tell what somebody, a camera or a position saw: asleep, gone, or nobody there. Whom it concerns follows from the roster."""
    Post.objects.select_for_update().get(pk=post.pk)
    holders = post_now(post, at)
    who = person.pk if person else holders[0].person_id if len(holders) == 1 else None
    no = foreign(post.scope, post) or rules.may_report(kind=kind, allowed=SEEN_BY_HAND, is_told=_is_told(post, kind, who))
    if no:
        return no
    holding = next((one for one in holders if one.person_id == who), None)
    one = Finding(scope=post.scope, post=post, person_id=who, holding=holding, kind=kind, source=source, since_at=at, raised_at=at, raised_by_id=by.person, photo=photo)
    one.save()
    announce(FindingRaised(**about(one)), subject=one)
    return one


@action(title=_("Somebody is there again"), posts=WATCHERS, event=FindingCleared, allowed_from=("open",))
def clear_finding(finding: Finding, *, by: Actor, at: datetime | None = None) -> Finding | Refusal:
    """Note that the post is kept again; what it meant is judged later."""
    one = held(finding)
    if no := rules.may_clear(state=one.state):
        return no
    one.state, one.cleared_at = "cleared", at
    one.save(update_fields=["state", "cleared_at"])
    announce(FindingCleared(**about(one), minutes=max(0, int((at - one.since_at).total_seconds() // 60))), subject=one)
    return one


@action(title=_("Judge the finding"), posts=LEADERS, event=FindingJudged, allowed_from=("cleared",))
def judge_finding(
    finding: Finding,
    *,
    is_upheld: Annotated[bool, Field(_("It was so, without good reason"))] = False,
    why: Annotated[str, Field(_("Why"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Finding | Refusal:
    """Say whether the finding counts, and why. Nothing is ever taken away from anybody before this, and nothing by itself after it."""
    one = held(finding)
    no = nobody(by) or rules.may_judge(state=one.state, is_about_judge=by.person == one.person_id, why=why)
    if no:
        return no
    one.state, one.verdict, one.judged_by_id, one.judged_at = "upheld" if is_upheld else "dropped", why.strip(), by.person, at
    one.save(update_fields=["state", "verdict", "judged_by", "judged_at"])
    announce(FindingJudged(**about(one), is_upheld=is_upheld, why=one.verdict), subject=one, person=one.person_id)
    return one
