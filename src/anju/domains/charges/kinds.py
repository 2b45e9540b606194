"""What is charged for, how it is measured, how it is paid, and whose work it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DESK = ("front_desk", "project_manager")
APPROVERS = ("project_manager", "headquarters")
BILLERS = ("front_desk", "project_manager", "engineer")
READERS = ("front_desk", "project_manager", "headquarters", "auditor")
CASHIERS = (*DESK, "guard", "squad_leader")
"""Who has a drawer of his own: the desk, and who takes parking fees at a gate."""
DWELLERS = ("owner", "resident", "committee_member")
EVERYBODY = (*READERS, *DWELLERS, "engineer")

FEES = (
    ("property", _("Property service fee")),
    ("parking", pgettext_lazy("fee", "Parking fee")),
    ("shared_utilities", _("Shared water and electricity")),
    ("repair", _("Paid repair")),
    ("service", _("Paid service")),
    ("rubbish", _("Removal of building rubbish")),
    ("card", _("Access card")),
    ("renovation_deposit", _("Renovation deposit")),
    ("other_deposit", _("Other deposit")),
    ("other", pgettext_lazy("fee", "Other fee")),
)
DEPOSITS = ("renovation_deposit", "other_deposit")

BASES = (
    ("area", _("By area and month")),
    ("fixed", _("A fixed sum a month")),
    ("piece", _("By the piece")),
    ("time", _("By started time, as for parking")),
    ("meter", _("By meter, in steps")),
    ("stay", _("By stay, with night and holidays")),
)
MONTHLY = ("area", "fixed")

ROUNDINGS = (("fen", _("To the fen, half up")), ("jiao", _("To the jiao, half up")), ("yuan", _("To the yuan, half up")), ("yuan_down", _("Down to the yuan")))
UNITS = {"area": "m2", "fixed": "month", "piece": "piece", "time": "hour", "meter": "unit", "stay": "hour"}

WAYS = (
    ("cash", _("Cash")),
    ("wechat", _("WeChat Pay")),
    ("alipay", _("Alipay")),
    ("transfer", _("Bank transfer")),
    ("balance", _("Prepaid balance")),
    ("test", _("Test payer")),
)
DESK_WAYS = (("cash", _("Cash")), ("transfer", _("Bank transfer")))
PROVIDERS = ("wechat", "alipay", "test")
PROVIDER_CHOICES = tuple((code, label) for code, label in WAYS if code in PROVIDERS)
STATEMENT_WAYS = (*PROVIDERS, "transfer")
"""Whose statements are held against ours: the providers', and the bank's for transfers."""
STATEMENT_CHOICES = tuple((code, label) for code, label in WAYS if code in STATEMENT_WAYS)

GROUNDS = (
    ("damage", _("Repair of damage to common parts")),
    ("rubbish", _("Removal of rubbish left behind")),
    ("not_returned", _("A thing that was not given back")),
)
"""For what a deposit may be drawn on: costs that arose. There is no penalty among them."""

LAYOUTS = (("a4", _("A4 sheet")), ("a6", _("A6 slip")), ("roll", _("80 mm receipt")))


def is_deposit(kind: str) -> bool:
    return kind in DEPOSITS
