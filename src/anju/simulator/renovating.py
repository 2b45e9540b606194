"""Dwellings are renovated: an owner who wants to knock through a load-bearing wall is sent back, permits, workers, material, a wall that is knocked after all, acceptance."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random

from stdnum.cn import ric

from anju.domains.charges import actions as charges
from anju.domains.charges.queries import Tariff
from anju.domains.people.queries import Person
from anju.domains.renovation import actions as renovation
from anju.domains.renovation.queries import (
    Material,
    Project,
    Violation,
    homes_of,
    lines_of,
    open_projects,
    open_violations,
    workers_of,
)
from anju.kernel import clock
from anju.kernel.files import checked

from . import names, photos
from .world import World

COMPANIES = ("美居装饰", "瑞家装修", "匠心工坊")
TRADES = (("水电", "3 号楼以外不得走动"), ("瓦工", "仅限施工房屋及货梯通道"), ("油漆", "仅限施工房屋及货梯通道"))
PLANS = (
    (("painting", "partition", "structure"), ("painting", "furniture")),
    (("painting", "waterproofing", "sanitary", "window_side"), ()),
    (("ceiling", "air_indoor", "air_outdoor", "slab_drilling"), ()),
    (("tiling", "water_pipes", "waterproofing", "gas"), ("tiling", "water_pipes", "waterproofing")),
)
"""What is applied for, and what is left of it after the check where something was forbidden."""
TOPICS = ["rules", "bans", "fire", "power", "heights", "waste"]
GOODS = ("水泥 × 20\n瓷砖 × 60", "石膏板 × 40\n龙骨 × 30", "空调 × 2\n铜管 × 4", "油漆 × 12")
MOST_OPEN, DAYS_OF_WORK = 4, 12
KNOCKED_EVERY = 3


def expect(world: World, day: date) -> None:
    """On Mondays and Thursdays somebody applies; on working days every file goes a step further."""
    if not world.cast.residents:
        return
    lot = world.lot("renovating", day)
    if day.isoweekday() in (1, 4):
        _at(world, day, 10.1, _apply, lot)
    if day.isoweekday() <= 6:
        _at(world, day, 9.3, _go_on, lot)
        _at(world, day, 15.2, _settle, lot)
    if day.isoweekday() == 6 and lot.random() < 0.5:
        _at(world, day, 8.6, _move, lot, day)


def _at(world: World, day: date, hour: float, do, *given) -> None:
    at = world.moment(day, hour)
    if at >= clock.now():
        world.plan(at, partial(do, world, *given))


def _picture(lot: Random):
    return checked(photos.picture(lot.randrange(photos.KINDS)), name="现场.jpg")


def _signed(lot: Random):
    return checked(photos.signature(lot.randrange(6)), name="签字.png")


def _apply(world: World, lot: Random) -> None:
    """A resident with an account applies on his phone; by turns his plan holds something forbidden."""
    if open_projects(world.scope).count() >= MOST_OPEN:
        return
    for person in lot.sample(world.cast.residents, len(world.cast.residents)):
        homes = [home for home in homes_of(world.scope, person.pk) if not open_projects(world.scope).filter(dwelling=home).exists()]
        if homes:
            break
    else:
        return
    number = Project.objects.filter(scope=world.scope).count()
    today = world.local(clock.now()).date()
    world.act(
        renovation.apply_renovation, world.scope, dwelling=homes[0], works=list(PLANS[number % len(PLANS)][0]), air_place="主卧门上方", drilling_mm=8, company=COMPANIES[number % 3], licence=f"ZX2026-{number:03d}",
        starts_on=today + timedelta(days=2), ends_on=today + timedelta(days=60), drawings=[_picture(lot)], by=person,
    )  # fmt: skip


def _go_on(world: World, lot: Random) -> None:
    """Whoever is responsible takes each file a step further."""
    for project in list(open_projects(world.scope)):
        step = STEPS.get(project.state)
        if step is not None:
            step(world, lot, project)


def _role(world: World, role: str) -> Person:
    return world.cast.staff[role][0]


def _changed(world: World, lot: Random, project: Project) -> None:
    number = int(project.number[-4:]) - 1
    rest = PLANS[number % len(PLANS)][1]
    if rest and project.applicant is not None:
        world.act(renovation.change_works, project, works=list(rest), by=project.applicant)


def _review(world: World, lot: Random, project: Project) -> None:
    if project.told_at is None and project.applicant is not None:
        world.act(renovation.tell_rules, project, by=project.applicant)
    world.act(renovation.pass_review, project, note="图纸与现场相符", by=_role(world, "engineer"))


def _approve(world: World, lot: Random, project: Project) -> None:
    world.act(renovation.approve_application, project, by=_role(world, "project_manager"))


def _sign(world: World, lot: Random, project: Project) -> None:
    desk = _role(world, "front_desk")
    item = Tariff.objects.filter(scope=world.scope, kind="renovation_deposit", state="in_use").first()
    made = world.act(renovation.sign_agreement, project, agreement=_signed(lot), deposit_item=item, by=desk)
    if made is None:
        return
    world.act(renovation.tell_neighbours, made, by=desk)
    if made.deposit is not None:
        world.act(charges.take_payment, world.scope, way="transfer", deposits=[made.deposit], provider_number=f"ZX{made.deposit.number}", by=desk)


def _permit(world: World, lot: Random, project: Project) -> None:
    made = world.act(renovation.issue_permit, project, shutoff="水表井；钥匙在前台 3 号位", by=_role(world, "front_desk"))
    for trade, area in TRADES[:2] if made else ():
        given = {"name": names.name(lot), "identity_number": _identity(lot), "phone": names.phone(lot.randrange(8000, 9000)), "company": project.company, "trade": trade, "area": area, "photo": _picture(lot)}
        worker = world.act(renovation.register_worker, world.scope, project=made, **given, by=_role(world, "front_desk"))
        if worker is not None:
            world.act(renovation.train_worker, worker, topics=TOPICS, signature=_signed(lot), by=_role(world, "engineer"))


def serving(world: World, lot: Random, trade: str, company: str, area: str, *, desk: Person, engineer: Person):
    """Somebody from outside who serves the house, registered and trained; his permit is not live yet."""
    given = {"name": names.name(lot), "identity_number": _identity(lot), "phone": names.phone(lot.randrange(8000, 9000)), "company": company, "trade": trade, "area": area, "photo": _picture(lot)}
    worker = world.act(renovation.register_worker, world.scope, kind="service", **given, by=desk)
    return worker and world.act(renovation.train_worker, worker, topics=TOPICS, signature=_signed(lot), by=engineer)


def _identity(lot: Random) -> str:
    """A number whose check digit fits."""
    plain = f"110101{lot.randint(1970, 2004)}{lot.randint(1, 12):02d}{lot.randint(1, 28):02d}{lot.randint(0, 999):03d}"
    return plain + ric.calc_check_digit(plain + "0")


def _build(world: World, lot: Random, project: Project) -> None:
    """The works run: workers come, material comes, and now and then something is found; in the end they are accepted."""
    chief = _role(world, "security_manager")
    for worker in workers_of(project).filter(state="trained"):
        world.act(renovation.make_permit_live, worker, by=chief)
    days = (clock.now() - project.permitted_at).days
    if days >= DAYS_OF_WORK and not open_violations(project):
        answers = {line.key: "ok" for line in lines_of("first")}
        world.act(renovation.accept_works, project, answers=answers, photos=[_picture(lot)], test="闭水 48 小时，楼下无渗漏", by=_role(world, "engineer"))
        return
    if days % 3 == 1:
        _material(world, lot, project)
    if days == 4:
        _find(world, lot, project)
    worker = workers_of(project).filter(state="live").first()
    if worker is not None and lot.random() < 0.08:
        words = "在其他楼栋电梯厅逗留，已劝回施工区域"
        world.act(renovation.record_breach, worker, kind="area", response="warning", words=words, photo=_picture(lot), by=world.anyone("guard") or chief)


def _material(world: World, lot: Random, project: Project) -> None:
    made = world.act(renovation.declare_material, project, items=lot.choice(GOODS), carrier="送货师傅", by=_role(world, "front_desk"))
    guard = world.anyone("guard", "squad_leader")
    if made is not None and guard is not None:
        world.act(renovation.check_material, Material.objects.get(pk=made.pk), photo=_picture(lot), by=guard)


def _find(world: World, lot: Random, project: Project) -> None:
    """Every third site its owner tries the wall after all: it is stopped, reported, put right; the others leave rubbish in the corridor."""
    is_wall = int(project.number[-4:]) % KNOCKED_EVERY == 0
    finder = world.anyone("guard", "squad_leader") or _role(world, "engineer")
    words = "客厅与次卧之间的承重墙已凿开约 40 厘米" if is_wall else "楼道堆放装修垃圾，未袋装"
    found = world.act(renovation.report_violation, world.scope, dwelling=project.dwelling, code="structure" if is_wall else "waste", words=words, photos=[_picture(lot)], by=finder)
    if found is None:
        return
    world.act(renovation.dissuade, found, outcome="stopped", words="已告知装修规定，当场停止", by=finder)
    if is_wall:
        manager = _role(world, "project_manager")
        world.act(renovation.order_stop_work, found, words="涉及承重结构，全部停工", by=_role(world, "engineer"))
        world.act(renovation.serve_notice, found, due_on=world.local(clock.now()).date() + timedelta(days=7), words="由设计单位出具加固方案，恢复原状", by=manager)
        world.act(renovation.report_to_bodies, found, bodies=["committee", "housing_bureau"], words="擅自改动承重墙情况报告", file=_signed(lot), by=manager)


def _settle(world: World, lot: Random) -> None:
    """What was found is put right and looked at again; a site that was stopped goes on."""
    engineer, manager = _role(world, "engineer"), _role(world, "project_manager")
    for found in Violation.objects.filter(scope=world.scope).exclude(state="cleared").order_by("found_at")[:6]:
        age = (clock.now() - found.found_at).days
        if found.state == "put_right":
            world.act(renovation.clear_violation, found, words="复查合格", by=manager)
        elif age >= (5 if found.stopped_at else 1):
            world.act(renovation.note_put_right, found, photo=_picture(lot), words="已恢复，现场拍照", by=engineer)
    for project in Project.objects.filter(scope=world.scope, state="stopped"):
        if not open_violations(project):
            world.act(renovation.allow_work_again, project, words="加固合格，复查通过", by=manager)


def _move(world: World, lot: Random, day: date) -> None:
    """Somebody moves house on a Saturday; a guard keeps the lift and the lane free."""
    person = lot.choice(world.cast.residents)
    homes, guard = homes_of(world.scope, person.pk), world.anyone("guard")
    if not homes or guard is None:
        return
    made = world.act(
        renovation.book_occasion, world.scope, kind=lot.choice(("moving", "moving", "wedding")), dwelling=homes[0], starts_at=world.moment(day, 9), ends_at=world.moment(day, 12), words="货车一辆，使用货梯", by=person
    )
    leader = world.anyone("squad_leader") or _role(world, "security_manager")
    if made is not None and (made := world.act(renovation.staff_occasion, made, guards=[guard], task="守货梯，引导车辆", by=leader)) is not None:
        world.plan(world.moment(day, 12.5), partial(world.act, renovation.end_occasion, made, result="顺利，未影响其他住户", by=leader))


STEPS = {"returned": _changed, "applied": _review, "reviewed": _approve, "approved": _sign, "agreed": _permit, "under_way": _build}
