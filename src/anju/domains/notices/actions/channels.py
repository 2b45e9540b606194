"""Gateways are connected, changed and taken out of use. Their secrets go in and never come out again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..codes import DIALECT_CHOICES, KEEPERS, LEVELS, WAYS
from ..events import ChannelChanged, ChannelConnected, ChannelRetired
from ..models import Channel

NameInput = Annotated[str, Field(_("Name"), max_length=40)]
DialectInput = Annotated[str, Field(_("Kind of gateway"), choices=DIALECT_CHOICES)]
WayInput = Annotated[str, Field(_("Way"), choices=[way for way in WAYS if way[0] != "in_app"])]
AddressInput = Annotated[str, Field(_("Address"), max_length=200, help=_("Empty for the usual address of this kind. Without the key: that goes into its own field."))]
KeyInput = Annotated[str, Field(pgettext_lazy("channel", "Key"), max_length=200, personal=True, secret=True, help=_("Of a robot the token in its address, of a cloud the id of the access key, of a mail server the account."))]
SecretInput = Annotated[str, Field(_("Secret"), max_length=200, personal=True, secret=True)]
SettingsInput = Annotated[
    dict | None,
    Field(_("Settings of the gateway"), help=_("As JSON: sign_name, template, app_id, sender, recipients; accepted_counts where the gateway reports no delivery.")),
]
LevelsInput = Annotated[list[int] | None, Field(_("Levels"), choices=LEVELS)]
LanInput = Annotated[bool, Field(_("May stand in the local network"))]
PositionInput = Annotated[int, Field(_("Order"), minimum=1, maximum=99)]


@action(title=_("Connect a channel"), posts=KEEPERS, event=ChannelConnected)
def connect_channel(
    scope: Scope,
    *,
    name: NameInput,
    dialect: DialectInput,
    way: WayInput,
    address: AddressInput = "",
    key: KeyInput = "",
    secret: SecretInput = "",
    settings: SettingsInput = None,
    levels: LevelsInput = None,
    allows_lan: LanInput = False,
    position: PositionInput = 10,
    by: Actor,
    at: datetime | None = None,
) -> Channel | Refusal:
    """Connect a gateway by which messages leave; key and secret are sealed and never shown again."""
    if Channel.objects.filter(scope=scope, name=name.strip()).exists():
        return _taken()
    made = Channel(scope=scope, dialect=dialect)
    facts = {"name": name.strip(), "way": way, "address": address, "settings": settings or {}, "levels": levels, "allows_lan": allows_lan, "position": position}
    if no := _fill(made, facts, key, secret):
        return no
    made.save()
    announce(ChannelConnected(dialect=dialect, way=way, allows_lan=allows_lan), subject=made)
    return made


def _taken() -> Refusal:
    return Refusal("notices.channel_name_taken", _("Not saved: there is a channel of this name."))


def _fill(one: Channel, facts: dict[str, Any], key: str, secret: str) -> Refusal | None:
    """Put the facts into the channel; a refusal where it could not send by them."""
    if not isinstance(facts["settings"], dict) or len(str(facts["settings"])) > 2000:
        return Refusal("notices.bad_settings", _("Not saved: the settings are a list of names and values."))
    facts["levels"] = [int(each) for each in facts["levels"] or [1, 2, 3, 4]]
    for name, value in facts.items():
        setattr(one, name, value)
    has = {"key": bool(key or one.secrets.get("key")), "secret": bool(secret or one.secrets.get("secret"))}
    no = rules.may_connect(one.dialect, one.way, address=one.address, allows_lan=one.allows_lan, has=has, settings=one.settings, levels=one.levels)
    if no is None:
        one.seal(key, secret)
    return no


@action(title=_("Change the channel"), posts=KEEPERS, event=ChannelChanged)
def change_channel(
    channel: Channel,
    *,
    name: NameInput,
    way: WayInput,
    address: AddressInput = "",
    key: KeyInput = "",
    secret: SecretInput = "",
    settings: SettingsInput = None,
    levels: LevelsInput = None,
    allows_lan: LanInput = False,
    position: PositionInput = 10,
    by: Actor,
    at: datetime | None = None,
) -> Channel | Refusal:
    """Change how a gateway is reached; a key or secret that is left empty stays. At a new address both are needed again."""
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    if Channel.objects.filter(scope=channel.scope_id, name=name.strip()).exclude(pk=channel.pk).exists():
        return _taken()
    if address != channel.address:
        channel.sealed, channel.hint = None, ""
    facts = {"name": name.strip(), "way": way, "address": address, "settings": settings or {}, "levels": levels, "allows_lan": allows_lan, "position": position}
    if no := _fill(channel, facts, key, secret):
        return no
    channel.state = "in_use"
    channel.save()
    announce(ChannelChanged(dialect=channel.dialect, way=way, allows_lan=allows_lan, has_new_secret=bool(key or secret)), subject=channel)
    return channel


@action(title=_("Take the channel out of use"), posts=KEEPERS, event=ChannelRetired, confirm=True, allowed_from=("in_use",))
def retire_channel(channel: Channel, *, by: Actor, at: datetime | None = None) -> Channel | Refusal:
    """Send nothing by it any more; its key and secret are destroyed."""
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    if channel.state != "in_use":
        return Refusal("notices.channel_retired", _("Nothing to do: this channel is out of use already."))
    channel.state, channel.sealed, channel.hint = "retired", None, ""
    channel.save()
    announce(ChannelRetired(dialect=channel.dialect), subject=channel)
    return channel
