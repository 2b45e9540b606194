"""What may stand in the register, and when a device may go into service."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,23}")
HOST = re.compile(r"(?=.{1,120}\Z)[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?)*\.?(?::\d{1,5})?\Z")
FIRMWARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+\- ]{0,39}")


@dataclass(frozen=True)
class Entered:
    """What somebody writes into the register of a device."""

    number: str
    kind_known: bool
    address: str = ""
    firmware: str = ""
    report_s: int = 60
    number_taken: bool = False
    serial_taken: bool = False
    gateway_speaks: bool = True
    is_own_gateway: bool = False


def fits(entered: Entered) -> Refusal | None:
    """Whether a device may stand in the register like this."""
    if not entered.kind_known:
        return Refusal("devices.unknown_kind", _("There is no such kind of device. Choose one of the list."))
    if not NUMBER.fullmatch(entered.number):
        return Refusal("devices.bad_number", _("Not recorded: a device number has letters, digits, dots and dashes only, 24 at most."))
    if entered.number_taken:
        return Refusal("devices.number_taken", _("Not recorded: %(number)s is another device's number here. Choose another one."), number=entered.number)
    if entered.serial_taken:
        return Refusal("devices.serial_taken", _("Not recorded: a device of this maker with this serial number is in the register already."))
    if entered.address and not is_address(entered.address):
        return Refusal("devices.bad_address", _("Not recorded: the network address must be a host name or an IP address, with a port at most."))
    if entered.firmware and not FIRMWARE.fullmatch(entered.firmware):
        return Refusal("devices.bad_firmware", _("Not recorded: a firmware version has letters, digits and dots only, 40 at most."))
    if not 1 <= entered.report_s <= 86_400:
        return Refusal("devices.bad_period", _("Not recorded: a device reports at least once a day and at most once a second."))
    if not entered.gateway_speaks or entered.is_own_gateway:
        return Refusal("devices.no_gateway", _("Not recorded: what speaks for this device must be another device of the kind gateway, and not retired."))
    return None


def is_address(text: str) -> bool:
    """A host name or IP address, with a port where wanted: never a URL, a login or anything a shell would read."""
    try:
        ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        host, _colon, port = text.rpartition(":") if text.count(":") == 1 else (text, "", "")
        return bool(HOST.fullmatch(text)) and (not port or 1 <= int(port) <= 65_535)
    return True


@dataclass(frozen=True)
class Ready:
    """What stands between a device and its service."""

    is_supervised: bool
    is_tested_kind: bool
    verdict: str
    is_counterfeit: bool
    is_accepted: bool
    is_test_passed: bool | None


def may_go_live(ready: Ready, *, was_running: bool = False) -> Refusal | None:
    """Product, installation and test, in this order. What ran before it came into the register (`was_running`) needs no test any more."""
    if ready.is_counterfeit:
        return Refusal("devices.counterfeit", _("Not put into service: this product was found to be counterfeit. Replace it."))
    if ready.verdict == "rejected":
        return Refusal("devices.product_rejected", _("Not put into service: this product was rejected in the review. Use an approved one."))
    if ready.is_supervised and ready.verdict != "approved":
        return Refusal("devices.product_not_approved", _("Not put into service: this maker's model is not on the list of approved products. Have it reviewed first."))
    if ready.is_supervised and not ready.is_accepted:
        return Refusal("devices.not_accepted", _("Not put into service: the authority has not accepted the installation. Enter its acceptance first."))
    if ready.is_tested_kind and not was_running and ready.is_test_passed is not True:
        return Refusal("devices.not_tested", _("Not put into service: the commissioning test is missing or was not passed. Test it first."))
    return None


def may_move(before: str, after: str, *, allowed: bool) -> Refusal | None:
    """Whether its life may take this step."""
    if allowed:
        return None
    return Refusal("devices.wrong_step", _("Not done: the device does not stand where this is possible. Reload the page."))


def reason_given(reason: str) -> Refusal | None:
    return None if reason.strip() else Refusal("devices.reason_needed", _("Not done: give the reason."))


def product_fits(maker: str, model: str, good_firmware: str, *, kind_known: bool) -> Refusal | None:
    if not kind_known:
        return Refusal("devices.unknown_kind", _("There is no such kind of device. Choose one of the list."))
    if not maker.strip() or not model.strip():
        return Refusal("devices.product_unnamed", _("Not recorded: a product needs its maker and its model."))
    if good_firmware and not FIRMWARE.fullmatch(good_firmware):
        return Refusal("devices.bad_firmware", _("Not recorded: a firmware version has letters, digits and dots only, 40 at most."))
    return None


def may_approve(verdict: str, *, is_supervised: bool, is_counterfeit: bool, authority: str, certificate: str) -> Refusal | None:
    """A counterfeit is never approved; a supervised product only with the authority's certificate."""
    if verdict != "approved":
        return None
    if is_counterfeit:
        return Refusal("devices.counterfeit_approved", _("Not recorded: a counterfeit product cannot be approved. Reject it."))
    if is_supervised and not (authority.strip() and certificate.strip()):
        return Refusal("devices.certificate_needed", _("Not recorded: this kind needs the authority and the number of its inspection certificate."))
    return None
