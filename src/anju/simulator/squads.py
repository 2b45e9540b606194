"""What keeps a team together: checks of posts, formations, leave, files, equipment, and the plan for heavy rain."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from functools import partial

from anju.domains.people.queries import Person
from anju.domains.workforce import actions as workforce
from anju.domains.workforce.queries import Contingency, Leave, PostCheck, RandomCheck
from anju.kernel import clock
from anju.kernel.actors import Actor

from . import photos, rosters
from .shifts import POOL, _at
from .verbs import must
from .world import HOUR, World

QUESTIONS = ("夜间放行大件物品要核对什么？", "电梯困人先做哪一步？", "消防车通道被占怎么处置？", "业主忘带门禁卡怎么核实？")
FAULTS = ("uniform", "log", "courtesy", "order", "equipment")
CHECKED = ("南门岗", "北门岗", "地下车库岗")
FILES = 14
CHANNELS = ("veteran", "police_school", "referral", "online", "government")
RAIN_EVERY, LEAVE_EVERY = 17, 6
PHONE = Actor.system("post_phone")


def expect(world: World, day: date) -> None:
    """Plan a day: one check of a post by the leader, roll call, and what comes up now and then."""
    lot = world.lot("squads", day)
    if "squads" not in world.known:
        world.known.add("squads")
        _furnish(world, day)
    _at(world, world.moment(day, lot.choice((10.3, 16.7, 20.4))), partial(_check, world, CHECKED[day.toordinal() % 3], lot.random()))
    if day.isoweekday() in (1, 4):
        _at(world, world.moment(day, 15.25), partial(_roll_call, world, day))
    if day.isoweekday() == 5 and day.day <= 7:
        _at(world, world.moment(day, 14.5), partial(_meet, world))
    if day.day == 1 or not RandomCheck.objects.filter(scope=world.scope, due_at__gte=world.moment(day.replace(day=1), 0)).exists():
        _at(world, world.moment(day, 8.6), partial(_draw, world, day))
    _expect_drawn(world, day)
    if day.toordinal() % RAIN_EVERY == 0:
        _at(world, world.moment(day, 13.2), partial(_rain, world))
    if day.toordinal() % LEAVE_EVERY == 0:
        _at(world, world.moment(day, 10.9), partial(_leave, world, day))


def _expect_drawn(world: World, day: date) -> None:
    """A manager goes to most of the checks that are drawn for today; what nobody makes is noted as missed."""
    drawn = RandomCheck.objects.filter(scope=world.scope, state="drawn", due_at__gte=max(clock.now(), world.moment(day, 0)), due_at__lt=world.moment(day, 24))
    for one in drawn.select_related("post"):
        if world.lot("drawn", one.pk).random() < 0.8:
            _at(world, one.due_at, partial(_check, world, one.post.name, 0.5))


def _furnish(world: World, day: date) -> None:
    """Once: the establishment, the register of equipment, the plan for rain, staff files, and letters of responsibility."""
    if Contingency.objects.filter(scope=world.scope).exists():
        return
    manager, head = world.cast.staff["security_manager"][0], world.cast.staff["project_manager"][0]
    heads = {"南门岗": 4, "北门岗": 4, "巡逻一岗": 4, "巡逻二岗": 4, "地下车库岗": 4, POOL: 4, "施工通道岗": 2, "当班班长": 4, "监控中心岗": 4, "消防控制室岗": 8}
    for name, many in heads.items():
        world.act(workforce.set_establishment, world.cast.posts[name], reason="年度定岗定编", headcount=many, is_pool=name == POOL, by=manager)
    for number, name in enumerate(("南门岗", "北门岗", "巡逻一岗", "巡逻二岗"), 1):
        world.act(workforce.add_gear, world.scope, code=f"DJ-{number:02d}", kind="radio", post=world.cast.posts[name], by=manager)
    for number in range(1, 5):
        world.act(workforce.add_gear, world.scope, code=f"YY-{number:02d}", kind="raincoat", by=manager)
    _post_phone(world, manager)
    gates = [world.cast.posts[name] for name in ("地下车库岗", POOL)]
    world.act(
        workforce.draw_up_contingency, world.scope, name="暴雨预案", kinds=["rainstorm", "thunder"], posts=gates, more=1, gear=["raincoat", "torch"],
        steps="查地库挡水板和排水泵，疏导车辆，劝离低洼处人员。", by=manager,
    )  # fmt: skip
    world.act(workforce.draw_up_contingency, world.scope, name="节假日预案", kinds=["holiday", "event"], posts=[world.cast.posts["南门岗"]], more=1, by=manager)
    for number, person in enumerate(world.cast.staff["guard"][:FILES]):
        _file(world, person, number, day, manager, head)
    for person in world.cast.staff["squad_leader"]:
        letter = world.act(workforce.issue_pledge, world.scope, person=person, title="班组安全责任书", text="本班岗位、人员、装备和交接的安全责任。", by=manager)
        if letter is not None:
            world.act(workforce.sign_pledge, letter, by=person)
    world.act(
        workforce.pair_mentor, world.scope, newcomer=world.cast.staff["guard"][FILES - 1], mentor=world.cast.staff["guard"][0],
        tasks=["访客登记", "大件物品放行", "电梯困人先期处置", "消防栓取用"], until_on=day + timedelta(days=30), by=manager,
    )  # fmt: skip


def _post_phone(world: World, manager: Person) -> None:
    """A phone stays at the south gate; which guard uses it shows once somebody has chosen his PIN."""
    phone = world.act(workforce.prepare_post_phone, world.scope, name="南门1号机", post=world.cast.posts["南门岗"], by=manager)
    if phone is not None:
        must(workforce.enrol_post_phone(phone, code=phone.shown_once, key=secrets.token_urlsafe(32), by=PHONE))


def _file(world: World, person: Person, number: int, day: date, manager: Person, head: Person) -> None:
    """A guard's file: applied, tested, vetted and hired; the last ones are still on probation."""
    lot = world.lot("file", person.employee_number)
    channel = CHANNELS[number % len(CHANNELS)]
    preferences = ["veteran"] if channel == "veteran" else ["police_school"] if channel == "police_school" else []
    one = world.act(workforce.take_application, world.scope, name=person.name, role="guard", channel=channel, preferences=preferences, by=manager)
    if one is None:
        return
    for test, words in (("background", "无违法犯罪记录"), ("fitness", "三千米达标"), ("psychology", "情绪稳定")):
        world.act(workforce.record_test, one, test=test, is_passed=True, result=words, source="辖区派出所" if test == "background" else "", fit_for="门岗、巡逻岗", by=manager)
    world.act(workforce.score_applicant, one, criterion="education", points=lot.randint(60, 95), by=manager)
    world.act(workforce.vet_applicant, one, is_passed=True, by=head)
    until = day + timedelta(days=lot.randint(100, 700))
    world.act(workforce.hire, one, contract_number=f"HT-{number + 1:03d}", contract_from=day, contract_until=until, person=person, company="安信保安" if number % 7 == 3 else "", by=head)
    if number < FILES - 2:
        world.act(workforce.make_regular, one, by=head)
    if number % 6 == 0:
        world.act(workforce.note_staff, one, kind="transfer", title="轮岗", from_post=world.cast.posts["南门岗"], post=world.cast.posts["北门岗"], by=manager)
    if number % 5 == 0:
        world.act(workforce.note_staff, one, kind="honour", title="月度之星", by=manager)


def _check(world: World, name: str, chance: float) -> None:
    """Somebody who leads looks at the post; the guard signs a little later, one in ten with an objection."""
    guard = next((one for role in ("guard", "monitor_operator", "fire_operator", "squad_leader") for one in world.on_shift(role) if world.present.get(one.pk) == name), None)
    leader = world.anyone("squad_leader", "team_leader", "security_manager", but=guard.pk if guard else None)
    if guard is None or leader is None or world.present.get(leader.pk) == name:
        return
    lot = world.lot("check", name, clock.now())
    faults = lot.sample(FAULTS, 1) if chance < 0.35 else []
    post = world.cast.posts[name]
    check = world.act(workforce.check_post, post, question=lot.choice(QUESTIONS), photo=photos.taken(lot, "查岗")[0], faults=faults, person=guard, by=leader)
    if check is not None:
        world.plan(clock.now() + timedelta(minutes=4), partial(_sign, world, check.pk, guard, "当时正在换班" if faults and chance < 0.06 else ""))


def _sign(world: World, pk, guard: Person, objection: str) -> None:
    world.act(workforce.sign_check, PostCheck.objects.select_related("scope").get(pk=pk), objection=objection, by=guard)


def _roll_call(world: World, day: date) -> None:
    """The leader of the shift calls the roll."""
    leader, guards = world.anyone("squad_leader"), world.on_shift("guard")
    if leader is not None and guards:
        untidy = guards[:1] if world.lot("dress", day).random() < 0.3 else []
        world.act(workforce.hold_gathering, world.scope, kind="formation", title="中班队列点名", expected=guards, badly_dressed=untidy, by=leader)


def _meet(world: World) -> None:
    manager = world.anyone("security_manager", "team_leader")
    if manager is not None:
        people = [*world.cast.staff["squad_leader"], *world.cast.staff["team_leader"]]
        world.act(workforce.hold_gathering, world.scope, kind="meeting", title="部门月度例会", expected=people, minutes_text="通报查岗情况，听取建议，布置下月训练。", by=manager)


def _draw(world: World, day: date) -> None:
    """The random checks of a month; what is left of today is planned at once."""
    manager = world.cast.staff["security_manager"][0]
    if not RandomCheck.objects.filter(scope=world.scope, plan__month=day.replace(day=1)).exists():
        world.act(workforce.draw_checks, world.scope, month=day, wanted=12, first_hour=0, last_hour=24, by=manager)
        _expect_drawn(world, day)


def _rain(world: World) -> None:
    """Heavy rain is announced: the plan is switched on by one touch and ends with the warning."""
    manager = world.anyone("security_manager", "team_leader", "squad_leader")
    plan = Contingency.objects.filter(scope=world.scope, name="暴雨预案", state="ready").select_related("scope").first()
    if manager is None or plan is None:
        return
    now = clock.now()
    warning = world.act(workforce.enter_warning, world.scope, kind="rainstorm", colour="yellow", title="暴雨黄色预警", starts_at=now, ends_at=now + 5 * HOUR, by=manager)
    if warning is not None:
        world.act(workforce.switch_on, plan, warning=warning, by=manager)


def _leave(world: World, day: date) -> None:
    """Somebody asks for two days on which his squad rests; the team leader decides the next hour."""
    free = [number for number in range(rosters.IN_SQUADS) if all(rosters.shift_of(rosters.squad_of("guard", number), day + timedelta(days=ahead)) is None for ahead in (6, 7))]
    if not free:
        return
    person = world.cast.staff["guard"][world.lot("leave", day).choice(free)]
    start = world.moment(day + timedelta(days=6), 8)
    wish = world.act(workforce.ask_leave, world.scope, kind="annual", start_at=start, end_at=start + 30 * HOUR, reason="回老家办事", by=person)
    if wish is not None:
        world.plan(clock.now() + HOUR, partial(_decide, world, wish.pk))


def _decide(world: World, pk) -> None:
    leader = world.anyone("team_leader", "security_manager")
    if leader is not None:
        world.act(workforce.decide_leave, Leave.objects.select_related("scope").get(pk=pk), is_approved=True, by=leader)
