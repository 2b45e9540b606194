"""What is done at the gates by a written procedure: which controlled document says it, step by step, and whether it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.documents.queries import HELD, Document
from anju.domains.people.queries import Person, working_here
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import ProcedureChecked, ProcedureSet
from ..kinds import LEADERS, MANAGERS, PROCEDURES
from ..models import Procedure, ProcedureCheck
from .ground import elsewhere

MOST_STEPS = 20


@action(title=_("Set a procedure"), posts=MANAGERS, event=ProcedureSet)
def set_procedure(
    scope: Scope,
    *,
    kind: Annotated[str, Field(pgettext_lazy("gates", "Procedure"), choices=PROCEDURES)],
    document: Annotated[Document, Field(_("Document"))],
    steps: Annotated[str, Field(pgettext_lazy("gates", "Steps"), multiline=True, max_length=4000, help=_("One a line; each is checked by itself."))],
    by: Actor,
    at: datetime | None = None,
) -> Procedure | Refusal:
    """Lay down how something is done: the document in force that says it, and its steps as guards see them at the gate."""
    lines = [line.strip()[:200] for line in steps.splitlines() if line.strip()]
    if no := elsewhere(scope, document):
        return no
    if kind not in dict(PROCEDURES) or not 1 <= len(lines) <= MOST_STEPS:
        return Refusal("access.steps_needed", _("Not set: choose which procedure it is, and write 1 to 20 steps, one a line."))
    if document.state not in HELD or not document.version or not document.reading_roles:
        return Refusal("access.not_read", _("Not set: the document must be in force and handed to the guards for reading. Do both in the archive first."))
    Procedure.objects.filter(scope=scope, kind=kind, is_current=True).update(is_current=False)
    one = Procedure(scope=scope, kind=kind, document=document, version=document.version, steps=lines, since_at=at, set_by_id=by.person)
    one.save()
    announce(ProcedureSet(procedure=one.pk, kind=kind, document=document.pk, version=one.version, steps=len(lines)), subject=one)
    return one


@action(title=_("Check whether it is kept"), posts=LEADERS, event=ProcedureChecked, offline=True)
def check_procedure(
    procedure: Procedure,
    *,
    person: Annotated[Person, Field(_("Who was watched"), query=working_here)],
    missed: Annotated[list[int] | None, Field(_("Steps not kept"), required=False, minimum=1, maximum=MOST_STEPS, help=_("By their numbers."))] = None,
    note: Annotated[str, Field(_("What was seen"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> ProcedureCheck | Refusal:
    """Watch somebody at work, step by step; what was not kept is written down. Nobody checks himself."""
    missed, procedure = sorted(set(missed or [])), Procedure.objects.select_related("scope").get(pk=procedure.pk)
    if not procedure.is_current:
        return Refusal("access.old_procedure", _("Not recorded: another version counts now. Check by that one."))
    if person.pk == by.person:
        return Refusal("access.own_check", _("Not recorded: somebody else checks your work."))
    if any(not 1 <= one <= len(procedure.steps) for one in missed) or (missed and not note.strip()):
        return Refusal("access.say_what_was_missed", _("Not recorded: name the steps by their numbers, and write what you saw."))
    steps = len(procedure.steps)
    one = ProcedureCheck(
        scope=procedure.scope, procedure=procedure, person=person, at=at, missed=missed, kept=steps - len(missed), of=steps, note=note.strip(), checked_by_id=by.person
    )
    one.save()
    event = ProcedureChecked(check=one.pk, kind=procedure.kind, version=procedure.version, of_person=person.pk, kept=one.kept, of=one.of, note=note)
    announce(event, subject=one, person=person.pk)
    return one
