from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..records import Record, StateField
from ..states import States, state


class TokenState(States):
    in_use = state(_("In use"), "green", to=("revoked",))
    revoked = state(_("Revoked"), "red")


class ApiToken(Record):
    """A program's key to the API: it acts as one account, in one scope, with no more than the named permissions.

    Only the SHA-256 of the key is kept; `beginning` is its first characters, by which people know it again.
    """

    name = models.CharField(_("Name"), max_length=60)
    beginning = models.CharField(_("Begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    account_id = models.UUIDField(editable=False)
    permissions = models.JSONField(_("May do"), default=list)
    expires_at = models.DateTimeField(_("Valid until"))
    used_at = models.DateTimeField(_("Last used"), null=True)
    state = StateField(TokenState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("API token")

    def __str__(self) -> str:
        return self.name
