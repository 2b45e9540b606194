"""Who comes and goes: cards at the gates, visitors with their hosts' word, couriers, guests with a code, salesmen asked to leave."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from random import Random

from anju.domains.access import actions as access
from anju.domains.access.queries import Credential, Lane, PeakRun, Regular, Visit, homes_of, lanes_of, waiting_at
from anju.domains.people.queries import residents_of
from anju.domains.places.queries import Place, by_kind
from anju.kernel import clock

from . import names
from .world import HOUR, World

LANES = (("{}人行入口", "people", True), ("{}车道", "vehicle", False))
CARDS, REGULARS = 24, (("courier", "顺达快递"), ("rider", "快骑外卖"), ("helper", ""))
SOLD = ("推销净水器，已说明小区规定，劝离", "发装修传单，劝离并提醒清洁收回传单", "上门推销保险，没有住户邀请，劝离")
OPENED = ("button", "remote", "hand")


def expect(world: World, day: date) -> None:
    """A sample of a day at the gates."""
    lot = world.lot("gates", day)
    _furnish(world)
    _tidy(world)
    if not world.is_told(day):
        return
    for chance, hours, do in (
        (1.0, (7.2, 8.6), _card), (1.0, (17.6, 19.5), _card), (1.0, (9.5, 19.5), _visitor), (0.7, (9, 20), _regular), (0.35, (10, 18), _guest),
        (0.25, (9.5, 17.5), _salesman), (0.2, (6, 23), _unexplained),
    ):  # fmt: skip
        if lot.random() < chance:
            _at(world, day, lot.uniform(*hours), do, lot)


def _tidy(world: World) -> None:
    """In the morning the guard notes who went without anybody seeing it: nobody stays for weeks."""
    lane, guard = next((one for one in lanes_of(world.scope) if one.traffic == "people"), None), world.anyone("guard", "squad_leader")
    if lane is None or guard is None:
        return
    for visit in Visit.objects.filter(scope=world.scope, state__in=("inside", "overstay"), until_at__lt=clock.now() - 3 * HOUR).select_related("scope"):
        world.act(access.let_visit_out, visit, lane=lane, by=guard)


def come_now(world: World, number: int) -> None:
    """Somebody comes out of his turn, for a community that is being watched."""
    lot = world.lot("came", clock.now(), number)
    lot.choice((_card, _card, _visitor, _regular, _guest))(world, lot)


def _at(world: World, day: date, hour: float, do, lot: Random) -> None:
    at = world.moment(day, hour)
    if at >= clock.now():
        world.plan(at, partial(do, world, Random(lot.random())))


def _furnish(world: World) -> None:
    """The lanes of the gates, once; cards of some households, and who comes regularly."""
    if "gates" in world.known:
        return
    world.known.add("gates")
    if lanes_of(world.scope):
        return
    manager, desk = world.cast.staff["security_manager"][0], world.cast.staff["front_desk"][0]
    for gate in by_kind(world.scope, "gate"):
        for name, traffic, asks in LANES:
            world.act(access.add_lane, world.scope, name=name.format(gate.name), place=gate, traffic=traffic, has_passback=asks, by=manager)
    lot = world.lot("cards")
    for number in range(CARDS):
        home = _door(world, lot)
        living = residents_of(home).first()
        if living is not None:
            given = {"holder": living.person, "dwelling": home, "checked": "不动产权证、身份证"}
            world.act(access.issue_credential, world.scope, kind=("card", "nfc")[number % 4 == 0], secret=_secret(number), **given, by=desk)
    for number in range(12):
        category, company = REGULARS[number % 3]
        home = _door(world, lot) if category == "helper" else None
        phone = names.phone(lot.randrange(7000, 8000))
        world.act(access.register_regular, world.scope, category=category, name=names.name(lot), phone=phone, company=company, dwelling=home, by=desk)
    invited = world.act(access.draft_rules, world.scope, category="visitor", basis="host", stay_minutes=720, reason="业主已预约或当场确认的访客，夜间和休息日照常放行", by=manager)
    if invited is not None:
        world.act(access.put_rules_in_force, invited, by=world.cast.staff["project_manager"][0])
    draft = world.act(
        access.draft_rules, world.scope, category="rider", basis="registered", opens=time(6), closes=time(23), stay_minutes=30, reason="夜间骑手走北门取餐点", by=manager
    )
    if draft is not None:
        world.act(access.put_rules_in_force, draft, by=world.cast.staff["project_manager"][0])


def _secret(number: int) -> str:
    return f"04D3{number:06d}"


def _door(world: World, lot: Random) -> Place:
    doors = by_kind(world.scope, "dwelling")
    return doors[lot.randrange(doors.count())]


def _lane(world: World, lot: Random, traffic: str = "people") -> Lane:
    return lot.choice([one for one in lanes_of(world.scope) if one.traffic == traffic and one.place.kind == "gate"])


def _card(world: World, lot: Random) -> None:
    """A resident by card; a second later the turnstile turns."""
    cards = list(Credential.objects.filter(scope=world.scope, state="active", kind="card").order_by("starts_at", "pk").values_list("pk", flat=True))
    guard, lane = world.anyone("guard", "squad_leader"), _lane(world, lot)
    if not cards or guard is None:
        return
    number = lot.randrange(CARDS)
    secret = "04FFFF0000" if lot.random() < 0.04 else _secret(number - (number % 4 == 0))
    way = "out" if world.local(clock.now()).hour < 12 else "in"
    passage = world.act(access.decide_passage, lane, direction=way, shown="card", secret=secret, by=guard)
    if passage is not None and passage.may_go:
        world.act(access.record_opening, lane, by=guard)
        world.act(access.record_going, lane, by=guard)


def _visitor(world: World, lot: Random) -> None:
    """Registered at the gate; the host is asked, and answers by telephone in a minute."""
    guard, home, lane = world.anyone("guard", "squad_leader"), _door(world, lot), _lane(world, lot)
    if guard is None or not any(one.person.phone for one in residents_of(home)):
        return
    stated = {"name": names.name(lot), "dwelling": home, "identity_check": "fetched", "reason": lot.choice(("探亲", "看望朋友", "送东西"))}
    visit = world.act(access.register_visit, world.scope, category=lot.choice(("visitor", "visitor", "relative")), **stated, by=guard)
    if visit is not None:
        world.act(access.ask_host, visit, lane=lane, by=guard)
        world.plan(clock.now() + timedelta(seconds=lot.randrange(20, 90)), partial(_answered, world, visit.pk, lane, Random(lot.random())))


def _answered(world: World, pk, lane: Lane, lot: Random) -> None:
    """What the host said: nearly always yes. Somebody else may have answered meanwhile."""
    visit, guard = waiting_at(world.scope, pk), world.anyone("guard", "squad_leader")
    if visit is None or guard is None:
        return
    agrees = lot.random() < 0.93
    world.act(access.answer_for_host, visit, agrees=agrees, way=lot.choice(("phone", "intercom")), note="同意" if agrees else "不认识", by=guard)
    if not agrees:
        world.act(access.turn_visit_away, visit, reason="业主不认识，劝返", by=guard)
        return
    manager = world.anyone("squad_leader", "monitor_operator")
    if manager is not None and world.local(clock.now()).isoweekday() > 5:
        world.act(access.vouch_for_visit, visit, note="监控已核对", by=manager)
    _in_and_out(world, access.let_visit_in, visit, lane, lot)


def _in_and_out(world: World, verb, subject, lane: Lane, lot: Random, **more) -> None:
    guard = world.anyone("guard", "squad_leader")
    visit = world.act(verb, subject, lane=lane, by=guard, **more) if guard is not None else None
    if visit is not None:
        world.act(access.record_opening, lane, by=guard)
        stay = HOUR * lot.uniform(0.1, 0.45) if visit.regular_id else HOUR * lot.uniform(0.5, 4)
        world.plan(clock.now() + stay, partial(_out, world, visit.pk, lane))


def _out(world: World, pk, lane: Lane) -> None:
    visit, guard = Visit.objects.filter(scope=world.scope, pk=pk, state__in=("inside", "overstay")).first(), world.anyone("guard", "squad_leader")
    if visit is not None and guard is not None:
        world.act(access.let_visit_out, visit, lane=lane, by=guard)


def _regular(world: World, lot: Random) -> None:
    known = list(Regular.objects.filter(scope=world.scope, state="active").exclude(pk__in=Visit.objects.filter(state__in=("inside", "overstay")).values("regular")).order_by("code"))
    if not known:
        return
    one = lot.choice(known)
    rush = next((run for run in PeakRun.objects.filter(scope=world.scope, state="on").select_related("plan").order_by("ends_at", "pk") if one.category in run.plan.waits), None)
    if rush is not None:
        world.plan(rush.ends_at + timedelta(minutes=lot.uniform(1, 30)), partial(_regular, world, lot))
        return
    _in_and_out(world, access.let_regular_in, one, _lane(world, lot), lot, dwelling=_door(world, lot))


def _guest(world: World, lot: Random) -> None:
    """A resident invites on the phone; the guest comes within two hours and is known by name."""
    if not world.cast.residents:
        return
    host = lot.choice(world.cast.residents)
    homes = homes_of(world.scope, host.pk)
    if homes:
        visit = world.act(access.invite_visitor, world.scope, dwelling=homes[0], name=names.name(lot), ends_at=clock.now() + 10 * HOUR, by=host)
        if visit is not None and lot.random() < 0.8:
            world.plan(clock.now() + HOUR * lot.uniform(0.2, 2), partial(_guest_comes, world, visit.pk, Random(lot.random())))


def _guest_comes(world: World, pk, lot: Random) -> None:
    visit = Visit.objects.filter(scope=world.scope, pk=pk, state="invited").first()
    guard = world.anyone("squad_leader", "monitor_operator")
    if visit is None or guard is None:
        return
    wall = world.local(clock.now())
    if wall.isoweekday() > 5 or wall.hour >= 22:
        world.act(access.vouch_for_visit, visit, note="监控已核对", by=guard)
    _in_and_out(world, access.let_visit_in, visit, _lane(world, lot), lot)


def _salesman(world: World, lot: Random) -> None:
    guard = world.anyone("guard", "squad_leader")
    if guard is not None:
        world.act(access.record_inquiry, world.scope, kind="salesperson", outcome="left", words=lot.choice(SOLD), lane=_lane(world, lot), by=guard)


def _unexplained(world: World, lot: Random) -> None:
    """A door opens without a decision; on most days the squad leader says why."""
    guard, lane = world.anyone("guard", "squad_leader"), _lane(world, lot)
    if guard is None:
        return
    opening = world.act(access.record_opening, lane, cause=lot.choice(OPENED), by=guard)
    leader = world.anyone("squad_leader", "team_leader", but=guard.pk)
    if opening is not None and opening.is_unexplained and leader is not None and lot.random() < 0.7:
        world.act(access.explain_opening, opening, explanation="住户搬运大件，手动开门", by=leader)
