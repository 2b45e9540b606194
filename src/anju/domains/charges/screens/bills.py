"""Fee items, prices and bills."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Column, Screen, Tab

from .. import actions
from ..drawing import lines_tab, price_tab
from ..kinds import READERS
from ..models import Adjustment, BillingRun, Charge, ChargeTerms, Tariff, TariffVersion
from ..money import yuan
from ..sentences import steps_in_words


class TariffScreen(Screen):
    model = Tariff
    name = "tariffs"
    title = _("Fee items and prices")
    menu = "assets"
    icon = "ti-report-money"
    position = 60
    posts = (*READERS, "engineer", "committee_member")
    columns = "name kind basis needs_consent state"
    filters = "state kind basis"
    search = "name"
    order = "name"
    facts = "name kind basis needs_consent state end_reason"
    create = actions.add_tariff
    row = (actions.propose_price, actions.withdraw_tariff)
    tabs = (Tab("prices", _("Prices"), screen="tariff_versions", via="tariff"),)
    empty = _("No fee item yet. Add one, propose its price, have it approved and publish it; only then it can be billed.")


class VersionScreen(Screen):
    model = TariffVersion
    name = "tariff_versions"
    title = _("Prices of fee items")
    posts = TariffScreen.posts
    columns = ("tariff", "number", "price", "state", "starts_on", "ends_on", "published_on", "legal_basis")
    filters = "state tariff starts_on"
    order = "-starts_on"
    facts = (
        "tariff", "number", "state", "price", Column("steps", render=steps_in_words), Column("minimum_fen", render=yuan), "free_minutes", "is_free_deducted", "block_minutes",
        Column("daily_cap_fen", render=yuan), "rounding", "late_permille", "late_after_days", "late_clause", "legal_basis", "starts_on", "ends_on", "proposed_by",
        "answered_by", "answered_at", "answer_note", "published_on", "published_where",
    )  # fmt: skip
    row = (actions.approve_price, actions.publish_price, actions.refuse_price)
    tabs = (Tab("whole", _("How it is charged"), render=price_tab),)
    empty = _("No price yet. Propose one on the page of the fee item.")


class ChargeScreen(Screen):
    model = Charge
    name = "charges"
    title = _("Bills")
    menu = "assets"
    icon = "ti-file-invoice"
    position = 62
    label = "number"
    posts = (*READERS, "engineer")
    columns = ("number", "title", "place", "payer_name", Column("amount_fen", render=yuan), Column("paid_fen", render=yuan), "state", "due_on")
    filters = "state kind tariff place due_on issued_at"
    search = "number title"
    order = "-issued_at"
    quick = ((_("Owed bills"), "state=due&state=part_paid&state=overdue"), (_("Overdue"), "state=overdue"), (_("Disputed bills"), "state=disputed"))
    facts = (
        "number", "title", "kind", "state", "tariff", "place", "payer", "payer_name", "plate", "period_from_on", "period_until_on", "due_on",
        Column("amount_fen", render=yuan), Column("paid_fen", render=yuan), "issued_at", "issued_by", "dispute", "dispute_answer", "basis_label",
    )  # fmt: skip
    create = actions.issue_charge
    row = (actions.answer_dispute, actions.correct_charge, actions.ask_adjustment, actions.ask_late_charge, actions.dispute_charge)
    tabs = (Tab("lines", _("Why this sum"), render=lines_tab), Tab("adjustments", _("Changes of the sum"), screen="charge_adjustments", via="charge"))
    empty = _("No bill yet. Bill a month for a building, or charge a single thing.")


class AdjustmentScreen(Screen):
    model = Adjustment
    name = "charge_adjustments"
    title = _("Changes of bills")
    menu = "assets"
    minor = True
    icon = "ti-adjustments"
    position = 66
    posts = READERS
    columns = ("charge", "kind", Column("amount_fen", render=yuan), "reason", "state", "asked_by", "asked_at", "answered_by")
    filters = "state kind asked_at"
    search = "reason"
    order = "-asked_at"
    quick = ((_("Changes to approve"), "state=asked"),)
    facts = ("charge", "kind", Column("amount_fen", render=yuan), "reason", "state", "asked_by", "asked_at", "answered_by", "answered_at", "answer_note")
    row = (actions.approve_adjustment, actions.refuse_adjustment)
    empty = _("No change yet. Corrections and waivers are asked for on the page of a bill.")


class BillingScreen(Screen):
    model = BillingRun
    name = "billing_runs"
    title = _("Monthly billing")
    menu = "assets"
    minor = True
    icon = "ti-calendar-dollar"
    position = 64
    posts = READERS
    columns = ("started_at", "tariff", "place", "period_from_on", "period_until_on", "state", "dwellings", "billed", Column("amount_fen", render=yuan))
    filters = "state tariff started_at"
    order = "-started_at"
    facts = ("tariff", "place", "period_from_on", "period_until_on", "state", "dwellings", "billed", "left_out", Column("amount_fen", render=yuan), "started_by", "started_at", "ended_at")
    create = actions.start_billing
    empty = _("No month was billed yet. Choose a fee item, a building and a month.")


class TermsScreen(Screen):
    model = ChargeTerms
    name = "charge_terms"
    title = _("Terms of charging")
    menu = "settings"
    minor = True
    icon = "ti-adjustments-dollar"
    position = 60
    posts = READERS
    columns = (Column("alone_up_to_fen", render=yuan), "days_to_pay")
    order = "created_at"
    create = actions.set_charge_terms
    empty = _("Until something else is set, one person corrects up to 50 yuan alone, and people have 30 days to pay.")
