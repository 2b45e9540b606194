from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..roles import CHOICES
from ..states import LEAVING, HoldingState, UseState


class ShiftPattern(Record):
    """The shifts of a day, and how many crews take turns at them."""

    name = models.CharField(_("Name"), max_length=60)
    crews = models.PositiveSmallIntegerField(_("Crews"), default=4)
    state = StateField(UseState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Shift pattern")
        constraints = [models.UniqueConstraint(fields=["scope", "name"], condition=models.Q(state="in_use"), name="one_pattern_per_name")]

    def __str__(self) -> str:
        return self.name


class Shift(Record):
    """A shift of a pattern by the local wall clock. One that ends at or before its start ends on the next day."""

    pattern = models.ForeignKey("people.ShiftPattern", models.CASCADE, related_name="+", verbose_name=_("Shift pattern"))
    name = models.CharField(_("Name"), max_length=30)
    start_time = models.TimeField(_("Start"))
    end_time = models.TimeField(_("End"))
    position = models.PositiveSmallIntegerField(default=0)
    is_used = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("Shift")
        indexes = [models.Index(fields=["scope", "pattern", "position"], name="shift_scope_pattern")]

    def __str__(self) -> str:
        return f"{self.name} {self.start_time:%H:%M}-{self.end_time:%H:%M}"


class Post(Record):
    """A place to be filled: the south gate, patrol one, the control room. `role` says what kind of people fill it."""

    name = models.CharField(_("Name"), max_length=60)
    role = models.CharField(_("Role"), max_length=40, choices=CHOICES)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place"))
    pattern = models.ForeignKey("people.ShiftPattern", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Shift pattern"))
    people_per_shift = models.PositiveSmallIntegerField(_("People per shift"), default=1)
    is_two_person = models.BooleanField(_("Never alone"), default=False)
    state = StateField(UseState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Post")
        indexes = [models.Index(fields=["scope", "state", "name"], name="post_scope_state")]
        constraints = [models.UniqueConstraint(fields=["scope", "name"], condition=models.Q(state="in_use"), name="one_post_per_name")]

    def __str__(self) -> str:
        return self.name


class Holding(Record):
    """Who holds a post when: [start_at, end_at). `on` is the business date on which the shift begins."""

    post = models.ForeignKey("people.Post", models.PROTECT, related_name="+", verbose_name=_("Post"))
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name=_("Person"))
    shift = models.ForeignKey("people.Shift", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Shift"))
    on = models.DateField(_("Date"))
    start_at = models.DateTimeField(_("Start"))
    end_at = models.DateTimeField(_("End"))
    state = StateField(HoldingState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Holding of a post")
        indexes = [
            models.Index(fields=["scope", "start_at"], name="holding_scope_start"),
            models.Index(fields=["scope", "on", "post"], name="holding_scope_on"),
            models.Index(fields=["post", "start_at"], name="holding_post_start"),
            models.Index(fields=["person", "start_at"], name="holding_person_start"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(end_at__gt=models.F("start_at")), name="holding_ends_after_start"),
            models.UniqueConstraint(fields=["person", "start_at"], condition=~models.Q(state="withdrawn"), name="one_holding_at_a_start"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.person} {self.on}"


class Presence(Record):
    """A person was at a post from `since_at` until `until_at` (none: is there now), by what he said at the time."""

    post = models.ForeignKey("people.Post", models.PROTECT, related_name="+", verbose_name=_("Post"))
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name=_("Person"))
    holding = models.ForeignKey("people.Holding", models.PROTECT, null=True, related_name="+", verbose_name=_("Holding of a post"))
    since_at = models.DateTimeField(_("Taken at"))
    until_at = models.DateTimeField(_("Left at"), null=True, blank=True)
    left_for = models.CharField(_("Left for"), max_length=20, choices=LEAVING, blank=True)

    class Meta:
        verbose_name = _("Presence at a post")
        indexes = [
            models.Index(fields=["scope", "since_at"], name="presence_scope_since"),
            models.Index(fields=["post", "since_at"], name="presence_post_since"),
        ]
        constraints = [models.UniqueConstraint(fields=["person"], condition=models.Q(until_at=None), name="at_one_post_at_a_time")]
