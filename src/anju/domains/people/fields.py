"""The personal fields of this room, in one place."""

from __future__ import annotations

from django.db import models


class PhoneField(models.CharField):
    """A telephone number."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"max_length": 20, **kwargs})


class IdentityNumberField(models.CharField):
    """An identity number."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"max_length": 18, **kwargs})
