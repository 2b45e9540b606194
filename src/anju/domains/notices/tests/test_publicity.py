"""The publicity log, campaigns in stages, and whether the topics rotate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.notices import actions, queries
from anju.domains.notices.models import Campaign, Publicity
from anju.kernel.models import Entry

from .conftest import START, photo

DAY = timedelta(days=1)
MONTH = (START - 30 * DAY, START + 30 * DAY)
STAGES = "宣传发动 | 2026-03-01 | 2026-03-10 | 2\n集中宣传 | 2026-03-11 | 2026-03-31 | 1\n巩固提高 | 2026-04-01 | 2026-04-30 | 1"


@pytest.fixture
def desk(team):
    return team("前台小周", "front_desk")


@pytest.fixture
def tell(community, desk):
    def telling(**given) -> Publicity:
        facts = {"title": "防火知识", "topic": "fire", "channel": "board", "target": "owners", "content": "楼道不堆物", "photo": photo(), "by": desk}
        return actions.record_publicity(community, **{**facts, **given})

    return telling


@pytest.mark.clause("000-137")
def test_fire_publicity_to_staff_tenants_and_residents_is_scheduled_and_logged(community, team, tell):
    """Each month owes one entry to staff, tenants and owners. March has its three; April shows as behind when it is over."""
    stages = "三月 | 2026-03-01 | 2026-03-31 | 3\n四月 | 2026-04-01 | 2026-04-30 | 3"
    plan = planned(community, team("赵敏"), title="防火宣传月历", topic="fire", stages=stages)
    for target in ("staff", "tenants", "owners"):
        tell(campaign=plan, target=target, reached=20)
    assert queries.publicity_by(community, "target", *MONTH) == {"owners": 1, "staff": 1, "tenants": 1}
    log = Publicity.objects.values_list("topic", "held_at", "by__name")
    assert (set(log), Publicity.objects.exclude(photo=None).count()) == ({("fire", START, "前台小周")}, 3)
    assert [(one["held"], one["is_behind"]) for one in queries.stages_of(plan, on=date(2026, 5, 1))] == [(3, False), (0, True)]


@pytest.mark.clause("002-529")
def test_publicity_is_counted_by_its_five_channels(community, tell):
    """Leaflets, television, banners, boards and performances: two leaflets and one of each other."""
    for channel in ("leaflet", "leaflet", "broadcast", "banner", "board", "performance"):
        tell(channel=channel)
    assert queries.publicity_by(community, "channel", *MONTH) == {"banner": 1, "board": 1, "broadcast": 1, "leaflet": 2, "performance": 1}


@pytest.mark.clause("002-459")
def test_publicity_is_counted_by_its_five_targets(community, tell):
    for target in ("community", "school", "company", "village", "family", "school"):
        tell(target=target)
    assert queries.publicity_by(community, "target", *MONTH) == {"community": 1, "company": 1, "family": 1, "school": 2, "village": 1}
    with pytest.raises(ValueError):
        queries.publicity_by(community, "id", *MONTH)


@pytest.mark.clause("003-286")
def test_safety_messages_go_over_board_official_account_and_owners_group_each_with_proof(community, team, tell):
    """Three a month; each entry says channel, content and time and needs a photo or the address where it stands."""
    assert tell(channel="official_account", photo=None).code == "notices.proof_missing"
    assert Publicity.objects.count() == 0
    stages = "三月 | 2026-03-01 | 2026-03-31 | 3\n四月 | 2026-04-01 | 2026-04-30 | 3"
    plan = planned(community, team("赵敏"), title="安全知识月历", topic="safety", stages=stages)
    tell(channel="board", campaign=plan)
    tell(channel="official_account", photo=None, address="https://mp.example.cn/s/1", held_at=START - DAY, campaign=plan)
    assert queries.stages_of(plan, on=date(2026, 4, 1))[0]["is_behind"] is True
    tell(channel="owner_group", held_at=START - 2 * DAY, campaign=plan)
    assert queries.stages_of(plan, on=date(2026, 4, 1))[0]["is_behind"] is False
    log = Publicity.objects.order_by("-held_at").values_list("channel", "content", "held_at", "address")
    assert list(log) == [
        ("board", "楼道不堆物", START, ""), ("official_account", "楼道不堆物", START - DAY, "https://mp.example.cn/s/1"), ("owner_group", "楼道不堆物", START - 2 * DAY, ""),
    ]  # fmt: skip


@pytest.mark.clause("003-287")
def test_the_topics_that_were_left_out_of_the_rotation_show(community, tell, houses, desk):
    """Safety, fire, fraud and travel: a period in which fraud and travel were not told says 0 for them; a posted sheet counts too."""
    tell(topic="fire")
    tell(topic="safety")
    tell(topic="culture")
    assert queries.coverage(community, *MONTH) == {"safety": 1, "fire": 1, "anti_fraud": 0, "travel": 0}
    board = actions.add_board(community, name="南门宣传栏", kind="bulletin", by=desk)
    actions.post_sheet(board, title="谨防诈骗", topic="anti_fraud", until_on=date(2026, 3, 12), photo=photo(), by=desk)
    tell(topic="travel")
    assert queries.coverage(community, *MONTH) == {"safety": 1, "fire": 1, "anti_fraud": 1, "travel": 1}
    assert queries.coverage(community, START + DAY, START + 2 * DAY) == {"safety": 0, "fire": 0, "anti_fraud": 0, "travel": 0}


def planned(community, by, **given) -> Campaign:
    facts = {"title": "物业法规宣传", "topic": "regulations", "purpose": "居民了解自己的权利和义务", "stages": STAGES, "by": by}
    return actions.plan_campaign(community, **{**facts, **given})


@pytest.mark.clause("002-120", "004-167")
def test_publicity_is_planned_in_stages_and_each_activity_stands_in_its_stage(community, team, tell):
    """Three stages owe 2, 1 and 1 entries. What is held is counted in its stage; a stage that is short cannot be concluded."""
    manager = team("赵敏")
    assert planned(community, manager, stages=STAGES.splitlines()[0]).code == "notices.number_of_stages", "one stretch of time is no plan in stages"
    assert Campaign.objects.count() == 0
    plan = planned(community, manager)
    tell(campaign=plan, topic="regulations")
    assert [(one["name"], one["held"], one["wanted"], one["is_behind"]) for one in queries.stages_of(plan, on=date(2026, 3, 11))] == [
        ("宣传发动", 1, 2, True), ("集中宣传", 0, 1, False), ("巩固提高", 0, 1, False),
    ]  # fmt: skip
    assert tell(campaign=plan, held_at=START - 10 * DAY).code == "notices.outside_stages"
    assert actions.conclude_campaign(plan, summary="完成", by=manager).code == "notices.stage_short"
    for days in (0, 8, 30):
        tell(campaign=plan, topic="regulations", at=START + days * DAY)
    assert list(Publicity.objects.order_by("held_at", "created_at").values_list("stage", flat=True)) == [1, 1, 2, 3]
    assert actions.conclude_campaign(plan, summary=" ", by=manager).code == "notices.reason_needed"
    assert actions.conclude_campaign(plan, summary="四次宣传均已开展", by=manager, at=START + 60 * DAY).state == "closed"
    assert actions.conclude_campaign(plan, summary="再结", by=manager).code == "notices.campaign_closed"


@pytest.mark.clause("002-138")
def test_a_campaign_on_regulations_says_what_it_is_for_and_keeps_its_record(community, team, tell):
    """A single stage is no campaign; the one on rights and duties keeps purpose, topic and what was told to whom."""
    manager = team("赵敏")
    for stages in ("", STAGES.splitlines()[0], "甲 | 2026-03-10 | 2026-03-01\n乙 | 2026-03-11 | 2026-03-12", "甲 | 昨天 | 今天\n乙 | 1 | 2"):
        refused = planned(community, manager, stages=stages)
        assert refused.code in ("notices.bad_stage", "notices.number_of_stages")
    assert Campaign.objects.count() == 0
    plan = planned(community, manager)
    assert (plan.topic, plan.purpose) == ("regulations", "居民了解自己的权利和义务")
    assert planned(community, manager).code == "notices.campaign_exists"
    entry = tell(campaign=plan, topic="regulations", channel="leaflet", reached=300, title="业主的权利和义务")
    assert list(Publicity.objects.filter(campaign=plan).values_list("title", "channel", "reached", "stage")) == [("业主的权利和义务", "leaflet", 300, 1)]
    assert Entry.objects.get(name="notices.publicity_recorded").subject_id == entry.pk


def test_what_has_not_happened_is_not_recorded(tell):
    assert tell(held_at=START + DAY).code == "notices.not_yet_held"
    assert Publicity.objects.count() == 0

