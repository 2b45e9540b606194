"""Personal data: encrypted by class, found by blind index, masked by default, shown for a purpose, erased when its time is over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel import clock, files, keeping, looking, masking, permissions, personal, retention, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Blob, Entry
from anju.kernel.refusals import Refusal

from .guests import Guest, guest_table  # noqa: F401
from .sample import SYSTEM, community

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guest_table")]

PHONE, IDENTITY = "13800001234", "110101199003070011"


def guest(where, **facts) -> Guest:
    made = Guest(scope=where, **{"name": "李小明", "phone": PHONE, "identity_number": IDENTITY, "plate": "京A·12345", "remark": "带了一只猫"} | facts)
    made.save()
    return made


@pytest.fixture
def visible():
    permissions.declare_view("kernel.guest", "kernel.see_guests")
    permissions.declare("kernel.see_guests", ("guard",))
    yield
    permissions._viewing.pop("kernel.guest"), permissions.defaults.pop("kernel.see_guests")


def raw(column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM kernel_guest")
        return bytes(cursor.fetchone()[0])


def test_encrypted_values_are_unreadable_in_the_table_and_whole_in_the_record(here):
    made = guest(here)
    for column, value in (("phone", PHONE), ("identity_number", IDENTITY), ("remark", "带了一只猫")):
        assert value.encode() not in raw(column)
    fresh = Guest.everywhere.get(pk=made.pk)
    assert (fresh.phone, fresh.identity_number, fresh.remark, fresh.plate) == (PHONE, IDENTITY, "带了一只猫", "京A12345")


def test_equal_values_look_different_and_each_class_has_its_key(here):
    guest(here, phone=PHONE, identity_number=PHONE)
    phone, identity = raw("phone"), raw("identity_number")
    Guest.everywhere.all().delete()
    guest(here, phone=PHONE)
    assert raw("phone") != phone
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_guest SET phone = %s", [identity])
    with pytest.raises(InvalidTag):
        Guest.everywhere.get()


@pytest.mark.parametrize("asked", ["13800001234", "138 0000 1234", "+86 138-0000-1234"])
def test_a_phone_is_found_however_it_is_written(here, asked):
    made = guest(here)
    guest(here, phone="13800005678")
    assert list(Guest.everywhere.filter(phone=asked)) == [made]
    assert Guest.everywhere.filter(phone="13800009999").count() == 0


def test_a_phone_is_found_by_its_last_four_digits(here):
    made = guest(here)
    guest(here, phone="13800005678")
    assert list(Guest.everywhere.filter(phone__last_four="1234")) == [made]


def test_an_identity_number_is_found_whole_and_a_letter_in_any_case(here):
    made = guest(here, identity_number="11010119900307001x")
    assert list(Guest.everywhere.filter(identity_number="11010119900307001X")) == [made]
    with pytest.raises(FieldError):
        Guest.everywhere.filter(identity_number__startswith="1101").count()
    with pytest.raises(FieldError):
        Guest.everywhere.filter(remark="带了一只猫").count()


def change_by_save(made):
    made.phone = "13800005678"
    made.save(update_fields=["phone"])


def change_by_update(made):
    Guest.everywhere.filter(pk=made.pk).update(phone="13800005678")


def change_by_bulk_update(made):
    made.phone = "13800005678"
    Guest.everywhere.bulk_update([made], ["phone"])


def change_by_bulk_create(made):
    made.delete()
    Guest.everywhere.bulk_create([Guest(scope=made.scope, name="王五", phone="13800005678", created_at=made.created_at)])


@pytest.mark.parametrize("change", [change_by_save, change_by_update, change_by_bulk_update, change_by_bulk_create])
def test_the_index_follows_the_value_on_every_way_of_writing(here, change):
    change(guest(here))
    assert Guest.everywhere.filter(phone=PHONE).count() == 0
    assert Guest.everywhere.filter(phone__last_four="1234").count() == 0
    assert Guest.everywhere.filter(phone="13800005678", phone__last_four="5678").count() == 1


def test_nothing_is_nothing(here):
    made = guest(here, phone="", remark="")
    fresh = Guest.everywhere.get(pk=made.pk)
    assert (fresh.phone, fresh.remark, fresh.phone_index) == ("", "", "")
    assert Guest.everywhere.filter(phone__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("name", "张三", "张*"),
        ("name", "李小明", "李*明"),
        ("name", "欧阳小明", "欧**明"),
        ("name", "丁", "丁*"),
        ("phone", "13800001234", "138 **** 1234"),
        ("phone", "010-88880000", "**** 0000"),
        ("identity_number", IDENTITY, "1****************1"),
        ("plate", "京A·12345", "京A·1**45"),
        ("plate", "京AD12345", "京A·D***45"),
        ("phone", "", ""),
    ],
)
def test_masks_are_those_of_the_screens(column, value, shown):
    assert Guest._meta.get_field(column).mask(value) == shown


@given(st.text(max_size=40))
def test_a_mask_never_shows_the_middle(value):
    for mask in (masking.mask_name, masking.mask_identity, masking.mask_phone, masking.mask_plate, masking.mask_all):
        shown = mask(value)
        assert shown == "" or "*" in shown or len(value.strip()) <= 1 or len(shown) <= 1
    assert masking.mask_identity(masking.mask_identity("110101199003070011")) == masking.mask_identity("110101199003070011")


@pytest.mark.clause("003-338")
def test_every_class_has_a_purpose_a_time_and_a_mask_and_every_field_a_class(here):
    found = [(model, field) for model, field in personal.all_fields()]
    assert {field.name for model, field in found if model is Guest} == {"name", "identity_number", "phone", "plate", "remark"}
    for _model, field in found:
        declared = personal.DATA_CLASSES[field.data_class]
        assert str(declared.purpose) and declared.retention_days >= 0
        assert declared.mask("1234567890") != "1234567890"
        assert declared.is_encrypted == isinstance(field, personal.EncryptedField)
    with clock.frozen(datetime(2026, 3, 31, 17, tzinfo=UTC)):
        late, early = guest(here, erase_on=date(2026, 4, 1)), guest(here, erase_on=date(2026, 4, 2))
        proofs = [files.store(here, f"{day}".encode(), owner=early, retain_until_on=date(2026, day, 31)) for day in (3, 5)]
        assert retention.erase_due(here) == 5
    assert [Blob.everywhere.get(pk=proof.pk).state for proof in proofs] == ["erased", "kept"]
    late.refresh_from_db(), early.refresh_from_db()
    assert (late.name, late.phone, late.identity_number, late.plate, late.phone_index) == ("", "", "", "", "")
    assert (early.name, early.phone) == ("李小明", PHONE)
    events = Entry.objects.filter(name="kernel.values_erased").order_by("id")
    assert [(e.payload["column"], e.payload["data_class"], e.payload["records"]) for e in events][0] == ("name", "person_name", [str(late.pk)])
    assert events.count() == 4


def test_nothing_is_erased_before_its_day(here):
    kept = guest(here, erase_on=date(2999, 1, 1))
    refused = retention.erase_values(here, model="kernel.guest", column="phone", by=SYSTEM)
    kept.refresh_from_db()
    assert (refused.code, kept.phone) == ("kernel.nothing_due", PHONE)


def test_retention_of_one_community_leaves_the_others_alone(here):
    other = community("隔壁")
    theirs = guest(other, erase_on=date(2020, 1, 1))
    assert retention.erase_due(here) == 0
    theirs.refresh_from_db()
    assert theirs.phone == PHONE


def test_a_files_bytes_go_when_its_time_is_over(here):
    blob = files.store(here, b"proof", owner=guest(here), retain_until_on=date(2026, 4, 1))
    with clock.frozen(datetime(2026, 4, 1, 4, tzinfo=UTC)):
        assert retention.erase_due(here) == 0
    with clock.frozen(datetime(2026, 4, 2, 4, tzinfo=UTC)):
        assert retention.erase_due(here) == 1
    assert Blob.everywhere.get(pk=blob.pk).state == "erased"
    assert keeping.FileErased.name in Entry.objects.values_list("name", flat=True)


def test_a_retention_period_counts_from_the_end_of_the_purpose():
    assert personal.retention_ends_on("identity_number", date(2026, 3, 1)) == date(2026, 3, 31)
    assert personal.retention_ends_on("identity_number", date(2026, 3, 1), days=7) == date(2026, 3, 8)


def viewed() -> list[Entry]:
    return list(Entry.objects.filter(name="kernel.personal_data_viewed"))


def test_a_look_needs_a_purpose_and_leaves_a_row(here, posts, visible):
    made, by = guest(here), Actor("account", "guard", uuid4())
    with scope.entered(here):
        refused = looking.look(made, columns=["phone"], by=by)
        assert (refused.code, viewed()) == ("kernel.purpose_needed", [])
        assert looking.look(made, columns=["phone"], purpose="核对来访", by=by) == {"phone": PHONE}
    (row,) = viewed()
    assert (row.actor_id, row.subject_id, row.payload["columns"]) == (by.id, made.pk, ["phone"])
    assert PHONE not in str(row.payload)


def test_a_denied_look_is_recorded_with_who_tried(here, posts, visible):
    made, cleaner, desk = guest(here), Actor("account", "cleaner", uuid4()), Actor("account", "front_desk", uuid4())
    for by in (cleaner, desk):
        outcome = looking.look(made, columns=["phone"], purpose="好奇", by=by)
        assert isinstance(outcome, Refusal) and outcome.code == "kernel.not_permitted"
    assert looking.view_personal(made, columns=["phone"], purpose="好奇", by=cleaner).code == "kernel.not_permitted"
    denied = Entry.objects.filter(name="kernel.action_denied").order_by("id")
    assert [(e.action, e.actor_id, e.subject_id) for e in denied] == [("kernel.view_personal", a.id, made.pk) for a in (cleaner, desk, cleaner)]
    assert viewed() == []


def test_only_personal_columns_can_be_looked_at(here):
    assert looking.view_personal(guest(here), columns=["scope"], purpose="x", by=SYSTEM).code == "kernel.not_personal"
