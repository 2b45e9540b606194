"""While the works run: rounds, what they find, how it is stopped, reported, put right and cleared."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from anju.domains.access.events import VisitorLetIn
from anju.domains.cases.models import Case
from anju.domains.devices import actions as devices
from anju.domains.devices.events import DeviceLost
from anju.domains.devices.tests.conftest import running as device
from anju.domains.duties import actions as duties
from anju.domains.duties.models import Duty, Occurrence, Performance
from anju.domains.notices.models import BodyReport, Notice
from anju.domains.places.models import Place
from anju.domains.renovation import actions, queries
from anju.domains.renovation.models import Inspection, Project, Violation
from anju.domains.renovation.reactions import (
    when_a_device_falls_silent_under_works_report_it,
    when_a_round_is_done_on_the_phone_write_it_down,
    when_workers_come_without_a_permit_look_more_often,
)
from anju.domains.renovation.schedule import close_due
from anju.kernel import clock, ledger
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .conftest import DAY, HOUR, START, again, answers, must, photo

SYSTEM = Actor.system("test")


def planned(project: Project) -> list[Occurrence]:
    must(duties.plan_occurrences(project.duty, until_on=date(2026, 3, 9), by=SYSTEM))
    return list(Occurrence.objects.filter(duty=project.duty).order_by("due_at"))


@pytest.mark.clause("004-283")
def test_each_site_is_owed_one_look_a_day_until_it_is_accepted(site):
    project = site.running()
    slots = planned(project)
    assert [(one.on, one.owed) for one in slots][:3] == [(date(2026, 3, 5), 1), (date(2026, 3, 6), 1), (date(2026, 3, 7), 1)]
    first = must(site.visit())
    done = Performance.objects.get()
    assert (first.state, first.project, done.occurrence, done.person, done.proof_link) == ("done", project, slots[0], site.team.person("王工"), f"/site_visits/{first.pk}/")
    assert again(slots[0]).state == "done"
    assert [(one.pk, count) for one, count in queries.sites_today(site.where, START, START + DAY)] == [(project.pk, 1)]
    with clock.frozen(START + 5 * DAY):
        must(duties.close_due_occurrences(site.where, by=SYSTEM))
        assert again(slots[1]).state == "missed"
    must(actions.accept_works(project, answers=answers("first"), photos=[photo()], test="48 小时无渗漏", by=site.engineer))
    assert Duty.objects.get().state == "paused"


@pytest.mark.clause("003-052")
def test_guards_and_property_office_look_together_at_a_filed_site(site):
    """The visit is planned, done by both, and what it found stands in the file that both read."""
    project = site.running()
    visit = must(actions.plan_visit(site.where, dwelling=site.home, why="联合检查", due_at=START + DAY, by=site.manager))
    assert (visit.project, visit.state) == (project, "planned")
    site.team.person("陈刚", "guard")
    done = must(site.visit(companions=[site.team.person("陈刚")], answers=answers(waste="fault"), note="楼道堆砂"))
    assert (done.pk, done.kind, done.is_joint, done.companions) == (visit.pk, "follow_up", True, [str(site.team.person("陈刚").pk)])
    found = Violation.objects.get()
    assert (found.project, found.inspection, found.code) == (project, done, "waste")
    alone = must(site.visit(at=START + HOUR))
    assert (alone.is_joint, alone.kind) == (False, "daily")


@pytest.mark.clause("003-053")
def test_rough_works_noise_and_load_bearing_changes_are_looked_for_and_a_structural_finding_stops_the_works(site):
    project = site.running()
    for line in ("rough", "noise", "structure"):
        open_ = {key: value for key, value in answers().items() if key != line}
        assert site.visit(answers=open_).code == "renovation.open_line"
    assert (Inspection.objects.count(), Violation.objects.count()) == (0, 0)
    visit = must(site.visit(answers=answers(rough="fault", noise="fault"), note="野蛮敲墙"))
    assert (visit.faults, again(project).state) == (["rough", "noise"], "under_way")
    must(site.visit(answers=answers(structure="fault"), at=START + HOUR))
    assert again(project).state == "stopped"
    grave = Violation.objects.get(code="structure")
    assert (grave.state, grave.stopped_at, grave.case.kind, grave.case.severity) == ("stopped", START + HOUR, "incident", 1)
    assert actions.allow_work_again(project, words="已恢复", by=site.manager).code == "renovation.violations_open"
    notice = must(actions.serve_notice(grave, due_on=date(2026, 3, 8), words="由设计单位出具加固方案并恢复", by=site.manager))
    assert (notice.notice_at, notice.notice_due_on, notice.state) == (START, date(2026, 3, 8), "stopped")
    must(actions.note_put_right(grave, photo=photo(), words="已加固", by=site.engineer, at=START + DAY))
    assert actions.clear_violation(grave, words="复查合格", by=site.engineer).code == "renovation.second_person"
    must(actions.clear_violation(grave, words="复查合格", by=site.manager, at=START + 2 * DAY))
    assert must(actions.allow_work_again(project, words="复查合格", by=site.manager)).state == "under_way"


@pytest.mark.clause("004-255", "002-202")
def test_gas_pipes_are_rejected_in_the_plan_and_an_incident_on_the_site(site):
    made = must(site.applied("gas"))
    assert (made.state, actions.pass_review(made, by=site.engineer).code) == ("returned", "renovation.forbidden")
    must(actions.withdraw_application(made, reason="改", by=site.owner))
    project = site.running()
    must(site.visit(answers=answers(gas="fault")))
    found = Violation.objects.get()
    assert (found.code, found.case.kind, found.case.severity, again(project).state) == ("gas", "incident", 1, "stopped")


@pytest.mark.clause("004-243")
def test_the_drill_depth_is_read_and_more_than_ten_millimetres_is_a_violation(site):
    project = site.running("slab_drilling", drilling_mm=10)
    assert queries.book_in_force(site.where).drilling_mm == 10
    line = next(one for one in project.duty.checklist if one["key"] == "depth")
    assert (line["greatest"], line["kind"]) == (10, "number")
    assert must(site.visit(reading_mm=10)).faults == []
    deep = must(site.visit(reading_mm=12, at=START + HOUR))
    assert (deep.faults, deep.reading_mm, Violation.objects.get().code) == (["depth"], 12, "depth")
    assert site.visit(answers={**answers(), "depth": ""}).code == "renovation.open_line"


@pytest.mark.clause("002-193", "004-246")
def test_a_soiled_outer_wall_is_cleaned_at_once_and_the_time_is_kept(site):
    site.running("tiling")
    must(site.visit(answers=answers(facade="fault")))
    found = Violation.objects.get()
    assert (found.code, found.case.due_at) == ("soiling", START + 2 * HOUR)
    done = must(actions.note_put_right(found, photo=photo(), words="已擦净", by=site.guard, at=START + timedelta(minutes=50)))
    assert (done.state, done.put_right_at, Entry.objects.get(name="renovation.put_right_noted").payload["minutes"]) == ("put_right", START + timedelta(minutes=50), 50)
    assert again(found.case).state == "to_recheck"
    must(actions.clear_violation(done, words="看过，干净", by=site.leader, at=START + HOUR))
    assert (again(found.case).state, again(found).cleared_at) == ("struck_off", START + HOUR)


@pytest.mark.clause("002-192", "002-194", "002-195")
def test_balcony_door_and_windows_are_violations_wherever_they_are_found(site):
    site.running()
    must(site.visit(answers=answers(balcony="fault", door="fault", window="fault")))
    assert sorted(Violation.objects.values_list("code", flat=True)) == ["balcony", "entrance_door", "window_grille"]
    no = actions.report_violation(site.where, dwelling=site.home, code="balcony", words="又见", by=site.guard)
    assert (no.code, Violation.objects.count()) == ("renovation.known_already", 3)
    goods = must(actions.note_goods(site.where, dwelling=site.home, items="防盗窗 2 樘\n防盗门", photo=photo(), by=site.guard))
    assert goods.told == ["window_grille", "security_door"]


@pytest.mark.clause("004-284")
def test_harmful_works_are_dissuaded_and_reported_to_developer_committee_and_authority(site):
    site.running()
    one = site.violation("structure")
    bodies = ["developer", "committee", "housing_bureau"]
    given = {"bodies": bodies, "words": "拆改承重墙情况报告", "file": photo(), "by": site.manager}
    assert actions.report_to_bodies(one, **given).code == "renovation.dissuade_first"
    assert BodyReport.objects.count() == 0
    assert actions.dissuade(one, outcome="fined", words="x", by=site.guard).code == "renovation.unknown_outcome"
    assert actions.dissuade(one, outcome="refused", words=" ", by=site.guard).code == "renovation.words_needed"
    said = must(actions.dissuade(one, outcome="refused", words="施工负责人拒不停工", by=site.guard))
    assert (said.dissuaded, said.dissuaded_at, said.state) == ("refused", START, "dissuaded")
    assert actions.report_to_bodies(one, **{**given, "bodies": []}).code == "renovation.no_body"
    done = must(actions.report_to_bodies(one, **given))
    assert (done.state, [row["body"] for row in done.reports]) == ("reported", bodies)
    assert sorted(BodyReport.objects.values_list("body", "state")) == [("committee", "handed_in"), ("developer", "handed_in"), ("housing_bureau", "handed_in")]
    assert {one.basis_label for one in BodyReport.objects.all()} == {done.number}


@pytest.mark.clause("004-232")
def test_illegal_building_and_change_of_use_are_registered_dissuaded_and_reported(site):
    """No permit and no works are needed for it."""
    for code in ("illegal_building", "use_change"):
        one = site.violation(code, dwelling=site.next_door)
        assert (one.project, one.case.category, one.case.place) == (None, code, site.next_door)
        must(actions.dissuade(one, outcome="absent", words="无人在场，已留联系单", by=site.guard))
        done = must(actions.report_to_bodies(one, bodies=["committee", "urban_management"], words="报告", file=photo(), by=site.manager))
        assert [row["body"] for row in done.reports] == ["committee", "urban_management"]
    assert sorted(BodyReport.objects.values_list("body", flat=True)) == ["committee", "committee", "urban_management", "urban_management"]


def test_each_step_of_a_violation_is_refused_out_of_its_turn(site):
    project = site.running()
    one = site.violation("rough")
    assert actions.clear_violation(one, words="好了", by=site.manager).code == "renovation.not_put_right"
    assert actions.serve_notice(one, due_on=date(2026, 3, 4), words="整改", by=site.manager).code == "renovation.due_past"
    assert actions.note_put_right(one, photo=photo(), words=" ", by=site.guard).code == "renovation.words_needed"
    must(actions.serve_notice(one, due_on=date(2026, 3, 8), words="恢复原状", by=site.manager))
    assert Notice.objects.filter(basis_label=one.number).count() == 1
    must(actions.order_stop_work(one, words="拒不整改", by=site.leader))
    assert again(project).state == "stopped"
    assert actions.order_stop_work(one, words="再停", by=site.leader).code == "renovation.stopped_already"
    must(actions.note_put_right(one, photo=photo(), words="恢复", by=site.engineer))
    assert actions.note_put_right(one, photo=photo(), words="恢复", by=site.engineer).code == "renovation.photo_needed"
    must(actions.clear_violation(one, words="合格", by=site.chief))
    for step in (
        actions.dissuade(one, outcome="stopped", words="x", by=site.guard), actions.serve_notice(one, due_on=date(2026, 3, 9), words="x", by=site.manager),
        actions.order_stop_work(one, words="x", by=site.leader), actions.clear_violation(one, words="x", by=site.manager),
        actions.report_to_bodies(one, bodies=["committee"], words="x", file=photo(), by=site.manager),
    ):  # fmt: skip
        assert step.code == "renovation.cleared_already"
    assert actions.report_violation(site.where, dwelling=site.home, code="king", words="x", by=site.guard).code == "renovation.unknown_fault"
    assert actions.report_violation(site.where, dwelling=site.home, code="rough", words=" ", by=site.guard).code == "renovation.words_needed"


def test_visits_are_refused_without_photo_dwelling_or_lines_and_missed_by_the_clock(site):
    site.running()
    assert site.visit(photos=None).code == "renovation.photo_needed"
    assert site.visit(answers={"structure": "ok"}).code == "renovation.open_line"
    assert site.visit(dwelling=Place.objects.get(kind="unit")).code == "renovation.no_dwelling"
    assert actions.plan_visit(site.where, dwelling=site.home, why="复看", due_at=START, by=site.manager).code == "renovation.due_past"
    assert Inspection.objects.count() == 0
    one = must(actions.plan_visit(site.where, dwelling=site.home, why="复看", due_at=START + HOUR, by=site.manager))
    assert actions.note_visit_missed(one, by=SYSTEM).code == "renovation.not_due"
    with clock.frozen(START + 2 * HOUR):
        close_due(site.where)
    assert again(one).state == "missed"


def heard(name: str, react) -> None:
    entry = Entry.objects.filter(name=name).latest("id")
    react(entry, ledger.event_of(entry, {}))


@pytest.mark.clause("002-206", "004-259")
def test_a_device_that_falls_silent_under_works_is_tied_to_the_permit(site):
    one = device(site.where, "intercom", "B-1", place=site.home)
    other = device(site.where, "intercom", "B-2", place=site.next_door)
    made = must(site.applied("smart_wiring", "smart_device"))
    assert (made.state, actions.pass_review(made, by=site.engineer).code) == ("returned", "renovation.forbidden")
    must(actions.withdraw_application(made, reason="改", by=site.owner))
    project = site.running()
    for gone in (other, one):
        event = DeviceLost(device=gone.pk, kind=gone.kind, system="alarm", place=gone.place_id, online="lost", reason="silent")
        entry = Entry(scope_id=site.where.pk, at=START + HOUR, id=1)
        when_a_device_falls_silent_under_works_report_it(entry, event)
    found = Violation.objects.get()
    assert (found.project, found.code, found.found_at, "B-1" in found.words) == (project, "smart_wiring", START + HOUR, True)


@pytest.mark.clause("002-207")
def test_smart_devices_are_where_they_were_when_the_works_are_accepted(site):
    one = device(site.where, "intercom", "B-1", place=site.home)
    made = must(site.applied("smart_device"))
    assert (made.state, actions.pass_review(made, by=site.engineer).code) == ("returned", "renovation.forbidden")
    must(actions.withdraw_application(made, reason="改", by=site.owner))
    project = site.running()
    assert project.device_marks == {str(one.pk): str(site.home.pk)}
    given = {"answers": answers("first"), "photos": [photo()], "test": "48 小时无渗漏", "by": site.engineer}
    must(devices.change_device(one, name="门铃", number="B-1", place=site.next_door, by=SYSTEM))
    assert actions.accept_works(project, **given).code == "renovation.device_moved"
    assert (again(project).state, Inspection.objects.count()) == ("under_way", 0)
    must(devices.change_device(again(one), name="门铃", number="B-1", place=site.home, by=SYSTEM))
    assert must(actions.accept_works(project, **given)).state == "accepted"


@pytest.mark.clause("002-275")
def test_a_site_whose_worker_came_without_a_permit_is_looked_at_more_often(site):
    project = site.running()
    event = VisitorLetIn(visit=project.pk, category="once", dwelling=site.home.pk, passage=project.pk, lane=project.pk, seconds=5)
    when_workers_come_without_a_permit_look_more_often(Entry(scope_id=site.where.pk, at=START, id=1), event)
    assert (again(project).rounds_per_day, Duty.objects.get().promise.count) == (2, 2)
    assert [(one.kind, one.state, one.due_at) for one in Inspection.objects.all()] == [("follow_up", "planned", START + 2 * HOUR)]
    slots = planned(again(project))
    assert slots[1].owed == 2 or len([one for one in slots if one.on == slots[0].on]) == 2
    other = VisitorLetIn(visit=project.pk, category="visitor", dwelling=site.home.pk, passage=project.pk, lane=project.pk, seconds=5)
    when_workers_come_without_a_permit_look_more_often(Entry(scope_id=site.where.pk, at=START, id=2), other)
    assert again(project).rounds_per_day == 2
    assert actions.raise_rounds(project, why=" ", by=site.leader).code == "renovation.words_needed"


def test_a_round_done_on_the_phone_is_a_visit_like_any_other(site):
    project = site.running()
    slot = planned(project)[0]
    given = {key: ("fault" if key == "balcony" else "8" if key == "depth" else "ok") for key in answers()}
    must(duties.perform_duty(slot, answers=given, photos=[photo()], note="阳台在封", by=site.engineer))
    heard("duties.duty_performed", when_a_round_is_done_on_the_phone_write_it_down)
    visit = Inspection.objects.get()
    assert (visit.project, visit.faults, visit.reading_mm, visit.by, len(visit.photos)) == (project, ["balcony"], 8, site.team.person("王工"), 1)
    assert Violation.objects.get().code == "balcony"
    must(site.visit(at=START + DAY))
    proven = Entry.objects.filter(name="duties.duty_performed").count()
    heard("duties.duty_performed", when_a_round_is_done_on_the_phone_write_it_down)
    assert (Inspection.objects.count(), proven) == (2, 2)
    must(actions.note_put_right(Violation.objects.get(), photo=photo(), words="已拆", by=site.guard))
    must(actions.clear_violation(Violation.objects.get(), words="合格", by=site.manager))
    must(actions.accept_works(project, answers=answers("first"), photos=[photo()], test="48 小时", by=site.engineer))
    assert actions.take_in_round(again(project), performance=Performance.objects.first(), by=SYSTEM).code == "renovation.wrong_step"


def test_hostile_words_stay_words(site):
    one = must(actions.report_violation(site.where, dwelling=site.home, code="rough", words="<script>alert(1)</script>😀", by=site.guard))
    assert again(one).words == "<script>alert(1)</script>😀"
    assert site.visit(answers={**answers(), "<b>": "ok"}).code == "renovation.unknown_line"
    assert site.visit(answers={**answers(), "gas": ["ok"]}).code == "renovation.open_line"
    assert Case.objects.count() == 1 and isinstance(one.found_at, datetime)
