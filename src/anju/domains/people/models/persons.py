from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.ids import new_id
from anju.kernel.personal import IdentityNumberField, PersonNameField, PhoneField
from anju.kernel.records import Record

from ..accounts import Accounts, Persons
from ..roles import CHOICES
from .terms import Term

LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]


class Person(Record):
    """A human being known to a scope: staff, owner, resident or a member of a body above.

    A person belongs to one scope (a company for its staff, a community for its residents) and is also seen wherever
    he holds a role.
    """

    name = PersonNameField(_("Person's name"), erase_after="name_erase_on", blank=True)
    phone = PhoneField(_("Phone"), erase_after="phone_erase_on")
    identity_number = IdentityNumberField(_("Identity number"), erase_after="identity_number_erase_on")
    employee_number = models.CharField(_("Employee number"), max_length=20, blank=True)
    name_erase_on = models.DateField(_("Name erased on"), null=True, editable=False)
    phone_erase_on = models.DateField(_("Phone erased on"), null=True, editable=False)
    identity_number_erase_on = models.DateField(_("Identity number erased on"), null=True, editable=False)

    objects = Persons()

    class Meta:
        verbose_name = _("Person")
        indexes = [models.Index(fields=["scope", "name"], name="person_scope_name")]
        constraints = [
            models.UniqueConstraint(fields=["scope", "employee_number"], condition=~models.Q(employee_number=""), name="one_employee_number"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Erased person"))


class Account(AbstractBaseUser):
    """A way to sign in, for one person. The password is the person's own: nobody else ever sets it.

    `links_issued` counts the one-time links to choose a password; a new one makes the older ones worthless.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey("kernel.Scope", models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)
    username = models.CharField(_("Account"), max_length=60, unique=True)
    person = models.OneToOneField("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Person"))
    language = models.CharField(_("Language"), max_length=10, choices=LANGUAGES, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    is_demo = models.BooleanField(_("Demo account"), default=False, editable=False)
    links_issued = models.PositiveIntegerField(default=0, editable=False)

    objects = Accounts()
    everywhere = models.Manager()
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = _("Account")
        indexes = [models.Index(fields=["scope", "username"], name="account_scope_username")]

    def __str__(self) -> str:
        return str(self.person) if self.person_id else self.username

    def save(self, *args, **kwargs) -> None:
        """Stand in the scope of the person, from the moment it is made."""
        from anju.kernel import clock

        if self.scope_id is None and self.person is not None:
            self.scope_id = self.person.scope_id
        if self.created_at is None:
            self.created_at = clock.now()
        super().save(*args, **kwargs)


class Membership(Term):
    """A person holds a role (one of the field's posts, such as guard or auditor) in a scope and in all below it."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name=_("Person"))
    role = models.CharField(_("Role"), max_length=40, choices=CHOICES)

    class Meta:
        verbose_name = _("Membership")
        indexes = [
            models.Index(fields=["scope", "role"], name="membership_scope_role"),
            models.Index(fields=["person", "scope"], name="membership_person_scope"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["scope", "person", "role", "since_on"], condition=models.Q(ended_at=None), name="one_role_at_a_time"),
        ]


class RoleName(Record):
    """What a community calls a role: 秩序维护员 instead of 保安员."""

    role = models.CharField(_("Role"), max_length=40, choices=CHOICES)
    label = models.CharField(_("Is called"), max_length=20)

    class Meta:
        verbose_name = _("Name of a role")
        constraints = [models.UniqueConstraint(fields=["scope", "role"], name="one_name_per_role")]
