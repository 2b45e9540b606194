"""From the application to the permit: what is forbidden is sent back, two people decide, nothing is skipped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.charges import actions as charges
from anju.domains.charges.models import Deposit
from anju.domains.duties.models import Duty
from anju.domains.notices.models import Notice
from anju.domains.passes import queries as passes
from anju.domains.passes.models import Pass
from anju.domains.renovation import actions
from anju.domains.renovation.kinds import BANS, WORKS
from anju.domains.renovation.models import Paper, Project, Rulebook
from anju.kernel.models import Entry

from .conftest import START, again, must, photo


def test_a_ban_that_is_planned_goes_back_and_nobody_can_pass_it(site):
    """Each ban alone: the plan is sent straight back, and neither the engineer nor the manager nor the system gets it through."""
    for code in BANS:
        made = must(site.applied("painting", code))
        assert (made.state, made.findings[0]) == ("returned", [code, "refused", ""]), code
        for who in (site.engineer, site.manager, site.chief):
            assert actions.pass_review(made, by=who).code == "renovation.forbidden"
            assert actions.approve_application(made, by=site.chief).code == "renovation.wrong_step"
        assert actions.tell_rules(made, by=site.owner).code == "renovation.wrong_step"
        assert (site.worker(made).code, Pass.objects.count()) == ("renovation.not_approved", 0)
        assert must(actions.withdraw_application(made, reason="改方案", by=site.owner)).state == "withdrawn"
    assert str(WORKS["structure"].sentence)


def rejected(site, *codes):
    """The plan with these works comes back, and says which of them is forbidden; without them it goes on."""
    made = must(site.applied("painting", *codes))
    assert (made.state, [one.code for one in made.found if one.verdict == "refused"]) == ("returned", list(codes))
    no = actions.pass_review(made, by=site.engineer)
    assert (no.code, no.params["what"]) == ("renovation.forbidden", "、".join(str(WORKS[code].label) for code in codes))
    assert again(made).reviewed_by is None
    return must(actions.change_works(made, works=["painting"], by=site.owner))


@pytest.mark.clause("002-189", "004-242")
def test_columns_and_load_bearing_beams_are_rejected(site):
    assert rejected(site, "structure", "column_beam").state == "applied"
    for code in ("structure", "column_beam"):
        found = site.violation(code)
        assert (found.case.kind, found.case.severity, found.case.place) == ("incident", 1, site.home)


@pytest.mark.clause("004-245", "004-247", "004-248")
def test_balcony_rails_entrance_door_and_window_grilles_are_rejected_and_logged_when_found(site):
    assert rejected(site, "balcony", "window_grille", "security_door", "entrance_door").state == "applied"
    logged(site, "balcony", "window_grille", "security_door", "entrance_door")


@pytest.mark.clause("004-256", "002-203")
def test_shafts_and_smart_wiring_are_rejected_and_logged_when_found(site):
    assert rejected(site, "shaft", "smart_wiring", "smart_device").state == "applied"
    logged(site, "shaft", "smart_wiring", "smart_device")


def logged(site, *codes):
    """Found by a patrol, with or without a permit, each is a violation with a case of its own."""
    for code in codes:
        one = site.violation(code)
        assert (one.state, one.case.kind, one.case.category, one.case.severity) == ("found", "renovation", code, 2)


@pytest.mark.clause("002-197", "004-250")
def test_drain_pipes_of_kitchen_and_bathroom_are_rejected(site):
    assert rejected(site, "drains").state == "applied"
    logged(site, "drains")


@pytest.mark.clause("002-201", "004-254")
def test_moving_kitchen_or_bathroom_is_rejected(site):
    assert rejected(site, "wet_rooms").state == "applied"
    logged(site, "wet_rooms")


def test_the_whole_way_to_the_permit(site):
    made = must(site.applied("painting", "slab_drilling", drilling_mm=10, drawings=[photo()]))
    assert (made.number, made.state, made.channel, made.applicant, made.is_tenant) == ("R2026-0001", "applied", "phone", site.team.person("林先生"), False)
    assert [one.kind for one in Paper.objects.all()] == ["drawing"]
    assert actions.approve_application(made, by=site.manager).code == "renovation.wrong_step"
    made = must(actions.pass_review(made, note="图纸相符", by=site.engineer))
    assert made.state == "reviewed"
    made = must(actions.approve_application(made, by=site.manager))
    assert (made.state, made.reviewed_by, made.approved_by) == ("approved", site.team.person("王工"), site.team.person("赵敏"))
    item = site.deposit_item()
    assert actions.sign_agreement(made, agreement=photo(), deposit_item=item, by=site.desk).code == "renovation.not_told"
    must(actions.tell_rules(made, by=site.owner))
    assert actions.sign_agreement(made, agreement=photo(), by=site.desk).code == "renovation.deposit_needed"
    made = must(actions.sign_agreement(made, agreement=photo(), deposit_item=item, by=site.desk))
    assert (made.state, made.deposit.amount_fen, made.deposit.state, made.deposit.basis_label) == ("agreed", 200_000, "wanted", "R2026-0001")
    assert actions.issue_permit(made, shutoff="前台", by=site.desk).code == "renovation.neighbours"
    made = must(actions.tell_neighbours(made, by=site.desk))
    notice = Notice.objects.get()
    assert (notice.counted, "3栋2单元1502" in notice.text, "08:00-12:00 14:00-18:00" in notice.text) == (2, True, True)
    assert actions.issue_permit(made, shutoff="前台", by=site.desk).code == "renovation.deposit_waits"
    must(charges.take_payment(site.where, way="transfer", deposits=[made.deposit], provider_number="ZZ1", by=site.desk))
    assert actions.issue_permit(again(made), shutoff=" ", by=site.desk).code == "renovation.words_needed"
    made = must(actions.issue_permit(again(made), shutoff="水表井；钥匙在前台", door_sign=photo(), by=site.desk))
    assert (made.state, made.permit.kind, made.permit.state, made.permit.place) == ("under_way", "renovation", "issued", site.home)
    assert (made.permit.starts_at > START, made.permit.ends_at.date()) == (True, date(2026, 6, 5))
    duty = Duty.objects.get()
    assert (duty.pk, duty.role, duty.place, duty.promise.period, duty.promise.count, duty.evidence) == (made.duty_id, "engineer", site.home, "P1D", 1, ["photo"])
    assert passes.code_of(made.permit)
    assert actions.issue_permit(made, shutoff="前台", by=site.desk).code == "renovation.wrong_step"


@pytest.mark.clause("004-280")
def test_works_begin_only_after_review_by_one_and_approval_by_another(site):
    made = must(site.applied())
    for step in (lambda: actions.issue_permit(made, shutoff="前台", by=site.desk), lambda: actions.sign_agreement(made, agreement=photo(), deposit_item=site.deposit_item(), by=site.desk)):
        assert step().code == "renovation.wrong_step"
    assert site.worker(made).code == "renovation.not_approved"
    both = site.team("赵敏", "project_manager", "security_manager")
    must(actions.pass_review(made, by=both))
    before = Entry.objects.count()
    assert actions.approve_application(made, by=both).code == "renovation.second_person"
    assert (again(made).state, Entry.objects.count()) == ("reviewed", before)
    assert must(actions.approve_application(made, by=site.chief)).state == "approved"


def test_nobody_passes_his_own_plan_and_a_reason_is_told(site):
    mine = must(site.applied(applicant=site.team.person("林先生"), by=site.desk))
    assert mine.channel == "desk"
    himself = site.team("林先生", "engineer", "owner")
    assert actions.pass_review(mine, by=himself).code == "renovation.own_plan"
    assert actions.return_application(mine, reason=" ", by=site.engineer).code == "renovation.words_needed"
    back = must(actions.return_application(mine, reason="请补水电图", by=site.engineer))
    assert (back.state, back.returned_why) == ("returned", "请补水电图")
    assert actions.return_application(back, reason="再来", by=site.engineer).code == "renovation.wrong_step"
    assert actions.pass_review(back, by=site.engineer).code == "renovation.wrong_step"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"works": []}, "nothing_planned"), ({"starts_on": date(2026, 3, 4)}, "bad_days"), ({"ends_on": date(2026, 3, 5)}, "bad_days"), ({"ends_on": date(2028, 3, 5)}, "bad_days"),
    ],
)  # fmt: skip
def test_what_cannot_be_applied_for(site, changed, code):
    assert site.applied(**changed).code == f"renovation.{code}"
    assert (Project.objects.count(), Entry.objects.count()) == (0, 0)


def test_who_may_apply(site):
    stranger = site.team("外人", "resident")
    assert site.applied(by=stranger).code == "renovation.not_your_home"
    assert site.applied(applicant=site.team.person("林先生"), by=stranger).code == "renovation.own_words_only"
    assert site.applied(dwelling=site.place(None, "gate", "S", "南门")).code == "renovation.no_dwelling"
    tenant = site.dweller("租客小何", site.home, owns=False)
    assert site.applied(by=tenant).code == "renovation.consent_needed"
    made = must(site.applied(by=tenant, consent=photo()))
    assert (made.is_tenant, [one.kind for one in Paper.objects.all()]) == (True, ["consent"])
    assert site.applied().code == "renovation.open_already"
    assert actions.change_works(made, works=["painting"], by=site.neighbour).code == "kernel.not_found"
    assert actions.tell_rules(made, by=site.neighbour).code == "kernel.not_found"
    assert actions.add_paper(made, kind="drawing", file=photo(), by=site.neighbour).code == "kernel.not_found"
    assert actions.withdraw_application(made, reason="x", by=site.neighbour).code == "kernel.not_found"
    assert actions.change_works(made, works=[], by=tenant).code == "renovation.nothing_planned"
    assert must(actions.add_paper(made, kind="drawing", file=photo(), by=tenant)).kind == "drawing"


@pytest.mark.clause("004-282", "004-249")
def test_bans_cautions_and_advice_are_signed_for_before_the_works(site):
    """Waterproof material beside windows is advice: shown, not a ban, and acknowledged; a changed plan is told anew."""
    made = must(site.applied("window_side", "water_pipes"))
    assert (made.state, {one.code: one.verdict for one in made.found}) == ("applied", {"window_side": "advice", "water_pipes": "advice"})
    assert actions.tell_rules(made, by=site.desk).code == "renovation.signature_missing"
    assert again(made).told_at is None
    told = must(actions.tell_rules(made, signature=photo(), by=site.desk))
    entry = Entry.objects.get(name="renovation.rules_told")
    assert (told.told_at, told.told_signature is not None, entry.payload["advised"], entry.payload["is_on_paper"]) == (START, True, ["window_side", "water_pipes"], True)
    changed = must(actions.change_works(told, works=["painting"], by=site.owner))
    assert changed.told_at is None
    must(actions.pass_review(changed, by=site.engineer))
    approved = must(actions.approve_application(changed, by=site.manager))
    assert actions.sign_agreement(approved, agreement=photo(), deposit_item=site.deposit_item(), by=site.desk).code == "renovation.not_told"


@pytest.mark.clause("002-196", "002-208", "004-260")
def test_the_indoor_unit_has_its_place_before_the_works_and_advice_is_acknowledged(site):
    made = must(site.applied("air_indoor", "window_side"))
    assert (made.state, made.found[0].reason) == ("returned", "where_needed")
    made = must(actions.change_works(made, works=["air_indoor", "window_side"], air_place="主卧门上方 2.2 米", by=site.owner))
    assert (made.state, made.planned[0].detail) == ("applied", "主卧门上方 2.2 米")
    must(actions.tell_rules(made, by=site.owner))
    assert Entry.objects.get(name="renovation.rules_told").payload["advised"] == ["air_indoor", "window_side"]


@pytest.mark.clause("004-281")
def test_the_rulebook_stands_in_versions_with_its_basis(site):
    given = {"reason": "管理规约修订", "basis_label": "管理规约第23条", "drilling_mm": 8, "rounds_per_day": 2}
    assert actions.draft_rulebook(site.where, **{**given, "basis_label": " "}, by=site.manager).code == "renovation.words_needed"
    assert actions.draft_rulebook(site.where, **given, work="gas", verdict="ok", by=site.manager).code == "renovation.ban_stays"
    one = must(actions.draft_rulebook(site.where, **given, by=site.manager))
    assert (one.version, one.state, one.book.drilling_mm) == (1, "draft", 8)
    assert must(site.applied("slab_drilling", drilling_mm=10)).state == "applied"
    assert actions.put_rulebook_in_force(one, by=site.manager).code == "renovation.second_person"
    one = must(actions.put_rulebook_in_force(one, by=site.chief))
    assert (one.state, one.since_at, one.put_by) == ("in_force", START, site.team.person("李强"))
    made = must(actions.change_works(Project.objects.get(), works=["slab_drilling"], drilling_mm=10, by=site.owner))
    assert (made.state, made.book_version, made.found[0].reason) == ("returned", 1, "too_deep")
    two = must(actions.draft_rulebook(site.where, **{**given, "drilling_mm": 6}, by=site.chief))
    assert actions.put_rulebook_in_force(must(actions.drop_rulebook(two, by=site.chief)), by=site.manager).code == "renovation.not_a_draft"
    assert actions.drop_rulebook(two, by=site.chief).code == "renovation.not_a_draft"
    assert list(Rulebook.objects.order_by("version").values_list("version", "state", "basis_label")) == [(1, "in_force", "管理规约第23条"), (2, "dropped", "管理规约第23条")]


def test_the_neighbours_are_told_only_of_what_is_approved_and_an_agreement_without_a_deposit_opens_none(site):
    made = must(site.applied())
    assert actions.tell_neighbours(made, by=site.desk).code == "renovation.wrong_step"
    draft = must(actions.draft_rulebook(site.where, reason="取消押金", basis_label="业主大会决定", has_deposit=False, by=site.manager))
    must(actions.put_rulebook_in_force(draft, by=site.chief))
    must(actions.withdraw_application(made, reason="重来", by=site.owner))
    agreed = must(actions.sign_agreement(site.approved(), agreement=photo(), by=site.desk))
    assert (agreed.state, agreed.deposit, Deposit.objects.count()) == ("agreed", None, 0)
    must(actions.tell_neighbours(agreed, by=site.desk))
    late = START + timedelta(days=120)
    assert actions.issue_permit(agreed, shutoff="前台", by=site.desk, at=late).code == "renovation.time_over"
    assert must(actions.issue_permit(agreed, shutoff="前台", by=site.desk)).state == "under_way"
    assert actions.withdraw_application(again(agreed), reason="x", by=site.owner).code == "renovation.wrong_step"


def test_a_stranger_to_the_trade_does_none_of_it(site):
    """What only the desk, an engineer or a guard does, a resident's account does not."""
    given = {"dwelling": site.home, "works": ["painting"], "company": "美居装饰", "starts_on": date(2026, 3, 6), "ends_on": date(2026, 4, 1)}
    assert actions.apply_renovation(site.where, **given, by=site.guard).code == "kernel.not_permitted"
    assert actions.visit_site(site.where, dwelling=site.home, answers={}, by=site.owner).code == "kernel.not_permitted"
    worker = {"name": "张师傅", "identity_number": "x", "company": "美居装饰", "area": "1502", "photo": photo()}
    assert actions.register_worker(site.where, **worker, by=site.owner).code == "kernel.not_permitted"
    assert (Project.objects.count(), Entry.objects.filter(name__startswith="renovation.").count()) == (0, 0)
