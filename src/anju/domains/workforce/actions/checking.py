"""Checks of posts: drawn at random, made with a photo and a question, signed by both. Formations and other gatherings."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import STAFF, Person, Post, Presence, on_duty, working_here
from anju.kernel import clock, ids
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..codes import CHECK_ITEMS, GATHERINGS, GUARDS, LEADERS, MANAGERS
from ..events import ChecksDrawn, CheckSigned, GatheringHeld, PostChecked, RandomCheckMissed
from ..models import CheckPlan, Gathering, PostCheck, RandomCheck
from ..rules import checking as rules
from .holding import held, nobody

NEAR = timedelta(hours=1)
PICTURES = ("image/",)
ALL = [code for code, _label in CHECK_ITEMS]


@action(title=_("Draw the random checks"), posts=MANAGERS, event=ChecksDrawn)
def draw_checks(
    scope: Scope,
    *,
    month: Annotated[date, Field(_("Sheet month"))],
    wanted: Annotated[int, Field(_("Checks wanted"))] = 12,
    first_hour: Annotated[int, Field(_("From (hour)"))] = 0,
    last_hour: Annotated[int, Field(_("Until (hour)"))] = 24,
    by: Actor,
    at: datetime | None = None,
) -> CheckPlan | Refusal:
    """Draw when which post is checked in a month. The seed is kept, so that the draw can be repeated and compared; guards do not see it."""
    month = month.replace(day=1)
    posts = list(Post.objects.filter(scope=scope, state="in_use", role__in=GUARDS).order_by("name", "pk"))
    is_drawn = CheckPlan.objects.filter(scope=scope, month=month).exists()
    if no := rules.may_draw(wanted=wanted, first_hour=first_hour, last_hour=last_hour, posts=len(posts), is_drawn=is_drawn):
        return no
    plan = CheckPlan(scope=scope, month=month, seed=ids.new_id().hex, wanted=wanted, first_hour=first_hour, last_hour=last_hour, drawn_by_id=by.person)
    plan.save()
    start = datetime.combine(month, time(), clock.zone(scope))
    moments = rules.drawn(plan.seed, month, wanted=wanted, posts=len(posts), first_hour=first_hour, last_hour=last_hour)
    rows = [RandomCheck(scope=scope, plan=plan, due_at=(start + since).astimezone(UTC), post=posts[number], created_at=at) for since, number in moments]
    RandomCheck.objects.bulk_create([one for one in rows if one.due_at > at])
    announce(ChecksDrawn(plan=plan.id, month=month, checks=sum(one.due_at > at for one in rows)), subject=plan)
    return plan


@action(title=_("Note a missed check"), posts=(), event=RandomCheckMissed)
def miss_check(random_check: RandomCheck, *, by: Actor, at: datetime | None = None) -> RandomCheck | Refusal:
    """Its hour is over and nobody came to check."""
    one = held(random_check)
    if one.state != "drawn" or one.due_at + NEAR >= at:
        return Refusal("workforce.not_missed", _("This check was made, or its hour is not over."))
    one.state = "missed"
    one.save(update_fields=["state"])
    announce(RandomCheckMissed(random_check=one.id, post=one.post_id, due_at=one.due_at), subject=one)
    return one


@action(title=_("Check the post"), posts=LEADERS, event=PostChecked, offline=True, allowed_from=("in_use",))
def check_post(
    post: Post,
    *,
    question: Annotated[str, Field(_("Question asked"), max_length=200)],
    photo: Annotated[File | None, Field(_("Photo"), accept=PICTURES)] = None,
    faults: Annotated[list[str] | None, Field(_("Not in order"), choices=CHECK_ITEMS)] = None,
    checked: Annotated[list[str] | None, Field(_("Items checked"), choices=CHECK_ITEMS, help=_("Empty: all of them."))] = None,
    person: Annotated[Person | None, Field(_("Who stood there"), query=working_here, help=_("Empty: whoever is on this post."))] = None,
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> PostCheck | Refusal:
    """Look at the post and at who stands there, item by item. It counts once he has signed; a drawn check of this hour is done by it."""
    there = list(Presence.objects.filter(scope=post.scope, post=post, until_at=None).exclude(person_id=by.person).select_related("person").order_by("since_at"))
    who = next((one.person for one in there if person is None or one.person_id == person.pk), None)
    checked, faults = checked or ALL, faults or []
    is_own = who is None and Presence.objects.filter(scope=post.scope, post=post, until_at=None, person_id=by.person).exists()
    no = nobody(by) or rules.may_check(
        is_somebody_there=who is not None or is_own, is_own=is_own, checked=checked, faults=faults, question=question, has_photo=photo is not None
    )
    if no:
        return no
    drawn = RandomCheck.objects.filter(scope=post.scope, post=post, state="drawn", due_at__gte=at - NEAR, due_at__lte=at + NEAR).order_by("due_at").first()
    results = {code: code not in faults for code in checked}
    one = PostCheck(
        scope=post.scope, kind="random" if drawn else "shift", drawn=drawn, post=post, person=who, checker_id=by.person, at=at, results=results,
        kept=sum(results.values()), of=len(results), question=question.strip(), note=note, photo=photo,
    )  # fmt: skip
    one.save()
    if drawn is not None:
        drawn.state = "done"
        drawn.save(update_fields=["state"])
    announce(PostChecked(check=one.id, post=post.pk, of_person=who.pk, kind=one.kind, kept=one.kept, of=one.of, faults=list(faults)), subject=one)
    return one


@action(title=_("Sign the check"), posts=STAFF, event=CheckSigned, offline=True, allowed_from=("recorded",))
def sign_check(check: PostCheck, *, objection: Annotated[str, Field(_("Objection"), max_length=200)] = "", by: Actor, at: datetime | None = None) -> PostCheck | Refusal:
    """Whoever was checked signs it, with or without an objection."""
    one = held(check)
    if no := nobody(by) or rules.may_sign(state=one.state, is_checked_one=by.person == one.person_id):
        return no
    one.state, one.signed_at, one.objection = "disputed" if objection.strip() else "signed", at, objection.strip()
    one.save(update_fields=["state", "signed_at", "objection"])
    event = CheckSigned(
        check=one.id, post=one.post_id, of_person=one.person_id, kind=one.kind, kept=one.kept, of=one.of, checked_at=one.at, is_disputed=bool(one.objection),
        objection=one.objection,
    )  # fmt: skip
    announce(event, subject=one, person=one.person_id)
    return one


@action(title=_("Record a gathering"), posts=LEADERS, event=GatheringHeld)
def hold_gathering(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=GATHERINGS)],
    title: Annotated[str, Field(_("Title"), max_length=60)],
    held_at: Annotated[datetime | None, Field(_("Held at"), help=_("Empty: now."))] = None,
    expected: Annotated[list[Person] | None, Field(_("Expected"), query=working_here, help=_("Empty: everybody on duty."))] = None,
    absent: Annotated[list[Person] | None, Field(_("Who was missing"), query=working_here)] = None,
    badly_dressed: Annotated[list[Person] | None, Field(_("Not in uniform dress"), query=working_here)] = None,
    minutes_text: Annotated[str, Field(_("Minutes of the meeting"), multiline=True)] = "",
    cost_fen: Annotated[int, Field(_("Cost (fen)"))] = 0,
    photo: Annotated[File | None, Field(_("Photo"), accept=PICTURES)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Gathering | Refusal:
    """Write down a formation, a drill session, a meeting or a team-building day: who was expected and came, how they were dressed, what was said."""
    wanted = [one.pk for one in expected] if expected else sorted({one.person.pk for one in on_duty(scope, at)})
    missing, untidy = {one.pk for one in absent or []}, {one.pk for one in badly_dressed or []}
    came = [pk for pk in wanted if pk not in missing]
    when = held_at or at
    no = nobody(by) or rules.may_gather(title=title, expected=len(wanted), strangers=len((missing - set(wanted)) | (untidy - set(came))), cost=cost_fen, is_ahead=when > at)
    if no:
        return no
    one = Gathering(
        scope=scope, kind=kind, title=title.strip(), at=when, leader_id=by.person, expected=[str(pk) for pk in wanted], came=[str(pk) for pk in came],
        badly_dressed=[str(pk) for pk in untidy], expected_count=len(wanted), came_count=len(came), faults_count=len(untidy), minutes_text=minutes_text, cost_fen=cost_fen,
        photo=photo,
    )  # fmt: skip
    one.save()
    event = GatheringHeld(gathering=one.id, kind=kind, held_at=when, expected=len(wanted), came=len(came), dress_faults=len(untidy), title=one.title)
    announce(event, subject=one)
    return one
