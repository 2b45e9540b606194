"""What is owed to bodies and to owners: reports with receipts, households that are told, messages that are answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.models import Person
from anju.domains.places.models import Place
from anju.kernel import clock, ids
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Blob, Scope
from anju.kernel.permissions import posts_of
from anju.kernel.refusals import Refusal

from .. import rules
from ..codes import BODIES, CONTACT_OUTCOMES, CONTACT_WAYS, DECISIONS, HANDS, LEADERS, MESSAGE_CHANNELS, SENDERS
from ..events import (
    BodyReportHandedIn,
    BodyReportOverdue,
    BodyReportOwed,
    BodyReportPublished,
    BodyReportReceipted,
    BodyReportSentBack,
    HouseholdTold,
    OwnerMessageAnswered,
    OwnerMessageRecorded,
    RefusalSettled,
)
from ..models import BodyReport, Contact, Notice, OwnerMessage
from .sending import BasisInput, BasisLinkInput

REPORTERS = ("front_desk", *LEADERS)
OUTSIDE = {"street_office": "street_office", "fire_brigade": "fire_brigade", "police": "police", "headquarters": "headquarters", "committee": "committee_member"}
"""Bodies whose people sign in, and the role they hold."""


def _about(one: BodyReport) -> dict[str, Any]:
    return {"body": one.body, "due_at": one.due_at}


def _held(one: BodyReport) -> BodyReport:
    return BodyReport.objects.select_for_update().select_related("scope").get(pk=one.pk)


@action(title=_("Owe a report"), posts=(*REPORTERS, "headquarters", "street_office"), event=BodyReportOwed)
def owe_report(
    scope: Scope,
    *,
    body: Annotated[str, Field(_("To the body"), choices=BODIES)],
    title: Annotated[str, Field(_("Title"), max_length=80)],
    due_at: Annotated[datetime, Field(_("Due"))],
    file: Annotated[Blob | None, Field(_("Report as prepared"))] = None,
    basis_label: BasisInput = "",
    basis_link: BasisLinkInput = "",
    by: Actor,
    at: datetime | None = None,
) -> BodyReport | Refusal:
    """Write down that a body is owed a report, and by when; what is prepared already waits to be handed in."""
    if due_at <= at:
        return Refusal("notices.due_past", _("Not saved: the report would be due in the past."))
    year = clock.local(scope, at).year
    made = BodyReport(
        scope=scope, number=f"B{year}-{ids.running_number(scope, 'body_report', year):03d}", body=body, title=title.strip(), due_at=due_at, file=file,
        basis_label=basis_label, basis_link=basis_link,
    )  # fmt: skip
    made.save()
    announce(BodyReportOwed(**_about(made), title=made.title), subject=made)
    return made


@action(title=_("Note the report as overdue"), posts=LEADERS, event=BodyReportOverdue, allowed_from=("owed",))
def note_report_overdue(report: BodyReport, *, by: Actor, at: datetime | None = None) -> BodyReport | Refusal:
    """It is due and was not handed in; the clock does this by itself."""
    one = _held(report)
    if one.state != "owed" or one.due_at > at:
        return Refusal("notices.not_overdue", _("Nothing to do: this report is not overdue."))
    one.state = "late"
    one.save(update_fields=["state"])
    announce(BodyReportOverdue(**_about(one)), subject=one)
    return one


@action(title=pgettext_lazy("report", "Hand in"), posts=REPORTERS, event=BodyReportHandedIn, allowed_from=("owed", "late", "sent_back"))
def hand_in_report(report: BodyReport, *, file: Annotated[Blob | None, Field(_("Report as handed in"))] = None, by: Actor, at: datetime | None = None) -> BodyReport | Refusal:
    """Hand it in with the file; whether it was in time is the clock's to say."""
    one = _held(report)
    if one.state not in ("owed", "late", "sent_back"):
        return Refusal("notices.handed_in_already", _("Nothing to do: this report was handed in already."))
    file = file or one.file
    if file is None:
        return Refusal("notices.report_missing", _("Not handed in: attach the report."))
    is_again, was_overdue = one.state == "sent_back", one.state == "late"
    is_in_time = at <= one.due_at and not one.is_late
    one.state, one.file, one.handed_in_at, one.handed_in_by_id, one.is_late = "handed_in", file, at, by.person, not is_in_time
    one.save()
    event = BodyReportHandedIn(**_about(one), handed_in_at=at, is_in_time=is_in_time, was_counted_overdue=was_overdue, is_again=is_again)
    announce(event, subject=one)
    return one


@action(title=_("Enter the receipt"), posts=(*REPORTERS, *OUTSIDE.values()), event=BodyReportReceipted, allowed_from=("handed_in",))
def record_receipt(
    report: BodyReport,
    *,
    number: Annotated[str, Field(_("Number of the receipt"), max_length=40)] = "",
    file: Annotated[Blob | None, Field(_("Receipt"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> BodyReport | Refusal:
    """The body has it: its own people confirm here, or the receipt is entered with its number or picture."""
    one = _held(report)
    if one.state != "handed_in":
        return Refusal("notices.not_handed_in", _("Not recorded: the report has not been handed in."))
    if not (number.strip() or file or _is_of_body(one, by)):
        return Refusal("notices.receipt_missing", _("Not recorded: give the number of the receipt, or attach it."))
    one.state, one.receipt_number, one.receipt_file, one.receipt_at = "receipted", number, file, at
    one.save()
    announce(BodyReportReceipted(**_about(one), has_file=file is not None), subject=one)
    return one


def _is_of_body(one: BodyReport, by: Actor) -> bool:
    return OUTSIDE.get(one.body, "") in posts_of(by, one.scope)


@action(title=_("Send the report back"), posts=(*LEADERS, *OUTSIDE.values()), event=BodyReportSentBack, allowed_from=("handed_in",))
def send_back_report(report: BodyReport, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> BodyReport | Refusal:
    """The body wants it otherwise; it must be handed in again."""
    one = _held(report)
    if one.state != "handed_in":
        return Refusal("notices.not_handed_in", _("Not recorded: the report has not been handed in."))
    if no := rules.reason_needed(reason):
        return no
    one.state, one.note = "sent_back", reason
    one.save()
    announce(BodyReportSentBack(**_about(one), reason=reason), subject=one)
    return one


@action(title=_("Enter the publication"), posts=REPORTERS, event=BodyReportPublished, allowed_from=("handed_in", "receipted"))
def publish_report(
    report: BodyReport,
    *,
    address: Annotated[str, Field(_("Published at address"), max_length=200)] = "",
    notice: Annotated[Notice | None, Field(_("Notice"), help=_("The notice by which the owners were told."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> BodyReport | Refusal:
    """Say where it was published: the address on a site, or the notice that the owners got."""
    one = _held(report)
    if one.state not in ("handed_in", "receipted"):
        return Refusal("notices.not_handed_in", _("Not recorded: the report has not been handed in."))
    if not address.strip().startswith(("https://", "http://")) and notice is None:
        return Refusal("notices.publication_missing", _("Not recorded: give the address of the page, or choose the notice to the owners."))
    if notice is not None and (notice.scope_id != one.scope_id or "owners" not in notice.audience.get("groups", [])):
        return Refusal("notices.not_to_owners", _("Not recorded: this notice was not sent to the owners."))
    one.published_at, one.published_address, one.notice = at, address.strip(), notice
    one.save()
    announce(BodyReportPublished(**_about(one), notice=notice.pk if notice else None, has_address=bool(address.strip())), subject=one)
    return one


@action(title=_("Record a contact"), posts=HANDS, event=HouseholdTold, offline=True)
def record_contact(
    scope: Scope,
    *,
    dwelling: Annotated[Place, Field(_("Dwelling"))],
    way: Annotated[str, Field(_("Way"), choices=CONTACT_WAYS)],
    outcome: Annotated[str, Field(_("Result"), choices=CONTACT_OUTCOMES)],
    notice: Annotated[Notice | None, Field(_("Notice"))] = None,
    topic: Annotated[str, Field(_("About"), max_length=80)] = "",
    objection: Annotated[str, Field(_("What was objected"), max_length=200)] = "",
    explanation: Annotated[str, Field(_("What was explained"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Contact | Refusal:
    """Enter that a household was told by a call, a visit or a talk; where it refused, what was objected and explained."""
    if dwelling.kind != "dwelling" or dwelling.scope_id != scope.id or (notice is not None and notice.scope_id != scope.id):
        return Refusal("notices.other_dwelling", _("Not recorded: choose a dwelling and a notice of this community."))
    if notice is None and not topic.strip():
        return Refusal("notices.about_nothing", _("Not recorded: say which notice or which matter it was about."))
    if outcome == "refused" and not (objection.strip() and explanation.strip()):
        return Refusal("notices.refusal_unexplained", _("Not recorded: of a refusal, write what was objected and what was explained."))
    made = Contact(scope=scope, dwelling=dwelling, notice=notice, way=way, outcome=outcome, topic=topic, objection=objection, explanation=explanation, by_id=by.person, at=at)
    made.save()
    event = HouseholdTold(dwelling=dwelling.pk, way=way, outcome=outcome, notice=notice.pk if notice else None, objection=objection, explanation=explanation)
    announce(event, subject=made)
    return made


@action(title=_("Say what came of the refusal"), posts=HANDS, event=RefusalSettled)
def settle_refusal(contact: Contact, *, settled: Annotated[str, Field(_("What came of it"), max_length=200)], by: Actor, at: datetime | None = None) -> Contact | Refusal:
    """Write how a household that had refused was won, or that it was not."""
    one = Contact.objects.select_for_update().get(pk=contact.pk)
    if one.outcome != "refused" or one.settled or not settled.strip():
        return Refusal("notices.no_open_refusal", _("Not recorded: choose a refusal that is still open, and say what came of it."))
    one.settled = settled
    one.save(update_fields=["settled"])
    announce(RefusalSettled(dwelling=one.dwelling_id, settled=settled), subject=one)
    return one


@action(title=_("Write down a message"), posts=(*SENDERS, "owner", "resident"), event=OwnerMessageRecorded)
def record_owner_message(
    scope: Scope,
    *,
    channel: Annotated[str, Field(_("Came by"), choices=MESSAGE_CHANNELS)],
    text: Annotated[str, Field(_("What was said"), multiline=True)],
    person: Annotated[Person | None, Field(_("Who said it"))] = None,
    dwelling: Annotated[Place | None, Field(_("Dwelling"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> OwnerMessage | Refusal:
    """Keep a suggestion or question from the box, the mailbox, the broadcast, the board, the telephone or the app."""
    if not text.strip() or len(text) > 500:
        return Refusal("notices.message_length", _("Not recorded: a message has 1 to 500 characters."))
    is_staff = by.is_system or bool(posts_of(by, scope) & frozenset(SENDERS))
    if not is_staff and (channel != "app" or (person is not None and person.pk != by.person)):
        return Refusal("notices.own_words_only", _("Not recorded: write for yourself, in the app; the front desk writes for others."))
    year = clock.local(scope, at).year
    made = OwnerMessage(
        scope=scope, number=f"Y{year}-{ids.running_number(scope, 'owner_message', year):03d}", channel=channel, text=text.strip(), dwelling=dwelling, came_at=at,
        person_id=person.pk if person else (None if is_staff else by.person), recorded_by_id=by.person,
    )  # fmt: skip
    made.save()
    announce(OwnerMessageRecorded(channel=channel, text=made.text), subject=made, person=made.person_id)
    return made


@action(title=_("Answer the message"), posts=SENDERS, event=OwnerMessageAnswered, allowed_from=("new",))
def answer_owner_message(
    message: OwnerMessage,
    *,
    decision: Annotated[str, Field(_("What is done about it"), choices=DECISIONS)],
    reply: Annotated[str, Field(_("Reply"), multiline=True)],
    by: Actor,
    at: datetime | None = None,
) -> OwnerMessage | Refusal:
    """Say whether it is adopted, and why; the reply is kept beside it."""
    one = OwnerMessage.objects.select_for_update().get(pk=message.pk)
    if one.state != "new":
        return Refusal("notices.answered_already", _("Nothing to do: this message was answered already."))
    if not reply.strip() or len(reply) > 500:
        return Refusal("notices.message_length", _("Not recorded: a message has 1 to 500 characters."))
    one.state, one.decision, one.reply, one.replied_by_id, one.replied_at = "answered", decision, reply.strip(), by.person, at
    one.save()
    announce(OwnerMessageAnswered(channel=one.channel, decision=decision, reply=one.reply), subject=one)
    return one
