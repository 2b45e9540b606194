"""What is kept with a case: evidence and notes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import EvidenceAdded, NoteAdded
from ..models import Case, Evidence
from .holding import BODIES, DWELLERS, STAFF, about, evidence_grade, held

EVERYBODY = (*STAFF, *DWELLERS, *BODIES)


@action(title=_("Add evidence"), posts=EVERYBODY, event=EvidenceAdded, offline=True)
def add_evidence(
    case: Case,
    *,
    text: Annotated[str, Field(_("What it shows"), multiline=True, required=True)],
    file: Annotated[File | None, Field(_("Photo or file"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Evidence | Refusal:
    """Keep a photo, a document or a reading with the case; it is never changed or deleted."""
    case = held(case)
    if no := rules.deed_is_told(text):
        return no
    grade = evidence_grade(case, by)
    evidence = Evidence.objects.create(
        scope=case.scope, case=case, stage=case.state, by_id=by.person, at=at, grade=grade, text=text, file=file
    )
    announce(EvidenceAdded(**about(case), evidence=evidence.id, grade=grade), subject=case)
    return evidence


@action(title=_("Add a note"), posts=EVERYBODY, event=NoteAdded, offline=True)
def add_note(
    case: Case,
    *,
    note: Annotated[str, Field(_("Note"), multiline=True, required=True)],
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Leave a remark in the history of the case."""
    case = held(case)
    if no := rules.deed_is_told(note):
        return no
    announce(NoteAdded(**about(case), note=note), subject=case, person=case.reporter_id)
    return case
