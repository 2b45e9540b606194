"""Lost and found: who claims must describe it, two people hand it out, and the law's year is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.passes import actions
from anju.domains.passes.models import FoundItem
from anju.domains.passes.rules import finding
from anju.kernel import clock
from anju.kernel.models import Entry

from .conftest import START

DAY = timedelta(days=1)


@pytest.fixture
def umbrella(community, team) -> FoundItem:
    return actions.record_found(
        community, category="other", title="黑色长柄伞", marks="伞柄刻有“林”字", finder=team.person("孙姐"), shelf="柜2", by=team("前台小周", "front_desk")
    )


def test_it_goes_to_who_describes_it_before_a_witness(team, umbrella):
    desk = team("前台小周", "front_desk")
    assert (umbrella.number, umbrella.state, umbrella.finder_name) == ("L2026-0001", "kept", "孙姐")
    assert actions.hand_out_found(umbrella, witness=team.person("陈刚"), by=desk).code == "passes.not_in_this_state"
    assert actions.claim_found(umbrella, name="林先生", said=" ", by=desk).code == "passes.claim_told"
    claimed = actions.claim_found(umbrella, name="林先生", phone="13900002222", said="柄上刻着我的姓，林", by=desk)
    assert actions.claim_found(umbrella, name="别人", said="黑的", by=desk).code == "passes.not_in_this_state"
    for witness in ("前台小周", "孙姐"):
        assert actions.hand_out_found(claimed, witness=team.person(witness), by=desk).code == "passes.own_witness"
    assert FoundItem.objects.get().state == "claimed"
    done = actions.hand_out_found(claimed, witness=team.person("陈刚"), by=desk, at=START + 3 * DAY)
    assert (done.state, done.handed_out_by, done.witness, done.claim_said) == ("handed_out", team.person("前台小周"), team.person("陈刚"), "柄上刻着我的姓，林")
    assert done.personal_erase_on == date(2026, 3, 8) + 180 * DAY


def test_a_claim_that_does_not_fit_is_refused_and_forgotten(team, umbrella):
    desk = team("前台小周", "front_desk")
    assert actions.refuse_claim(umbrella, reason="不符", by=desk).code == "passes.not_in_this_state"
    actions.announce_found(umbrella, by=desk)
    claimed = actions.claim_found(umbrella, name="某人", phone="13900002222", said="红色短伞", by=desk)
    assert actions.refuse_claim(claimed, reason=" ", by=desk).code == "passes.reason_needed"
    back = actions.refuse_claim(claimed, reason="颜色不符", by=desk)
    assert (back.state, back.claimant_name, back.claimant_phone, back.claim_said) == ("announced", "", "", "")


def test_only_a_year_after_its_announcement_it_falls_to_the_state(community, team, umbrella):
    desk, manager, witness = team("前台小周", "front_desk"), team("赵敏"), team.person("陈刚")
    given = {"witness": witness, "receipt": "区财政局 2027-11", "by": manager}
    assert actions.dispose_found(umbrella, **given, at=START + 500 * DAY).code == "passes.not_in_this_state", "never announced"
    told = actions.announce_found(umbrella, by=desk)
    assert told.lawful_on == date(2027, 3, 5)
    assert actions.announce_found(umbrella, by=desk).code == "passes.not_in_this_state"
    before = Entry.objects.count()
    with clock.frozen(START + 364 * DAY):
        assert actions.dispose_found(umbrella, **given).code == "passes.year_not_over"
    with clock.frozen(START + 365 * DAY):
        assert actions.dispose_found(umbrella, **{**given, "witness": team.person("赵敏")}).code == "passes.own_witness"
        assert actions.dispose_found(umbrella, **{**given, "receipt": " "}).code == "passes.reason_needed"
        assert (FoundItem.objects.get().state, Entry.objects.count()) == ("announced", before)
        assert actions.dispose_found(umbrella, **given).state == "disposed"
    assert Entry.objects.latest("id").payload["announced_on"] == "2026-03-05"


def test_it_may_go_to_the_police_at_any_time_against_a_receipt(team, umbrella):
    desk = team("前台小周", "front_desk")
    assert actions.give_to_police(umbrella, receipt="", by=desk).code == "passes.reason_needed"
    assert FoundItem.objects.get().state == "kept"
    assert actions.give_to_police(umbrella, receipt="城南派出所 2026-88", by=desk).state == "with_police"
    assert actions.give_to_police(umbrella, receipt="x", by=desk).code == "passes.not_in_this_state"


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"title": " "}, "say_what"), ({"marks": ""}, "say_what"), ({"category": "gold"}, "say_what"), ({"found_at": START + DAY}, "found_later")],
)
def test_what_cannot_be_recorded(community, team, changed, code):
    given = {"category": "phone", "title": "手机", "marks": "屏保是一只猫", "by": team("陈刚", "guard")}
    assert actions.record_found(community, **{**given, **changed}).code == f"passes.{code}"
    assert (FoundItem.objects.count(), Entry.objects.count()) == (0, 0)


def test_the_lawful_day_of_a_leap_day():
    assert [finding.lawful_on(day) for day in (date(2028, 2, 29), date(2026, 12, 31))] == [date(2029, 3, 1), date(2027, 12, 31)]
