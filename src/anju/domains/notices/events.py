"""What happened to notices, and to what is told without a phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class About:
    """Which notice, of what level, sent when: what every count over notices asks for."""

    notice: UUID
    level: int
    sent_at: datetime


@event("notices.notice_sent")
class NoticeSent(About):
    """`counted` is the audience at the moment of sending."""

    template: str = ""
    counted: int
    groups: list[str]
    ways: list[str]
    title: Words = ""
    text: Words = ""


@event("notices.recipients_written")
class RecipientsWritten(About):
    written: int


@event("notices.ladder_climbed")
class LadderClimbed(About):
    """Recipients who were not reached went on to their next way; `messages` were put out for the gateways."""

    climbed: int
    messages: int


@event("notices.notice_undelivered")
class NoticeUndelivered(About):
    """No way reached these persons. Whoever sent it tells them by radio, telephone or visit."""

    persons: list[UUID]


@event("notices.notice_shown")
class NoticeShown(About):
    """The app showed it to a recipient for the first time; `is_first`: no other way had delivered it before."""

    person: UUID
    is_first: bool


@event("notices.notice_read")
class NoticeRead(About):
    person: UUID
    answer: str = ""
    is_first_reading: bool = True
    is_first_delivery: bool = False
    seconds: int = 0


@event("notices.notice_reminded")
class NoticeReminded(About):
    persons: int
    round: int


@event("notices.notice_withdrawn")
class NoticeWithdrawn(About):
    reason: Words = ""


@event("notices.deliveries_taken")
class DeliveriesTaken:
    """A sender took these messages to hand them over."""

    deliveries: list[UUID]


@event("notices.deliveries_recorded")
class DeliveriesRecorded(About):
    """What gateways answered. `reached` recipients were delivered to for the first time; `repeated` answers changed nothing."""

    reached: int = 0
    sent: int = 0
    failed: int = 0
    unsure: int = 0
    repeated: int = 0


@event("notices.channel_connected")
class ChannelConnected:
    dialect: str
    way: str
    allows_lan: bool


@event("notices.channel_changed")
class ChannelChanged(ChannelConnected):
    has_new_secret: bool


@event("notices.channel_retired")
class ChannelRetired:
    dialect: str


@event("notices.board_added")
class BoardAdded:
    kind: str
    place: UUID | None = None


@event("notices.board_retired")
class BoardRetired:
    kind: str


@event("notices.sheet_posted")
class SheetPosted:
    board: UUID
    kind: str
    topic: str
    notice: UUID | None = None
    title: Words = ""


@event("notices.board_checked")
class BoardChecked:
    board: UUID
    kind: str
    posting: UUID | None = None
    finding: str
    note: Words = ""


@event("notices.sheet_fell_overdue")
class SheetOverdue:
    board: UUID
    topic: str


@event("notices.sheet_taken_down")
class SheetTakenDown:
    board: UUID
    topic: str
    was_overdue: bool


@event("notices.campaign_planned")
class CampaignPlanned:
    topic: str
    stages: int
    title: Words = ""


@event("notices.campaign_concluded")
class CampaignConcluded:
    topic: str
    held: int
    wanted: int
    summary: Words = ""


@event("notices.publicity_recorded")
class PublicityRecorded:
    topic: str
    channel: str
    target: str
    reached: int
    held_at: datetime
    campaign: UUID | None = None
    has_proof: bool = False
    title: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutActivity:
    kind: str
    starts_at: datetime


@event("notices.activity_proposed")
class ActivityProposed(AboutActivity):
    title: Words = ""


@event("notices.activity_changed")
class ActivityChanged(AboutActivity):
    """The plan was written anew; a review of the older plan counts no more."""


@event("notices.activity_reviewed")
class ActivityReviewed(AboutActivity):
    review: Words = ""


@event("notices.activity_approved")
class ActivityApproved(AboutActivity):
    """Sign-up is open."""


@event("notices.activity_cancelled")
class ActivityCancelled(AboutActivity):
    reason: Words = ""


@event("notices.signed_up")
class SignedUp(AboutActivity):
    activity: UUID
    person: UUID
    part: str


@event("notices.activity_held")
class ActivityHeld(AboutActivity):
    """`signed_up` of them `came`; `attended` were there in all. Satisfaction and awareness are counted answers."""

    attended: int
    signed_up: int
    came: int
    satisfied: int
    asked_about: int


@event("notices.incentive_given")
class IncentiveGiven(AboutActivity):
    activity: UUID
    person: UUID
    cents: int
    incentive: Words = ""


@event("notices.activity_problem_noted")
class ActivityProblemNoted(AboutActivity):
    problem: Words = ""


@event("notices.activity_problem_closed")
class ActivityProblemClosed(AboutActivity):
    number: int
    answer: Words = ""


@event("notices.awareness_measured")
class AwarenessMeasured(AboutActivity):
    when: str
    asked: int
    right: int


@event("notices.activity_concluded")
class ActivityConcluded(AboutActivity):
    minutes: Words = ""


@dataclass(frozen=True, kw_only=True)
class AboutReport:
    body: str
    due_at: datetime


@event("notices.body_report_owed")
class BodyReportOwed(AboutReport):
    title: Words = ""


@event("notices.body_report_fell_overdue")
class BodyReportOverdue(AboutReport):
    pass


@event("notices.body_report_handed_in")
class BodyReportHandedIn(AboutReport):
    handed_in_at: datetime
    is_in_time: bool
    was_counted_overdue: bool
    is_again: bool


@event("notices.body_report_receipted")
class BodyReportReceipted(AboutReport):
    """The body signed for it: an outside party's proof."""

    has_file: bool


@event("notices.body_report_sent_back")
class BodyReportSentBack(AboutReport):
    reason: Words = ""


@event("notices.body_report_published")
class BodyReportPublished(AboutReport):
    """On a site, or as a notice to the owners."""

    notice: UUID | None = None
    has_address: bool = False


@event("notices.household_told")
class HouseholdTold:
    dwelling: UUID
    way: str
    outcome: str
    notice: UUID | None = None
    objection: Words = ""
    explanation: Words = ""


@event("notices.refusal_settled")
class RefusalSettled:
    dwelling: UUID
    settled: Words = ""


@event("notices.owner_message_recorded")
class OwnerMessageRecorded:
    channel: str
    text: Words = ""


@event("notices.owner_message_answered")
class OwnerMessageAnswered:
    channel: str
    decision: str
    reply: Words = ""
