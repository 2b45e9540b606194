from __future__ import annotations

from django.apps import AppConfig


class Payments(AppConfig):
    name = "anju.gateways.payments"
    label = "payments_gateway"

    def ready(self) -> None:
        """Offer both providers to the room of charges."""
        from anju.domains.charges.queries import register_provider

        from .driver import AlipayDriver, WechatDriver

        register_provider("wechat", WechatDriver())
        register_provider("alipay", AlipayDriver())
