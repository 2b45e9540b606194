"""Reports with deadline and receipt, households that are told, owners who are answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.notices import actions, queries
from anju.domains.notices.actions import settling
from anju.domains.notices.models import BodyReport, Contact, OwnerMessage, Recipient
from anju.kernel.models import Entry

from .conftest import START, photo

DAY = timedelta(days=1)


@pytest.fixture
def desk(team):
    return team("前台小周", "front_desk")


def owed(community, by, **given) -> BodyReport:
    facts = {"body": "housing_bureau", "title": "物业服务自查结果", "due_at": START + 3 * DAY, "by": by}
    return actions.owe_report(community, **{**facts, **given})


@pytest.mark.clause("002-112")
def test_results_go_to_the_authority_with_a_receipt_and_stand_on_the_information_site(community, desk):
    """Handed in with its file, receipted with a number, published at an address; none of the three can be skipped or made up."""
    one = owed(community, desk)
    assert actions.publish_report(one, address="https://www.syfc.example.cn/1", by=desk).code == "notices.not_handed_in"
    assert actions.record_receipt(one, number="房收 2026-31", by=desk).code == "notices.not_handed_in"
    assert actions.hand_in_report(one, by=desk).code == "notices.report_missing"
    handed = actions.hand_in_report(one, file=photo(), by=desk, at=START + DAY)
    assert (handed.state, handed.is_late, handed.handed_in_at) == ("handed_in", False, START + DAY)
    assert actions.record_receipt(handed, by=desk).code == "notices.receipt_missing"
    receipted = actions.record_receipt(handed, number="房收 2026-31", by=desk, at=START + 2 * DAY)
    assert (receipted.state, receipted.receipt_number, receipted.receipt_at) == ("receipted", "房收 2026-31", START + 2 * DAY)
    assert actions.publish_report(receipted, address="网站", by=desk).code == "notices.publication_missing"
    done = actions.publish_report(receipted, address="https://www.syfc.example.cn/1", by=desk, at=START + 2 * DAY)
    assert (done.published_at, done.published_address) == (START + 2 * DAY, "https://www.syfc.example.cn/1")


@pytest.mark.clause("004-100")
def test_the_yearly_report_is_published_to_all_owners(community, team, houses, desk, send):
    """Owed once a year, handed in, and published by a notice that went to the owners; one to the guards does not count."""
    owners = [team.home(houses[door], name, account=True) for door, name in (("1-101", "周一一"), ("2-101", "郑三三"))]
    team.person("陈刚", "guard")
    one = owed(community, desk, body="owners", title="2025 年度物业管理报告")
    handed = actions.hand_in_report(one, file=photo(), by=desk)
    assert actions.publish_report(handed, notice=send(level=4), by=desk).code == "notices.not_to_owners"
    told = send(level=4, title="2025 年度物业管理报告", text="请打开附件查看。", audience={"groups": ["owners"]}, file=photo())
    done = actions.publish_report(handed, notice=told, by=desk)
    assert (done.notice, done.published_at) == (told, START)
    assert {each.person for each in Recipient.objects.filter(notice=told)} == set(owners)
    assert [one.notice.file is not None for one in queries.notices_for(community, owners[0].pk)] == [True]
    assert list(BodyReport.objects.filter(body="owners", published_at__year=2026).values_list("title", flat=True)) == ["2025 年度物业管理报告"]


def test_a_report_falls_overdue_is_sent_back_and_stays_late(community, team, desk):
    assert owed(community, desk, due_at=START).code == "notices.due_past"
    one = owed(community, desk, body="street_office")
    assert actions.note_report_overdue(one, by=team("赵敏")).code == "notices.not_overdue"
    assert settling.look_over(community, START + 3 * DAY) == 1
    late = actions.hand_in_report(one, file=photo(), by=desk, at=START + 4 * DAY)
    assert (late.state, late.is_late) == ("handed_in", True)
    assert actions.hand_in_report(one, file=photo(), by=desk).code == "notices.handed_in_already"
    street = team("街道刘老师", "street_office")
    assert actions.send_back_report(one, reason=" ", by=street).code == "notices.reason_needed"
    assert actions.send_back_report(one, reason="缺附表", by=street).state == "sent_back"
    assert actions.send_back_report(one, reason="再退", by=street).code == "notices.not_handed_in"
    again = actions.hand_in_report(one, file=photo(), by=desk, at=START + 5 * DAY)
    assert (again.state, again.is_late) == ("handed_in", True)
    signed = actions.record_receipt(again, by=street, at=START + 5 * DAY)
    assert (signed.state, signed.receipt_number) == ("receipted", ""), "its own people confirm without a number"
    assert queries.reports_open(community).count() == 0


def told(community, dwelling, by, **given) -> Contact:
    facts = {"dwelling": dwelling, "way": "visit", "outcome": "reached", "topic": "封闭管理", "by": by}
    return actions.record_contact(community, **{**facts, **given})


@pytest.mark.clause("002-262")
def test_which_household_was_reached_by_notice_by_telephone_or_by_visit(community, team, houses, desk, send):
    """Three channels, four homes: one read it in the app, one was called, one visited, one not reached at all."""
    team.home(houses["1-101"], "周一一", account=True)
    for door, name in (("1-102", "吴二二"), ("2-101", "郑三三"), ("2-102", "王四四")):
        team.home(houses[door], name)
    notice = send(level=4, audience={"groups": ["owners", "residents"]})
    actions.show_notice(notice, by=team("周一一", "resident"))
    told(community, houses["1-102"], desk, way="phone", notice=notice)
    told(community, houses["2-101"], desk, way="visit", notice=notice)
    told(community, houses["2-102"], desk, way="visit", outcome="nobody", notice=notice)
    homes = [houses[door] for door in ("1-101", "1-102", "2-101", "2-102")]
    assert queries.households_told(notice, homes) == {
        houses["1-101"].pk: {"in_app"}, houses["1-102"].pk: {"phone"}, houses["2-101"].pk: {"visit"}, houses["2-102"].pk: set(),
    }  # fmt: skip


@pytest.mark.clause("002-332")
def test_a_refusal_keeps_what_was_objected_explained_and_what_came_of_it(community, houses, desk):
    home = houses["1-101"]
    for given in ({"objection": "不愿办卡"}, {"explanation": "说明了丢卡可挂失"}):
        assert told(community, home, desk, outcome="refused", **given).code == "notices.refusal_unexplained"
    assert Contact.objects.count() == 0
    one = told(community, home, desk, outcome="refused", objection="不愿办卡", explanation="说明了丢卡可挂失")
    assert actions.settle_refusal(one, settled=" ", by=desk).code == "notices.no_open_refusal"
    actions.settle_refusal(one, settled="同意试用一个月", by=desk)
    assert list(Contact.objects.values_list("objection", "explanation", "settled")) == [("不愿办卡", "说明了丢卡可挂失", "同意试用一个月")]
    assert actions.settle_refusal(one, settled="再结", by=desk).code == "notices.no_open_refusal"


@pytest.mark.clause("003-289")
def test_a_guard_logs_his_talks_with_owners(community, team, houses):
    """Two guards, three talks: the log is by guard."""
    chen, li = team("陈刚", "guard"), team("李明", "guard")
    for by, door in ((chen, "1-101"), (chen, "1-102"), (li, "2-101")):
        told(community, houses[door], by, way="talk", topic="防诈骗")
    log = Contact.objects.filter(way="talk").order_by("created_at", "id").values_list("by__name", "dwelling__name", "topic")
    assert list(log) == [("陈刚", "1栋101", "防诈骗"), ("陈刚", "1栋102", "防诈骗"), ("李明", "2栋101", "防诈骗")]


def test_a_contact_is_about_a_home_and_a_matter_of_this_community(community, houses, desk):
    assert told(community, houses["1"], desk).code == "notices.other_dwelling"
    assert told(community, houses["1-101"], desk, topic=" ").code == "notices.about_nothing"
    assert Contact.objects.count() == 0


def said(community, by, **given) -> OwnerMessage:
    return actions.record_owner_message(community, **{"channel": "box", "text": "楼道灯太暗", "by": by, **given})


@pytest.mark.clause("000-080")
def test_suggestions_are_answered_adopted_or_not_and_the_rate_is_counted(community, desk):
    """Three come, two are answered, one is adopted."""
    one, two, _three = (said(community, desk) for _ in range(3))
    assert actions.answer_owner_message(one, decision="adopted", reply=" ", by=desk).code == "notices.message_length"
    actions.answer_owner_message(one, decision="adopted", reply="本周更换", by=desk)
    actions.answer_owner_message(two, decision="rejected", reply="需业主大会表决", by=desk)
    assert queries.adoption(community, START - DAY, START + DAY) == {"came": 3, "answered": 2, "adopted": 1}
    assert actions.answer_owner_message(one, decision="rejected", reply="改口", by=desk).code == "notices.answered_already"
    assert list(OwnerMessage.objects.order_by("number").values_list("decision", "reply")) == [("adopted", "本周更换"), ("rejected", "需业主大会表决"), ("", "")]


@pytest.mark.clause("004-271")
def test_the_four_channels_of_owners_are_collected_in_one_log(community, desk):
    for channel in ("box", "email", "broadcast", "board"):
        said(community, desk, channel=channel)
    kept = OwnerMessage.objects.order_by("number")
    assert [(str(one.get_channel_display()), one.state) for one in kept] == [("意见箱", "new"), ("电子邮件", "new"), ("广播", "new"), ("公告栏", "new")]


def test_residents_write_for_themselves_in_the_app(community, team, desk):
    resident, other = team("周一一", "resident"), team.person("吴二二")
    assert said(community, resident).code == "notices.own_words_only"
    assert said(community, resident, channel="app", person=other).code == "notices.own_words_only"
    assert said(community, desk, text="长" * 501).code == "notices.message_length"
    assert OwnerMessage.objects.count() == 0
    assert said(community, resident, channel="app").person.name == "周一一"


def test_what_the_front_desk_alone_may_do_is_refused_to_a_resident(community, team, houses, send, desk):
    """Every verb that residents have no part in stops at the gate and leaves nothing behind."""
    resident, home = team("周一一", "resident"), houses["1-101"]
    team.person("陈刚", "guard")
    notice, message, report = send(), said(community, desk), owed(community, desk)
    one = told(community, home, desk)
    board = actions.add_board(community, name="南门宣传栏", kind="bulletin", by=desk)
    before = Entry.objects.count()
    tried = [
        actions.send_notice(community, level=1, title="火", text="火", audience={"groups": ["owners"]}, by=resident),
        actions.remind_unread(notice, by=resident),
        actions.withdraw_notice(notice, reason="无", by=resident),
        actions.climb_ladder(notice, by=resident),
        actions.note_undelivered(notice, by=resident),
        actions.write_recipients(notice, by=resident),
        actions.take_deliveries(community, by=resident),
        actions.record_outcomes(notice, outcomes=[], by=resident),
        actions.connect_channel(community, name="群", dialect="recorder", way="sms", by=resident),
        actions.add_board(community, name="北门", kind="fire", by=resident),
        actions.post_sheet(board, title="无", topic="fire", until_on=START.date(), by=resident),
        actions.check_board(board, finding="fine", by=resident),
        actions.plan_campaign(community, title="无", topic="fire", purpose="无", stages="", by=resident),
        actions.record_publicity(community, title="无", topic="fire", channel="board", target="owners", by=resident),
        actions.propose_activity(community, title="无", kind="lecture", purpose="无", target_group="无", starts_at=START, by=resident),
        actions.owe_report(community, body="police", title="无", due_at=START + DAY, by=resident),
        actions.hand_in_report(report, by=resident),
        actions.publish_report(report, by=resident),
        actions.record_contact(community, dwelling=home, way="talk", outcome="reached", by=resident),
        actions.settle_refusal(one, settled="无", by=resident),
        actions.answer_owner_message(message, decision="noted", reply="无", by=resident),
    ]
    assert {each.code for each in tried} == {"kernel.not_permitted"}
    assert Entry.objects.count() == before
    assert actions.record_owner_message(community, channel="box", text="无", by=resident).code == "notices.own_words_only"
