"""The look at all posts: what is wrong is told, what is right again is cleared."""

from __future__ import annotations

from datetime import datetime

from anju.domains.people.queries import Holding, Person
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .actions import clear_finding, raise_finding
from .models import Finding
from .queries import standing_at
from .queries.presence import Standing

WATCH = Actor.system("watch")
BY_CLOCK = ("roster", "leave")


def look(scope: Scope, at: datetime | None = None) -> int:
    """Compare every post with what is known about it; returns how many findings were told or cleared. Each is its own transaction.

    What a person or a camera saw is cleared by hand, or once the post was taken anew after it.
    """
    moment = at or clock.now()
    with view.entered(scope):
        standing = standing_at(scope, moment)
        open_ones = list(Finding.objects.filter(scope=scope, state="open").select_related("scope"))
        wrong = {(one.now.post.pk, each.kind, each.person): (one, each) for one in standing for each in one.wrong}
        known = {(one.post_id, one.kind, one.person_id) for one in open_ones}
        over = [one for one in open_ones if _is_over(one, wrong, standing)]
        outcomes = [clear_finding(one, by=WATCH, at=moment) for one in over]
        outcomes += [_tell(one, each, moment) for key, (one, each) in wrong.items() if key not in known]
    return sum(not isinstance(outcome, Refusal) for outcome in outcomes)


def _is_over(one: Finding, wrong: dict, standing: list[Standing]) -> bool:
    if one.source in BY_CLOCK:
        return (one.post_id, one.kind, one.person_id) not in wrong
    here = next((each for each in standing if each.now.post.pk == one.post_id), None)
    since = [person.presence.since_at for person in here.now.people if person.is_present] if here else []
    return any(at > one.since_at for at in since)


def _tell(one: Standing, wrong: object, at: datetime) -> Finding | Refusal:
    person, holding = Person.objects.filter(pk=wrong.person).first(), Holding.objects.filter(pk=wrong.holding).first()
    return raise_finding(one.now.post, kind=wrong.kind, source=wrong.source, since_at=wrong.since_at, person=person, holding=holding, by=WATCH, at=at)
