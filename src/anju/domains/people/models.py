from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.ids import new_id
from anju.kernel.records import Record

from .accounts import Accounts


class Person(Record):
    """A human being known to a scope: staff, owner, resident or a member of a body above."""

    name = models.CharField(_("Name"), max_length=60)

    def __str__(self) -> str:
        return self.name


class Account(AbstractBaseUser):
    """A way to sign in. The user model of the product; an account may stand for one person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("Account"), max_length=60, unique=True)
    person = models.OneToOneField("people.Person", models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(_("Active"), default=True)

    objects = Accounts()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.person.name if self.person_id else self.username


class Membership(Record):
    """A person holds a role (one of the field's posts, such as guard or owner) in a scope."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    role = models.CharField(_("Role"), max_length=40)
    since_on = models.DateField(_("Since"))
    until_on = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "role"], name="membership_scope_role")]


class Post(Record):
    """A place to be filled: the south gate, patrol one, the control room. `role` says what kind of post it is."""

    name = models.CharField(_("Name"), max_length=60)
    role = models.CharField(_("Role"), max_length=40)

    def __str__(self) -> str:
        return self.name
