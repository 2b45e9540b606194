"""Deposits and what is taken from them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Column, Screen, Tab

from .. import actions
from ..kinds import READERS
from ..models import Deduction, Deposit
from ..money import yuan


class DepositScreen(Screen):
    model = Deposit
    name = "deposits"
    title = _("Deposits")
    menu = "assets"
    icon = "ti-moneybag"
    position = 74
    label = "number"
    posts = (*READERS, "engineer")
    columns = ("number", "tariff", "place", "payer_name", Column("amount_fen", render=yuan), Column("deducted_fen", render=yuan), Column("returned_fen", render=yuan), "state", "held_at")
    filters = "state kind place held_at"
    search = "number purpose"
    order = "-opened_at"
    quick = ((_("Held deposits"), "state=held&state=returning"), (_("Deposits to be paid"), "state=wanted"))
    facts = (
        "number", "tariff", "state", "place", "payer", "payer_name", "purpose", Column("amount_fen", render=yuan), Column("deducted_fen", render=yuan),
        Column("returned_fen", render=yuan), "opened_by", "opened_at", "held_at", "ended_at", "basis_label",
    )  # fmt: skip
    create = actions.open_deposit
    row = (actions.hand_back_deposit, actions.propose_deduction, actions.cancel_deposit)
    tabs = (Tab("deductions", _("Deductions"), screen="deductions", via="deposit"),)
    empty = _("No deposit yet. Open one for a renovation or a lent card; it is held for its payer and goes back to him.")


class DeductionScreen(Screen):
    model = Deduction
    name = "deductions"
    title = _("Deductions from deposits")
    posts = DepositScreen.posts
    columns = ("deposit", "ground", Column("amount_fen", render=yuan), "reason", "state", "proposed_at", "answered_at")
    filters = "state ground"
    order = "-proposed_at"
    facts = (
        "deposit", "ground", Column("amount_fen", render=yuan), "reason", "evidence", "state", "proposed_by", "proposed_at", "signature", "answered_by", "answered_at", "answer_note",
    )  # fmt: skip
    row = (actions.agree_to_deduction, actions.contest_deduction)
    empty = _("Nothing was to be taken from this deposit.")
