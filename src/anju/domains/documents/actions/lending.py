"""Consulting, copying and borrowing: asked, answered by another person, handed out against a signature, back in time or late."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.permissions import posts_of
from anju.kernel.refusals import Refusal

from ..events import LoanApproved, LoanAsked, LoanExtended, LoanHandedOut, LoanLate, LoanRefused, LoanReturned
from ..kinds import LOANS, MANAGERS, OFFICE, OPENERS
from ..models import Document, Loan
from ..rules import filing, using
from .deciding import ReasonInput
from .holding import about, held, list_number, today_of, told

LENT = ("out", "overdue")
OPEN_LOANS = ("asked", "approved", *LENT)


def is_lent(document: Document) -> bool:
    return Loan.objects.filter(document=document, state__in=LENT).exclude(kind="consult").exists()


@action(title=_("Ask to consult or borrow"), posts=OPENERS, event=LoanAsked)
def ask_loan(
    document: Document,
    *,
    kind: Annotated[str, Field(pgettext_lazy("document", "Kind"), choices=LOANS)],
    purpose: Annotated[str, Field(_("Purpose"), max_length=200)],
    due_on: Annotated[date | None, Field(_("Due on"), help=_("Left empty it is the longest the class allows."))] = None,
    borrower: Annotated[Person | None, Field(_("Borrower"), help=_("Left empty it is yourself."))] = None,
    unit: Annotated[str, Field(_("For which unit"), max_length=80)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Loan | Refusal:
    """Ask to read a document that is not open to one's post, to copy it, or to take its original."""
    document = held(document)
    who = borrower.pk if borrower else by.person
    today, klass = today_of(document, at), document.klass
    if who is None or (who != by.person and not by.is_system and not posts_of(by, document.scope) & frozenset(OFFICE)):
        return Refusal("documents.for_yourself", _("Not asked: ask for yourself, or let the front desk ask for somebody else."))
    due_on = due_on or today + timedelta(days=klass.loan_days)
    is_open = Loan.objects.filter(document=document, borrower_id=who, state__in=OPEN_LOANS).exists()
    if no := using.may_ask_loan(
        document.state, kind=kind, medium=klass.medium, copies=document.copies, purpose=purpose, due_on=due_on, today=today, longest_days=klass.loan_days,
        is_open=is_open,
    ):  # fmt: skip
        return no
    loan = Loan.objects.create(
        scope=document.scope, number=list_number(document.scope, "loan", at), document=document, kind=kind, borrower_id=who, unit=unit, purpose=purpose,
        asked_by_id=by.person, asked_at=at, due_on=due_on,
    )  # fmt: skip
    announce(LoanAsked(**about(document), loan=loan.pk, kind=kind, borrower=who, due_on=due_on, purpose=told(document, purpose)), subject=loan, person=who)
    return loan


@action(title=_("Approve the request"), posts=MANAGERS, event=LoanApproved, allowed_from=("asked",), second_to=("documents.ask_loan",))
def approve_loan(loan: Loan, *, by: Actor, at: datetime | None = None) -> Loan | Refusal:
    """Say yes to a request that somebody else made. To consult is allowed from now until the day it is due."""
    loan = held(loan)
    if no := using.may_answer_loan(loan.state, by=by.person, asked_by=loan.asked_by_id, borrower=loan.borrower_id):
        return no
    loan.state, loan.approved_by_id, loan.approved_at = "approved", by.person, at
    loan.save()
    announce(LoanApproved(**about(loan.document), loan=loan.pk, kind=loan.kind, borrower=loan.borrower_id), subject=loan)
    return loan


@action(title=_("Refuse the request"), posts=MANAGERS, event=LoanRefused, allowed_from=("asked",))
def refuse_loan(loan: Loan, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Loan | Refusal:
    """Say no to a request, with the reason."""
    loan = held(loan)
    if no := using.may_answer_loan(loan.state, by=by.person, asked_by=loan.asked_by_id, borrower=loan.borrower_id) or filing.reason_told(reason):
        return no
    loan.state, loan.approved_by_id, loan.approved_at, loan.reason = "refused", by.person, at, reason
    loan.save()
    announce(LoanRefused(**about(loan.document), loan=loan.pk, reason=reason), subject=loan)
    return loan


@action(title=_("Hand out the original"), posts=OFFICE, event=LoanHandedOut, allowed_from=("approved",))
def hand_out_original(
    loan: Loan,
    *,
    signature: Annotated[File, Field(_("Signature"), accept=("image/",))],
    by: Actor,
    at: datetime | None = None,
) -> Loan | Refusal:
    """Give the original, or its copy, to the borrower against his signature."""
    document, loan = held(loan.document), held(loan)
    is_out = loan.kind == "borrow" and Loan.objects.filter(document=document, kind="borrow", state__in=LENT).exists()
    if no := using.may_hand_out(loan.state, kind=loan.kind, is_out=is_out):
        return no
    loan.state, loan.out_by_id, loan.out_at, loan.signature = "out", by.person, at, signature
    loan.save()
    announce(LoanHandedOut(**about(document), loan=loan.pk, kind=loan.kind, borrower=loan.borrower_id, due_on=loan.due_on), subject=loan)
    return loan


@action(title=_("Take it back"), posts=OFFICE, event=LoanReturned, allowed_from=("approved", "out", "overdue"))
def return_loan(
    loan: Loan,
    *,
    condition: Annotated[str, Field(_("Condition"), max_length=200, help=_("How many sheets, whole or damaged."))],
    by: Actor,
    at: datetime | None = None,
) -> Loan | Refusal:
    """Take back what was lent, or end a permission to consult."""
    loan = held(loan)
    if no := using.may_return(loan.state, condition=condition):
        return no
    late = max(0, (today_of(loan, at) - loan.due_on).days)
    loan.state, loan.returned_to_id, loan.returned_at, loan.condition = "returned", by.person, at, condition
    loan.save()
    announce(LoanReturned(**about(loan.document), loan=loan.pk, is_on_time=late == 0, days_late=late, condition=condition), subject=loan)
    return loan


@action(title=_("Extend the loan"), posts=MANAGERS, event=LoanExtended, allowed_from=("approved", "out", "overdue"))
def extend_loan(loan: Loan, *, until: Annotated[date, Field(_("Due on"))], by: Actor, at: datetime | None = None) -> Loan | Refusal:
    """Give more time, counted from today, up to what the class allows."""
    loan = held(loan)
    if no := using.may_extend_loan(
        loan.state, by=by.person, borrower=loan.borrower_id, due_on=loan.due_on, until=until, today=today_of(loan, at), longest_days=loan.document.klass.loan_days
    ):
        return no
    before, loan.due_on = loan.due_on, until
    loan.state, loan.overdue_at = "out" if loan.state == "overdue" else loan.state, None
    loan.save()
    announce(LoanExtended(**about(loan.document), loan=loan.pk, due_before_on=before, due_on=until), subject=loan)
    return loan


@action(title=_("Note a late loan"), posts=(), event=LoanLate)
def note_loan_late(loan: Loan, *, by: Actor, at: datetime | None = None) -> Loan | Refusal:
    """It was due back and did not come."""
    loan = held(loan)
    if no := using.may_note_late(loan.state, due_on=loan.due_on, today=today_of(loan, at)):
        return no
    loan.state, loan.overdue_at = "overdue", at
    loan.save()
    announce(LoanLate(**about(loan.document), loan=loan.pk, borrower=loan.borrower_id, due_on=loan.due_on), subject=loan)
    return loan
