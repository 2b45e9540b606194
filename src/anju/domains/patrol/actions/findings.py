"""What patrols find: defects and hazards become cases at once, uncivil behaviour is dissuaded, suspicion reaches the control room."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.cases import actions as cases
from anju.domains.cases.queries import kind_of
from anju.domains.passes.queries import Pass
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Blob, Scope
from anju.kernel.refusals import Refusal

from ..codes import CHECKS, DISSUADED, HAZARD_KINDS, INQUIRED, OUTCOMES, RENOVATION, SUBJECTS, UNCIVIL, wording_of
from ..events import FindingAcknowledged, FindingHandled, FindingReported
from ..models import Checkpoint, Finding, Round, RoundPoint
from .holding import CONTROL, LEADERS, PICTURES, SPOKEN, WALKERS, elsewhere, held, number_of

RoundInput = Annotated[Round | None, Field(_("Patrol round"))]
PointInput = Annotated[Checkpoint | None, Field(_("Checkpoint"))]
PlaceInput = Annotated[Place | None, Field(_("Place"))]
TextInput = Annotated[str, Field(_("What was seen"), max_length=200)]
PhotosInput = Annotated[list[File] | None, Field(_("Photos"), accept=PICTURES)]
VoiceInput = Annotated[File | None, Field(_("Voice note"), accept=SPOKEN)]
RESULT_WORDS = 200


def _hazards() -> list[tuple[str, Any]]:
    return [(code, label) for code, label in kind_of("hazard").categories if code in HAZARD_KINDS]


@action(title=_("Report a hazard or defect"), posts=WALKERS, event=FindingReported, offline=True)
def report_finding(
    scope: Scope,
    *,
    text: TextInput,
    item: Annotated[str, Field(pgettext_lazy("patrol", "Item"), choices=[(code, label) for code, (label, *_rest) in CHECKS.items()], required=False)] = "",
    hazard: Annotated[str, Field(_("Hazard"), choices=_hazards, required=False)] = "",
    severity: Annotated[int, Field(_("Severity"), minimum=1, maximum=4)] = 3,
    round: RoundInput = None,
    checkpoint: PointInput = None,
    place: PlaceInput = None,
    photos: PhotosInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Finding | Refusal:
    """Report from the spot what is broken or dangerous: refused without a photo; a repair order or hazard stands at once."""
    place = place or (checkpoint.place if checkpoint else None)
    if no := elsewhere(scope, round, checkpoint, place) or _evident(text, place, photos):
        return no
    is_hazard = bool(hazard) or CHECKS.get(item, ("", "hazard", ""))[1] == "hazard"
    kind, category = ("hazard", hazard or "other") if is_hazard and item not in CHECKS else CHECKS[item][1:] if item else ("hazard", "other")
    made = _made(scope, "hazard" if kind == "hazard" else "defect", text, by, at, item=item or category, round=round, checkpoint=checkpoint, place=place, photos=photos)
    return _tell(_case_for(made, kind, category, severity, photos, by, at), at)


def _evident(text: str, place: Place | None, photos: list[File] | None) -> Refusal | None:
    if not text.strip():
        return Refusal("patrol.nothing_said", _("Not reported: say in a few words what was seen."))
    if place is None:
        return Refusal("patrol.no_place", _("Not reported: choose the place."))
    if not photos:
        return Refusal("patrol.photo_needed", _("Not reported: a photo is still missing. The plan asks for a photo of every hazard."))
    return None


def _made(scope: Scope, kind: str, text: str, by: Actor, at: datetime, *, photos: list[File] | None = None, **facts: Any) -> Finding:
    flags = ["photo"] if any(_is_known(scope, photo) for photo in photos or ()) else []
    return Finding(
        scope=scope, number=number_of(scope, "X", at), kind=kind, text=text.strip(), found_by_id=by.person, found_at=at, reported_at=clock.now(),
        photo=(photos or [None])[0], flags=flags, **facts,
    )  # fmt: skip


def _is_known(scope: Scope, photo: Blob) -> bool:
    return Blob.objects.filter(scope=scope, sha256=photo.sha256).exclude(pk=photo.pk).exists()


def _case_for(made: Finding, kind: str, category: str, severity: int, photos: list[File] | None, by: Actor, at: datetime) -> Finding | Refusal:
    made.save()
    opened = cases.open_case(
        made.scope, kind=kind, title=made.text[:120], category=category, severity=severity, place=made.place, source="patrol",
        basis_label=made.number, basis_link=f"/patrol_findings/{made.pk}/", photos=photos, by=by, at=at,
    )  # fmt: skip
    if isinstance(opened, Refusal):
        return opened
    made.case = opened
    return made


def _tell(made: Finding | Refusal, at: datetime) -> Finding | Refusal:
    if isinstance(made, Refusal):
        return made
    made.save()
    minutes = max(0, int((made.reported_at - made.found_at) / timedelta(minutes=1)))
    announce(
        FindingReported(
            finding=made.pk, kind=made.kind, item=made.item, type=made.type, place=made.place_id, checkpoint=made.checkpoint_id, round=made.round_id,
            case=made.case_id, found_at=made.found_at, minutes=minutes, outcome=made.outcome, text=made.text,
        ),
        subject=made,
    )  # fmt: skip
    return made


def of_item(point: RoundPoint, item: dict[str, str], *, note: str, photos: list[File] | None, by: Actor, at: datetime) -> Finding | Refusal:
    """A fault found while answering a checklist becomes a finding of its own, with its case."""
    _label, kind, category = CHECKS.get(item["key"], ("", "repair", "other"))
    text = note.strip() or f"{point.checkpoint.name} {wording_of(item)}"
    where = {"round": point.round, "checkpoint": point.checkpoint, "place": point.checkpoint.place}
    return report_item(point.scope, kind=kind, category=category, item=item["key"], text=text[:200], photos=photos, by=by, at=at, **where)


@action(title=_("Report an item found faulty"), posts=(), event=FindingReported)
def report_item(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind"), max_length=20)],
    category: Annotated[str, Field(_("Category"), max_length=20)],
    item: Annotated[str, Field(pgettext_lazy("patrol", "Item"), max_length=20)],
    text: TextInput,
    round: RoundInput = None,
    checkpoint: PointInput = None,
    place: PlaceInput = None,
    photos: PhotosInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Finding | Refusal:
    """Keep a fault of a checklist with its case; called while the items of a point are answered."""
    if no := _evident(text, place, photos):
        return no
    made = _made(scope, "hazard" if kind == "hazard" else "defect", text, by, at, item=item, round=round, checkpoint=checkpoint, place=place, photos=photos)
    return _tell(_case_for(made, kind, category, 3, photos, by, at), at)


@action(title=_("Note a dissuasion"), posts=WALKERS, event=FindingReported, offline=True)
def note_dissuasion(
    scope: Scope,
    *,
    type: Annotated[str, Field(_("Type"), choices=list(UNCIVIL.items()))],
    outcome: Annotated[str, Field(pgettext_lazy("patrol", "Outcome"), choices=[(code, OUTCOMES[code]) for code in DISSUADED])],
    text: TextInput = "",
    round: RoundInput = None,
    checkpoint: PointInput = None,
    place: PlaceInput = None,
    photos: PhotosInput = None,
    voice: VoiceInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Finding | Refusal:
    """Keep that somebody was asked to stop something uncivil: what, where, and whether he did. No names."""
    place = place or (checkpoint.place if checkpoint else None)
    if no := elsewhere(scope, round, checkpoint, place):
        return no
    if place is None:
        return Refusal("patrol.no_place", _("Not reported: choose the place."))
    facts = {"round": round, "checkpoint": checkpoint, "place": place, "type": type, "outcome": outcome, "voice": voice}
    made = _made(scope, "dissuasion", text or str(UNCIVIL[type]), by, at, photos=photos, **facts)
    if outcome == "ignored":
        return _tell(_case_for(made, "problem", "security", 3, photos, by, at), at)
    made.state, made.handled_at, made.result = "handled", at, str(OUTCOMES[outcome])
    made.save()
    return _tell(made, at)


@action(title=_("Report a suspicious person or vehicle"), posts=WALKERS, event=FindingReported, offline=True)
def report_suspicion(
    scope: Scope,
    *,
    type: Annotated[str, Field(_("Type"), choices=list(SUBJECTS.items()))],
    text: TextInput,
    inquired: Annotated[str, Field(_("What was asked and answered"), max_length=200, help=_("Ask and observe; nobody is searched or held."))],
    outcome: Annotated[str, Field(pgettext_lazy("patrol", "Outcome"), choices=[(code, OUTCOMES[code]) for code in INQUIRED])],
    round: RoundInput = None,
    checkpoint: PointInput = None,
    place: PlaceInput = None,
    photos: PhotosInput = None,
    voice: VoiceInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Finding | Refusal:
    """Tell the control room about somebody lingering, or a vehicle: what was asked and answered, and whether he left. Level 2 until it is acknowledged."""
    place = place or (checkpoint.place if checkpoint else None)
    if no := elsewhere(scope, round, checkpoint, place):
        return no
    if place is None or not text.strip():
        return Refusal("patrol.no_place", _("Not reported: choose the place."))
    if not inquired.strip():
        return Refusal("patrol.not_inquired", _("Not reported: say what was asked and what the answer was."))
    facts = {"round": round, "checkpoint": checkpoint, "place": place, "type": type, "outcome": outcome, "inquired": inquired.strip(), "voice": voice}
    made = _made(scope, "suspicion", text, by, at, photos=photos, has_left=outcome == "left", **facts)
    return _tell(_case_for(made, "problem", "security", 2, photos, by, at), at)


@action(title=_("Report renovation work"), posts=WALKERS, event=FindingReported, offline=True)
def report_renovation(
    scope: Scope,
    *,
    type: Annotated[str, Field(_("Type"), choices=list(RENOVATION.items()))],
    permit_number: Annotated[str, Field(_("Number of the permit"), max_length=20)],
    text: TextInput,
    round: RoundInput = None,
    checkpoint: PointInput = None,
    place: PlaceInput = None,
    photos: PhotosInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Finding | Refusal:
    """Report improper hauling or dumped rubbish against the workers' permit: contractor and permit stand in the finding."""
    permit = Pass.objects.filter(scope=scope, number=permit_number.strip(), kind="worker").first()
    if permit is None:
        return Refusal("patrol.no_permit", _("Not reported: there is no worker permit %(number)s here. Read its number from the card."), number=permit_number[:20])
    place = place or (checkpoint.place if checkpoint else None) or permit.place
    if no := elsewhere(scope, round, checkpoint, place) or _evident(text, place, photos):
        return no
    facts = {"round": round, "checkpoint": checkpoint, "place": place, "type": type, "permit": permit, "contractor": permit.company}
    made = _made(scope, "renovation", text, by, at, photos=photos, **facts)
    return _tell(_case_for(made, "problem", "security", 3, photos, by, at), at)


@action(title=_("Acknowledge"), posts=CONTROL, event=FindingAcknowledged, allowed_from=("reported",))
def acknowledge_finding(finding: Finding, *, by: Actor, at: datetime | None = None) -> Finding | Refusal:
    """The control room has it; how long that took is kept."""
    one = held(finding)
    if one.acknowledged_at is not None or one.state != "reported":
        return Refusal("patrol.known_already", _("Not done: the control room has this already, or it was handled."))
    if by.person is None or by.person == one.found_by_id:
        return Refusal("patrol.own_finding", _("Not done: somebody else than the finder acknowledges it."))
    one.state, one.acknowledged_by_id, one.acknowledged_at = "acknowledged", by.person, at
    one.save()
    announce(FindingAcknowledged(finding=one.pk, kind=one.kind, seconds=int((at - one.reported_at).total_seconds())), subject=one)
    return one


@action(title=_("Handled"), posts=(*LEADERS, "monitor_operator"), event=FindingHandled, allowed_from=("reported", "acknowledged"))
def handle_finding(
    finding: Finding, *, result: Annotated[str, Field(_("Result of handling"), max_length=RESULT_WORDS)], by: Actor, at: datetime | None = None
) -> Finding | Refusal:
    """Say what was done about it; the time from finding to handling is kept. A finding with an order is handled by its order."""
    one = held(finding)
    if not result.strip():
        return Refusal("patrol.no_result", _("Not done: say what was done."))
    if one.state == "handled":
        return Refusal("patrol.handled_already", _("Not done: this was handled before."))
    one.state, one.result, one.handled_at = "handled", result.strip(), at
    one.save()
    announce(FindingHandled(finding=one.pk, kind=one.kind, minutes=int((at - one.found_at).total_seconds() // 60), result=result), subject=one)
    return one
