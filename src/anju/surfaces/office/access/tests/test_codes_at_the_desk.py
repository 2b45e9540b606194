"""What the guard reads when an invitation's code is shown that opens nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.access.models import Passage, Visit
from anju.kernel import clock

from .test_gate_desk import THURSDAY, estate

__all__ = ["estate"]
SCREENSHOT = "此码已过时或被改动，可能是截图。请来人打开手机页面出示动态码。"


def shown_at_the_desk(estate, code: str) -> str:
    estate.client.force_login(estate.guard)
    return estate.client.post("/gate/", {"lane": str(estate.lane.pk), "shown": "pass", "secret": code, "direction": "in"}).content.decode()


def moving_code(estate, link: str) -> str:
    return estate.client.get(link).content.decode().partition('data-code="')[2].partition('"')[0]


@pytest.mark.clause("003-009")
def test_an_altered_an_old_an_expired_and_a_withdrawn_code(estate):
    estate.guard = estate.account("chen", "guard")
    estate.client.force_login(estate.phone)
    made = estate.client.post("/resident/visitors/invite/", {"dwelling": str(estate.home.pk), "name": "孙来客", "people": "1", "ends_at": "2026-03-05T11:00"})
    page = estate.client.get(made["Location"]).content.decode()
    link = page.partition('class="guest-link" href="')[2].partition('"')[0]
    code = moving_code(estate, link)
    assert SCREENSHOT in shown_at_the_desk(estate, code[:-1] + ("A" if code[-1] != "A" else "B"))
    signed = code.partition("-")[0]
    last = signed[-3]
    assert "此证签发后被改动过。请不要放行，并报告班长。" in shown_at_the_desk(estate, code.replace(signed, signed[:-3] + ("A" if last != "A" else "B") + signed[-2:]))
    with clock.frozen(THURSDAY + timedelta(minutes=5)):
        assert SCREENSHOT in shown_at_the_desk(estate, code)
        estate.client.force_login(estate.phone)
        fresh = moving_code(estate, link)
    with clock.frozen(THURSDAY + timedelta(hours=3)):
        assert "此证已过期。访客请住户重新邀请，其他人到前台重新办理。" in shown_at_the_desk(estate, fresh)
    estate.client.force_login(estate.phone)
    estate.client.post(f"/resident/visitors/{Visit.everywhere.get().pk}/withdraw/")
    assert "此证已作废。访客请联系邀请的住户，其他人请到前台。" in shown_at_the_desk(estate, code)
    assert set(Passage.everywhere.values_list("outcome", flat=True)) == {"refused"}
