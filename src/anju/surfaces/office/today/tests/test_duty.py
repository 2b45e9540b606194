"""A piece of regular work over HTTP: entered whole or not at all, vouched for by a second person, its photos only for those who may."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.domains.duties.models import Occurrence, Performance
from anju.kernel.models import Entry

from .conftest import picture


def test_a_guard_enters_it_and_a_second_person_vouches(works):
    slot = works.slot()
    works.client.force_login(works.guard)
    assert works.enter(slot)["Location"] == reverse("duty", args=[slot.pk])
    (record,) = Performance.everywhere.all()
    assert (record.person_id, record.grade, len(record.photos), record.signature) == (works.guard.person_id, "C", 1, "guard某")
    assert works.client.post(reverse("confirm_duty", args=[record.pk])).status_code == 422
    works.client.force_login(works.leader)
    works.client.post(reverse("confirm_duty", args=[record.pk]))
    record.refresh_from_db()
    page = works.client.get(f"/work/{slot.pk}/").content.decode()
    assert (record.grade, record.confirmed_by_id) == ("B", works.leader.person_id)
    assert "乙" in page and "leader某" in page
    assert Occurrence.everywhere.get(pk=slot.pk).state == "done"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"photos": None}, "照片"),
        ({"signed": None}, "签名"),
        ({"answer-pressure": ""}, "压力在绿区"),
        ({"answer-pressure": "<script>"}, "压力在绿区"),
        ({"answer-mpa": "很高"}, "管网压力"),
        ({"answer-mpa": "NaN"}, "管网压力"),
        ({"photos": SimpleUploadedFile("现场.jpg", b"MZ\x90\x00 not a picture", "image/jpeg")}, ""),
        ({"photos": SimpleUploadedFile("现场.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml")}, ""),
    ],
    ids=["no photo", "no signature", "unanswered", "script", "no number", "not a number", "program", "svg"],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(works, fields, says):
    slot = works.slot()
    works.client.force_login(works.guard)
    before = Entry.objects.count()
    answer = works.enter(slot, **fields)
    assert answer.status_code == 422
    assert says in answer.content.decode() and "<script>" not in answer.content.decode()
    assert (Performance.everywhere.count(), Entry.objects.count()) == (0, before)
    assert Occurrence.everywhere.get(pk=slot.pk).state == "open"


def test_another_communitys_work_does_not_exist(works):
    slot = works.slot(works.elsewhere)
    assert works.client.get(f"/work/{slot.pk}/").status_code == 404
    assert works.enter(slot).status_code == 404
    assert works.client.post(f"/work/{slot.pk}/watch/", {}).status_code == 404
    assert Performance.everywhere.count() == 0


def test_a_photo_is_seen_only_through_its_own_record(works):
    slot, other = works.slot(), works.slot(title="水泵房检查")
    works.client.force_login(works.guard)
    works.enter(slot), works.enter(other, photos=picture("别处.jpg"))
    first, second = (Performance.everywhere.get(occurrence=one) for one in (slot, other))
    assert works.client.get(reverse("duty_photo", args=[first.pk, first.photos[0]])).status_code == 200
    assert works.client.get(reverse("duty_photo", args=[second.pk, first.photos[0]])).status_code == (200 if first.photos[0] in second.photos else 404)
    works.client.force_login(works.account("stranger", "guard", works.elsewhere))
    assert works.client.get(reverse("duty_photo", args=[first.pk, first.photos[0]])).status_code == 404


@pytest.mark.parametrize("times", [{}, {"starts_at": "x", "ends_at": "y"}, {"starts_at": "2026-03-05T09:00", "ends_at": "2026-03-05T08:00"}])
def test_a_watch_needs_two_times_in_order(works, times):
    slot = works.slot(schedule={"continuous": True, "period": "P1D"}, evidence=[], checklist=None)
    works.client.force_login(works.guard)
    assert works.client.post(f"/work/{slot.pk}/watch/", times).status_code == 422
    assert Performance.everywhere.count() == 0
