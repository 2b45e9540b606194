from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One row of the ledger: append-only, written in the transaction of its action.

    Readers walk it in the order (`tx`, `id`) and stop below the oldest running transaction, so that a late commit is never
    skipped (`tx` is PostgreSQL's transaction id, 0 on SQLite, where rowid order is commit order).
    """

    id = models.BigAutoField(primary_key=True)
    tx = models.BigIntegerField(default=0)
    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    scope = models.ForeignKey("kernel.Scope", models.PROTECT, related_name="+", db_index=False)
    action = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=12)
    actor_code = models.CharField(max_length=40, blank=True)
    actor_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    payload = models.JSONField()
    commitment = models.CharField(max_length=64, blank=True)
    device_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    request_id = models.CharField(max_length=64, null=True)
    cause_id = models.BigIntegerField(null=True)
    depth = models.PositiveSmallIntegerField(default=0)

    class Meta:
        # Every index is paid for by every action; the partial ones only by the rows that need them.
        constraints = [
            models.UniqueConstraint(fields=["request_id"], condition=models.Q(request_id__isnull=False), name="one_run_per_request"),
        ]
        indexes = [
            models.Index(fields=["scope", "tx", "id"], name="entry_scope"),
            models.Index(fields=["scope", "subject_type", "subject_id", "id"], name="entry_subject"),
            models.Index(fields=["tx", "id"], name="entry_order"),
            models.Index(fields=["scope", "name", "at"], name="entry_name"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.name}"


class PrivateWords(models.Model):
    """The words of a ledger row: encrypted, and bound to the row by a salted commitment. Erasing removes row and salt."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="+")
    scope = models.ForeignKey("kernel.Scope", models.PROTECT, related_name="+", db_index=False)
    person = models.UUIDField(null=True)
    salt = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["person"], condition=models.Q(person__isnull=False), name="words_person")]


class LedgerBase(models.Model):
    """One row: what this database adds to its own transaction numbers, so that new rows follow those that a restore brought along."""

    tx = models.BigIntegerField(default=0)
