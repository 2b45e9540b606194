"""What is switched on at the gates: procedures that are read and checked, the post outside, the rush, the epidemic mode, faces."""

from __future__ import annotations

import io
from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from anju.domains.access import actions, queries, rules
from anju.domains.access.models import (
    BodyUse,
    Credential,
    EntryCheck,
    EpidemicMode,
    Passage,
    PeakPlan,
    PeakRun,
    ProcedureCheck,
    Visit,
)
from anju.domains.access.reactions import when_somebody_moves_out_take_his_rights
from anju.domains.access.schedule import end_leases, roster_peaks, turn_modes
from anju.domains.documents import actions as documents
from anju.domains.documents.models import DocumentClass, Reading
from anju.domains.people import actions as people
from anju.domains.people.models import Holding
from anju.domains.people.queries import shifts_of
from anju.domains.workforce import actions as workforce
from anju.kernel import clock, files, ledger
from anju.kernel.models import Entry

from .conftest import START
from .test_visits import walk_in

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEPS = "主动招呼\n问清去哪户\n指引停车\n通知门岗"


def pdf(text: str) -> files.File:
    return files.checked(io.BytesIO(b"%PDF-1.4\n" + text.encode() + b"\n%%EOF\n"), name="a.pdf")


@pytest.fixture
def archive(community, team):
    """A document in force that guards must read; each call files another."""
    desk, manager = team("前台小周", "front_desk"), team("赵敏")
    documents.load_classes(community, template="property_company", by=manager)
    klass = DocumentClass.objects.get(code="ZD")

    def filed(title: str):
        made = documents.approve_document(documents.file_document(community, klass=klass, title=title, file=pdf(title), by=desk), by=manager)
        return documents.require_reading(made, roles=["guard"], days=5, by=manager)

    return filed


def read(document, actor) -> None:
    one = Reading.objects.get(document=document, person_id=actor.person, state="owed")
    documents.open_reading(one, by=actor)
    documents.acknowledge_reading(one, by=actor)


@pytest.mark.clause("003-024")
def test_guidance_follows_a_script_whose_version_is_read_and_whose_steps_leaders_check(community, team, archive):
    manager, leader = team("赵敏"), team("李强", "squad_leader")
    chen, guard = team.person("陈刚", "guard"), team("陈刚", "guard")
    script = archive("外围引导话术")
    given = {"kind": "guidance", "document": script, "by": manager}
    assert actions.set_procedure(community, **given, steps=" \n").code == "access.steps_needed"
    draft = documents.file_document(community, klass=DocumentClass.objects.get(code="ZD"), title="草稿", file=pdf("草稿"), by=team("前台小周", "front_desk"))
    assert actions.set_procedure(community, kind="guidance", document=draft, steps=STEPS, by=manager).code == "access.not_read"
    one = actions.set_procedure(community, **given, steps=STEPS)
    read(script, guard)
    assert actions.check_procedure(one, person=team.person("李强", "squad_leader"), by=leader).code == "access.own_check"
    assert actions.check_procedure(one, person=chen, missed=[9], note="x", by=leader).code == "access.say_what_was_missed"
    assert actions.check_procedure(one, person=chen, missed=[2], by=leader).code == "access.say_what_was_missed"
    assert ProcedureCheck.objects.count() == 0
    actions.check_procedure(one, person=chen, missed=[2], note="没有问去哪户", by=leader)
    actions.check_procedure(one, person=chen, by=leader)
    kept = next(each for each in queries.procedures(community) if each.kind == "guidance")
    assert (kept.procedure, kept.procedure.version, kept.read, kept.readers, kept.kept, kept.of, kept.percent) == (one, 1, 1, 1, 7, 8, 87.5)
    documents.add_version(script, file=pdf("第二版"), by=team("前台小周", "front_desk"))
    documents.approve_document(documents.submit_document(script, by=team("前台小周", "front_desk")), by=manager)
    assert next(each for each in queries.procedures(community) if each.kind == "guidance").is_behind
    script.refresh_from_db()
    second = actions.set_procedure(community, kind="guidance", document=script, steps=STEPS, by=manager)
    assert actions.check_procedure(one, person=chen, by=leader).code == "access.old_procedure"
    assert (second.version, queries.procedure_of(community, "guidance")) == (2, second)


@pytest.mark.clause("003-034")
def test_cars_in_and_out_guiding_to_bays_and_violations_each_have_a_procedure_that_guards_acknowledge(community, team, archive):
    manager, leader, guard = team("赵敏"), team("李强", "squad_leader"), team("陈刚", "guard")
    chen, wang = team.person("陈刚", "guard"), team.person("王强", "guard")
    for kind, title in (("car_entry", "车辆进出场"), ("parking", "停车引导"), ("violation", "违规处理")):
        paper = archive(title)
        one = actions.set_procedure(community, kind=kind, document=paper, steps="第一步\n第二步\n第三步", by=manager)
        read(paper, guard)
        actions.check_procedure(one, person=chen, by=leader)
        actions.check_procedure(one, person=wang, missed=[1, 3], note="未引导", by=leader)
    found = {one.kind: (one.procedure.version, one.read, one.readers, one.kept, one.of) for one in queries.procedures(community) if one.procedure}
    assert found == dict.fromkeys(("car_entry", "parking", "violation"), (1, 1, 2, 4, 6))
    assert actions.set_procedure(community, kind="violation", document=paper, steps="x", by=leader).code == "kernel.not_permitted"


def guidance_post(ground, team, name="外围引导岗"):
    """A post outside the south gate, marked as one for guidance; two guards who are free."""
    manager = team("赵敏")
    post = people.define_post(ground.where, name=name, role="guard", place=ground.south, by=manager)
    workforce.set_establishment(post, reason="门前秩序", is_guidance=True, by=manager)
    for guard in ("陈刚", "王强"):
        team.person(guard, "guard")
    return post


@pytest.mark.clause("003-023")
def test_who_stands_at_the_rostered_post_outside_registers_before_and_hands_over_to_the_gate(community, ground, team):
    outer, guard = guidance_post(ground, team), team("王强", "guard")
    other = people.define_post(community, name="南门岗", role="guard", place=ground.south, by=team("赵敏"))
    people.assign_post(outer, person=team.person("陈刚"), start_at=START, end_at=START + 8 * HOUR, by=team("赵敏"))
    people.assign_post(other, person=team.person("王强"), start_at=START, end_at=START + 8 * HOUR, by=team("赵敏"))
    visit = walk_in(ground, team("陈刚", "guard"))
    assert (visit.channel, visit.post, visit.registered_by) == ("outer", outer, team.person("陈刚"))
    inner = walk_in(ground, guard, name="李女士")
    assert (inner.channel, inner.post) == ("manual", None)
    assert [one.pk for one in queries.at_the_gate(community) if one.channel == "outer"] == [visit.pk]
    actions.answer_visit(visit, agrees=True, by=ground.host)
    assert actions.let_visit_in(visit, lane=ground.walk, by=guard).state == "inside"
    late = walk_in(ground, team("陈刚", "guard"), name="孙先生", at=START + 9 * HOUR)
    assert late.channel == "manual", "his turn outside is over"


def peak(ground, team, **changed):
    post = changed.pop("post", None) or guidance_post(ground, team)
    given = {"name": "早高峰", "occasion": "morning", "starts": time(9, 30), "ends": time(11), "post": post, "extra": 2, "people_text": "行人走左侧，不与车抢道",
             "cars_text": "出车走一道，来访车到东侧等候", "waits": ["delivery", "courier"]}  # fmt: skip
    return actions.plan_peak(ground.where, **{**given, **changed}, by=team("赵敏"))


@pytest.mark.clause("003-032")
def test_a_rush_puts_named_guards_on_the_guidance_post_who_come_to_it_by_a_plan_that_is_kept(community, ground, team):
    """Thursday: the clock names two for each working day of the week, with the version of the plan; one of them goes on post."""
    plan = peak(ground, team)
    roster_peaks(community)
    runs = list(PeakRun.objects.order_by("on"))
    assert [one.on for one in runs] == [date(2026, 3, day) for day in (5, 6, 9, 10, 11)]
    held = list(Holding.objects.filter(post=plan.post, on=runs[0].on).order_by("person__name"))
    assert [(one.person.name, one.start_at, one.end_at) for one in held] == [(name, START + HOUR / 2, START + 2 * HOUR) for name in ("王强", "陈刚")]
    assert (runs[0].plan.version, runs[0].plan.cars_text, runs[0].short, set(runs[0].named)) == (1, "出车走一道，来访车到东侧等候", 0, {str(one.pk) for one in held})
    people.take_post(plan.post, by=team("陈刚", "guard"), at=START + HOUR / 2)
    today = queries.peaks_around(community, at=START)[0]
    assert (len(today.people), today.came) == (2, 1)
    changed = peak(ground, team, post=plan.post, cars_text="分两道出")
    assert (changed.version, PeakPlan.objects.get(pk=plan.pk).state, PeakRun.objects.get(pk=runs[0].pk).plan) == (2, "replaced", changed)
    assert actions.roster_peak(changed, on=runs[0].on, by=team("李强", "squad_leader")).code == "access.rostered_already"
    assert actions.roster_peak(plan, on=runs[0].on, by=team("李强", "squad_leader")).code == "access.peak_step"


@pytest.mark.clause("003-033")
def test_morning_evening_and_holidays_each_have_their_plan_for_people_and_cars_and_more_people(community, ground, team):
    """Saturday is the holidays' plan's; switched on and off by hour, the queues stand with each day; nobody who lives here waits."""
    post = guidance_post(ground, team)
    codes = [peak(ground, team, post=post, **changed).code for changed in (
        {"people_text": " "}, {"cars_text": ""}, {"extra": 11}, {"ends": time(9)}, {"waits": ["resident"]}, {"waits": ["visitor"]}, {"occasion": "x"}, {"ways_out": [ground.drive]},
    )]  # fmt: skip
    assert codes == [f"access.{code}" for code in (
        "both_needed", "both_needed", "people_needed", "bad_peak", "nobody_of_here_waits", "nobody_of_here_waits", "name_needed", "last_way_in")]  # fmt: skip
    bare = people.define_post(community, name="巡逻岗", role="guard", place=ground.south, by=team("赵敏"))
    assert peak(ground, team, post=bare).code == "access.no_guidance_post"
    texts = {"people_text": "x", "cars_text": "y", "by": team("陈刚", "guard")}
    assert actions.plan_peak(community, name="早高峰", occasion="morning", starts=time(7), ends=time(9), post=post, **texts).code == "kernel.not_permitted"
    assert PeakPlan.objects.count() == 0
    morning = peak(ground, team, post=post)
    peak(ground, team, post=post, name="晚高峰", occasion="evening", starts=time(17), ends=time(19), extra=1)
    peak(ground, team, post=post, name="节假日", occasion="holiday", starts=time(13), ends=time(15), extra=1, waits=["once"])
    roster_peaks(community)
    days = {name: sorted(run.on.isoweekday() for run in PeakRun.objects.filter(plan__name=name)) for name in ("早高峰", "晚高峰", "节假日")}
    assert days == {"早高峰": [1, 2, 3, 4, 5], "晚高峰": [1, 2, 3, 4, 5], "节假日": [6, 7]}
    run = PeakRun.objects.get(plan=morning, on=date(2026, 3, 5))
    guard = team("陈刚", "guard")
    assert actions.count_queue(run, people=1, by=guard).code == "access.peak_not_on"
    assert actions.switch_peak_off(run, by=guard).code == "access.peak_not_on"
    courier = actions.register_regular(community, category="courier", name="小李", phone="13700002222", company="顺达", by=guard)
    turn_modes(community)
    assert PeakRun.objects.get(pk=run.pk).state == "planned", "it begins at 9:30"
    on = actions.switch_peak_on(run, by=guard)
    assert (on.state, on.on_by, actions.switch_peak_on(run, by=guard).code) == ("on", team.person("陈刚"), "access.peak_step")
    assert actions.let_regular_in(courier, lane=ground.walk, by=guard).code == "access.peak_hours"
    ground.card()
    assert actions.decide_passage(ground.walk, direction="in", shown="card", secret="04A1B2C3", by=guard).outcome == "allowed"
    for people_, cars in ((12, 5), (30, 9), (4, 20)):
        actions.count_queue(run, people=people_, cars=cars, by=guard)
    with clock.frozen(START + 2 * HOUR):
        turn_modes(community)
        over = queries.past_peaks(community, since=START)[0].run
        assert (over.state, over.on_at, over.off_at, over.longest_people, over.longest_cars, len(over.queues)) == ("over", START, START + 2 * HOUR, 30, 20, 3)
        assert actions.let_regular_in(courier, lane=ground.walk, by=guard).state == "inside"
    assert actions.drop_peak_plan(morning, why=" ", by=team("赵敏")).code == "access.reason_needed"
    assert actions.drop_peak_plan(morning, why="改走北门", by=team("赵敏")).state == "dropped"


def test_a_rush_for_which_nobody_is_free_says_so_and_lacks_them(community, ground, team):
    post = people.define_post(community, name="外围引导岗", role="guard", place=ground.south, by=team("赵敏"))
    workforce.set_establishment(post, reason="门前秩序", is_guidance=True, by=team("赵敏"))
    team.person("赵敏", "security_manager")
    plan = peak(ground, team, post=post)
    run = actions.roster_peak(plan, on=date(2026, 3, 5), by=team("李强", "squad_leader"))
    assert (len(run.named), run.short, Entry.objects.filter(name="notices.notice_sent").count()) == (1, 1, 1), "the manager stands in, the second is missing"
    assert actions.roster_peak(plan, on=date(2026, 3, 5), by=team("李强", "squad_leader")).code == "access.nobody_free"
    one_way = peak(ground, team, post=post, name="单行", ways_out=[ground.walk])
    far = actions.roster_peak(one_way, on=date(2026, 3, 6), by=team("李强", "squad_leader"))
    assert actions.switch_peak_on(far, by=team("陈刚", "guard")).code == "access.peak_time"


ORDER = {"reason": "辖区通告", "paper": "防控办〔2026〕3号", "until_at": START + 10 * DAY, "asks": ["temperature", "code"], "asks_home": ["temperature"], "word_for": ["delivery"]}


@pytest.mark.clause("002-230")
def test_the_epidemic_mode_is_switched_on_by_order_asks_for_its_checks_keeps_them_and_ends(community, ground, team):
    """A guest is checked and goes on; a check that is failed sends him back; a resident with a fever goes home; nobody is asked who leaves."""
    manager, guard = team("赵敏"), team("陈刚", "guard")
    codes = [actions.switch_epidemic_on(community, **{**ORDER, **changed}, by=manager).code for changed in (
        {"reason": " "}, {"paper": ""}, {"until_at": START + 91 * DAY}, {"until_at": START}, {"asks": [], "asks_home": [], "word_for": []}, {"word_for": ["resident"]},
    )]  # fmt: skip
    assert codes == [f"access.{code}" for code in ("order_needed", "order_needed", "mode_end", "mode_end", "checks_needed", "home_always_open")]
    assert actions.switch_epidemic_on(community, **ORDER, by=guard).code == "kernel.not_permitted"
    assert EpidemicMode.objects.count() == 0
    mode = actions.switch_epidemic_on(community, **ORDER, by=manager)
    assert actions.switch_epidemic_on(community, **ORDER, by=manager).code == "access.mode_on"
    ground.card()
    home = actions.decide_passage(ground.walk, direction="in", shown="card", secret="04A1B2C3", by=guard)
    assert (home.outcome, home.code, [one.pk for one in queries.to_check(community)]) == ("ask", "epidemic_check", [home.pk])
    assert actions.record_entry_check(home, passed=["temperature"], by=guard).code == "access.temperature_needed"
    assert actions.record_entry_check(home, passed=[], failed=[], by=guard).code == "access.every_check"
    ill = actions.record_entry_check(home, failed=["temperature"], temperature=Decimal("38.4"), note="已告知发热门诊", by=guard)
    home.refresh_from_db()
    assert (ill.tenths, home.is_released, home.code) == (384, True, "epidemic_home")
    assert actions.decide_passage(ground.walk, direction="out", shown="card", secret="04A1B2C3", by=guard).code == "leaves"
    guest = walk_in(ground, guard)
    actions.answer_visit(guest, agrees=True, by=ground.host)
    assert actions.let_visit_in(guest, lane=ground.walk, by=guard).code == "access.epidemic_check"
    asked = Passage.objects.get(visit=guest)
    actions.record_entry_check(asked, passed=["temperature", "code"], temperature=Decimal("36.5"), by=guard)
    assert (Visit.objects.get(pk=guest.pk).state, Passage.objects.get(pk=asked.pk).is_released) == ("inside", True)
    second = walk_in(ground, guard, name="高先生", phone="13600001234")
    actions.answer_visit(second, agrees=True, by=ground.host)
    actions.let_visit_in(second, lane=ground.walk, by=guard)
    sent = actions.record_entry_check(Passage.objects.get(visit=second), passed=["temperature"], failed=["code"], temperature=Decimal("36.4"), by=guard)
    assert (Passage.objects.get(visit=second).code, Passage.objects.get(visit=second).is_released, Visit.objects.get(pk=second.pk).state) == ("epidemic_failed", False, "agreed")
    assert actions.record_entry_check(sent.passage, passed=["temperature"], by=guard).code == "access.nothing_to_check"
    assert [(one.passed, one.failed, one.guard) for one in EntryCheck.objects.order_by("pk")] == [
        ([], ["temperature"], team.person("陈刚")), (["temperature", "code"], [], team.person("陈刚")), (["temperature"], ["code"], team.person("陈刚"))]  # fmt: skip
    assert actions.switch_epidemic_off(mode, reason=" ", by=manager).code == "access.reason_needed"
    with clock.frozen(START + 10 * DAY):
        turn_modes(community)
    mode.refresh_from_db()
    assert (mode.state, mode.on_by, mode.off_at) == ("off", team.person("赵敏"), START + 10 * DAY)
    assert actions.switch_epidemic_off(mode, reason="x", by=manager).code == "access.mode_off"
    names = list(Entry.objects.filter(name__startswith="access.epidemic").order_by("id").values_list("name", flat=True))
    assert names == ["access.epidemic_switched_on", "access.epidemic_switched_off"]


def test_a_changed_rule_is_tried_on_passages_with_the_mode_and_the_rush_of_their_time(community, ground, team):
    """Facts keep what was switched on: the trial of a rule that changes nothing finds no difference."""
    guard = team("陈刚", "guard")
    actions.switch_epidemic_on(community, **ORDER, by=team("赵敏"))
    ground.card()
    kept = actions.decide_passage(ground.walk, direction="in", shown="card", secret="04A1B2C3", by=guard)
    assert rules.from_json(Passage.objects.get(pk=kept.pk).facts).lane.asks == ("temperature", "code")
    draft = actions.draft_rules(community, category="courier", basis="registered", stay_minutes=20, reason="高峰", by=team("赵敏"))
    trial = queries.tried(draft, start=START - DAY, end=START + DAY)
    assert (trial.judged, dict(trial.changes)) == (1, {})


def body(community, team, kind="face"):
    use = actions.propose_body_use(community, kind=kind, purpose="单元门", assessment="PIA-2026-01", by=team("赵敏"))
    return actions.agree_body_use(use, by=team("孙经理", "security_manager"))


@pytest.mark.clause("003-018", "002-245")
def test_card_phone_app_code_face_and_finger_of_one_holder_open_and_each_passage_says_which(community, ground, team):
    """Faces and fingers are off; two people switch them on; they open beside a card, with a signed consent and an end, and end with the last card."""
    desk, guard, lin = team("前台小周", "front_desk"), team("陈刚", "guard"), team.person("林先生")
    given = {"holder": lin, "dwelling": ground.home, "checked": "不动产权证；身份证", "by": desk}
    consent = {"consent": "同意书 2026-15", "erase_on": date(2026, 12, 31)}
    assert actions.issue_credential(community, kind="face", secret="F-0001", **given, **consent).code == "access.kind_off"
    assert actions.propose_body_use(community, kind="face", purpose="单元门", assessment=" ", by=team("赵敏")).code == "access.assessment_needed"
    proposed = actions.propose_body_use(community, kind="face", purpose="单元门", assessment="PIA-2026-01", by=team("赵敏"))
    assert actions.agree_body_use(proposed, by=team("赵敏")).code == "access.second_person"
    assert actions.propose_body_use(community, kind="face", purpose="x", assessment="y", by=team("赵敏")).code == "access.body_asked_already"
    assert actions.issue_credential(community, kind="face", secret="F-0001", **given, **consent).code == "access.kind_off"
    face = actions.agree_body_use(proposed, by=team("孙经理", "security_manager"))
    finger = body(community, team, "fingerprint")
    assert actions.agree_body_use(face, by=team("孙经理", "security_manager")).code == "access.body_step"
    assert actions.issue_credential(community, kind="face", secret="F-0001", **given, **consent).code == "access.other_way_needed"
    card = ground.card()
    assert actions.issue_credential(community, kind="face", secret="F-0001", **given, consent="", erase_on=consent["erase_on"]).code == "access.consent_needed"
    assert actions.issue_credential(community, kind="face", secret="F-0001", **given, consent="x", erase_on=date(2028, 1, 1)).code == "access.consent_needed"
    for kind, secret in (("nfc", "BT-77"), ("qr", "APP-LIN-1"), ("pin", "482913")):
        actions.issue_credential(community, kind=kind, secret=secret, **given)
    for kind, secret in (("face", "F-0001"), ("fingerprint", "T-0001")):
        actions.issue_credential(community, kind=kind, secret=secret, **given, **consent)
    shown = [("card", "04A1B2C3"), ("nfc", "BT-77"), ("qr", "APP-LIN-1"), ("pin", "482913"), ("face", "F-0001"), ("fingerprint", "T-0001")]
    for number, (kind, secret) in enumerate(shown):
        passage = actions.decide_passage(ground.door, direction="in", shown=kind, secret=secret, by=guard, at=START + number * HOUR)
        assert (passage.outcome, passage.credential.kind, passage.credential.holder) == ("allowed", kind, lin)
    kinds = [one.payload["credential_kind"] for one in Entry.objects.filter(name="access.passage_decided").order_by("id")]
    assert kinds == [kind for kind, _secret in shown]
    assert not [row for row in queries.rights_at(community, [ground.door], at=START, until=START + DAY)["credentials"] if row.startswith(("face:", "fingerprint:"))], "no box holds one"
    actions.end_body_use(finger, by=team("赵敏"))
    assert Credential.objects.get(kind="fingerprint").state == "revoked"
    assert actions.decide_passage(ground.door, direction="in", shown="fingerprint", secret="T-0001", by=guard).outcome == "refused"
    for one in [card, *Credential.objects.filter(kind__in=("nfc", "qr", "pin"))]:
        actions.revoke_credential(one, reason="搬走", by=desk)
    assert Credential.objects.get(kind="face").state == "revoked", "never the only way in"
    assert actions.end_body_use(BodyUse.objects.get(kind="fingerprint"), by=team("赵敏")).code == "access.body_step"


@pytest.mark.clause("002-292")
def test_one_card_opens_the_doors_for_its_holder_and_the_bar_for_his_car_and_is_lost_at_once_for_both(community, ground, team):
    desk, guard = team("前台小周", "front_desk"), team("陈刚", "guard")
    given = {"kind": "card", "secret": "04C0FFEE", "holder": team.person("林先生"), "dwelling": ground.home, "checked": "不动产权证；身份证；行驶证", "by": desk}
    assert actions.issue_credential(community, **{**given, "kind": "nfc"}, car_plate="京A12345").code == "access.one_card"
    card = actions.issue_credential(community, **given, car_plate="京A12345")
    door = actions.decide_passage(ground.walk, direction="in", shown="card", secret="04C0FFEE", by=guard)
    bar = actions.decide_passage(ground.drive, direction="in", shown="tag", secret="04C0FFEE", plate="京A12345", by=guard)
    other = actions.decide_passage(ground.drive, direction="in", shown="tag", secret="04C0FFEE", plate="京A99999", by=guard)
    assert [(one.outcome, one.code, one.car_match, one.credential.holder) for one in (door, bar, other)] == [
        ("allowed", "allowed", "", team.person("林先生")), ("allowed", "allowed", "matches", team.person("林先生")), ("ask", "other_car", "differs", team.person("林先生"))]  # fmt: skip
    actions.report_credential_lost(card, reason="丢失", by=desk)
    assert [one.state for one in Credential.objects.order_by("pk")] == ["lost", "lost"]
    again = [actions.decide_passage(lane, direction="in", shown=kind, secret="04C0FFEE", by=guard, at=START + HOUR).code for lane, kind in ((ground.walk, "card"), (ground.drive, "tag"))]
    assert again == ["reported_lost", "reported_lost"]


@pytest.mark.clause("004-216")
def test_the_main_entrance_is_kept_round_the_clock_and_each_gap_is_found(community, ground, team):
    """Two shifts leave eight hours bare; three shifts need somebody each; the one nobody is named for, and a guard who was released, are named."""
    manager = team("赵敏")
    days = people.define_pattern(community, name="两班", shifts="早班 07:00-15:00\n中班 15:00-23:00", crews=3, by=manager)
    post = people.define_post(community, name="主出入口值班室", role="guard", place=ground.south, pattern=days, by=manager)

    def south():
        return next(one for one in queries.entrances(community, at=START, days=1) if one.gate == ground.south)

    assert (south().bare_minutes, len(south().short), south().is_kept) == (8 * 60, 2, False)
    three = people.define_pattern(community, name="三班", shifts="早班 07:00-15:00\n中班 15:00-23:00\n夜班 23:00-07:00", crews=4, by=manager)
    post = people.change_post(post, pattern=three, by=manager)
    assert (south().bare_minutes, [slot.shift.name for slot in south().short]) == (0, ["早班", "中班", "夜班"])
    for name, shift in zip(("陈刚", "王强", "李明"), shifts_of(three), strict=True):
        held = people.assign_post(post, person=team.person(name, "guard"), shift=shift, on=date(2026, 3, 5), by=manager)
    assert (south().is_kept, south().now, south().short) == (True, [], [])
    Holding.objects.filter(pk=held.pk).update(state="withdrawn")
    assert [(slot.shift.name, slot.start_at) for slot in south().short] == [("夜班", START + 14 * HOUR)]
    north = next(one for one in queries.entrances(community, at=START, days=1) if one.gate == ground.north)
    assert (north.posts, north.is_kept) == ([], False)


@pytest.mark.clause("004-120")
def test_rented_homes_stand_in_a_register_whose_leases_are_kept_current(community, ground, team):
    """A lease that ends soon is said; on the day after its last the residency ends by itself, and the card of the tenant with it."""
    desk, wang = team("前台小周", "front_desk"), team.person("王租客")
    lease = people.add_residency(community, dwelling=ground.home, person=wang, relation="tenant", until_on=date(2026, 3, 20), by=desk)
    card = actions.issue_credential(community, kind="card", secret="04FACE01", holder=wang, dwelling=ground.home, checked="租赁合同；身份证", by=desk)
    assert [(one.person.name, one.dwelling, one.until_on, state) for one, state in queries.leases(community)] == [
        ("王租客", ground.home, date(2026, 3, 20), "soon"), ("林先生", ground.home, None, "open")]  # fmt: skip
    with clock.frozen(START + 15 * DAY):
        end_leases(community)
        lease.refresh_from_db()
        assert lease.ended_at is None, "the last day counts"
    with clock.frozen(START + 16 * DAY):
        end_leases(community)
        lease.refresh_from_db()
        assert lease.ended_at == START + 16 * DAY
        entry = Entry.objects.filter(name="people.residency_ended").latest("id")
        when_somebody_moves_out_take_his_rights(entry, ledger.event_of(entry, {}))
        assert [one.person.name for one, _state in queries.leases(community)] == ["林先生"]
    card.refresh_from_db()
    assert (card.state, actions.decide_passage(ground.walk, direction="in", shown="card", secret="04FACE01", by=team("陈刚", "guard")).code) == ("revoked", "revoked")
