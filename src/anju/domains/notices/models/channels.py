from __future__ import annotations

import hmac
import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel import keys
from anju.kernel.records import Record, StateField

from ..codes import DIALECT_CHOICES, DIALECTS, WAYS
from ..states import UseState


class Channel(Record):
    """A connected gateway. Key and secret are sealed under the master key and never shown again; `hint` is all that people see of them.

    `levels` are the levels of notices it carries. Among channels of one way the one with the lowest `position` is used.
    """

    name = models.CharField(_("Name"), max_length=40)
    dialect = models.CharField(_("Kind of gateway"), max_length=16, choices=DIALECT_CHOICES)
    way = models.CharField(_("Way"), max_length=12, choices=WAYS)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    sealed = models.BinaryField(null=True, editable=False)
    hint = models.CharField(_("Key and secret"), max_length=40, blank=True)
    settings = models.JSONField(_("Settings of the gateway"), default=dict, blank=True)
    levels = models.JSONField(_("Levels"), default=list)
    allows_lan = models.BooleanField(_("May stand in the local network"), default=False)
    position = models.PositiveSmallIntegerField(_("Order"), default=10)
    state = StateField(UseState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Channel")
        constraints = [models.UniqueConstraint(fields=["scope", "name"], name="one_channel_per_name")]
        indexes = [models.Index(fields=["scope", "state", "way", "position"], name="channel_scope_way")]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self):
        return DIALECTS[self.dialect]

    @property
    def base(self) -> str:
        """Where it is sent to: its own address, or the usual one of its dialect."""
        return self.address or self.about.address

    @property
    def secrets(self) -> dict[str, str]:
        """`key` and `secret` in plain words: for the gateway alone."""
        return {} if not self.sealed else json.loads(keys.opened(bytes(self.sealed), self._vault_key()))

    @property
    def report_sign(self) -> str:
        """What the address for delivery reports ends in: only the gateway that was given it can report."""
        return hmac.digest(self._vault_key(), b"reports" + self.secrets.get("secret", "").encode(), "sha256").hex()[:40]

    def seal(self, key: str, secret: str) -> None:
        """Keep these; an empty one stays what it was. Does not save."""
        held = self.secrets | {name: value for name, value in (("key", key), ("secret", secret)) if value}
        self.sealed = keys.sealed(json.dumps(held).encode(), self._vault_key()) if held else None
        self.hint = " ".join(f"••••{value[-3:]}" if len(value) > 11 else "••••" for _name, value in sorted(held.items()))

    def _vault_key(self) -> bytes:
        return keys.derived("message channel", self.pk.bytes)
