from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..codes import ANSWERS, LEVELS, WAYS
from ..states import DeliveryState, NoticeState, ReceiptState


class Notice(Record):
    """Something that was told. `audience` is whom it was for, `ladder` the ways in their order, as they stood when it was sent.

    `counted` is how many people the audience had before sending, `written` for how many a recipient stands already.
    """

    number = models.CharField(_("Number"), max_length=20)
    level = models.PositiveSmallIntegerField(_("Level"), choices=LEVELS)
    title = models.CharField(_("Title"), max_length=40)
    text = models.CharField(pgettext_lazy("notice", "Text"), max_length=500)
    radio = models.CharField(_("To say on the radio"), max_length=200, blank=True)
    template = models.CharField(_("Template"), max_length=24, blank=True)
    answers = models.JSONField(_("Answers offered"), default=list, blank=True)
    audience = models.JSONField(_("Audience"), default=dict)
    ladder = models.JSONField(_("Ways in order"), default=list)
    step_seconds = models.PositiveIntegerField(_("Seconds until the next way"), default=15)
    counted = models.PositiveIntegerField(_("People counted"), default=0)
    written = models.PositiveIntegerField(_("Recipients written"), default=0)
    state = StateField(NoticeState, verbose_name=_("State"))
    quiet_until = models.DateTimeField(_("Quiet until"), null=True, blank=True)
    sent_at = models.DateTimeField(pgettext_lazy("notice", "Sent at"))
    sent_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Sender"))
    file = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Attached file"))
    withdrawn_at = models.DateTimeField(_("Notice withdrawn at"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Notice")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_notice_per_number")]
        indexes = [
            models.Index(fields=["scope", "sent_at"], name="notice_scope_sent"),
            models.Index(fields=["scope", "state", "sent_at"], name="notice_scope_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Recipient(Record):
    """One person of a notice's audience. `ways` are those that can reach him, `step` the one he is at; at `next_at` comes the next.

    `round` counts how often he was reminded. What the app showed him counts as delivered by `in_app`.
    """

    notice = models.ForeignKey("notices.Notice", models.CASCADE, related_name="+", verbose_name=_("Notice"))
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name=_("Recipient"))
    ways = models.JSONField(_("Can be reached by"), default=list)
    is_on_duty = models.BooleanField(_("On duty"), default=False)
    state = StateField(ReceiptState, verbose_name=_("State"))
    step = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(_("Times reminded"), default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(_("Delivered at"), null=True, blank=True)
    delivered_by = models.CharField(_("Delivered by"), max_length=12, choices=WAYS, blank=True)
    read_at = models.DateTimeField(_("Read at"), null=True, blank=True)
    answer = models.CharField(pgettext_lazy("notice", "Answer"), max_length=12, choices=ANSWERS, blank=True)

    class Meta:
        verbose_name = _("Recipient")
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="one_receipt_per_person")]
        indexes = [
            models.Index(fields=["scope", "notice", "state"], name="recipient_notice_state"),
            models.Index(fields=["scope", "person", "created_at"], name="recipient_person"),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="recipient_due"),
        ]


class Delivery(Record):
    """One message handed to one gateway: to a recipient, or once for all to a group, an alarm or a mailbox (then `recipient` is empty).

    Its id is the key under which the gateway gets it each time, so that a gateway that keeps keys sends it once.
    """

    notice = models.ForeignKey("notices.Notice", models.CASCADE, related_name="+", verbose_name=_("Notice"))
    recipient = models.ForeignKey("notices.Recipient", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Recipient"))
    channel = models.ForeignKey("notices.Channel", models.PROTECT, related_name="+", verbose_name=_("Channel"))
    way = models.CharField(_("Way"), max_length=12, choices=WAYS)
    round = models.PositiveSmallIntegerField(default=0)
    state = StateField(DeliveryState, verbose_name=_("State"))
    due_at = models.DateTimeField(_("Due"), null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("Tries"), default=0)
    provider_number = models.CharField(_("Gateway's number"), max_length=80, blank=True)
    code = models.CharField(_("Gateway's answer"), max_length=80, blank=True)
    handed_over_at = models.DateTimeField(_("Given to the gateway at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("Delivered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Message by a channel")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "way", "round"], condition=Q(recipient__isnull=False), name="one_message_per_way"),
            models.UniqueConstraint(fields=["notice", "channel", "round"], condition=Q(recipient=None), name="one_message_per_group"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=("due", "taken", "unsure")), name="delivery_due"),
            models.Index(fields=["scope", "notice", "state"], name="delivery_notice_state"),
            models.Index(fields=["scope", "channel", "provider_number"], name="delivery_provider"),
        ]
