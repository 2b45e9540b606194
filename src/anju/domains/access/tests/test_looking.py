"""Who is seen by which camera, the person beside the document and the car beside its right, two doors of which one is shut, and hostile codes."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.access import actions, queries
from anju.domains.access.models import Lane, Passage, Regular, Visit
from anju.domains.access.schedule import close_due
from anju.domains.devices.tests.conftest import running
from anju.domains.passes import actions as pass_actions
from anju.domains.passes import queries as passes
from anju.domains.passes.models import Pass
from anju.kernel import clock, files
from anju.kernel.inputs import BadInput
from anju.kernel.models import Blob, Scope

from .conftest import START
from .test_visits import PICTURE, walk_in

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def camera(community, place, kind="camera"):
    return running(community, kind, f"{kind}-1", place=place)


@pytest.mark.clause("002-027")
def test_every_outsider_who_comes_or_goes_is_on_record_with_the_camera_that_saw_him(community, ground, team):
    """A guest let in, one who was not, and both ways out: each passage names the camera of its lane; a lane without one is named."""
    manager, guard = team("赵敏"), team("陈刚", "guard")
    seen = camera(community, ground.south)
    assert actions.watch_lane(ground.walk, camera=camera(community, ground.south, "barrier"), by=manager).code == "access.no_camera"
    assert ground.walk in queries.unwatched(community)
    actions.watch_lane(ground.walk, camera=seen, by=manager)
    assert actions.watch_lane(ground.walk, camera=seen, by=manager).code == "access.no_change"
    guest = walk_in(ground, guard)
    assert actions.let_visit_in(guest, lane=ground.walk, by=guard).code == "access.not_confirmed"
    actions.answer_visit(guest, agrees=True, by=ground.host)
    actions.let_visit_in(guest, lane=ground.walk, by=guard)
    actions.let_visit_out(guest, lane=ground.walk, by=guard, at=START + HOUR)
    stranger = actions.decide_passage(ground.walk, direction="in", by=guard, at=START + 2 * HOUR)
    ground.card()
    actions.decide_passage(ground.walk, direction="in", shown="card", secret="04A1B2C3", by=guard, at=START + 3 * HOUR)
    found = [(one.visit_id, one.direction, one.outcome, one.camera) for one in queries.outsiders(community, start=START, end=START + 4 * HOUR)]
    assert found == [(None, "in", "refused", seen), (guest.pk, "out", "allowed", seen), (guest.pk, "in", "allowed", seen), (guest.pk, "in", "ask", seen)]
    assert stranger.at == START + 2 * HOUR and ground.walk not in queries.unwatched(community)


@pytest.mark.clause("003-016")
def test_the_person_is_compared_with_the_document_and_the_car_with_its_permit_and_both_results_stay(community, ground, team):
    """Seen by the reader at 93 percent, another person, another car: each is kept, and who lets them through all the same says why."""
    guard, leader = team("陈刚", "guard"), team("李强", "squad_leader")
    same = walk_in(ground, guard, person_sure=93, channel="reader")
    actions.answer_visit(same, agrees=True, by=ground.host)
    actions.let_visit_in(same, lane=ground.walk, by=guard)
    kept = Passage.objects.get(visit=same)
    assert (kept.person_match, kept.person_sure, kept.outcome) == ("matches", 93, "allowed")
    other = walk_in(ground, guard, name="借用证件", phone="13600005678", person="differs")
    actions.answer_visit(other, agrees=True, by=ground.host)
    assert actions.let_visit_in(other, lane=ground.walk, by=guard).code == "access.other_person"
    refused = Passage.objects.get(visit=other)
    assert (refused.person_match, refused.person_sure, refused.code, refused.may_go) == ("differs", None, "other_person", False)
    assert actions.release_passage(refused, said_for=" ", by=leader).code == "access.reason_needed"
    through = actions.release_passage(refused, said_for="证件为本人旧照，业主到场确认", allowed_by=team.person("李强"), by=leader)
    assert (through.may_go, through.released_for, through.released_by, Visit.objects.get(pk=other.pk).state) == (True, "证件为本人旧照，业主到场确认", team.person("李强"), "inside")
    permit = pass_actions.issue_pass(community, kind="temporary_car", plate="京A12345", holder_name="陈先生", by=team("前台小周", "front_desk"))
    pass_actions.hand_out(permit, signature=files.checked(PICTURE), by=team("前台小周", "front_desk"))
    shown = {"direction": "in", "shown": "pass", "secret": permit.number, "by": guard}
    wrong = actions.decide_passage(ground.drive, **shown, plate="京A54321")
    right = actions.decide_passage(ground.drive, **shown, plate="京a·12345")
    assert [(one.outcome, one.code, one.car_match, one.plate) for one in (wrong, right)] == [("ask", "other_car", "differs", "京A54321"), ("allowed", "allowed", "matches", "京A12345")]
    assert actions.decide_passage(ground.walk, direction="in", person="maybe", by=guard).code == "access.unknown_match"


def test_of_two_doors_one_opens_only_while_the_other_is_shut_and_nobody_is_kept_in_between(community, ground, team):
    manager, guard = team("赵敏"), team("陈刚", "guard")
    outer, inner = ground.walk, ground.back
    assert actions.interlock_doors(outer, partner=outer, by=manager).code == "access.no_pair"
    assert actions.interlock_doors(outer, partner=ground.drive, by=manager).code == "access.no_pair"
    assert actions.interlock_doors(outer, partner=None, by=manager).code == "access.no_change"
    actions.interlock_doors(outer, partner=inner, by=manager)
    assert Lane.objects.get(pk=inner.pk).partner == outer
    ground.card()
    shown = {"shown": "card", "secret": "04A1B2C3", "by": guard}
    assert actions.record_shutting(outer, by=guard).code == "access.shut_already"
    actions.decide_passage(outer, direction="in", **shown)
    actions.record_opening(outer, by=guard, at=START + timedelta(seconds=1))
    waits = actions.decide_passage(inner, direction="in", **shown, at=START + timedelta(seconds=4))
    out = actions.decide_passage(inner, direction="out", **shown, at=START + timedelta(seconds=5))
    assert [(one.outcome, one.code) for one in (waits, out)] == [("refused", "other_door_open"), ("allowed", "leaves")]
    actions.record_shutting(outer, by=guard, at=START + timedelta(seconds=6))
    assert actions.decide_passage(inner, direction="in", **shown, at=START + timedelta(seconds=7)).outcome == "allowed"
    actions.record_opening(inner, by=guard, at=START + timedelta(seconds=8))
    assert actions.decide_passage(outer, direction="in", **shown, at=START + timedelta(seconds=37)).code == "other_door_open"
    assert actions.decide_passage(outer, direction="in", **shown, at=START + 6 * MINUTE).outcome == "allowed", "without a contact it counts as shut after half a minute"
    actions.record_opening(inner, by=guard, at=START + 7 * MINUTE)
    actions.release_all(community, reason="烟感报警", by=team("李强", "squad_leader"))
    assert actions.decide_passage(outer, direction="in", **shown, at=START + 7 * MINUTE).code == "fire_release"


def test_a_helper_comes_in_her_turns_or_by_the_households_word(community, ground, team):
    """Monday, Wednesday, Friday 8 to 12; today is Thursday."""
    guard = team("陈刚", "guard")
    given = {"category": "helper", "name": "周阿姨", "phone": "13700003333", "dwelling": ground.home, "by": guard}
    assert actions.register_regular(community, **given, days="138").code == "access.bad_days"
    assert Regular.objects.count() == 0
    one = actions.register_regular(community, **given, days="135", comes_from=time(8), comes_until=time(12))
    assert actions.let_regular_in(one, lane=ground.walk, by=guard).code == "access.not_his_turn"
    assert Passage.objects.get().code == "not_his_turn"
    friday = START + timedelta(days=1)
    inside = actions.let_regular_in(one, lane=ground.walk, by=guard, at=friday)
    actions.let_visit_out(inside, lane=ground.walk, by=guard, at=friday + HOUR)
    assert actions.let_regular_in(one, lane=ground.walk, by=guard, at=friday + 4 * HOUR).code == "access.not_his_turn"
    said = actions.let_regular_in(one, lane=ground.walk, said="林先生来电：今天改下午", by=guard, at=friday + 4 * HOUR)
    assert (said.state, said.answer_note) == ("inside", "林先生来电：今天改下午")
    told = queries.regulars_at(community, at=START, until=START + timedelta(days=5))
    assert list(told.values()) == [[str(one.pk), "helper", "135", 480, 720, "", str(ground.home.pk), True]]
    assert "周阿姨" not in str(told) and "13700003333" not in str(told)


def test_a_home_invites_as_often_as_the_rules_say_and_sees_what_is_left(community, ground, team):
    draft = actions.draft_rules(community, category="visitor", basis="host", stay_minutes=720, off_hours="confirm", invitations_per_month=2, reason="访客有序", by=team("赵敏"))
    actions.put_rules_in_force(draft, by=team("孙经理", "security_manager"))
    first = actions.invite_visitor(community, dwelling=ground.home, name="陈先生", by=ground.host)
    actions.invite_visitor(community, dwelling=ground.home, name="李女士", by=ground.host)
    assert actions.invite_visitor(community, dwelling=ground.home, name="孙先生", by=ground.host).code == "access.invitations_used"
    assert queries.invited_this_month(community, ground.home, START) == 2
    actions.withdraw_invitation(first, by=ground.host)
    assert actions.invite_visitor(community, dwelling=ground.home, name="孙先生", by=ground.host).state == "invited"
    april = START + timedelta(days=31)
    assert actions.invite_visitor(community, dwelling=ground.home, name="四月", by=ground.host, at=april).state == "invited"


def test_a_box_hears_how_often_a_category_came_today(community, ground, team):
    guard = team("陈刚", "guard")
    draft = actions.draft_rules(community, category="courier", basis="registered", visits_per_day=3, stay_minutes=30, reason="快递有序", by=team("赵敏"))
    actions.put_rules_in_force(draft, by=team("孙经理", "security_manager"))
    one = actions.register_regular(community, category="courier", name="小李", phone="13700002222", company="顺达", by=guard)
    actions.let_regular_in(one, lane=ground.walk, dwelling=ground.home, by=guard)
    assert queries.quotas_at(community, at=START) == {f"courier:{ground.home.pk}": 1}
    assert queries.quotas_at(community, at=START + timedelta(days=1)) == {}


def test_the_same_card_at_two_gates_in_a_second_is_asked_at_the_one_that_looks_for_it(community, ground, team):
    """The turnstile with anti-passback asks; the other gate keeps both passages one second apart."""
    guard = team("陈刚", "guard")
    ground.card()
    shown = {"direction": "in", "shown": "card", "secret": "04A1B2C3", "by": guard}
    north = actions.decide_passage(ground.back, **shown)
    south = actions.decide_passage(ground.walk, **shown, at=START + timedelta(seconds=1))
    assert [(one.outcome, one.code, one.lane) for one in (north, south)] == [("allowed", "allowed", ground.back), ("ask", "inside_already", ground.walk)]
    assert south.facts["same_way_seconds"] == 1


@pytest.mark.parametrize(
    ("kind", "why"),
    [("rubbish", "unknown"), ("cut", "unreadable"), ("forged", "forged"), ("edited", "edited"), ("elsewhere", "other_community"), ("expired", "expired"), ("screenshot", "not_live")],
)
def test_a_code_that_does_not_count_is_refused_with_its_own_sentence_and_kept(community, ground, team, kind, why):
    """Nobody comes in, nothing is used, the guard reads what is wrong and what to do; the look stays on record."""
    guard = team("陈刚", "guard")
    visit = actions.invite_visitor(community, dwelling=ground.home, name="陈先生", by=ground.host)
    permit, at = visit.permit, START + (13 * HOUR if kind == "expired" else 5 * MINUTE)
    found = actions.decide_passage(ground.walk, direction="in", shown="pass", secret=_hostile(kind, permit, community, at), by=guard, at=at)
    permit.refresh_from_db()
    assert (found.outcome, found.code, found.may_go, permit.uses_done, Visit.objects.get().state) == ("refused", f"pass_{why}", False, 0, "invited")
    assert queries.sentence_for(found.code) == passes.sentence_of(why)
    assert Passage.objects.count() == 1


def _hostile(kind: str, permit: Pass, community: Scope, at) -> str:
    """A code as somebody would try it: made up, cut, signed by another key, changed, of another place, of yesterday, or a picture of the moving one."""
    tokens, code = passes.tokens, passes.code_of(permit)
    somebody = Ed25519PrivateKey.from_private_bytes(b"z" * 32)
    claims = {"pass_id": permit.pk, "kind": "visitor", "starts_at": permit.starts_at, "ends_at": permit.ends_at}
    live = tokens.with_live_code(code, passes.live_secret(permit.pk), permit.pk, at)
    made = {
        "rubbish": "你好😀随便写", "cut": code[: len(code) // 2], "forged": tokens.make(tokens.Claims(scope_id=community.pk, **claims), somebody),
        "edited": code[:-9] + ("A" if code[-9] != "A" else "B") + code[-8:], "elsewhere": tokens.make(tokens.Claims(scope_id=uuid4(), **claims), somebody),
        "expired": live, "screenshot": tokens.with_live_code(code, passes.live_secret(permit.pk), permit.pk, START),
    }  # fmt: skip
    return made[kind]


def test_a_host_who_never_answers_lets_nobody_in_and_keeps_nobody_waiting_for_ever(community, ground, team):
    """Asked three times, not answered: not let in, politely sent on or lapsed; a late yes of the next day opens nothing."""
    guard = team("陈刚", "guard")
    visit = walk_in(ground, guard)
    for number in range(3):
        asked = actions.ask_host(visit, lane=ground.walk, by=guard, at=START + number * MINUTE)
    assert (asked.asked_times, asked.state) == (3, "waiting")
    assert actions.let_visit_in(visit, lane=ground.walk, by=guard, at=START + HOUR).code == "access.not_confirmed"
    away = actions.turn_visit_away(visit, reason="业主未接，改日再来", by=guard, at=START + HOUR)
    assert (away.state, actions.answer_visit(visit, agrees=True, by=ground.host, at=START + 24 * HOUR).code) == ("turned_away", "access.wrong_step")
    forgotten = walk_in(ground, guard, name="孙先生", phone="13600007777")
    with clock.frozen(START + 13 * HOUR):
        close_due(community)
    forgotten.refresh_from_db()
    assert (forgotten.state, queries.at_the_gate(community)) == ("lapsed", [])


def test_a_photo_of_forty_megabytes_is_refused_and_the_visit_is_not_half_written(community, ground, team):
    """The file is refused by its size before anything is written; without it the visit goes on."""
    guard = team("陈刚", "guard")
    photo = SimpleUploadedFile("大.png", PICTURE + b"\0" * (40 * 1024 * 1024))
    with pytest.raises(BadInput) as fault:
        actions.register_visit.spec.clean({"name": "陈先生", "photo": photo})
    assert "20" in str(fault.value.errors["photo"])
    assert (Visit.objects.count(), Blob.objects.count()) == (0, 0)
    assert walk_in(ground, guard, photo=None).state == "waiting"


def test_a_regular_comes_by_his_code_alone_and_his_stay_follows_him(community, ground, team):
    guard = team("陈刚", "guard")
    one = actions.register_regular(community, category="courier", name="小李", phone="13700002222", company="顺达", by=guard)
    shown = {"shown": "pin", "secret": f" {one.code.lower()} ", "by": guard}
    came = actions.decide_passage(ground.walk, direction="in", **shown, at=START)
    visit = Visit.objects.get()
    assert (came.outcome, visit.regular, visit.state, visit.until_at, Regular.objects.get().times) == ("allowed", one, "inside", START + timedelta(minutes=30), 1)
    again = actions.decide_passage(ground.walk, direction="in", **shown, at=START + MINUTE)
    assert (again.outcome, again.code, again.facts["turns"]["is_inside"]) == ("ask", "inside_already", True)
    assert actions.begin_regular_stay(one, passage=came, by=guard).code == "access.inside_already"
    assert actions.end_regular_stay(one, passage=came, by=guard).code == "access.wrong_step"
    assert (Visit.objects.count(), Visit.objects.get().state) == (1, "inside")
    left = actions.decide_passage(ground.walk, direction="out", **shown, at=START + 10 * MINUTE)
    assert (left.code, Visit.objects.get().state, Visit.objects.get().left_at) == ("leaves", "left", START + 10 * MINUTE)
    assert actions.end_regular_stay(one, passage=left, by=guard).code == "access.wrong_step"
    actions.end_regular(one, reason="不再来", by=team("前台小周", "front_desk"))
    assert actions.decide_passage(ground.walk, direction="in", **shown, at=START + HOUR).code == "no_right"
