"""The pages of charging."""

from ..drawing import price_in_words
from .bills import AdjustmentScreen, BillingScreen, ChargeScreen, TariffScreen, TermsScreen, VersionScreen
from .money import (
    BalanceScreen,
    DrawerScreen,
    MerchantScreen,
    MismatchScreen,
    NoticeScreen,
    PartScreen,
    PaymentScreen,
    ReceiptScreen,
    ReconciliationScreen,
    RefundScreen,
    StatementScreen,
)
from .safekeeping import DeductionScreen, DepositScreen

__all__ = [
    "AdjustmentScreen", "BalanceScreen", "BillingScreen", "ChargeScreen", "DeductionScreen", "DepositScreen", "DrawerScreen", "MerchantScreen", "MismatchScreen",
    "NoticeScreen", "PartScreen", "PaymentScreen", "ReceiptScreen", "ReconciliationScreen", "RefundScreen", "StatementScreen", "TariffScreen", "TermsScreen",
    "VersionScreen", "price_in_words",
]  # fmt: skip
