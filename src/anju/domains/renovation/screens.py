"""The pages of renovation: files, sites, workers, violations, damages, material, occasions and the rulebook."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.domains.charges.queries import yuan
from anju.kernel.screens import Column, Screen, Tab

from . import actions
from .kinds import DESK, GATE, MANAGERS, READERS, TOPICS, WORKS
from .models import (
    Breach,
    Complaint,
    Damage,
    Inspection,
    Material,
    Occasion,
    Paper,
    Project,
    Rulebook,
    Violation,
    Worker,
)
from .rules.book import book_in_words
from .rules.lists import BY_KEY

_TOPICS = dict(TOPICS)


def works_in_words(items: list) -> str:
    """Each item with what its applicant wrote."""
    return "、".join(f"{WORKS[code].label}（{detail}）" if detail else str(WORKS[code].label) for code, detail, _mm in items if code in WORKS)


def topics_in_words(codes: list) -> str:
    return "、".join(str(_TOPICS[code]) for code in codes if code in _TOPICS)


def faults_in_words(keys: list) -> str:
    return "、".join(str(BY_KEY[key].wording) for key in keys if key in BY_KEY) or "--"


def things_in_words(items: list) -> str:
    """Name × declared, and what was seen where it differs."""
    return "；".join(f"{name} × {declared}" + (f" → {seen}" if seen not in (None, declared) else "") for name, declared, seen in items)


class ProjectScreen(Screen):
    model = Project
    name = "renovations"
    title = _("Renovations")
    menu = "service"
    icon = "ti-hammer"
    position = 31
    label = "number"
    posts = READERS
    columns = "number dwelling state company starts_on ends_on applied_at"
    filters = "state is_tenant channel dwelling ends_on applied_at"
    search = "number company dwelling__full_name"
    order = "-applied_at"
    quick = ((_("Plan to review"), "state=applied"), (_("To approve"), "state=reviewed"), (_("Works under way"), "state=under_way"), (_("Works stopped"), "state=stopped"))
    facts = (
        "number", "dwelling", "state", "applicant", "is_tenant", "channel", Column("items", render=works_in_words), "company", "licence", "manager_name", "manager_phone", "starts_on", "ends_on",
        "applied_at", Column("book_version", render=book_in_words), "told_at", "reviewed_by", "reviewed_at", "approved_by", "approved_at", "returned_why", "signed_at", "deposit", "neighbours_notice", "permit", "permitted_at",
        "shutoff", "duty", "rounds_per_day", "first_accepted_at", "closed_at",
    )  # fmt: skip
    create = actions.apply_renovation
    row = (
        actions.pass_review, actions.approve_application, actions.tell_rules, actions.sign_agreement, actions.tell_neighbours, actions.issue_permit, actions.declare_material,
        actions.report_damage, actions.add_paper, actions.raise_rounds, actions.allow_work_again, actions.send_deposit_back, actions.archive_file, actions.return_application,
        actions.change_works, actions.withdraw_application,
    )  # fmt: skip
    fits: ClassVar = {
        actions.tell_rules.spec.verb: lambda one: one.told_at is None,
        actions.tell_neighbours.spec.verb: lambda one: one.neighbours_notice_id is None,
        actions.report_damage.spec.verb: lambda one: one.permitted_at is not None,
        actions.send_deposit_back.spec.verb: lambda one: one.deposit_id is not None and one.deposit.state == "held",
    }
    tabs = (
        Tab("workers", _("Workers on site"), screen="site_workers", via="project"),
        Tab("visits", _("Visits of sites"), screen="site_visits", via="project"),
        Tab("violations", _("Violations"), screen="renovation_violations", via="project"),
        Tab("papers", _("Papers of the file"), screen="renovation_papers", via="project"),
        Tab("material", _("Material"), screen="site_materials", via="project"),
        Tab("damages", _("Damages"), screen="renovation_damages", via="project"),
        Tab("complaints", _("Complaints"), screen="works_complaints", via="project"),
    )
    empty = _("No dwelling is being renovated. An owner or tenant applies on the phone or at the desk.")


class PaperScreen(Screen):
    model = Paper
    name = "renovation_papers"
    title = _("Papers of renovations")
    posts = READERS
    columns = "kind file note at by"
    filters = "kind at"
    order = "-at"
    facts = "project kind file note at by"
    empty = _("No paper yet. Add drawings, licence and test records to the file.")


class WorkerScreen(Screen):
    model = Worker
    name = "site_workers"
    title = _("Workers on site")
    menu = "service"
    minor = True
    icon = "ti-helmet"
    position = 32
    posts = (*dict.fromkeys((*READERS, *GATE)),)
    columns = "permit name kind state company trade project area trained_at"
    filters = "state kind project registered_at"
    search = "name company trade permit__number"
    order = "-registered_at"
    quick = ((_("To be trained"), "state=to_train"), (_("Permit live"), "state=live"), (_("Outside service staff"), "kind=service"))
    facts = (
        "permit", "name", "kind", "state", "identity_number", "phone", "company", "trade", "project", "area", "hours", "photo", "registered_by", "registered_at",
        Column("topics", render=topics_in_words), "trained_at", "trained_by", "signature", "ended_at", "end_reason",
    )  # fmt: skip
    create = actions.register_worker
    row = (actions.train_worker, actions.make_permit_live, actions.record_breach, actions.end_worker)
    tabs = (Tab("breaches", _("Breaches"), screen="worker_breaches", via="worker"),)
    empty = _("No worker yet. Register each worker with photo and employer; the permit is live after the safety training.")


class BreachScreen(Screen):
    model = Breach
    name = "worker_breaches"
    title = _("Breaches of workers")
    menu = "service"
    minor = True
    icon = "ti-alert-triangle"
    position = 33
    posts = READERS
    columns = "at company worker kind response words by"
    filters = "kind response company project at"
    search = "company words"
    order = "-at"
    facts = "at company worker project kind response words photo by"
    empty = _("No worker was found outside his area or against the rules.")


class VisitScreen(Screen):
    model = Inspection
    label = "at"
    name = "site_visits"
    title = _("Visits of sites")
    menu = "service"
    minor = True
    icon = "ti-clipboard-check"
    position = 34
    posts = READERS
    columns = ("dwelling", "kind", "state", "due_at", "at", "by", "is_joint", Column("faults", render=faults_in_words))
    filters = "state kind is_joint dwelling by at due_at"
    search = "dwelling__full_name why note"
    order = "-at"
    quick = ((_("Planned visit"), "state=planned"), (_("Missed visits"), "state=missed"))
    facts = ("dwelling", "project", "kind", "state", "why", "due_at", "at", "by", "is_joint", Column("faults", render=faults_in_words), "reading_mm", "test", "note")
    create = actions.plan_visit
    row = (actions.note_visit_missed,)
    tabs = (Tab("violations", _("Violations"), screen="renovation_violations", via="inspection"),)
    empty = _("No site was looked at yet. The rounds of a site begin with its permit.")


class ViolationScreen(Screen):
    model = Violation
    name = "renovation_violations"
    title = _("Violations")
    menu = "service"
    minor = True
    icon = "ti-ban"
    position = 35
    label = "number"
    posts = (*dict.fromkeys((*READERS, "fire_operator")),)
    columns = "number dwelling code state found_at notice_due_on stopped_at reported_at cleared_at"
    filters = "state code dwelling project found_at"
    search = "number words dwelling__full_name"
    order = "-found_at"
    quick = ((_("To recheck"), "state=put_right"), (_("Works stopped"), "state=stopped"))
    facts = (
        "number dwelling project code state words inspection case found_by found_at dissuaded_at dissuaded notice_at notice_due_on stopped_at stopped_by reported_at put_right_at put_right_by put_right_photo cleared_at"
    )
    create = actions.report_violation
    row = (
        actions.dissuade, actions.serve_notice, actions.order_stop_work, actions.report_to_bodies, actions.note_put_right, actions.clear_violation,
    )  # fmt: skip
    fits: ClassVar = {
        actions.order_stop_work.spec.verb: lambda one: one.stopped_at is None and one.state != "cleared",
        **dict.fromkeys((each.spec.verb for each in (actions.dissuade, actions.serve_notice, actions.report_to_bodies)), lambda one: one.state != "cleared"),
        actions.note_put_right.spec.verb: lambda one: one.state not in ("put_right", "cleared"),
    }
    empty = _("No violation stands open. What rounds, guards and neighbours find stands here.")


class DamageScreen(Screen):
    model = Damage
    name = "renovation_damages"
    title = _("Damages")
    menu = "service"
    minor = True
    icon = "ti-droplet"
    position = 36
    label = "number"
    posts = READERS
    columns = ("number", "place", "kind", "state", "project", Column("compensation_fen", render=yuan), "reported_at", "repaired_at")
    filters = "state kind place project reported_at"
    search = "number words"
    order = "-reported_at"
    facts = (
        "number", "project", "place", "kind", "state", "words", "case", "reported_by", "reported_at", Column("compensation_fen", render=yuan), "agreed_words", "agreed_paper", "agreed_at",
        "repaired_at", "repaired_photo", "confirmed_by",
    )  # fmt: skip
    row = (actions.agree_compensation, actions.confirm_repair)
    empty = _("Nothing was harmed by works. A pipe or a neighbour's ceiling is reported from the file of the renovation.")


def what_was_declared(one: Material) -> Markup:
    """For who counts at the gate: what should be on the cart."""
    rows = Markup("").join(Markup('<tr><td>{}</td><td class="number">{}</td></tr>').format(name, declared) for name, declared, _seen in one.items)
    return Markup('<table class="table"><thead><tr><th>{}</th><th class="number">{}</th></tr></thead><tbody>{}</tbody></table>').format(say("Thing"), say("Declared"), rows)


class MaterialScreen(Screen):
    model = Material
    name = "site_materials"
    title = _("Material at the gate")
    menu = "access"
    minor = True
    icon = "ti-package-import"
    position = 46
    posts = READERS
    columns = ("at", "direction", "dwelling", "permit", "state", Column("items", render=things_in_words), "checked_by", "checked_at")
    filters = "state direction dwelling project at"
    search = "dwelling__full_name permit__number note"
    order = "-at"
    quick = ((_("Declared"), "state=declared"), (_("Differs, ask first"), "state=differs"))
    facts = ("at", "direction", "dwelling", "project", "permit", "state", Column("items", render=things_in_words), "by", "checked_by", "checked_at", "photo", "note")
    create = actions.note_goods
    row = (actions.check_material,)
    before: ClassVar = {actions.check_material.spec.verb: what_was_declared}
    empty = _("No material yet. It is declared in the file of the renovation and compared at the gate.")


class OccasionScreen(Screen):
    model = Occasion
    name = "occasions"
    title = _("Moves and celebrations")
    menu = "service"
    minor = True
    icon = "ti-truck"
    position = 37
    posts = READERS
    columns = "starts_at ends_at kind dwelling state words"
    filters = "state kind dwelling starts_at"
    search = "words dwelling__full_name"
    order = "-starts_at"
    facts = "kind dwelling state starts_at ends_at words booked_by booked_at task notice staffed_by result"
    create = actions.book_occasion
    row = (actions.staff_occasion, actions.end_occasion)
    tabs = (Tab("complaints", _("Complaints"), screen="works_complaints", via="occasion"),)
    empty = _("No move, wedding or funeral is booked. Book it, then name who keeps order.")


class ComplaintScreen(Screen):
    model = Complaint
    name = "works_complaints"
    title = _("Complaints of works")
    menu = "service"
    minor = True
    icon = "ti-volume"
    position = 38
    posts = READERS
    columns = "at kind dwelling project occasion is_in_hours case"
    filters = "kind dwelling project is_in_hours at"
    order = "-at"
    facts = "at kind dwelling project occasion is_in_hours case"
    create = actions.complain_of_works
    empty = _("Nobody complained of works. Residents complain on the phone or at the desk.")


class RulebookScreen(Screen):
    model = Rulebook
    name = "rulebooks"
    title = _("Rulebook of renovation")
    menu = "service"
    minor = True
    icon = "ti-book"
    position = 39
    label = "version"
    posts = (*dict.fromkeys((*MANAGERS, *DESK, "engineer", "auditor", "headquarters")),)
    columns = "version state reason basis_label drafted_by put_by since_at"
    filters = "state"
    order = "-version"
    facts = "version state reason basis_label drafted_by put_by since_at"
    create = actions.draft_rulebook
    row = (actions.put_rulebook_in_force, actions.drop_rulebook)
    empty = _("The rulebook stands as every community starts with it. Draft a change with its basis in the law or the covenant.")
