"""The pages of scoring over HTTP: whose sheet it is, who sees which photo, and that nobody sees or appeals what is another's."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from anju.domains.scores import actions
from anju.domains.scores.models import Appeal, Consequence, Item, Mark, Result, Round, Scheme, Sheet, Subject
from anju.kernel import clock, files
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate

SYSTEM = Actor.system("test")


def picture():
    made = io.BytesIO()
    Image.new("RGB", (30, 40), "#886644").save(made, "JPEG")
    return files.checked(io.BytesIO(made.getvalue()), name="a.jpg")


class Month:
    """One squad, its leader, and a captain who is scoring it in last month's round."""

    def __init__(self, estate: Estate) -> None:
        self.here = estate.here
        self.captain, self.leader = estate.account("duizhang", "team_leader"), estate.account("banzhang", "squad_leader")
        self.guard, self.manager = estate.account("baoan", "guard"), estate.manager
        self.last = clock.today(self.here).replace(day=1) - timedelta(days=1)
        with view.entered(self.here):
            scheme = actions.create_scheme(self.here, code="month", title="班组月考", subject_kind="squad", period="month", by=SYSTEM)
            actions.add_item(scheme, code="dress", wording="着装统一", full_marks=Decimal(100), unit_points=Decimal(30), by=SYSTEM)
            actions.add_rule(scheme, label="黄牌警告", trigger="below", kind="yellow_card", value=Decimal(75), by=SYSTEM)
            self.scheme = actions.activate_scheme(scheme, from_on=date(2020, 1, 1), by=SYSTEM)
            self.squad = actions.register_subject(self.here, kind="squad", code="BAN-1", title="保安一班", answerable=self.leader.person, by=SYSTEM)
            actions.enrol_subject(self.squad, scheme=self.scheme, from_on=date(2020, 1, 1), by=SYSTEM)
            self.round = actions.open_round(self.scheme, on=self.last, by=SYSTEM)
            self.sheet = actions.open_sheet(self.round, scored=self.squad, on=self.last, by=Actor.of(self.captain))
            self.item = Item.objects.get()

    def close(self) -> Mark:
        by = Actor.of(self.captain)
        with view.entered(self.here):
            actions.score_item(self.sheet, item=self.item, quantity=1, reason="三人未戴帽", photo=picture(), by=by)
            actions.submit_sheet(self.sheet, by=by)
            actions.publish_round(actions.freeze_round(self.round, by=Actor.of(self.manager)), by=Actor.of(self.manager))
        return Mark.everywhere.get()


@pytest.fixture
def month(estate) -> Month:
    return Month(estate)


@pytest.fixture
def estate(client, db) -> Estate:
    return Estate(client)


def browser(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_an_open_sheet_is_its_scorers_alone(month):
    address = f"/scoring/{month.sheet.pk}/"
    assert browser(month.captain).get(address).status_code == 200
    for account in (month.leader, month.manager, month.guard):
        assert browser(account).get(address).status_code == 404
        assert browser(account).post(address, {f"quantity.{month.item.pk}": "3", "verb": "hand_in"}).status_code == 404
    assert (Mark.everywhere.count(), Sheet.everywhere.get().state) == (0, "open")


def test_a_sheet_is_kept_gone_on_with_and_handed_in_and_a_mark_can_be_taken_back(month):
    captain, address, name = browser(month.captain), f"/scoring/{month.sheet.pk}/", str(month.item.pk)
    typed = {f"quantity.{name}": "2", f"reason.{name}": "两人未戴帽"}
    assert captain.post(address, {**typed, "verb": "keep"}).status_code == 302
    assert (Mark.everywhere.get().points, Sheet.everywhere.get().state) == (40, "open")
    assert "两人未戴帽" in captain.get(address).content.decode()
    assert captain.post(address, {f"quantity.{name}": "", f"reason.{name}": "", "verb": "hand_in"}).status_code == 302
    assert (Mark.everywhere.get().points, Sheet.everywhere.get().points, Sheet.everywhere.get().state) == (100, 100, "submitted")


@pytest.mark.parametrize("typed", ["-1", "x", "1e9", "99999999"])
def test_what_is_no_number_of_findings_is_said_and_nothing_is_marked(month, typed):
    name = str(month.item.pk)
    answer = browser(month.captain).post(f"/scoring/{month.sheet.pk}/", {f"quantity.{name}": typed, f"reason.{name}": "x", "verb": "hand_in"})
    assert answer.status_code == 422
    assert (Mark.everywhere.count(), Sheet.everywhere.get().state) == (0, "open")


def test_the_board_says_who_is_owed_a_sheet_and_that_nobody_scores_his_own(month):
    assert "继续" in browser(month.captain).get("/scoring/").content.decode()
    assert "本人负责的单位，由别人打分。" in browser(month.leader).get("/scoring/").content.decode()
    begun = browser(month.leader).post("/scoring/begin/", {"round": month.round.pk, "scored": month.squad.pk, "source": "review", "turn": "1"})
    assert begun.status_code == 422 and "scores.scores_himself" in begun.content.decode()
    assert Sheet.everywhere.count() == 1
    assert browser(month.manager).post("/scoring/rounds/", {"scheme": month.scheme.pk}).status_code == 302
    assert Round.everywhere.count() == 2
    again = browser(month.manager).post("/scoring/rounds/", {"scheme": month.scheme.pk})
    assert again.status_code == 422 and "scores.round_exists" in again.content.decode()


def test_the_photo_is_for_readers_and_for_the_one_concerned_once_the_round_is_closed(month):
    with view.entered(month.here):
        mark = actions.score_item(month.sheet, item=month.item, quantity=1, reason="x", photo=picture(), by=Actor.of(month.captain))
    address, plain = f"/scoring/marks/{mark.pk}/photo/", month.guard
    with view.entered(month.here):
        Subject.objects.filter(pk=month.squad.pk).update(answerable=plain.person)
    assert [browser(one).get(address).status_code for one in (month.captain, month.manager, plain)] == [200, 200, 404]
    with view.entered(month.here):
        actions.submit_sheet(month.sheet, by=Actor.of(month.captain))
        actions.freeze_round(month.round, by=Actor.of(month.manager))
    assert browser(plain).get(address).status_code == 200
    with view.entered(month.here):
        Subject.objects.filter(pk=month.squad.pk).update(answerable=None)
    assert browser(plain).get(address).status_code == 404


def test_his_own_page_shows_reasons_but_not_who_scored_and_appeals_only_what_is_his(month):
    month.close()
    page = browser(month.leader).get("/my-scores/").content.decode()
    assert "三人未戴帽" in page and "-30" in page and month.captain.person.name not in page
    result = Result.everywhere.get()
    given = {"subject": month.squad.pk, "result": result.pk, "grounds": "请复核"}
    assert browser(month.guard).post("/my-scores/appeal/", given).status_code == 404
    assert not Appeal.everywhere.exists()
    assert browser(month.leader).post("/my-scores/appeal/", {**given, "grounds": " "}).status_code == 422
    assert browser(month.leader).post("/my-scores/appeal/", given).status_code == 302
    assert Appeal.everywhere.get().grounds == "请复核"


def test_a_warning_is_accepted_by_the_one_concerned_only(month):
    month.close()
    with view.entered(month.here):
        card = actions.announce_consequence(month.squad, scheme=month.scheme, kind="yellow_card", reason="70分", by=Actor.of(month.manager))
    assert browser(month.guard).post(f"/my-scores/{card.pk}/accept/").status_code == 404
    assert Consequence.everywhere.get().person_told_on is None
    assert browser(month.leader).post(f"/my-scores/{card.pk}/accept/").status_code == 302
    assert Consequence.everywhere.get().person_told_on == clock.today(month.here)


def test_another_community_sees_and_touches_nothing(month, estate):
    month.close()
    stranger = browser(estate.account("fremd", "project_manager", estate.elsewhere))
    assert "保安一班" not in stranger.get("/scoring/").content.decode() + stranger.get("/my-scores/").content.decode()
    mark = Mark.everywhere.get()
    assert [stranger.get(each).status_code for each in (f"/scoring/{month.sheet.pk}/", f"/scoring/marks/{mark.pk}/photo/")] == [404, 404]
    assert stranger.post("/scoring/begin/", {"round": month.round.pk, "scored": month.squad.pk}).status_code == 404


@pytest.mark.parametrize(
    ("ladder", "conditions", "kept"), [("", "", ([], [])), ("1、3, 0", "有执业证\r\n\r\n 两年无事故 ", ([1, 3, 0], ["有执业证", "两年无事故"]))]
)
def test_several_values_are_typed_into_one_field_or_left_out(estate, ladder, conditions, kept):
    typed = {"code": "own", "title": "自定", "subject_kind": "person", "period": "year", "method": "points", "field": "property", "combine": "mean", "ranking": "standard",
             "carry": "none", "base_points": "12", "lowest": "0", "highest": "12", "step": "1", "rounds_per_month": "0", "carry_cap": "0", "appeal_days": "5",
             "recheck_percent": "0", "votes_needed": "0", "ladder": ladder, "conditions": conditions, "where": str(estate.here.pk)}  # fmt: skip
    answer = estate.client.post(reverse("office:create", args=["own_schemes"]), typed)
    assert answer.status_code == 302, answer.content.decode()
    scheme = Scheme.everywhere.get()
    assert (scheme.ladder, scheme.conditions) == kept


def test_what_is_no_list_of_numbers_is_said_and_stays_as_it_was_typed(estate):
    typed = {"code": "own", "title": "自定", "subject_kind": "person", "period": "year", "ladder": "1 drei", "conditions": "甲\n乙"}
    answer = estate.client.post(reverse("office:create", args=["own_schemes"]), typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="1 drei"' in page and "甲\n乙</textarea>" in page
    assert not Scheme.everywhere.exists()
