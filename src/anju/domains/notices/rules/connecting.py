"""Which gateways may be connected, and which addresses a message may leave to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.addresses import is_forbidden, is_inner
from anju.kernel.refusals import Refusal

from ..codes import DIALECTS, LEVELS

_ADDRESS = re.compile(r"(?P<scheme>https?|smtps?)://(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?)(?::(?P<port>\d{1,5}))?(?P<path>/[\w./~%-]*)?")
_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home", ".intranet")
_SAFE = ("https", "smtps")


def fits_address(address: str, *, allows_lan: bool) -> Refusal | None:
    """Only https to the outside; inside the house only where the administrator said so."""
    hit = _ADDRESS.fullmatch(address)
    if hit is None or not 0 < int(hit["port"] or 443) < 65536:
        return Refusal("notices.bad_address", _("Not saved: write the address as https://host/path, without a name, a question mark or spaces."))
    host = hit["host"].strip("[]").lower()
    is_local = _is_local(host)
    if is_local is None:
        return Refusal("notices.forbidden_address", _("Not saved: nothing is sent to this address. Choose another one."))
    if not allows_lan and hit["scheme"] not in _SAFE:
        return Refusal("notices.not_https", _("Not saved: messages leave the house only over https."))
    if not allows_lan and is_local:
        return Refusal("notices.inner_address", _("Not saved: this address lies in the local network. Allow the local network for this channel if it belongs there."))
    return None


def _is_local(host: str) -> bool | None:
    """Whether a host lies inside by what is written; None where nothing may be sent to at all."""
    try:
        return None if is_forbidden(host) else is_inner(host)
    except ValueError:
        pass
    if re.fullmatch(r"[0-9.]+|0x[0-9a-f.x]+", host):
        return None
    return "." not in host or host.endswith(_LOCAL_NAMES)


def may_connect(dialect: str, way: str, *, address: str, allows_lan: bool, has: Mapping[str, bool], settings: Mapping[str, Any], levels: list[Any]) -> Refusal | None:
    """`has` says whether a key and a secret stand after this change."""
    about = DIALECTS.get(dialect)
    if about is None or way not in about.ways:
        return Refusal("notices.wrong_way", _("Not saved: this kind of gateway does not send that way."))
    if not levels or set(levels) - dict(LEVELS).keys():
        return Refusal("notices.no_levels", _("Not saved: choose which levels it carries, from 1 to 4."))
    if dialect == "recorder":
        return None
    if missing := [name for name in about.needs if not has.get(name)]:
        return Refusal("notices.secret_missing", _("Not saved: this gateway also needs its %(what)s."), what=_KEYS[missing[0]])
    if missing := [name for name in about.settings if not str(settings.get(name, "")).strip()]:
        return Refusal("notices.setting_missing", _("Not saved: the settings of this gateway also need “%(name)s”."), name=missing[0])
    return fits_address(address or about.address, allows_lan=allows_lan)


_KEYS = {"key": _("key"), "secret": _("secret")}
