"""What happened to devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class About:
    """Which device, what it is and where."""

    device: UUID
    kind: str
    system: str
    place: UUID | None = None


@event("devices.device_added")
class DeviceAdded(About):
    state: str
    number: str


@event("devices.device_changed")
class DeviceChanged(About):
    name: Words = ""
    address: Words = ""


@event("devices.device_tested")
class DeviceTested(About):
    is_passed: bool
    note: Words = ""


@event("devices.installation_accepted")
class InstallationAccepted(About):
    accepted_on: date
    authority: Words = ""
    acceptance_number: Words = ""


@event("devices.device_commissioned")
class DeviceCommissioned(About):
    commissioned_on: date


@event("devices.device_taken_out")
class DeviceTakenOut(About):
    until_at: datetime | None = None
    reason: Words = ""


@event("devices.device_put_back")
class DevicePutBack(About):
    note: Words = ""


@event("devices.device_put_in_store")
class DevicePutInStore(About):
    reason: Words = ""


@event("devices.device_retired")
class DeviceRetired(About):
    reason: Words = ""


@event("devices.device_lost")
class DeviceLost(About):
    """It is gone: why, and when it last spoke. `is_repeated`: not its first loss within the hour."""

    online: str
    reason: str
    last_contact_at: datetime | None = None
    is_repeated: bool = False


@event("devices.device_returned")
class DeviceReturned(About):
    """It is back. `minutes` is how long it was away, `reason` why."""

    online: str
    reason: str
    lost_at: datetime | None = None
    minutes: int = 0


@event("devices.device_standing_changed")
class DeviceStandingChanged(About):
    """Neither lost nor returned: first seen, weak, another reason, taken out."""

    online: str
    before: str
    reason: str


@event("devices.product_reviewed")
class ProductReviewed:
    kind: str
    verdict: str
    is_counterfeit: bool
    good_firmware: str = ""
    maker: Words = ""
    model: Words = ""
    authority: Words = ""
    certificate: Words = ""
    note: Words = ""


@event("devices.enrolment_issued")
class EnrolmentIssued(About):
    until_at: datetime


@event("devices.device_enrolled")
class DeviceEnrolled(About):
    key_number: int


@event("devices.key_revoked")
class KeyRevoked(About):
    key_number: int
    reason: Words = ""


@event("devices.login_set")
class LoginSet(About):
    """The login that its gateway uses was changed; nothing of it stands here."""


@event("devices.posture_checked")
class PostureChecked(About):
    """`by_device`: the device or its gateway said so itself."""

    password: str
    protocol: str
    open_ports: list[int]
    certificate_until_on: date | None = None
    score: int
    findings: list[str]
    by_device: bool = False


@event("devices.command_sent")
class CommandSent(About):
    command: UUID
    verb: str
    expires_at: datetime
    reason: Words = ""


@event("devices.command_taken")
class CommandTaken(About):
    command: UUID
    verb: str
    attempt: int


@event("devices.command_answered")
class CommandAnswered(About):
    command: UUID
    verb: str
    outcome: str
    receipt: Words = ""


@event("devices.command_expired")
class CommandExpired(About):
    command: UUID
    verb: str
    state_before: str


@event("devices.command_cancelled")
class CommandCancelled(About):
    command: UUID
    verb: str
