"""Who is found when accounts and persons are looked up."""

from __future__ import annotations

import functools
from uuid import UUID

from django.apps import apps
from django.contrib.auth.base_user import BaseUserManager
from django.db import models

from anju.kernel import scope
from anju.kernel.records import Rows


class Accounts(BaseUserManager.from_queryset(Rows)):
    """Accounts of the scopes in view. Signing in comes before any view: then a name is looked up among all."""

    def get_queryset(self) -> models.QuerySet:
        found = super().get_queryset().select_related("person")
        return scope.scoped(found) if scope.is_set() else found

    def get_by_natural_key(self, username: str):
        return self.get(username=username)


class Persons(models.Manager.from_queryset(Rows)):
    """Persons of the scopes in view, and those who hold a role in them. Raises ScopeNotSet when no scope is in view."""

    def get_queryset(self) -> models.QuerySet:
        if self._db or self._hints:
            return _seen_among(super().get_queryset(), scope.current())
        return _persons_seen(self.model, scope.current())._chain()


@functools.lru_cache(maxsize=256)
def _persons_seen(model: type[models.Model], seen: tuple[UUID, ...]) -> models.QuerySet:
    """Built once for each view: every question about persons begins with it."""
    return _seen_among(Rows(model), seen)


def _seen_among(persons: models.QuerySet, seen: tuple[UUID, ...]) -> models.QuerySet:
    members = apps.get_model("people.membership").everywhere.filter(scope_id__in=seen).values("person_id")
    return persons.filter(models.Q(scope_id__in=seen) | models.Q(pk__in=members))
