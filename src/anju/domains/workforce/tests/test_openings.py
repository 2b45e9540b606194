"""Vacancies that everybody sees, applications that name them until somebody is hired, and competitions in the house with points and a decision."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.notices.models import Notice, Recipient
from anju.domains.people.models import Residency
from anju.domains.people.queries import roles_of
from anju.domains.places.models import Place
from anju.domains.workforce import actions
from anju.domains.workforce.models import Candidate, StaffFile, Vacancy
from anju.domains.workforce.schedule import end_past_applications
from anju.kernel import clock

from .conftest import DAY, START
from .test_staff import hired

UNTIL = DAY + timedelta(days=20)


def opened(squad, **given) -> Vacancy:
    given = {"role": "guard", "wanted": "十八至五十五周岁，持保安员证，能上夜班。", "until_on": UNTIL, "by": squad.actor("赵敏", "security_manager"), **given}
    return actions.open_vacancy(squad.community, **given)


@pytest.mark.clause("001-015")
def test_a_vacancy_is_published_online_and_its_applicants_are_followed_until_it_is_filled(squad):
    """A resident sees it on his page; the application names it; hired, the place is taken; before it is out, and when it is over, nobody applies for it."""
    home = Place.objects.create(scope=squad.community, kind="dwelling", code="101", name="101", full_name="1-101", path="h/")
    resident = squad.person("住户甲", "resident")
    Residency.objects.create(scope=squad.community, person=resident, dwelling=home, since_on=DAY)
    manager, head = squad.actor("赵敏", "security_manager"), squad.actor("赵总", "project_manager")
    assert actions.open_vacancy(squad.community, role="guard", wanted=" ", until_on=UNTIL, by=manager).code == "workforce.bad_vacancy"
    assert opened(squad, until_on=DAY - timedelta(days=1)).code == "workforce.vacancy_past"
    assert Vacancy.objects.count() == 0
    one = opened(squad)
    applying = {"name": "何勇", "role": "guard", "channel": "online", "vacancy": one, "by": manager}
    assert actions.take_application(squad.community, **applying).code == "workforce.not_for_him", "not out yet"
    assert actions.publish_vacancy(one, address="javascript:alert(1)", by=manager).code == "workforce.bad_address"
    assert Notice.objects.count() == 0
    one = actions.publish_vacancy(one, address="https://jobs.example.cn/17", by=manager)
    assert (one.state, one.notice.title, one.address) == ("open", "招聘：保安员 1 名", "https://jobs.example.cn/17")
    assert one.number in one.notice.text and "持保安员证" in one.notice.text
    assert list(Recipient.objects.filter(notice=one.notice).values_list("person", flat=True)) == [resident.pk]
    assert actions.publish_vacancy(one, by=manager).code == "workforce.vacancy_out"
    assert actions.take_application(squad.community, **{**applying, "role": "fire_operator"}).code == "workforce.not_for_him"
    assert StaffFile.objects.count() == 0
    file = actions.take_application(squad.community, **applying)
    assert (file.vacancy, file.state) == (one, "applied")
    hired(file, head, manager)
    one.refresh_from_db()
    assert (one.state, one.taken) == ("filled", 1)
    assert actions.take_application(squad.community, **{**applying, "vacancy": one, "name": "周平"}).code == "workforce.not_for_him"
    late = actions.publish_vacancy(opened(squad), by=manager)
    with clock.frozen(START + timedelta(days=30)):
        assert actions.take_application(squad.community, **{**applying, "vacancy": late}).code == "workforce.not_for_him"
    assert actions.close_vacancy(late, reason=" ", by=manager).code == "workforce.reason_needed"
    assert actions.close_vacancy(late, reason="编制冻结", by=manager).state == "closed"


@pytest.mark.clause("004-087")
def test_a_post_is_competed_for_with_points_of_two_judges_and_a_decision(squad):
    """Two guards stand; rivals do not judge; without points of all nobody is chosen; the second best only with a reason; the chosen one has the role."""
    first, second = squad.actor("陈刚"), squad.actor("刘洋")
    manager, head = squad.actor("赵敏", "security_manager"), squad.actor("赵总", "project_manager")
    one = opened(squad, role="squad_leader", is_internal=True, wanted="任保安员满一年")
    assert actions.stand_for(one, statement="三年门岗", by=first).code == "workforce.no_competition"
    one = actions.publish_vacancy(one, by=manager)
    assert one.notice.title.startswith("竞聘上岗：") and actions.stand_for(one, statement=" ", by=first).code == "workforce.no_statement"
    chen, liu = (actions.stand_for(one, statement="三年门岗，零投诉", by=each) for each in (first, second))
    assert actions.stand_for(one, statement="再报一次", by=first).code == "workforce.stands_already"
    rival = squad.actor("刘洋", "squad_leader")
    assert actions.score_candidate(chen, points=1, by=rival).code == "workforce.rival_judges"
    assert actions.score_candidate(chen, points=101, by=manager).code == "workforce.bad_points"
    actions.score_candidate(chen, points=80, by=manager)
    actions.score_candidate(chen, points=85, by=head)
    assert actions.choose_candidate(chen, by=head).code == "workforce.not_judged", "the other has no points"
    for judge, points in ((manager, 90), (head, 91)):
        liu = actions.score_candidate(liu, points=points, by=judge)
    assert (float(liu.mean), liu.points) == (90.5, {str(manager.person): 90, str(head.person): 91})
    assert actions.choose_candidate(chen, by=head).code == "workforce.better_one"
    assert set(Candidate.objects.values_list("state", flat=True)) == {"stands"}
    assert "squad_leader" not in roles_of(squad.community, [chen.person_id])[chen.person_id]
    chosen = actions.choose_candidate(chen, reason="任职年限更长", by=head)
    assert (chosen.state, chosen.decided_by_id, chosen.reason) == ("chosen", head.person, "任职年限更长")
    assert "squad_leader" in roles_of(squad.community, [chen.person_id])[chen.person_id]
    liu.refresh_from_db(), one.refresh_from_db()
    assert (liu.state, one.state, one.taken) == ("not_chosen", "filled", 1)
    assert actions.choose_candidate(liu, by=head).code == "workforce.competition_over"


def test_after_its_last_day_nobody_applies_and_who_did_is_still_chosen(squad):
    guard, manager, head = squad.actor("陈刚"), squad.actor("赵敏", "security_manager"), squad.actor("赵总", "project_manager")
    one = actions.publish_vacancy(opened(squad, role="squad_leader", is_internal=True, wanted="任保安员满一年"), by=manager)
    draft = opened(squad)
    stands = actions.stand_for(one, statement="三年门岗", by=guard)
    with clock.frozen(clock.now() + timedelta(days=20)):
        end_past_applications(squad.community)
        assert actions.end_applications(one, by=squad.actor("system")).code == "kernel.not_permitted"
        assert set(Vacancy.objects.values_list("state", flat=True)) == {"open", "draft"}, "its last day is whole"
    with clock.frozen(clock.now() + timedelta(days=21)):
        end_past_applications(squad.community)
        one.refresh_from_db()
        draft.refresh_from_db()
        assert (one.state, draft.state) == ("over", "draft")
        assert actions.stand_for(one, statement="也想试试", by=squad.actor("刘洋")).code == "workforce.no_competition"
        for judge in (manager, head):
            actions.score_candidate(stands, points=80, by=judge)
        stands.refresh_from_db()
        assert actions.choose_candidate(stands, by=head).state == "chosen"
        one.refresh_from_db()
        assert one.state == "filled"
