from __future__ import annotations

from django.db import models


class SearchToken(models.Model):
    """Two neighbouring characters of a record's text. A record is found when it holds all the pairs of the query."""

    id = models.BigAutoField(primary_key=True)
    scope = models.ForeignKey("kernel.Scope", models.CASCADE, related_name="+", db_index=False)
    model = models.CharField(max_length=60)
    object_id = models.UUIDField()
    token = models.CharField(max_length=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "token", "model", "object_id"], name="one_token_per_record"),
        ]
        indexes = [models.Index(fields=["object_id"], name="search_object")]
