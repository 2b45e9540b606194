from __future__ import annotations

from django.db import models


class Seal(models.Model):
    """A signed statement over the rows of one scope between the last seal and (`tx`, `entry_id`).

    `leaves` is, row by row in reading order, 8 bytes tx, 8 bytes id and 16 bytes of the row's SHA-256: enough to say which row
    was altered, removed, slipped in or moved. `digest` chains the leaves to the seal before; `signature` is Ed25519 over all of it.
    """

    scope = models.ForeignKey("kernel.Scope", models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    tx = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    leaves = models.BinaryField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_seal_per_number")]
