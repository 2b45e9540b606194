"""Who is found when accounts and persons are looked up."""

from __future__ import annotations

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

from anju.kernel import scope
from anju.kernel.records import Rows


class Accounts(BaseUserManager):
    """Accounts of the scopes in view. Signing in comes before any view: then a name is looked up among all."""

    def get_queryset(self) -> models.QuerySet:
        found = super().get_queryset().select_related("person")
        return scope.scoped(found) if scope.is_set() else found

    def get_by_natural_key(self, username: str):
        return self.get(username=username)


class Persons(models.Manager.from_queryset(Rows)):
    """Persons of the scopes in view, and those who hold a role in them. Raises ScopeNotSet when no scope is in view."""

    def get_queryset(self) -> models.QuerySet:
        from .models import Membership

        seen = scope.current()
        members = Membership.everywhere.filter(scope_id__in=seen).values("person_id")
        return super().get_queryset().filter(models.Q(scope_id__in=seen) | models.Q(pk__in=members))
