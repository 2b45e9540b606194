"""What each finding says, and what to do about it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

FINDINGS: dict[str, tuple[Any, Any]] = {
    "default_password": (_("The maker's password is still set"), _("Set a password of its own on the device, then write down the check.")),
    "exposed_port": (_("A dangerous port is open"), _("Switch off the service on the device (Telnet, FTP, RTSP without sign-in …) or block its port on the switch.")),
    "certificate_ended": (_("The certificate has ended"), _("Put a new certificate on the device; until then its identity is not proven.")),
    "plain_protocol": (_("It speaks without encryption"), _("Switch the device to HTTPS or another encrypted protocol, or put it into a network of its own.")),
    "old_firmware": (_("The firmware is older than the known-good one"), _("Take the maker's newer firmware, check its signature, install it at a quiet hour.")),
    "password_unknown": (_("Nobody knows whether its password was changed"), _("Sign in on site and look; change it where it is the maker's.")),
    "never_checked": (_("Its protection was never checked"), _("Check password, ports, protocol and certificate, and write it down.")),
    "certificate_ending": (_("The certificate ends within 30 days"), _("Order a new certificate now.")),
    "check_too_old": (_("The last check is older than half a year"), _("Check it again.")),
    "certificate_too_long": (_("The certificate is valid for more than 398 days"), _("Use shorter certificates, so that a stolen one ends soon.")),
    "firmware_unknown": (_("Its firmware is not known"), _("Read the version on the device and enter it.")),
}
