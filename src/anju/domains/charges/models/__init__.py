"""The records of charges."""

from .cash import Drawer
from .charges import Adjustment, BillingRun, Charge, ChargeLine, ChargeTerms
from .deposits import Deduction, Deposit
from .matching import Mismatch, Reconciliation, StatementLine
from .payments import Allocation, Balance, BalanceEntry, Merchant, Payment, ProviderNotice, Receipt, Refund
from .tariffs import Tariff, TariffVersion

__all__ = [
    "Adjustment", "Allocation", "Balance", "BalanceEntry", "BillingRun", "Charge", "ChargeLine", "ChargeTerms", "Deduction", "Deposit", "Drawer", "Merchant",
    "Mismatch", "Payment", "ProviderNotice", "Receipt", "Reconciliation", "Refund", "StatementLine", "Tariff", "TariffVersion",
]  # fmt: skip
