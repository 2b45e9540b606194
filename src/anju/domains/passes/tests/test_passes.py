"""Passes from the wish to the end: who says yes, what the gate says, what comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.passes import actions, kinds, queries, tokens
from anju.domains.passes.closing import close_due
from anju.domains.passes.models import Pass, PassItem, PassUse
from anju.domains.places.models import Place
from anju.kernel import clock, files
from anju.kernel import scope as view
from anju.kernel.models import Entry, Scope

from .conftest import PICTURE, START

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def worker(community, by, **changed):
    given = {"kind": "worker", "holder_name": "张师傅", "holder_phone": "13800001111", "purpose": "3栋1502 水电改造", "checked": "施工许可 2026-031", "by": by}
    return actions.ask_pass(community, **{**given, "photo": files.checked(PICTURE), **changed})


@pytest.fixture
def permit(community, team) -> Pass:
    """A worker's permit: asked for at the desk, approved by the manager, issued, in his hands."""
    desk = team("前台小周", "front_desk")
    one = actions.approve_pass(worker(community, desk), by=team("赵敏", "security_manager"))
    return actions.hand_out(actions.issue_asked(one, by=desk), witness=team.person("陈刚"), by=desk)


@pytest.mark.clause("003-013")
def test_papers_are_checked_then_a_temporary_pass_is_given_that_ends_or_is_taken_away(community, team):
    desk, manager = team("前台小周", "front_desk"), team("赵敏", "security_manager")
    assert worker(community, desk, checked=" ").code == "passes.something_missing"
    assert Pass.objects.count() == 0
    one = worker(community, desk, ends_at=START + 10 * DAY)
    assert actions.issue_asked(one, by=desk).code == "passes.not_approved"
    one = actions.issue_asked(actions.approve_pass(one, by=manager), by=desk)
    assert (one.number, one.checked, one.state, one.starts_at, one.ends_at) == ("W2026-0001", "施工许可 2026-031", "issued", START, START + 10 * DAY)
    assert actions.scan_pass(community, code=one.number, by=desk).code == "valid"
    gone = actions.revoke_pass(one, reason="违规施工", by=manager, at=START + HOUR)
    assert (gone.state, gone.ended_at, gone.end_reason) == ("revoked", START + HOUR, "违规施工")
    assert actions.scan_pass(community, code=queries.code_of(one), by=desk).code == "revoked"
    other = actions.approve_pass(worker(community, desk, ends_at=START + DAY), by=manager)
    other = actions.hand_out(actions.issue_asked(other, by=desk), witness=team.person("陈刚"), by=desk)
    back = actions.return_items(other, by=desk, at=START + 2 * HOUR)
    assert (back.state, back.returned_at) == ("returned", START + 2 * HOUR)


@pytest.mark.clause("000-122")
def test_one_person_one_permit_and_every_check_is_kept(community, team, gates, permit):
    """The second permit is refused; the permit of one man who is inside lets no second man in unasked; each check leaves a row."""
    desk, guard, south = team("前台小周", "front_desk"), team("陈刚", "guard"), gates[0]
    assert worker(community, desk).code == "passes.has_one"
    assert Pass.objects.count() == 1
    code = queries.code_of(permit)
    assert actions.scan_pass(community, code=code, place=south, direction="in", by=guard).outcome == "allowed"
    actions.use_pass(permit, place=south, direction="in", by=guard)
    again = actions.scan_pass(community, code=code, place=south, direction="in", by=guard)
    assert (again.outcome, again.code) == ("ask", "inside_already")
    without = actions.scan_pass(community, code="W2026-0099", place=south, direction="in", by=guard)
    assert (without.outcome, without.code, without.permit) == ("refused", "unknown", None)
    log = [(row.code, row.is_use, row.place, row.by) for row in PassUse.objects.order_by("created_at")]
    him = team.person("陈刚")
    assert log == [("valid", False, south, him), ("valid", True, south, him), ("inside_already", False, south, him), ("unknown", False, south, him)]
    actions.use_pass(permit, place=south, direction="out", by=guard)
    assert actions.scan_pass(community, code=code, place=south, direction="in", by=guard).outcome == "allowed"


def test_yes_and_no_are_said_by_somebody_else(community, team):
    desk, manager = team("前台小周", "front_desk"), team("赵敏", "security_manager")
    one = worker(community, manager)
    before = Entry.objects.count()
    assert actions.approve_pass(one, by=manager).code == "passes.own_approval"
    assert actions.refuse_pass(one, reason="不符", by=manager).code == "passes.own_approval"
    other = team("李经理", "project_manager")
    assert actions.refuse_pass(one, reason=" ", by=other).code == "passes.reason_needed"
    assert (Pass.objects.get().state, Entry.objects.count()) == ("asked", before)
    assert actions.refuse_pass(one, reason="证件不全", by=other).state == "refused"
    assert actions.approve_pass(one, by=other).code == "passes.not_asked"
    assert actions.issue_asked(one, by=desk).code == "passes.issued_already"
    assert actions.hand_out(one, witness=team.person("陈刚"), by=desk).code == "passes.not_valid"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": "nothing"}, "unknown_kind"),
        ({"kind": "key"}, "unknown_kind"),
        ({"holder_name": " "}, "something_missing"),
        ({"photo": None}, "something_missing"),
        ({"ends_at": START}, "window_over"),
        ({"ends_at": START - DAY}, "window_over"),
        ({"starts_at": START + DAY, "ends_at": START + HOUR}, "window_over"),
        ({"ends_at": START + 367 * DAY}, "window_too_long"),
        ({"items": "电钻 × 0"}, "bad_item"),
        ({"items": "× 3"}, "bad_item"),
        ({"items": "电钻 × 10000"}, "bad_item"),
        ({"items": "长" * 61}, "bad_item"),
        ({"items": "\n".join(["钉子"] * 51)}, "too_many_items"),
        ({"details": {"unknown": "x"}}, "bad_details"),
        ({"details": {"unknown": ["x"]}}, "bad_details"),
    ],
)
def test_what_cannot_be_asked_for(community, team, changed, code):
    refused = worker(community, team("前台小周", "front_desk"), **changed)
    assert (refused.code, Pass.objects.count(), PassItem.objects.count(), Entry.objects.count()) == (f"passes.{code}", 0, 0, 0)


def test_places_of_another_community_are_not_taken(community, team, gates, goods):
    other = Scope.objects.create(kind="community", name="翠湖苑")
    with view.entered(community, other):
        there = Place.objects.create(scope=other, kind="gate", code="S", name="南门", path="s/")
        desk, manager = team("前台小周", "front_desk"), team("赵敏")
        given = {"kind": "goods", "holder_name": "陈先生", "items": "纸箱"}
        assert actions.issue_pass(community, **given, place=there, by=desk).code == "passes.other_place"
        assert actions.issue_pass(community, **given, place=gates[0], gates=[there], by=desk).code == "passes.other_place"
        assert actions.scan_pass(community, code=goods.number, place=there, by=desk).code == "passes.other_place"
        assert actions.use_pass(goods, place=there, by=desk).code == "passes.other_place"
        told = {"used_at": START, "device": "S1", "device_number": 1, "place": there, "by": manager}
        assert actions.record_use(goods, **told).code == "passes.other_place"
        assert actions.add_key(community, code="1", name="x", hook="1", place=there, by=manager).code == "passes.other_place"
        assert actions.record_found(community, category="other", title="伞", marks="把手有字", place=there, by=desk).code == "passes.other_place"
    assert (Pass.objects.count(), PassUse.objects.count()) == (1, 0)


def test_who_issues_depends_on_the_kind(community, team, gates):
    guard = team("陈刚", "guard")
    given = {"holder_name": "陈先生", "items": "纸箱", "place": gates[0]}
    assert actions.issue_pass(community, kind="goods", **given, by=guard).code == "passes.not_your_kind"
    assert actions.ask_pass(community, kind="tool", **given, by=team("业主", "owner")).code == "passes.not_your_kind"
    assert actions.issue_pass(community, kind="worker", **given, by=team("小周", "front_desk")).code == "passes.something_missing"
    assert Pass.objects.count() == 0
    asked = actions.ask_pass(community, kind="goods", **given, by=team("业主", "owner"))
    assert actions.issue_asked(asked, by=guard).code == "passes.not_your_kind"
    assert actions.issue_asked(asked, by=team("小周", "front_desk")).state == "issued"


def test_a_quota_holds_for_the_place_and_the_day(community, team, gates, monkeypatch):
    monkeypatch.setitem(kinds._kinds, "visitor", kinds.Kind(**{**vars(kinds.kind_of("visitor")), "per_place_day": 2}))
    desk = team("前台小周", "front_desk")

    def visitor(at=START):
        return actions.issue_pass(community, kind="visitor", holder_name="客人", place=gates[0], by=desk, at=at)

    assert [visitor().number, visitor().number] == ["V2026-0001", "V2026-0002"]
    assert visitor().code == "passes.quota_reached"
    assert visitor(at=START + 15 * HOUR).number == "V2026-0003", "the next day of the community"


def test_the_same_one_use_pass_at_two_gates_lets_through_once(community, team, gates, goods):
    guard = team("陈刚", "guard")
    stale = Pass.objects.get(pk=goods.pk)
    used = actions.use_pass(goods, place=gates[0], direction="out", by=guard)
    assert (used.state, used.uses_done) == ("used", 1)
    before = (Entry.objects.count(), PassUse.objects.count())
    assert actions.use_pass(stale, place=gates[1], direction="out", by=guard).code == "passes.used_up"
    assert (Entry.objects.count(), PassUse.objects.count()) == before
    assert actions.scan_pass(community, code=queries.code_of(goods), place=gates[1], by=guard).code == "used_up"


def test_double_use_while_cut_off_is_found_when_the_logs_meet(community, team, gates, goods):
    leader = team("李强", "squad_leader")
    one = {"used_at": START + HOUR, "device": "south", "device_number": 17, "place": gates[0], "by": leader, "at": START + 3 * HOUR}
    assert actions.record_use(goods, **{**one, "used_at": START + 4 * HOUR}).code == "passes.used_later"
    assert actions.record_use(goods, **one).uses_done == 1
    assert actions.record_use(goods, **one).code == "passes.recorded_already"
    actions.record_use(goods, **{**one, "device": "north", "device_number": 5, "place": gates[1], "used_at": START + 2 * HOUR})
    doubles = [(row.place, row.is_double, row.code) for row in PassUse.objects.order_by("at")]
    assert doubles == [(gates[0], False, "valid"), (gates[1], True, "used_up")]
    assert [entry.payload["is_double"] for entry in Entry.objects.filter(name="passes.use_recorded").order_by("id")] == [False, True]


def test_forged_and_changed_codes_are_refused_and_kept(community, team, gates, goods):
    guard, code = team("陈刚", "guard"), queries.code_of(goods)
    middle = len(code) // 2
    edited = code[:-9] + ("A" if code[-9] != "A" else "B") + code[-8:]
    other = Scope.objects.create(kind="community", name="翠湖苑")
    foreign = tokens.make(tokens.Claims(pass_id=goods.pk, scope_id=other.pk, kind="goods", starts_at=START, ends_at=START + HOUR), _any_key())
    forged = tokens.make(tokens.Claims(pass_id=goods.pk, scope_id=community.pk, kind="goods", starts_at=START, ends_at=START + HOUR), _any_key())
    for shown, why in ((edited, "edited"), (foreign, "other_community"), (forged, "forged"), (code[:middle], "unreadable"), ("x" * 600, "unknown")):
        seen = actions.scan_pass(community, code=shown, by=guard)
        assert (seen.outcome, seen.code, seen.permit) == ("refused", why, None)
    assert actions.scan_pass(community, code=code, by=guard).permit == goods
    for nothing in ("", "  ", "x" * 601):
        assert actions.scan_pass(community, code=nothing, by=guard).code == "passes.nothing_scanned"
    assert PassUse.objects.count() == 6


def _any_key():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(b"z" * 32)


def test_a_number_or_its_last_four_digits_will_do(community, team, gates, goods):
    guard = team("陈刚", "guard")
    for typed in (goods.number, goods.number.lower(), "0001"):
        assert actions.scan_pass(community, code=typed, by=guard).permit == goods
    actions.issue_pass(community, kind="visitor", holder_name="客人", place=gates[0], by=team("小周", "front_desk"))
    assert actions.scan_pass(community, code="0001", by=guard).code == "unknown", "two passes end so"


def test_what_is_lent_comes_back_bit_by_bit(community, team):
    desk = team("王工", "engineer")
    one = actions.issue_pass(community, kind="tool", holder_name="陈师傅", items="电钻 x2\n梯子\n手套*10", by=desk)
    assert actions.return_items(one, by=desk).code == "passes.not_out"
    one = actions.hand_out(one, signature=files.checked(PICTURE), by=desk)
    items = list(queries.items_of(one).values_list("position", "name", "quantity"))
    assert items == [(1, "电钻", 2), (2, "梯子", 1), (3, "手套", 10)]
    for wrong in ({}, {"1": 3}, {"4": 1}, {"1": -1}, {"1": 0}, {"x": 1}, {"1": "1"}, {"1": 1.5}, {"1": True}):
        assert actions.return_items(one, counts=wrong, by=desk).code == "passes.too_much_back"
    assert set(PassItem.objects.values_list("returned", flat=True)) == {0}
    part = actions.return_items(one, counts={"1": 1, "3": 10}, by=desk)
    assert (part.state, [item.returned for item in queries.items_of(one)]) == ("out", [1, 0, 10])
    assert list(queries.unreturned(community, kinds=["tool"])) == [part]
    assert actions.return_items(one, counts={"3": 1}, by=desk).code == "passes.too_much_back"
    whole = actions.return_items(one, by=desk, at=START + 9 * HOUR)
    assert (whole.state, [item.returned for item in queries.items_of(one)]) == ("returned", [2, 1, 10])
    late = Entry.objects.filter(name="passes.pass_returned").latest("id").payload
    assert (late["is_complete"], late["is_in_time"], late["minutes_late"]) == (True, False, 60)


def test_the_clock_ends_what_nobody_ended(community, team, permit, goods):
    desk = team("前台小周", "front_desk")
    waiting = actions.ask_pass(community, kind="goods", holder_name="李女士", items="柜子", place=goods.place, by=desk)
    assert actions.expire_pass(goods, by=team("赵敏")).code == "passes.not_over"
    with clock.frozen(START + DAY):
        assert close_due(community, clock.now()) == 2
        assert close_due(community, clock.now()) == 0
    states = {one.pk: one.state for one in Pass.objects.all()}
    assert states == {permit.pk: "out", goods.pk: "expired", waiting.pk: "expired"}
    assert actions.use_pass(goods, by=desk, at=START + DAY).code == "passes.expired"
    assert actions.revoke_pass(goods, reason="x", by=desk).code == "passes.ended_already"
    assert actions.report_lost(goods, reason="x", by=desk).code == "passes.ended_already"
    assert actions.reissue_pass(goods, reason="x", by=desk).code == "passes.ended_already"
    assert actions.print_pass(goods, layout="a4", by=desk).code == "passes.ended_already"


def test_a_new_paper_makes_the_old_one_worthless(community, team, permit):
    desk, old = team("前台小周", "front_desk"), queries.code_of(permit)
    assert actions.reissue_pass(permit, reason=" ", by=desk).code == "passes.reason_needed"
    newer = actions.reissue_pass(permit, reason="污损", by=desk)
    assert actions.scan_pass(community, code=old, by=desk).code == "replaced"
    assert actions.scan_pass(community, code=queries.code_of(newer), by=desk).code == "valid"
    assert actions.print_pass(newer, layout="a5", by=desk).code == "passes.unknown_paper"
    assert actions.print_pass(newer, layout="a6", by=desk) == newer


def test_a_live_kind_is_used_only_with_the_moving_code(community, team, gates, goods, monkeypatch):
    monkeypatch.setitem(kinds._kinds, "goods", kinds.Kind(**{**vars(kinds.kind_of("goods")), "is_live": True}))
    guard, still = team("陈刚", "guard"), queries.code_of(goods)
    shown = tokens.with_live_code(still, queries.live_secret(goods.pk), goods.pk, START)
    assert actions.scan_pass(community, code=still, by=guard).code == "not_live"
    assert actions.use_pass(goods, code=still, by=guard).code == "passes.not_live"
    assert actions.use_pass(goods, code="x", by=guard).code == "passes.unreadable"
    assert actions.use_pass(goods, code=shown, by=guard, at=START + 2 * timedelta(minutes=1)).code == "passes.not_live"
    assert actions.scan_pass(community, code=shown, by=guard).code == "valid"
    assert actions.use_pass(goods, code=shown, by=guard).state == "used"


@pytest.mark.clause("002-284")
def test_goods_passes_are_kept_two_years_and_not_a_day_less(community, team, gates, goods):
    """The slip, its things and its checks stay; the end of keeping is told; then they go and a row says so."""
    manager, guard = team("赵敏"), team("陈刚", "guard")
    assert actions.discard_pass(goods, by=manager).code == "passes.not_ended"
    used = actions.use_pass(goods, place=gates[0], direction="out", by=guard)
    last = used.kept_until_on
    assert (last.year, last.month, last.day) == (2028, 3, 5)
    eve, day = START.replace(year=2028) - DAY, START.replace(year=2028)
    assert list(queries.past_keeping(community, on=eve.date(), kinds=["goods"])) == []
    with clock.frozen(eve):
        assert actions.discard_pass(used, by=manager).code == "passes.kept_longer"
    assert (PassItem.objects.count(), PassUse.objects.count(), Pass.objects.get().state) == (2, 1, "used")
    assert list(queries.past_keeping(community, on=day.date(), kinds=["goods"])) == [used]
    with clock.frozen(day):
        gone = actions.discard_pass(used, by=manager)
    assert (gone.state, gone.number, gone.holder_name, PassItem.objects.count(), PassUse.objects.count()) == ("discarded", "G2026-0001", "", 0, 0)
    told = Entry.objects.get(name="passes.pass_discarded")
    assert (told.payload["number"], told.payload["kept_until_on"], told.payload["items"], told.payload["checks"]) == ("G2026-0001", "2028-03-05", 2, 1)


def test_nothing_is_handed_out_with_a_pass_that_owes_nothing(team, goods):
    desk = team("前台小周", "front_desk")
    assert actions.hand_out(goods, witness=team.person("陈刚"), by=desk).code == "passes.nothing_to_return"
    assert Pass.objects.get().state == "issued"


@pytest.mark.parametrize(
    ("terms", "why"),
    [({"code": "goods2", "prefix": "G"}, "prefix"), ({"needs": ("blood",)}, "needs"), ({"hours": 5, "longest_hours": 4}, "terms"), ({"uses": 256}, "terms")],
)
def test_a_kind_that_contradicts_itself_is_not_taken(terms, why):
    with pytest.raises(ValueError, match=why):
        kinds.register_kind(kinds.Kind(**{"code": "sample", "label": "x", "prefix": "ZZ", **terms}))
    assert not kinds.is_kind("sample")
