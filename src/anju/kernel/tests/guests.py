"""A table with every kind of personal field, made for one test module and taken away after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models

from anju.kernel.personal import EncryptedField, IdentityNumberField, PersonNameField, PhoneField, PlateField
from anju.kernel.records import Record


class Guest(Record):
    name = PersonNameField(erase_after="erase_on")
    identity_number = IdentityNumberField(erase_after="erase_on")
    phone = PhoneField(erase_after="erase_on")
    plate = PlateField(blank=True, erase_after="erase_on")
    remark = EncryptedField(data_class="words")
    topic = models.CharField(max_length=80, blank=True)
    erase_on = models.DateField(null=True)

    class Meta:
        app_label = "kernel"

    def search_text(self) -> str:
        return self.topic


apps.all_models["kernel"].pop("guest")
apps.clear_cache()


@pytest.fixture(scope="module")
def guest_table(django_db_setup, django_db_blocker) -> Iterator[None]:
    apps.all_models["kernel"]["guest"] = Guest
    apps.clear_cache()
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Guest)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Guest)
    apps.all_models["kernel"].pop("guest")
    apps.clear_cache()
