"""The squads' month: scored three times, rechecked by lot, summed up, frozen and published; appealed, heard by another, carded and cleared again."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from anju.domains.people.queries import Person
from anju.domains.scores import actions as scores
from anju.domains.scores.queries import (
    CONSEQUENCES,
    Appeal,
    Consequence,
    Item,
    Result,
    Round,
    Subject,
    active_scheme,
    undone_rechecks,
)
from anju.kernel import clock

from . import photos, rosters
from .world import World

SCHEME = "guard-month"
SQUADS = {"BAN-1": "保安一班", "BAN-2": "保安二班", "BAN-3": "保安三班", "BAN-4": "保安四班"}
SCORED_ON = (10, 20)
"""Days of the month on which the squads are scored, besides its last one."""

# item: what is found in a squad that keeps order, and in the one that had a bad month: findings, gravity, reason
GOOD = {
    "appearance": (1, "", "抽查夜班，一人未佩戴胸卡"), "courtesy": (1, "", "登记访客时未使用文明用语"), "patrol": (1, "", "巡逻二岗漏打一个巡更点"),
    "training": (1, "", "消防器材实操一人不合格"), "good-deeds": (1, "", "拾到钱包并交还业主"),
}  # fmt: skip
BAD = {
    "appearance": (3, "", "早班列队三人着装不统一"), "courtesy": (2, "", "业主反映门岗答话不耐烦，查看录像属实"), "attendance": (1, "grave", "凌晨查岗，地下车库岗睡岗"),
    "patrol": (5, "", "夜间巡逻漏打五个巡更点"), "training": (2, "", "应知应会抽考两人不合格"),
}  # fmt: skip
CHANCE = 0.3
GROUNDS = "漏打的巡更点当晚在检修，工程部有维修记录，请复核。"
ANSWERS = {True: "经核对维修记录，当晚巡更点确在检修，退还扣分。", False: "维修在次日上午进行，当晚巡更点正常，维持原结果。"}
RESTORED = Decimal(2)


def expect(world: World, day: date) -> None:
    """Plan what is done about the squads' scores today."""
    last = (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    _at(world, day, 8.6, _found)
    if day.day in SCORED_ON or day == last:
        _at(world, day, 16.2, partial(_score, day=day))
    for number, hour, do in (
        (2, 9.4, _sum_up), (3, 10.2, _freeze), (3, 15.1, _publish), (4, 9.6, _tell), (5, 10.3, _appeal), (6, 14.5, _hear), (7, 9.7, _follow),
    ):  # fmt: skip
        if day.day == number:
            _at(world, day, hour, do)


def _at(world: World, day: date, hour: float, do) -> None:
    at = world.moment(day, hour)
    if at >= clock.now():
        world.plan(at, partial(do, world))


def _manager(world: World) -> Person:
    return world.cast.staff["security_manager"][0]


def _boss(world: World) -> Person:
    return world.cast.staff["project_manager"][0]


def _scorer(world: World, day: date) -> tuple[Person, Person]:
    """Who scores on a day, and who of the two scores again what was drawn."""
    captain, manager = world.cast.staff["team_leader"][0], _manager(world)
    return (captain, manager) if rosters.is_at_work("team_leader", day) else (manager, captain)


def _found(world: World) -> None:
    """The first day: the template is adopted and put in use, the squads are entered, and the month's round begins."""
    if active_scheme(world.scope, SCHEME) is not None:
        return
    scheme = world.act(scores.adopt_template, world.scope, template=SCHEME, by=_manager(world))
    scheme = scheme and world.act(scores.activate_scheme, scheme, by=_manager(world))
    if scheme is None:
        return
    for (code, title), leader in zip(SQUADS.items(), world.cast.staff["squad_leader"], strict=True):
        squad = world.act(scores.register_subject, world.scope, kind="squad", code=code, title=title, answerable=leader, by=_manager(world))
        world.act(scores.enrol_subject, squad, scheme=scheme, by=_manager(world))
    world.act(scores.open_round, scheme, by=_manager(world))


def _rounds(world: World, *states: str) -> list[Round]:
    today = clock.today(world.scope)
    found = Round.objects.filter(scope=world.scope, scheme__code=SCHEME, state__in=states, last_on__lt=today)
    return list(found.select_related("scheme", "scope").order_by("first_on"))


def _score(world: World, *, day: date) -> None:
    """Every squad gets its sheet; one of them has a bad month, by turns."""
    round_ = Round.objects.filter(scope=world.scope, scheme__code=SCHEME, state="open", first_on=day.replace(day=1)).select_related("scheme", "scope").first()
    if round_ is None:
        return
    scorer, _other = _scorer(world, day)
    items = {item.code: item for item in Item.objects.filter(scope=world.scope, scheme=round_.scheme)}
    for turn, squad in enumerate(Subject.objects.filter(scope=world.scope, kind="squad", code__in=list(SQUADS)).order_by("code")):
        lot = world.lot("squad", day, squad.code)
        sheet = world.act(scores.open_sheet, round_, scored=squad, on=day, by=scorer)
        if sheet is not None:
            for code, (findings, level, reason) in _found_in(turn == (day.year * 12 + day.month) % len(SQUADS), lot).items():
                photo = photos.taken(lot, reason[:8])[0] if level else None
                world.act(scores.score_item, sheet, item=items[code], quantity=findings, level=level, reason=reason, photo=photo, by=scorer)
            world.act(scores.submit_sheet, sheet, by=scorer)


def _found_in(is_bad: bool, lot: Random) -> dict[str, tuple[int, str, str]]:
    return BAD if is_bad else {code: seen for code, seen in GOOD.items() if lot.random() < CHANCE}


def _sum_up(world: World) -> None:
    """The month is over: summed up, a tenth of the sheets drawn by lot and scored again by somebody else."""
    for round_ in _rounds(world, "open"):
        world.act(scores.sum_round, round_, by=_manager(world))
        world.act(scores.draw_rechecks, round_, by=_manager(world))
        for drawn in undone_rechecks(round_):
            _scored_by, other = _scorer(world, drawn.sheet.on)
            points = drawn.sheet.points - world.lot("recheck", drawn.sheet.number).choice((0, 0, 1))
            world.act(scores.recheck_sheet, drawn, points=points, note="按原记录和照片复核", by=other)


def _freeze(world: World) -> None:
    for round_ in _rounds(world, "open"):
        world.act(scores.freeze_round, round_, by=_manager(world))


def _publish(world: World) -> None:
    for round_ in _rounds(world, "frozen"):
        world.act(scores.publish_round, round_, by=_manager(world))


def _announced(world: World) -> list[Consequence]:
    found = Consequence.objects.filter(scope=world.scope, scheme__code=SCHEME, state="announced")
    return list(found.select_related("subject", "rule", "round").order_by("number"))


def _tell(world: World) -> None:
    """Whoever was warned gets the notice in writing."""
    for one in _announced(world):
        if not CONSEQUENCES[one.kind].is_good and one.person_told_on is None:
            world.act(scores.give_notice, one, by=world.cast.staff["team_leader"][0])


def _appeal(world: World) -> None:
    """The leader of the last squad appeals against what the month came to."""
    for round_ in _rounds(world, "published")[-1:]:
        last = Result.objects.filter(scope=world.scope, round=round_).exclude(points=None).order_by("-rank").select_related("subject").first()
        if last is not None and round_.appeal_until_on >= clock.today(world.scope) and not Appeal.objects.filter(scope=world.scope, result=last).exists():
            world.act(scores.file_appeal, last.subject, grounds=GROUNDS, result=last, by=last.subject.answerable)


def _hear(world: World) -> None:
    """The project manager, who scored nothing, hears it: in one month it is upheld, in the next one not."""
    for appeal in Appeal.objects.filter(scope=world.scope, state="filed", result__round__scheme__code=SCHEME).select_related("result__round").order_by("number"):
        is_right = appeal.result.round.first_on.month % 2 == 1
        verb, more = (scores.uphold_appeal, {"restored": RESTORED}) if is_right else (scores.reject_appeal, {})
        world.act(verb, appeal, answer=ANSWERS[is_right], by=_boss(world), **more)


def _follow(world: World) -> None:
    """What was announced is put in force by the project manager, or dropped where the appeal changed the score; an old card ends after a good month."""
    for one in _announced(world):
        now = Result.objects.filter(scope=world.scope, round=one.round, subject=one.subject).first()
        if one.rule.trigger == "below" and now is not None and now.points >= one.rule.value:
            world.act(scores.lift_consequence, one, reason="申诉后分数不再低于警告线", by=_boss(world))
        else:
            world.act(scores.enforce_consequence, one, by=_boss(world))
    for round_ in _rounds(world, "published")[-1:]:
        carded = Consequence.objects.filter(scope=world.scope, kind="yellow_card", state="in_force", scheme__code=SCHEME).exclude(round=round_)
        for card in carded.select_related("subject", "rule").order_by("number"):
            now = Result.objects.filter(scope=world.scope, round=round_, subject=card.subject).first()
            if now is not None and now.points is not None and now.points >= card.rule.value:
                world.act(scores.lift_consequence, card, reason=f"{round_.first_on.month}月考评达标，黄牌解除", by=_boss(world))
