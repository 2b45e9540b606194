"""What hangs where, from when to when, with which photo, and who looked at it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.notices import actions, queries
from anju.domains.notices.actions import settling
from anju.domains.notices.models import Board, Posting, PostingCheck
from anju.kernel.models import Entry

from .conftest import START, photo

DAY = timedelta(days=1)


@pytest.fixture
def desk(team):
    return team("前台小周", "front_desk")


@pytest.fixture
def board(community, houses, desk) -> Board:
    return actions.add_board(community, name="南门宣传栏", kind="bulletin", place=houses["南门"], by=desk)


def sheet(board, by, **given) -> Posting:
    facts = {"title": "物业管理条例问答", "topic": "regulations", "until_on": date(2026, 3, 12), "photo": photo(), "by": by}
    return actions.post_sheet(board, **{**facts, **given})


@pytest.mark.clause("004-097")
def test_a_board_has_issues_by_topic_with_a_photo_and_an_end(community, board, desk):
    """Regulations, cases and a press digest hang one after another; each issue stays in the archive with its photo and its days."""
    one = sheet(board, desk)
    assert (one.state, one.posted_at, one.until_on, one.photo is not None) == ("up", START, date(2026, 3, 12), True)
    for days, topic in ((7, "cases"), (14, "press")):
        sheet(board, desk, topic=topic, title=topic, until_on=date(2026, 3, 12) + days * DAY, at=START + days * DAY)
    settling.look_over(community, START + 8 * DAY)
    one.refresh_from_db()
    assert one.state == "overdue"
    down = actions.take_down_sheet(one, photo=photo(), by=desk, at=START + 8 * DAY)
    assert (down.state, down.taken_down_at, down.down_photo is not None) == ("down", START + 8 * DAY, True)
    archive = Posting.objects.filter(board=board).order_by("posted_at").values_list("topic", "state")
    assert list(archive) == [("regulations", "down"), ("cases", "up"), ("press", "up")]
    assert [str(one.get_topic_display()) for one in Posting.objects.filter(board=board).order_by("posted_at")] == ["物业法规", "案例", "报刊摘编"]


def test_what_is_not_posted_and_not_taken_down_twice(community, team, houses, board, desk):
    for given, code in (({"photo": None}, "photo_missing"), ({"until_on": date(2026, 3, 4)}, "hangs_no_time")):
        assert sheet(board, desk, **given).code == f"notices.{code}"
    assert Posting.objects.count() == 0
    one = sheet(board, desk)
    assert actions.note_sheet_overdue(one, by=team("赵敏")).code == "notices.hangs_rightly"
    assert actions.retire_board(board, by=team("赵敏")).code == "notices.board_in_use"
    actions.take_down_sheet(one, by=desk)
    assert actions.take_down_sheet(one, by=desk).code == "notices.down_already"
    assert actions.retire_board(board, by=team("赵敏")).state == "retired"
    assert sheet(board, desk).code == "notices.board_retired"
    assert actions.check_board(Board.objects.get(), finding="fine", by=desk).code == "notices.board_retired"
    assert actions.retire_board(board, by=team("赵敏")).code == "notices.board_retired"
    assert actions.add_board(community, name="南门宣传栏", kind="fire", by=desk).code == "notices.board_exists"
    assert (Board.objects.count(), Posting.objects.count(), PostingCheck.objects.count()) == (1, 1, 0)


@pytest.mark.clause("002-263")
def test_every_entrance_has_its_sign_and_somebody_checks_it(community, houses, desk, team):
    """Of two entrances one has no sign; the other's is found damaged, repaired and found in place, each look with its finding."""
    gates, guard = [houses["南门"], houses["北门"]], team("陈刚", "guard")
    sign = actions.add_board(community, name="南门出入提示牌", kind="entry_sign", place=houses["南门"], by=desk)
    assert queries.entrance_signs(community, gates) == {houses["南门"].pk: "unchecked", houses["北门"].pk: "none"}
    assert actions.check_board(sign, finding="damaged", by=guard).code == "notices.finding_unproven"
    actions.check_board(sign, finding="damaged", photo=photo(), note="右下角脱落", by=guard)
    assert queries.entrance_signs(community, gates)[houses["南门"].pk] == "damaged"
    actions.check_board(sign, finding="fine", by=guard, at=START + DAY)
    assert queries.entrance_signs(community, gates) == {houses["南门"].pk: "fine", houses["北门"].pk: "none"}
    looks = PostingCheck.objects.filter(board=sign).order_by("at").values_list("finding", "by__name", "at")
    assert list(looks) == [("damaged", "陈刚", START), ("fine", "陈刚", START + DAY)]


def test_a_sheet_is_looked_at_on_its_own_board(community, houses, board, desk):
    other = actions.add_board(community, name="北门宣传栏", kind="bulletin", by=desk)
    one = sheet(board, desk)
    before = Entry.objects.count()
    assert actions.check_board(other, finding="fine", posting=one, by=desk).code == "notices.other_board"
    assert Entry.objects.count() == before
    assert actions.check_board(board, finding="missing", posting=one, by=desk).posting == one


@pytest.mark.clause("002-461")
def test_the_fixed_fire_board_and_what_was_new_on_it_are_in_the_register(community, houses, desk):
    """One fire board; it counts as without news until a fire sheet hangs on it, and again when that is older than the day asked for."""
    fire = actions.add_board(community, name="消防宣传栏", kind="fire", place=houses["1"], by=desk)
    actions.add_board(community, name="公示栏", kind="disclosure", by=desk)
    assert list(Board.objects.filter(kind="fire").values_list("name", "place__name")) == [("消防宣传栏", "1栋")]
    assert queries.boards_without(community, "fire", since=START - DAY, kind="fire") == [fire]
    sheet(fire, desk, topic="culture")
    assert queries.boards_without(community, "fire", since=START - DAY, kind="fire") == [fire]
    sheet(fire, desk, topic="fire")
    assert queries.boards_without(community, "fire", since=START - DAY, kind="fire") == []
    assert queries.boards_without(community, "fire", since=START + DAY, kind="fire") == [fire]
