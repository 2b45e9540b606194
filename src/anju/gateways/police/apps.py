from __future__ import annotations

from django.apps import AppConfig


class Police(AppConfig):
    name = "anju.gateways.police"
    label = "police_gateway"

    def ready(self) -> None:
        """Offer the line to the room of access."""
        from anju.domains.access.queries import register_police

        from .driver import PoliceDriver

        register_police(PoliceDriver())
