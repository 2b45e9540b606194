"""The port to payment providers: a gateway registers what it can do; this room calls it after its transaction, never inside one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from .models import Payment, Refund


@dataclass(frozen=True)
class Answer:
    """What a provider said: a code to pay by, or done (of an order: paid, and what came); or `trouble`, a sentence that people can read."""

    pay_code: str = ""
    trouble: str = ""
    is_done: bool = False
    amount_fen: int = 0
    provider_number: str = ""
    told_merchant: str = ""


class Provider(Protocol):
    def place_order(self, payment: Payment, keys: dict[str, str]) -> Answer: ...

    def ask_order(self, payment: Payment, keys: dict[str, str]) -> Answer: ...

    def place_refund(self, refund: Refund, keys: dict[str, str]) -> Answer: ...


_providers: dict[str, Provider] = {}


def register_provider(way: str, provider: Provider) -> None:
    _providers[way] = provider


def provider_of(way: str) -> Provider | None:
    return _providers.get(way)
