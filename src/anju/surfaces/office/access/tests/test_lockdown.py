"""The page of the lockdown, and what the gate desk reads meanwhile."""

from __future__ import annotations

from datetime import timedelta

from anju.domains.access.models import Lane

from .test_waiting import THURSDAY, desk, estate  # noqa: F401 - a fixture

PAGE = "/gate/lockdown/"
READ = "非住户和员工须班长确认后进入"


def test_a_leader_locks_the_gates_down_for_hours_and_ends_it(estate):  # noqa: F811
    assert estate.client.get(PAGE).status_code == 403
    estate.client.force_login(estate.account("long", "squad_leader"))
    assert f'href="{PAGE}"' in estate.client.get("/").content.decode()
    assert "各门岗按规则正常通行。" in estate.client.get(PAGE).content.decode()
    assert (estate.client.post(PAGE, {"reason": "门外有人持械", "hours": "3", "gate": str(estate.lane.place_id)})["Location"], Lane.everywhere.get().locked_until) == (PAGE, THURSDAY + timedelta(hours=3))
    page = estate.client.get(PAGE).content.decode()
    assert ("紧急管控至" in page, "南门人行" in page, "结束紧急管控" in page, READ in desk(estate)) == (True, True, True, True)
    estate.client.force_login(estate.guard)
    assert READ in desk(estate)
    estate.client.force_login(estate.account("room", "monitor_operator"))
    assert ("由班长或经理结束。" in estate.client.get(PAGE).content.decode(), estate.client.post(PAGE, {"verb": "end"}).status_code) == (True, 422)
    estate.client.force_login(estate.account("team", "team_leader"))
    assert estate.client.post(PAGE, {"verb": "end"})["Location"] == PAGE
    assert (Lane.everywhere.get().locked_until, READ in desk(estate)) == (None, False)


def test_what_is_wrong_is_said_and_nothing_is_locked(estate):  # noqa: F811
    estate.client.force_login(estate.account("long", "squad_leader"))
    for given in ({"reason": " "}, {"reason": "x", "hours": "13"}, {"reason": "x", "hours": "1e9"}, {"reason": "x", "gate": "../etc"}, {"reason": "x" * 201}):
        assert estate.client.post(PAGE, given).status_code == 422, given
    assert estate.client.post(PAGE, {"verb": "end"}).status_code == 422
    assert Lane.everywhere.get().locked_until is None
