"""Archiving a year, destroying what is over, and handing documents over."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..kinds import MOST_IN_LIST


def may_arrange(state: str, *, year: int, today: date, missing: int, arrangement: str) -> Refusal | None:
    if state != "collecting":
        return Refusal("documents.arranging_already", _("Not done: this class and year is being arranged or archived already."))
    if year > today.year:
        return Refusal("documents.year_to_come", _("Not done: this year has not come yet."))
    if missing:
        return Refusal("documents.not_complete", _("Not begun: %(missing)s pieces of this class and year are missing. Collect them first."), missing=missing)
    if not arrangement.strip():
        return Refusal("documents.no_arrangement", _("Not begun: write down first how this class is arranged."))
    return None


def may_archive(state: str, *, missing: int, unplaced: int) -> Refusal | None:
    if state != "arranging":
        return Refusal("documents.not_arranging", _("Not archived: begin with arranging this class and year."))
    if missing:
        return Refusal("documents.not_complete", _("Not begun: %(missing)s pieces of this class and year are missing. Collect them first."), missing=missing)
    if unplaced:
        return Refusal("documents.no_place", _("Not archived: %(unplaced)s originals have no cabinet and box yet."), unplaced=unplaced)
    return None


def may_list_disposal(*, documents: int, reason: str) -> Refusal | None:
    if not 1 <= documents <= MOST_IN_LIST:
        return Refusal("documents.list_size", _("Not listed: a list holds 1 to %(most)s documents."), most=MOST_IN_LIST)
    if not reason.strip():
        return Refusal("documents.reason_needed", _("Not done: give the reason."))
    return None


def may_dispose(state: str, *, number: str, kept_until_on: date | None, today: date, is_out: bool, is_listed: bool) -> Refusal | None:
    """Of each document on a list: its time is over, it is not lent out, and it stands on no other list."""
    if state not in ("effective", "withdrawn"):
        return Refusal("documents.not_to_destroy", _("Not listed: %(number)s is not in force nor withdrawn."), number=number)
    if kept_until_on is None:
        return Refusal("documents.kept_for_ever", _("Not listed: %(number)s is kept for ever."), number=number)
    if today <= kept_until_on:
        return Refusal("documents.kept_longer", _("Not listed: %(number)s must be kept until %(on)s."), number=number, on=kept_until_on)
    if is_out:
        return Refusal("documents.lent_out", _("Not listed: %(number)s is lent out. Take it back first."), number=number)
    if is_listed:
        return Refusal("documents.listed_already", _("Not listed: %(number)s stands on another list."), number=number)
    return None


def may_answer_disposal(state: str, *, by: UUID | None, asked_by: UUID | None) -> Refusal | None:
    if state != "asked":
        return Refusal("documents.list_answered", _("Not done: this list was answered already."))
    if by is None or by == asked_by:
        return Refusal("documents.own_list", _("Not done: another person answers this list, not who drew it up."))
    return None


def may_destroy(state: str, *, by: UUID | None, witness: UUID, asked_by: UUID | None, approved_by: UUID | None, is_method_known: bool) -> Refusal | None:
    """The witness neither asked, nor approved, nor destroys."""
    if state != "approved":
        return Refusal("documents.list_not_approved", _("Not destroyed: another person must approve this list first."))
    if by is None:
        return Refusal("documents.person_needed", _("Not done: only somebody with a name may do this. Sign in."))
    if witness in (by, asked_by, approved_by):
        return Refusal("documents.own_witness", _("Not destroyed: the witness neither asked nor approved nor destroys. Name a third person."))
    if not is_method_known:
        return Refusal("documents.method_needed", _("Not destroyed: say by which method."))
    return None


def may_hand_over(*, giver: str, receiver: str, documents: int) -> Refusal | None:
    if not giver.strip() or not receiver.strip() or giver.strip() == receiver.strip():
        return Refusal("documents.two_parties", _("Not drawn up: name who gives and who receives; they are two parties."))
    if not 1 <= documents <= MOST_IN_LIST:
        return Refusal("documents.list_size", _("Not listed: a list holds 1 to %(most)s documents."), most=MOST_IN_LIST)
    return None


def may_count(state: str, *, is_there: bool, note: str) -> Refusal | None:
    if state != "counting":
        return Refusal("documents.signed_already", _("Not done: this list is signed."))
    if not is_there and not note.strip():
        return Refusal("documents.say_why_missing", _("Not saved: write why it is not there."))
    return None


def may_sign(state: str, *, uncounted: int, names: tuple[str, str]) -> Refusal | None:
    if state != "counting":
        return Refusal("documents.signed_already", _("Not done: this list is signed."))
    if uncounted:
        return Refusal("documents.uncounted", _("Not signed: %(uncounted)s documents are not counted yet."), uncounted=uncounted)
    if not all(name.strip() for name in names) or names[0].strip() == names[1].strip():
        return Refusal("documents.two_signers", _("Not signed: two people sign, one for each side."))
    return None
