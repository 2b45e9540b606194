"""Who may see a document and open its files, asked by every page, download and live push."""

from __future__ import annotations

from datetime import datetime

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.permissions import posts_of
from anju.kernel.refusals import Refusal

from .models import Document, DocumentFile, Loan, Look, Reading
from .rules import seeing as rules


def may_read(actor: Actor, document: Document) -> Refusal | None:
    """Why this person may not read the document, or nothing."""
    if actor.is_system:
        return None
    klass = document.klass
    facts = {"level": klass.level, "may_see": frozenset(klass.may_see), "posts": posts_of(actor, document.scope)}
    no = rules.may_read(**facts, is_keeper=actor.person is not None and actor.person in (klass.keeper_id, klass.second_keeper_id))
    if no is None or actor.person is None:
        return no
    must_read = Reading.objects.filter(document=document, person_id=actor.person).exclude(state="dropped").exists()
    is_own = klass.level != "strict" and document.entered_by_id == actor.person
    return rules.may_read(**facts, has_loan=_has_loan(actor, document), must_read=must_read, is_own=is_own)


def _has_loan(actor: Actor, document: Document) -> bool:
    """A request was approved and its time is not over."""
    today = clock.today(document.scope)
    return Loan.objects.filter(document=document, borrower_id=actor.person, state__in=("approved", "out"), due_on__gte=today).exists()


def shows_record(actor: Actor, document: Document) -> bool:
    """The record page shows the catalogue's facts. Of strictly confidential documents only readers see even those."""
    return document.klass.level != "strict" or may_read(actor, document) is None


def may_open(actor: Actor, document: Document, at: datetime) -> Refusal | None:
    """Whether the files open now: for a closed class a purpose must have been stated a short while ago."""
    if actor.is_system:
        return None
    if no := may_read(actor, document):
        return no
    looked_at = None
    if rules.is_closed(document.klass.level) and actor.person is not None:
        looked_at = Look.objects.filter(document=document, person_id=actor.person).order_by("-at").values_list("at", flat=True).first()
    return rules.may_open_file(document.klass.level, looked_at=looked_at, at=at)


def may_view_file(actor: Actor, file: DocumentFile) -> bool:
    """The downloads ask this for every file, whichever door is used."""
    return may_open(actor, file.version.document, clock.now()) is None
