from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class SurfacesConfig(AppConfig):
    name = "anju.surfaces"
    label = "surfaces"

    def ready(self) -> None:
        """Load what the rooms declare: their actions, then their screens."""
        rooms = [config.name for config in apps.get_app_configs() if config.name != self.name and hasattr(config.module, "__file__")]
        for part in ("actions", "screens"):
            for room in rooms:
                if room.split(".")[0] in ("anju", "tests") and find_spec(f"{room}.{part}") is not None:
                    import_module(f"{room}.{part}")
