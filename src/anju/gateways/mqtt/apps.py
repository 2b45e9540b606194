from __future__ import annotations

from django.apps import AppConfig


class Mqtt(AppConfig):
    name = "anju.gateways.mqtt"
    label = "mqtt_gateway"

    def ready(self) -> None:
        """Have the broker looked at with everything else that keeps the house going."""
        from . import health  # noqa: F401 - it declares its check
