"""P48: in words a manager understands, worst first, with one button where one can mend it; installation-wide facts name no neighbour."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from anju.kernel import clock
from anju.kernel.backup import records
from anju.kernel.models import Backup, Entry
from anju.surfaces.office.health import page
from anju.surfaces.office.screens.tests.conftest import Estate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def estate(client, transactional_db, settings, tmp_path) -> Estate:
    settings.ANJU_DATA_DIR = tmp_path
    page._machine.clear()
    return Estate(client)


def backed_up(estate, *, days_ago: float, free_bytes: int = 50 << 30, **facts) -> Backup:
    at = clock.now() - timedelta(days=days_ago)
    copies = [{"folder": "/a", "is_apart": False, "fault": ""}, {"folder": "/b", "is_apart": True, "fault": ""}]
    return Backup.everywhere.create(scope=estate.here, name="x", state="done", created_at=at, finished_at=at, copies=copies, size=5 << 20, free_bytes=free_bytes, **facts)


def shown(estate) -> str:
    answer = estate.client.get(reverse("health"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_when_and_where_the_backup_lies_only_when_it_is_so(estate):
    assert "还没有备份" in shown(estate)
    backed_up(estate, days_ago=0.2)
    text = shown(estate)
    assert "5.0 MB，共存 2 处" in text
    assert "另一块硬盘" in text
    assert "备份和数据在同一块硬盘上" not in text
    Backup.everywhere.update(copies=[{"folder": "/a", "is_apart": False, "fault": ""}])
    text = shown(estate)
    assert "只存了一处" in text
    assert "备份和数据在同一块硬盘上" in text


def test_the_button_begins_a_backup_once(estate):
    answer = estate.client.post(reverse("health_act", args=["take_backup"]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("health"))
    assert Backup.everywhere.get().state == "running"
    assert "正在备份" in shown(estate)
    again = estate.client.post(reverse("health_act", args=["take_backup"]))
    assert (again.status_code, "正在备份，请等它结束。" in again.content.decode()) == (409, True)
    assert Entry.objects.filter(name="kernel.backup_begun").count() == 1


def test_a_rehearsal_without_a_backup_is_refused(estate):
    answer = estate.client.post(reverse("health_act", args=["rehearse_restore"]))
    assert (answer.status_code, "kernel.no_good_backup" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize(("role", "sees", "may"), [("guard", 403, 403), ("front_desk", 403, 403), ("security_manager", 200, 409), ("auditor", 403, 403)])
def test_who_may_look_and_who_may_press(estate, role, sees, may):
    estate.client.force_login(estate.account(role, role))
    assert estate.client.get(reverse("health")).status_code == sees
    assert estate.client.post(reverse("health_act", args=["take_backup"])).status_code == may
    assert not Backup.everywhere.exists()


def test_no_other_verb_and_no_button_by_address(estate):
    assert estate.client.post(reverse("health_act", args=["end_backup"])).status_code == 404
    assert estate.client.get(reverse("health_act", args=["take_backup"])).status_code == 405


def test_it_names_no_neighbour(estate):
    with clock.frozen(clock.now().replace(year=2090)):
        text = shown(estate)
    assert "隔壁小区" not in text
    assert "个小区没有" in text


def test_the_disk_fills_and_how_long_it_lasts(estate, monkeypatch):
    for night in range(10):
        backed_up(estate, days_ago=night + 0.1, free_bytes=(10 + night) << 30)
    monkeypatch.setattr(page.machine, "free_bytes", lambda: 10 << 30)
    text = shown(estate)
    assert "约够用 10 天" in text
    assert text.count("polyline") == 1
    assert page._disk()["points"].split()[-1] == "120.0,16.2"


def test_all_is_well_with_the_last_rehearsal(estate, monkeypatch):
    at = clock.now()
    backed_up(estate, days_ago=0.2, rehearsal=records.WHOLE, rehearsed_at=at, rehearsal_seconds=360)
    monkeypatch.setattr(page, "with_database", lambda: iter(()))
    monkeypatch.setattr(page, "_of_the_machine", lambda *, again: [])
    assert "一切正常。 上次恢复演练" in shown(estate)
    assert "用时 360 秒" in shown(estate)
