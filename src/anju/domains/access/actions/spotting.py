"""Somebody is seen by the control room, the lobby or a patrol: whoever is on duty goes there, and what came of it closes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.notices import actions as notices
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import InquiryClosed, StrangerSpotted
from ..kinds import CHECKERS, OUTCOMES, STRANGERS
from ..models import Inquiry
from .ground import elsewhere
from .visits import KEEP_DAYS

WordsInput = Annotated[str, Field(_("What was said"), max_length=400)]


@action(title=_("Send somebody there"), posts=CHECKERS, event=StrangerSpotted, offline=True)
def spot_stranger(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Who"), choices=STRANGERS)],
    place: Annotated[Place, Field(_("Where"))],
    words: WordsInput,
    plate: Annotated[str, Field(_("Plate"), max_length=12)] = "",
    photo: Annotated[File | None, Field(_("Photo"), accept=("image/",))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Inquiry | Refusal:
    """Somebody or a vehicle was seen who is asked, guided, or brought to the desk: patrol, lobby and control room are told where."""
    if no := elsewhere(scope, place):
        return no
    if not words.strip() or kind not in dict(STRANGERS):
        return Refusal("access.words_needed_here", _("Not recorded: write what was asked and answered."))
    title = say("%(what)s at %(place)s") % {"what": dict(STRANGERS)[kind], "place": place}
    text = say("Go there, ask politely, and write down what came of it.")
    told = notices.send_notice(scope, level=3, title=title[:40], text=text, audience={"roles": ["guard", "squad_leader", "monitor_operator"]}, by=by, at=at)
    one = Inquiry(
        scope=scope, at=at, kind=kind, outcome="open", words=words.strip(), place=place, plate=plate, photo=photo, spotted_by_id=by.person,
        notice=None if isinstance(told, Refusal) else told,
    )  # fmt: skip
    one.personal_erase_on = clock.local(scope, at).date() + timedelta(days=KEEP_DAYS)
    one.save()
    announce(StrangerSpotted(inquiry=one.pk, kind=kind, place=place.pk, notice=one.notice_id, words=words), subject=one)
    return one


@action(title=_("Write what came of it"), posts=CHECKERS, event=InquiryClosed, offline=True)
def close_inquiry(
    inquiry: Inquiry,
    *,
    outcome: Annotated[str, Field(_("What came of it"), choices=OUTCOMES)],
    words: WordsInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Inquiry | Refusal:
    """Whoever went there says how it ended: shown the way, left, brought to the desk for a pass, reported."""
    one = Inquiry.objects.select_for_update(of=("self",)).select_related("scope").get(pk=inquiry.pk)
    if one.outcome != "open":
        return Refusal("access.inquiry_over", _("Nothing to do: somebody wrote already what came of it."))
    if outcome not in dict(OUTCOMES) or (one.kind == "resident" and outcome == "left"):
        return Refusal("access.residents_stay", _("Not recorded: a resident is asked politely and never sent away. If in doubt, tell the squad leader."))
    one.outcome, one.closed_at, one.guard_id = outcome, at, by.person
    one.words = f"{one.words} {words.strip()}".strip()[:400]
    one.save()
    announce(InquiryClosed(inquiry=one.pk, kind=one.kind, outcome=outcome, seconds=int((at - one.at).total_seconds()), words=words), subject=one)
    return one
