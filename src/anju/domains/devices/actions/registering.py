"""A device comes into the register, is tested, accepted and put into service."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.places.queries import Place
from anju.kernel import clock, ids
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import DeviceAdded, DeviceChanged, DeviceCommissioned, DeviceTested, InstallationAccepted
from ..kinds import kind_choices, kind_of
from ..models import Contact, Credential, Device, Posture, Product
from ..models.register import DIALECTS
from ..rules import register as rules
from ..rules.standing import patience
from ..states import DeviceState
from .holding import KEEPERS, MANAGERS, about, held, not_here

NumberInput = Annotated[str, Field(_("Device number"), max_length=24, help=_("Unique in the community, such as CAM-001. Empty: the next one of its kind."))]
NameInput = Annotated[str, Field(_("Name"), max_length=80)]
KindInput = Annotated[str, Field(pgettext_lazy("device", "Kind"), choices=kind_choices)]
PlaceInput = Annotated[Place | None, Field(_("Place"))]
GatewayInput = Annotated[Device | None, Field(_("Gateway"), query=lambda: Device.objects.filter(kind="gateway"))]
DialectInput = Annotated[str, Field(_("Dialect"), choices=DIALECTS)]
MakerInput = Annotated[str, Field(_("Maker"), max_length=60)]
ModelInput = Annotated[str, Field(_("Model"), max_length=60)]
SerialInput = Annotated[str, Field(_("Serial number"), max_length=60)]
FirmwareInput = Annotated[str, Field(_("Firmware"), max_length=40)]
AddressInput = Annotated[str, Field(_("Network address"), max_length=120)]
PeriodInput = Annotated[int | None, Field(_("Reports every (s)"), minimum=1, maximum=86_400, help=_("Empty: as usual for its kind. After three missed reports it is offline."))]
AuthorityInput = Annotated[str, Field(_("Installation accepted by"), max_length=80)]
AcceptanceInput = Annotated[str, Field(_("Acceptance number"), max_length=60)]


@action(title=_("Add a device"), posts=KEEPERS, event=DeviceAdded)
def add_device(
    scope: Scope,
    *,
    kind: KindInput,
    name: NameInput,
    number: NumberInput = "",
    place: PlaceInput = None,
    gateway: GatewayInput = None,
    dialect: DialectInput = "http_push",
    maker: MakerInput = "",
    model: ModelInput = "",
    serial: SerialInput = "",
    firmware: FirmwareInput = "",
    address: AddressInput = "",
    report_s: PeriodInput = None,
    is_spare: Annotated[bool, Field(_("Spare"))] = False,
    commissioned_on: Annotated[date | None, Field(_("In service since"), help=_("Only for what runs already, such as at a takeover."))] = None,
    accepted_by: AuthorityInput = "",
    acceptance_number: AcceptanceInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Device | Refusal:
    """Enter a device into the register. What runs already goes into service at once, if its product and installation were accepted."""
    device = Device(
        scope=scope, kind=kind, name=name.strip(), number=number.strip(), place=place, gateway=gateway, dialect=dialect, maker=maker.strip(), model=model.strip(),
        serial=serial.strip(), firmware=firmware.strip(), address=address.strip(), accepted_by=accepted_by.strip(), acceptance_number=acceptance_number.strip(),
    )  # fmt: skip
    known = kind in dict(kind_choices())
    device.report_s = report_s or (kind_of(kind).report_s if known else 60)
    device.number = device.number or (_next_number(scope, kind, at) if known else "")
    if no := _unfit(device, known=known) or _unready_to_run(device, commissioned_on, is_spare, clock.local(scope, at).date()):
        return no
    device.state = "in_service" if commissioned_on else "spare" if is_spare else "new"
    device.online, device.reason = ("awaited", "never_seen") if commissioned_on else ("unused", "")
    device.commissioned_on, device.online_since = commissioned_on, at
    _save_new(device)
    announce(DeviceAdded(**about(device), state=device.state, number=device.number), subject=device)
    return device


def _next_number(scope: Scope, kind: str, at: datetime) -> str:
    prefix = kind_of(kind).prefix
    taken = set(Device.objects.filter(scope=scope, kind=kind).values_list("number", flat=True))
    while (number := f"{prefix}-{ids.running_number(scope, f'device {prefix}', 0):03d}") in taken:
        pass
    return number


def _unfit(device: Device, *, known: bool = True) -> Refusal | None:
    others = Device.objects.filter(scope=device.scope_id).exclude(pk=device.pk)
    if no := not_here(device.scope, device.place, device.gateway):
        return no
    speaks = device.gateway is None or (device.gateway.about.is_gateway and device.gateway.state != "retired")
    return rules.fits(
        rules.Entered(
            number=device.number, kind_known=known, address=device.address, firmware=device.firmware, report_s=device.report_s,
            number_taken=others.filter(number=device.number).exists(), gateway_speaks=speaks, is_own_gateway=device.gateway_id == device.pk,
            serial_taken=bool(device.serial) and others.filter(maker=device.maker, serial=device.serial).exists(),
        )
    )  # fmt: skip


def _unready_to_run(device: Device, commissioned_on: date | None, is_spare: bool, today: date) -> Refusal | None:
    if commissioned_on is None:
        return None
    if is_spare or commissioned_on > today:
        return Refusal("devices.not_running_yet", _("Not recorded: what is spare, or begins later, does not run yet. Leave the day of service empty."))
    return rules.may_go_live(readiness(device), was_running=True)


def _save_new(device: Device) -> None:
    given = {"pk": device.pk, "scope": device.scope}
    device.contact = Contact(**given, patience_s=int(patience(device.report_s).total_seconds()))
    device.credential, device.posture = Credential(**given), Posture(**given)
    for part in (device.contact, device.credential, device.posture, device):
        part.save(force_insert=True)


def readiness(device: Device) -> rules.Ready:
    """What the register knows about a device's way into service."""
    kind = device.about
    product = Product.objects.filter(scope=device.scope_id, kind=device.kind, maker=device.maker, model=device.model).first() if device.model else None
    return rules.Ready(
        is_supervised=kind.is_supervised,
        is_tested_kind=kind.is_tested,
        verdict=product.verdict if product else "",
        is_counterfeit=bool(product and product.is_counterfeit),
        is_accepted=bool(device.accepted_by and device.acceptance_number),
        is_test_passed=device.is_test_passed,
    )


@action(title=_("Change the device"), posts=KEEPERS, event=DeviceChanged, allowed_from=("new", "spare", "in_service", "under_service"))
def change_device(
    device: Device,
    *,
    name: NameInput,
    number: NumberInput,
    place: PlaceInput = None,
    gateway: GatewayInput = None,
    dialect: DialectInput = "http_push",
    maker: MakerInput = "",
    model: ModelInput = "",
    serial: SerialInput = "",
    firmware: FirmwareInput = "",
    address: AddressInput = "",
    report_s: PeriodInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Device | Refusal:
    """Change what the register says of a device. Its kind stays: another kind is another device."""
    device = held(device)
    was = (device.maker, device.model)
    device.name, device.number, device.place, device.gateway, device.dialect = name.strip(), number.strip(), place, gateway, dialect
    device.maker, device.model, device.serial = maker.strip(), model.strip(), serial.strip()
    device.firmware, device.address, device.report_s = firmware.strip(), address.strip(), report_s or device.about.report_s
    if no := rules.may_move(device.state, device.state, allowed=device.state != "retired") or _unfit(device):
        return no
    is_other_product = was != (device.maker, device.model) and device.state in ("in_service", "under_service")
    if is_other_product and (no := rules.may_go_live(readiness(device), was_running=True)):
        return no
    device.contact.patience_s = int(patience(device.report_s).total_seconds())
    device.contact.save(update_fields=["patience_s"])
    device.save()
    announce(DeviceChanged(**about(device), name=device.name, address=device.address), subject=device)
    return device


@action(title=_("Write down the test"), posts=KEEPERS, event=DeviceTested, allowed_from=("new", "spare"))
def write_test(
    device: Device,
    *,
    is_passed: Annotated[bool, Field(_("Passed"))] = False,
    note: Annotated[str, Field(_("What was tested, what was found"), max_length=400, multiline=True)],
    by: Actor,
    at: datetime | None = None,
) -> Device | Refusal:
    """Write down the commissioning test of a device before it goes live; the last one counts."""
    device = held(device)
    if no := rules.may_move(device.state, device.state, allowed=device.state in ("new", "spare")) or rules.reason_given(note):
        return no
    device.is_test_passed, device.tested_at, device.tested_by_id = is_passed, at, by.person
    device.save(update_fields=["is_test_passed", "tested_at", "tested_by"])
    announce(DeviceTested(**about(device), is_passed=is_passed, note=note), subject=device)
    return device


@action(title=_("Enter the acceptance"), posts=(*MANAGERS, "police", "street_office"), event=InstallationAccepted, allowed_from=("new", "spare"))
def accept_installation(
    device: Device, *, accepted_by: AuthorityInput, acceptance_number: AcceptanceInput, by: Actor, at: datetime | None = None
) -> Device | Refusal:
    """Enter that the authority has inspected and accepted the installation of a device."""
    device = held(device)
    if no := rules.may_move(device.state, device.state, allowed=device.state in ("new", "spare")):
        return no
    if not (accepted_by.strip() and acceptance_number.strip()):
        return Refusal("devices.acceptance_unnamed", _("Not recorded: name the authority and the number of its acceptance."))
    device.accepted_by, device.acceptance_number = accepted_by.strip(), acceptance_number.strip()
    device.accepted_on = clock.local(device.scope, at).date()
    device.save(update_fields=["accepted_by", "acceptance_number", "accepted_on"])
    told = {"authority": device.accepted_by, "acceptance_number": device.acceptance_number}
    announce(InstallationAccepted(**about(device), accepted_on=device.accepted_on, **told), subject=device)
    return device


@action(title=_("Put into service"), posts=KEEPERS, event=DeviceCommissioned, allowed_from=("new", "spare"))
def commission_device(device: Device, *, by: Actor, at: datetime | None = None) -> Device | Refusal:
    """Put a device into service: its product is approved, its installation accepted, its test passed, as its kind demands."""
    device = held(device)
    allowed = DeviceState.may(device.state, "in_service") and device.state in ("new", "spare")
    if no := rules.may_move(device.state, "in_service", allowed=allowed) or rules.may_go_live(readiness(device)):
        return no
    device.state, device.online, device.reason, device.online_since = "in_service", "awaited", "never_seen", at
    device.commissioned_on = clock.local(device.scope, at).date()
    device.save()
    announce(DeviceCommissioned(**about(device), commissioned_on=device.commissioned_on), subject=device)
    return device
